"""The study's own words on the desk: what was asked, and what a chosen value means."""

from dataclasses import dataclass

from locales.catalogue import Catalogue
from study.protocol import AnswerType, Protocol, Question

SCREENING = "screening"


def yes_no(value: bool, language: str) -> str:
    """The word on the key that was tapped; in English where the bot does not speak `language`."""
    return Catalogue.load().say(language, "key.yes" if value else "key.no").split(" | ")[0]


@dataclass(frozen=True)
class Wording:
    """Looks up questions by questionnaire and id. A study file changes while records stay: what it no longer
    knows is shown by its id."""

    protocol: Protocol

    def question(self, questionnaire: str, question: str) -> Question | None:
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

    def ask(self, questionnaire: str, question: str, language: str, site: str = "") -> str:
        """The wording in `language`, with the participant's site said by name where the question names it."""
        found = self.question(questionnaire, question)
        if found is None:
            return question
        name = next((one.name.say(language) for one in self.protocol.sites if one.id == site), site)
        return found.ask.say(language).replace("{site}", name)

    def label(self, question: Question | None, value: object, language: str) -> str:
        """What `value` means: an option's label, yes or no, a point with its end's label; else "".
        Written text has no label: it is itself."""
        if isinstance(value, bool):
            return yes_no(value, language)
        if question is None:
            return ""
        if isinstance(value, int):
            return _end_label(question, value, language)
        return next((option.label.say(language) for option in question.options if option.id == value), "")

    def shown(self, question: Question | None, value: object, kind: str, language: str) -> str:
        """`value` as the desk prints it: label first where there is one, a scale's point with its range."""
        if kind == AnswerType.TEXT:
            return str(value)
        label = self.label(question, value, language)
        if isinstance(value, int) and not isinstance(value, bool):
            reach = f" on a scale from {question.low} to {question.high}" if question else ""
            return f"{value}{reach}" + (f" ({label})" if label else "")
        return label or str(value)


def _end_label(question: Question, value: int, language: str) -> str:
    if value == question.low and question.low_label:
        return question.low_label.say(language)
    if value == question.high and question.high_label:
        return question.high_label.say(language)
    return ""
