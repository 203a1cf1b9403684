"""What an expression of a form can name, and from where."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from study.asked import Kind
from study.faults import meant
from study.xlsform.xpath import XPath

KNOWN_TO_THE_BOT = ("site", "arm", "language", "source")
"""What conditions can name without a question."""
SAID_BY_THE_BOT = ("site", "title", "team", "contact", "code")
"""What texts can name without a question."""
ROUND = "n"


class Unsayable(ValueError):
    """Our study file has no words for it. The message says why, as the end of a sentence."""


@dataclass(frozen=True)
class Known:
    """One row of the form as others see it. `id` is what it is called with us; `options` are ids by the form's names.
    `place` counts the rows; `rounds` is the repeat it stands in; `means` is what a calculate row works out."""

    id: str
    kind: Kind | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    questionnaire: str = ""
    rounds: str = ""
    place: int = 0
    remember: bool = False
    means: XPath | None = None
    said: bool = False  # the bot knows it without asking
    round: bool = False  # the number of the round
    whole: bool = True  # of a number: it has no decimals

    @classmethod
    def to_the_bot(cls, id: str) -> "Known":
        return cls(id, Kind.OPTION if id in KNOWN_TO_THE_BOT else None, said=True)


@dataclass(frozen=True)
class View:
    """What the row at `place`, in this questionnaire and repeat, can look at."""

    known: Mapping[str, Known]
    questionnaire: str = ""
    rounds: str = ""
    place: int = 0

    def at(self, name: str) -> Known:
        """Raises Unsayable."""
        one = self.known.get(name)
        if one is None:
            raise Unsayable(f"there is no question “{name}” in the form; {meant(name, sorted(self.known))}")
        if one.round and not self.rounds:
            raise Unsayable(f"“{name}” is the number of a round, and is said within its repeat only")
        if one.said or one.means is not None or one.round:
            return one
        if one.questionnaire != self.questionnaire:
            if not one.remember:
                raise Unsayable(f"“{name}” is of another questionnaire, and not marked `remember`")
        elif one.place == self.place:
            raise Unsayable("it looks at its own answer")
        elif one.place > self.place:
            raise Unsayable(f"it looks at “{name}”, which comes later")
        elif one.rounds and one.rounds != self.rounds:
            raise Unsayable(
                f"“{name}” has an answer for each round, and can be looked at within its repeat only"
            )
        return one

    def answer(self, name: str) -> Known:
        """One whose answer is at hand: chosen, or typed as a value. Raises Unsayable."""
        one = self.at(name)
        if one.kind is None and one.means is None:
            raise Unsayable(
                f"“{name}” is written, spoken or shown, and sealed at once: nothing can look at it"
            )
        return one
