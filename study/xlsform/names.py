"""What every question of a study is called in one form, where names are unique, and what conditions and texts mean."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from study.asked import Asked
from study.instrument import Question
from study.protocol import Protocol
from study.xlsform.as_xpath import Namer
from study.xlsform.known import KNOWN_TO_THE_BOT, ROUND, SAID_BY_THE_BOT
from study.xlsform.layout import ELIGIBLE, SCREENING
from study.xlsform.naming import as_name

BOT = frozenset({*KNOWN_TO_THE_BOT, *SAID_BY_THE_BOT})
RESERVED = BOT | {SCREENING, ELIGIBLE, "meta", "instanceID", "instanceName", "data"}

Place = tuple[str, str]
"""Questionnaire, and id of a question or group."""


@dataclass
class Names:
    """`of` has the form's name of each question and group. `used` gathers what the bot knows, as it is named."""

    protocol: Protocol
    of: Mapping[Place, str]
    used: set[str] = field(default_factory=set)

    @classmethod
    def all(cls, protocol: Protocol) -> "Names":
        taken, found = set(RESERVED), {}
        for place, repeats in _places(protocol):
            questionnaire, id = place
            name = as_name(id, taken, questionnaire)
            taken.add(name)
            if repeats:  # pyxform makes the one, we make the other
                taken |= {f"{name}_count", f"{name}_n"}
            found[place] = name
        return cls(protocol, found)

    def namer(self, questionnaire: str, group: str = "") -> Namer:
        """For conditions of this questionnaire."""
        return Namer(
            lambda id: self._asked(questionnaire, id),
            lambda id: self.called(questionnaire, group, id),
        )

    def called(self, questionnaire: str, group: str, id: str) -> str:
        """The form's name for an id in a condition or in a text."""
        question = self.question(questionnaire, id)
        if question is not None:
            return self.of[question[0], id]
        if id == ROUND and group:
            return f"{self.of[questionnaire, group]}_n"
        if id in BOT:
            self.used.add(id)
        return id

    def question(self, questionnaire: str, id: str) -> tuple[str, Question] | None:
        """The nearest of that id: of the same questionnaire, or else a remembered one."""
        for one, questions in self._lists():
            for question in questions if one == questionnaire else ():
                if question.id == id:
                    return one, question
        for one, questions in self._lists():
            for question in questions:
                if question.id == id and question.remember:
                    return one, question
        return None

    def _lists(self) -> Iterator[tuple[str, tuple[Question, ...]]]:
        yield SCREENING, self.protocol.screening.questions
        for questionnaire in self.protocol.questionnaires:
            yield questionnaire.id, questionnaire.questions

    def _asked(self, questionnaire: str, id: str) -> Asked | None:
        found = self.question(questionnaire, id)
        if found is not None:
            return Asked.of(found[1])
        return Asked.known(id, ()) if id in KNOWN_TO_THE_BOT else None


def _places(protocol: Protocol) -> Iterator[tuple[Place, bool]]:
    """Everything that has a name in the form, and whether it is a repeat. Questionnaires keep their names first."""
    for questionnaire in protocol.questionnaires:
        yield ("", questionnaire.id), False
    for question in protocol.screening.questions:
        yield (SCREENING, question.id), False
    for questionnaire in protocol.questionnaires:
        for group in questionnaire.groups:
            yield (questionnaire.id, group.id), group.repeat is not None
        for question in questionnaire.questions:
            yield (questionnaire.id, question.id), False
