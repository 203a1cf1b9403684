"""The study's own words on the desk: what was asked, and what a chosen value means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from locales.catalogue import Catalogue
from locales.plurals import category
from study.instrument import AnswerType, Group, Question
from study.markdown import styled
from study.model import Counted, Text
from study.piping import fill
from study.protocol import Protocol
from study.wordings import Wording as Kept
from study.wordings import as_read

SCREENING = "screening"
AND = " | "  # between several that were chosen


def yes_no(value: bool, language: str) -> str:
    """The word on the key that was tapped; in English where the bot does not speak `language`."""
    return Catalogue.load().say(language, "key.yes" if value else "key.no").split(" | ")[0]


@dataclass(frozen=True)
class Wording:
    """Looks up questions by questionnaire and id. A study file changes while records stay: an answer that names the
    version of its question has that one, where it is among `kept`; else the one of the study file. What neither knows
    is shown by its id."""

    protocol: Protocol
    kept: Mapping[tuple[str, str, int], Question] = field(default_factory=dict)

    @classmethod
    def of(cls, protocol: Protocol, kept: Iterable[Kept]) -> Self:
        """With the versions that the data folder knows."""
        found = {(*one.place, one.version): as_read(one.data)[0] for one in kept}
        return cls(protocol, found)

    def question(self, questionnaire: str, question: str, version: object = None) -> Question | None:
        """`version` as the record has it."""
        if isinstance(version, int) and (found := self.kept.get((questionnaire, question, version))):
            return found
        return next((one for one in self._asked(questionnaire) if one.id == question), None)

    def place(self, questionnaire: str, question: str) -> int:
        """Where a question stands in its questionnaire; after the last for one that is gone."""
        ids = [one.id for one in self._asked(questionnaire)]
        return ids.index(question) if question in ids else len(ids)

    def _asked(self, questionnaire: str) -> tuple[Question, ...]:
        if questionnaire == SCREENING:
            return self.protocol.screening.questions
        found = (one.questions for one in self.protocol.questionnaires if one.id == questionnaire)
        return next(found, ())

    def text(self, questionnaire: str, question: str, version: object = None) -> Text | None:
        """What a question asks; of a group that repeats, whether there is another."""
        if found := self.question(questionnaire, question, version):
            return found.ask
        group = self._group(questionnaire, question)
        return group.repeat.again if group and group.repeat else None

    def _group(self, questionnaire: str, group: str) -> Group | None:
        found = (one.group(group) for one in self.protocol.questionnaires if one.id == questionnaire)
        return next(found, None)

    def ask(
        self,
        questionnaire: str,
        question: str,
        language: str,
        says: Mapping[str, str] | None = None,
        numbers: Mapping[str, int | float] | None = None,
        version: object = None,
    ) -> str:
        """The wording in `language`, plain, with what its {names} stand for. `numbers` are those that bend it."""
        text = self.text(questionnaire, question, version)
        if text is None:
            return question
        return fill(styled(_form(text, language, numbers or {})), says or {}).spelled

    def label(self, question: Question | None, value: object, language: str) -> str:
        """What `value` means: an option's label or several, yes or no, a point with its end's label; else "".
        What was written, a number, a date has no label: it is itself."""
        if isinstance(value, bool):
            return yes_no(value, language)
        if question is None:
            return ""
        if isinstance(value, int):
            return _end_label(question, value, language)
        if isinstance(value, list):
            return AND.join(self.label(question, one, language) or str(one) for one in value)
        return next((option.label.say(language) for option in question.options if option.id == value), "")

    def shown(self, question: Question | None, value: object, kind: str, language: str) -> str:
        """`value` as the desk prints it: label first where there is one, a scale's point with its range and what
        the ends mean, a number with its unit, a place with how coarse it is."""
        if kind == AnswerType.TEXT:
            return str(value)
        if isinstance(value, dict):
            return _place_shown(value)
        if isinstance(value, list) and question is None:
            return AND.join(map(str, value))
        if isinstance(value, int | float) and not isinstance(value, bool):
            return f"{value}{_measure(question, language)}"
        return self.label(question, value, language) or str(value)


def _form(text: Text, language: str, numbers: Mapping[str, int | float]) -> str:
    if not isinstance(text, Counted) or text.by not in numbers:
        return text.say(language)
    forms = text.of(language)
    return forms.get(category(language, numbers[text.by]), forms["other"])


def _measure(question: Question | None, language: str) -> str:
    if question is None:
        return ""
    if AnswerType.SCALE in question.types:
        low, high = (
            f"{point} ({label.say(language)})" if label else f"{point}"
            for point, label in ((question.low, question.low_label), (question.high, question.high_label))
        )
        return f" on a scale from {low} to {high}"
    return f" {question.unit.say(language)}" if question.unit else ""


def _place_shown(place: Mapping[object, object]) -> str:
    within = place.get("within_km")
    coarse = f", in a square of {within:g} km" if isinstance(within, int | float) else ""
    return f"{place.get('latitude')}, {place.get('longitude')}{coarse}"


def _end_label(question: Question, value: int, language: str) -> str:
    if value == question.low and question.low_label:
        return question.low_label.say(language)
    if value == question.high and question.high_label:
        return question.high_label.say(language)
    return ""
