"""What somebody had answered before, and what the bot knew of them: for questions that say it again."""

from dataclasses import dataclass, field

from desk.wording import AND, Wording
from storage.desk_rows import DeskParticipant
from study.instrument import Question
from study.piping import ROUND


@dataclass
class Filling:
    """Questions as one participant was asked them, in one language. Answers are told in the order in which they came;
    a later one takes the place of an earlier."""

    wording: Wording
    person: DeskParticipant
    language: str
    says: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int | float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        protocol, person = self.wording.protocol, self.person
        site = next(
            (one.name.say(self.language) for one in protocol.sites if one.id == person.site), person.site
        )
        self.says |= {
            "site": site,
            "title": protocol.title.say(self.language),
            "team": protocol.team.name.say(self.language),
            "contact": protocol.team.contact,
            "code": person.code,
        }

    def heard(self, question: Question | None, value: object) -> None:
        """An answer that later questions may name."""
        if question is None:
            return
        label = self.wording.label(question, value, self.language)
        self.says[question.id] = label.replace(AND, ", ") or str(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            self.says[question.id] = str(value)
            self.numbers[question.id] = value

    def asked(
        self, questionnaire: str, question: str, round: int | None = None, version: object = None
    ) -> str:
        """A question as they read it, plain."""
        said = {ROUND: round} if round is not None else {}
        says = self.says | {name: str(number) for name, number in said.items()}
        return self.wording.ask(questionnaire, question, self.language, says, self.numbers | said, version)
