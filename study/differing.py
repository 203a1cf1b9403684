"""How two versions of a question, or of a wave, differ; as data of `study.wordings`, and told in half a sentence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from study.instrument import AnswerType

Data = Mapping[str, Any]

VALUES = frozenset(
    {
        AnswerType.YES_NO,
        AnswerType.CHOICE,
        AnswerType.CHOICES,
        AnswerType.SCALE,
        AnswerType.NUMBER,
        AnswerType.DATE,
        AnswerType.TIME,
    }
)
"""Types whose answer is a value: a question has one of them, or none."""


class What(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    RETYPED = "retyped"
    REWORDED = "reworded"
    LANGUAGES = "languages"
    OPTIONS = "options"
    BOUNDS = "bounds"
    ANSWERED_BY = "answered by"
    ASKED = "asked"  # when, how often, in which order, whether it may be skipped
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    what: What
    told: str


WORDS = ("ask", "low_label", "high_label", "unit")
BOUNDS = {
    "low": "from",
    "high": "to",
    "first_day": "from",
    "last_day": "to",
    "first_time": "from",
    "last_time": "to",
    "at_least": "at-least",
    "at_most": "at-most",
    "decimals": "decimals",
    "within": "within",
}
"""The field, and the key of the study file."""

ASKED = {
    "when": "when",
    "required": "required",
    "remember": "remember",
    "shuffled": "order",
    "group": "group",
}

WAVE = {
    "weekdays": "on",
    "arms": "arm",
}
"""Fields of a wave whose key in the study file has another name."""


def bent(before: Data, now: Data) -> bool:
    """Whether the answers before and those to come would not be of one kind: the type that gives a value has changed or
    is gone, or no way of answering is left."""
    was, there = set(before.get("types", ())), set(now.get("types", ()))
    return is_answered(before) and (not was & there or not (was & VALUES) <= there)


def is_answered(data: Data) -> bool:
    """Whether it can have answers: a note only says something."""
    return list(data.get("types", ())) != [AnswerType.NOTE]


def called(data: Data) -> str:
    """What kind of question it is, with its article: "a scale", "a text or a voice"."""
    return " or a ".join(
        f"a {type}" if not place else str(type) for place, type in enumerate(data.get("types", ()))
    )


def differences(before: Data, now: Data) -> Iterator[Difference]:
    """Between two versions of one question that are not `bent`."""
    yield from _words(before, now)
    yield from _types(before, now)
    yield from _options(before.get("options", ()), now.get("options", ()))
    yield from _keys(before, now, BOUNDS, What.BOUNDS)
    yield from _keys(before, now, ASKED, What.ASKED)


def wave_differences(before: Data, now: Data) -> Iterator[Difference]:
    """Between two versions of one wave: the keys of the study file that say something else now."""
    keys = sorted((before.keys() | now.keys()) - {"id"})
    changed = [WAVE.get(key, key.replace("_", "-")) for key in keys if before.get(key) != now.get(key)]
    if changed:
        yield Difference(What.CHANGED, f"changed in {', '.join(changed)}")


def texts(said: Any) -> dict[str, Any]:
    """A text by language, one that a number bends too."""
    if not isinstance(said, Mapping):
        return {}
    forms = said.get("forms", said)
    return dict(forms) if isinstance(forms, Mapping) else {}


def _words(before: Data, now: Data) -> Iterator[Difference]:
    was, there = set(texts(before.get("ask"))), set(texts(now.get("ask")))
    reworded = sorted(
        language
        for language in was & there
        if any(texts(before.get(key)).get(language) != texts(now.get(key)).get(language) for key in WORDS)
        or _bent_by(before) != _bent_by(now)
    )
    if reworded:
        yield Difference(What.REWORDED, f"reworded in {', '.join(reworded)}")
    if new := sorted(there - was):
        yield Difference(What.LANGUAGES, f"also in {', '.join(new)} now")
    if gone := sorted(was - there):
        yield Difference(What.LANGUAGES, f"no longer in {', '.join(gone)}")


def _bent_by(data: Data) -> str:
    ask = data.get("ask")
    return str(ask.get("by", "")) if isinstance(ask, Mapping) and "forms" in ask else ""


def _types(before: Data, now: Data) -> Iterator[Difference]:
    was, there = list(before.get("types", ())), list(now.get("types", ()))
    if is_answered(before) != is_answered(now):
        yield Difference(What.ANSWERED_BY, f"it was {called(before)} and is {called(now)}")
        return
    new, gone = [one for one in there if one not in was], [one for one in was if one not in there]
    if new:
        yield Difference(What.ANSWERED_BY, f"can be answered by {' and '.join(new)} too")
    if gone:
        yield Difference(What.ANSWERED_BY, f"can no longer be answered by {' and '.join(gone)}")
    if was != there and not new and not gone:
        yield Difference(What.ANSWERED_BY, "its types stand in another order")


def _options(before: Any, now: Any) -> Iterator[Difference]:
    was, there = {one["id"]: one for one in before}, {one["id"]: one for one in now}
    if new := [id for id in there if id not in was]:
        yield Difference(What.OPTIONS, f"new: {', '.join(new)}")
    if gone := [id for id in was if id not in there]:
        told = f"gone: {', '.join(gone)}; answers that chose it stay, and the codebook keeps its label"
        yield Difference(What.OPTIONS, told)
    kept = [id for id in was if id in there]
    for id in kept:
        if told := _of_option(was[id], there[id]):
            yield Difference(What.OPTIONS, f"{told} {id}")
    if kept != [id for id in there if id in was]:
        yield Difference(What.OPTIONS, "the options stand in another order")


def _of_option(before: Data, now: Data) -> str:
    was, there = texts(before.get("label")), texts(now.get("label"))
    changed = sorted(language for language in was.keys() & there.keys() if was[language] != there[language])
    if changed:
        return f"another label in {', '.join(changed)} for"
    alike = {**before, "label": ""} == {**now, "label": ""}
    return "" if alike else "another place or company for"


def _keys(before: Data, now: Data, keys: Mapping[str, str], what: What) -> Iterator[Difference]:
    for key, name in keys.items():
        was, there = before.get(key), now.get(key)
        if was == there:
            continue
        if (
            isinstance(was, Mapping)
            or isinstance(there, Mapping)
            or isinstance(was, bool)
            or isinstance(there, bool)
        ):
            yield Difference(what, f"{name} has changed")
        elif was is None:
            yield Difference(what, f"{name} {there}, which was not there before")
        elif there is None:
            yield Difference(what, f"{name} {was} is no longer there")
        else:
            yield Difference(what, f"{name} {there}, before {was}")
