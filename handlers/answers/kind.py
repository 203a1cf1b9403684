"""What every kind of answer can do. A kind is one file here, with one file of cases in tests/unit/answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.series import Step
from study.instrument import Question
from study.participant import Value
from study.saying import Phrase, Words


@dataclass(frozen=True)
class Screen:
    """A question as it stands on somebody's screen. `ask` are its words with all names filled in, `token` that of its
    asking, `today` the day where they live, `picked` the options marked so far. They may `skip` it, go `back` to the
    one before, or, where it was answered `before` already, leave that as it is, or say `not_now`: whether it can be
    asked `again` later is not sure. `outdated` where the study file has changed the question since: what its keys carry
    may mean something else now."""

    step: Step
    token: str
    today: date
    ask: Words
    picked: tuple[str, ...] = ()
    skip: bool = True
    back: bool = False
    before: bool = False
    not_now: bool = False
    again: bool = False
    outdated: bool = False

    @property
    def question(self) -> Question:
        return self.step.question


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen, the words on its key, and what that key carries."""

    value: Value
    label: Words
    carries: str = ""


@dataclass(frozen=True)
class Mark:
    """An option to be marked, or no longer: where several can be chosen, a key is no answer yet."""

    option: str
    on: bool


Rows = tuple[tuple[Choice, ...], ...]


class Kind:
    """`rows` of keys to choose by; what a key that was `tapped`, or a typed text that it `reads`, says: a choice, a
    mark, or why it cannot be one; a `hint` that says how to answer, and the `way` in two words."""

    way: Phrase

    def rows(self, screen: Screen) -> Rows:
        return ()

    def tapped(self, screen: Screen, carried: str) -> Choice | Mark | Phrase | None:
        return next(
            (choice for row in self.rows(screen) for choice in row if choice.carries == carried), None
        )

    def reads(self, screen: Screen, text: str, means: frozenset[str]) -> Choice | Phrase | None:
        return None

    def hint(self, screen: Screen) -> Phrase:
        raise NotImplementedError


def numbered(rows: Iterable[Iterable[Choice]]) -> Rows:
    """Each key carries its number, counted over all rows from 0."""
    found, number = [], 0
    for row in rows:
        keys = tuple(Choice(one.value, one.label, str(number + n)) for n, one in enumerate(row))
        found.append(keys)
        number += len(keys)
    return tuple(found)
