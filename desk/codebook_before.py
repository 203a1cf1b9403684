"""What is said before a question: the title of its group, and the notes on the way to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from study.differing import is_answered, texts
from study.instrument import Group
from study.markdown import spelled
from study.wordings import Wording


@dataclass
class _Way:
    """The notes `outside` the group that a question stands in, whether the group's title may still be to come, and the
    notes after that; each by language."""

    outside: list[dict[str, Any]] = field(default_factory=list)
    titled: bool = False
    inside: list[dict[str, Any]] = field(default_factory=list)


class Before:
    """A note belongs to the question after it. A title is said once in each round, with what is asked first: that may
    be any question up to one that is always asked, and never whether there is another round."""

    def __init__(self, now: Iterable[Wording]) -> None:
        """`now` are the questions of the study file, in its order."""
        self._ways: dict[tuple[str, str], _Way] = {}
        way, where, said = _Way(), ("", ""), False
        for one in now:
            group = str(one.data.get("group", {}).get("id", ""))
            if where != (one.questionnaire, group):
                notes = [*way.outside, *way.inside] if where[0] == one.questionnaire else []
                way, where, said = _Way(notes, bool(group)), (one.questionnaire, group), False
            said = said or "when" not in one.data
            if not is_answered(one.data):
                (way.inside if way.titled else way.outside).append(texts(one.data.get("ask")))
                continue
            self._ways[one.place] = _Way(way.outside, way.titled and one.question != group, way.inside)
            way = _Way(titled=way.titled and not said)

    def said(self, wording: Wording, group: Group | None, language: str) -> str:
        """All of it in one language. `group` is that of this version, which may have had another title; of a question
        that is gone nobody knows what stood before it."""
        way = self._ways.get(wording.place) or _Way(titled=group is not None and group.id != wording.question)
        title = texts(group.title.model_dump()) if way.titled and group and group.title else {}
        parts = (one.get(language, "") for one in (*way.outside, title, *way.inside))
        return "\n\n".join(spelled(in_one_line(part)) for part in parts if part)


def in_one_line(said: Any) -> str:
    """A text; of one that a number bends, every form by its CLDR category."""
    if isinstance(said, dict):
        return " / ".join(f"{category}: {form}" for category, form in said.items())
    return str(said)
