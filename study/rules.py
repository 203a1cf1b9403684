"""What holds for a whole study beside its questions and waves, as plain data that can be kept; and what a change of it
means for people who take part already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from study.differing import Data, What, texts
from study.protocol import Protocol

SCHEDULE = ("shift", "fewer", "silence")
REST = ("diary", "ending", "chat", "keep")

MEANS = {
    "shift": "what people have asked for holds as far as this allows, for prompts that are planned from now on",
    "fewer": "what people have asked for holds as far as this allows, at once",
    "silence": "it holds for everybody at once",
    "diary": "it holds for what comes from now on; what is kept stays as it is",
    "ending": "who takes part already ends no earlier than was planned for them, and later if this says so",
    "chat": "it holds for messages from now on; who has a word for the quiet face keeps it until they take it off",
    "keep": "who has left, or has come to the end, keeps the day that they were told; for voices and photos it holds "
    "at once",
}
ADDED = {
    **MEANS,
    "ending": "it holds for those who agree from now on; nothing ends for who takes part already",
    "keep": "it holds for those who come to the end, or leave, from now on; for voices and photos at once",
}


@dataclass(frozen=True)
class Rule:
    """One difference: of a `button`, or of what `id` names in the study file."""

    id: str
    what: What
    told: str
    button: bool = False


def rules(protocol: Protocol) -> dict[str, Any]:
    """As JSON data, without what is as if it had been left out."""
    found = {key: getattr(protocol.schedule, key) for key in SCHEDULE}
    found |= {key: getattr(protocol, key) for key in REST}
    data = {key: _plain(value) for key, value in found.items() if value is not None}
    buttons = [_plain(one) for one in protocol.buttons]
    return {key: value for key, value in data.items() if value != {}} | (
        {"buttons": buttons} if buttons else {}
    )


def rule_changes(before: Data, now: Data) -> Iterator[Rule]:
    """In the order in which a study file has them."""
    for key in (*SCHEDULE, *REST):
        was, there = before.get(key), now.get(key)
        if was == there:
            continue
        if was is None:
            yield Rule(key, What.ADDED, f"added; {ADDED[key]}")
        elif there is None:
            yield Rule(key, What.REMOVED, "no longer there; it holds for nobody any more")
        else:
            yield Rule(key, What.CHANGED, f"changed{_in(was, there)}; {MEANS[key]}")
    yield from _buttons(before.get("buttons", ()), now.get("buttons", ()))


def _buttons(before: Any, now: Any) -> Iterator[Rule]:
    was, there = {one["id"]: one for one in before}, {one["id"]: one for one in now}
    for id, button in there.items():
        if id not in was:
            yield Rule(id, What.ADDED, "added; people see it when the bot lays its keys anew", button=True)
        elif button != was[id]:
            yield _button(id, was[id], button)
    for id in was:
        if id not in there:
            told = "gone; where it is still in sight, it only sends its words"
            yield Rule(id, What.REMOVED, told, button=True)


def _button(id: str, was: Data, there: Data) -> Rule:
    if was["label"] == there["label"]:
        return Rule(
            id, What.CHANGED, f"changed{_in(was, there)}; it holds from the next press on", button=True
        )
    labels, other = texts(there["label"]), texts(was["label"])
    languages = sorted(one for one in labels.keys() | other.keys() if labels.get(one) != other.get(one))
    told = f"another label in {', '.join(languages)}; the old one, where it is still in sight, only sends its words"
    return Rule(id, What.REWORDED, told, button=True)


def _in(was: Any, there: Any) -> str:
    """The keys that say something else; nothing where it is no mapping."""
    if not (isinstance(was, Mapping) and isinstance(there, Mapping)):
        return f" from {was} to {there}"
    return (
        f" in {', '.join(sorted(key for key in was.keys() | there.keys() if was.get(key) != there.get(key)))}"
    )


def _plain(value: Any) -> Any:
    return value if isinstance(value, int) else value.model_dump(mode="json", exclude_defaults=True)
