"""Names in a text, `{companions}`: what is said in their place, and what can be said at all.

`{{` and `}}` are braces. A text is read as Markdown first and filled in then, so that nothing that is filled in is ever
read as Markdown."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from study.asked import Asked, Kind
from study.faults import Report, meant
from study.styled import Styled
from study.written import Written

BOT_KNOWS = frozenset({"site", "title", "team", "contact", "code"})
"""Names that stand for no answer; and, in a repeat, ROUND."""
ROUND = "n"
FOR_CONDITIONS = frozenset({"arm", "language", "source"})
"""What the bot knows too, and says to nobody."""
UNSAID = "…"
"""Said in place of what was skipped, or not asked."""

_BRACES = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|\{")
_LINK = re.compile(r"(?:https?://|\w\.[a-zA-Z]{2,20}/)[^\s()]{0,500}?(?<!\{)(?:\{\{)*\{(?!\{)")


@dataclass(frozen=True)
class Sayable:
    """What a text may name: `names` all of it, `numbers` those that can bend a text; `hidden` was asked and cannot be
    said again, with the reason after its name ("is written, spoken or shown, and sealed at once")."""

    names: frozenset[str] = BOT_KNOWS
    numbers: frozenset[str] = frozenset()
    hidden: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, asked: Mapping[str, Asked], *, repeat: bool = False) -> Self:
        """After these questions; `repeat` where the text stands in a group that repeats."""
        round = {ROUND} if repeat else frozenset[str]()
        chosen = {id for id, one in asked.items() if one.hidden is None}
        numbers = {id for id, one in asked.items() if one.kind is Kind.NUMBER or one.doubtful}
        hidden = {id: str(one.hidden) for id, one in asked.items() if one.hidden is not None}
        return cls(BOT_KNOWS | round | chosen, frozenset(numbers | round), hidden)


def names_in(text: str) -> tuple[str, ...]:
    """The names in a text, in their order, each once."""
    return tuple(dict.fromkeys(name for name, _ in _names(text)))


def fill(styled: Styled, values: Mapping[str, str]) -> Styled:
    """With each name's words in its place; `…` for a name that has none."""
    text, at = "", 0
    shifts: list[tuple[int, int]] = []  # from this place on, by so much
    for found in _BRACES.finditer(styled.text):
        said = found[0][:1] if found[1] is None else values.get(found[1].strip(), UNSAID)
        text += styled.text[at : found.start()] + said
        at = found.end()
        shifts.append((at, len(text) - at))
    if not shifts:
        return styled

    def now(place: int) -> int:
        return place + next((by for since, by in reversed(shifts) if since <= place), 0)

    spans = (replace(span, start=now(span.start), end=now(span.end)) for span in styled.spans)
    return Styled(text + styled.text[at:], tuple(span for span in spans if span.start < span.end))


def check_names(report: Report, written: Written, sayable: Sayable) -> None:
    """Reports every name that cannot be said, and every brace that is none."""
    for name, at in _names(written.said):
        if name not in sayable.names:
            written.fault(report, *_why_not(name, sayable), at)
    for found in _BRACES.finditer(written.said):
        if found[0] == "{" or (found[1] is not None and not found[1].strip()):
            written.fault(report, "a { here begins no name", "write {{ for the brace itself", found.start())
    if link := _LINK.search(written.said):
        what = "a link would carry what somebody answered to another server"
        written.fault(report, what, "leave the {name} out of the address", link.start())


def _names(text: str) -> Iterator[tuple[str, int]]:
    for found in _BRACES.finditer(text):
        if found[1] is not None and found[1].strip():
            yield found[1].strip(), found.start()


def _why_not(name: str, sayable: Sayable) -> tuple[str, str]:
    said = "{" + " ".join(name.split())[:40] + "}"
    if name in sayable.hidden:
        what = f"{said} cannot be said here: it {sayable.hidden[name]}"
        return what, "name an answer that is chosen or typed as a value, or leave it out"
    if name == ROUND:
        return "{n} is the round of a group that repeats", "write it inside one, or leave it out"
    if name in FOR_CONDITIONS:
        return f"{said} is for conditions, and is not said to anybody", "leave it out"
    return f"there is nothing called {said} to say here", meant(name, sorted(sayable.names))
