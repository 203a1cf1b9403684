"""What every kind of answer can do. A kind is one file here, with one file of cases in tests/unit/answers."""

from dataclasses import dataclass
from typing import Protocol

from study.outcome import Phrase, Words
from study.participant import Value
from study.protocol import Question


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen, and the words on its key."""

    value: Value
    label: Words


class Kind(Protocol):
    """`rows` of keys to choose by; `reads` a typed text as one of them; whether words or a voice are the answer;
    a `hint` that says how to answer."""

    takes_text: bool
    takes_voice: bool
    hint: Phrase

    def rows(self, question: Question) -> tuple[tuple[Choice, ...], ...]: ...

    def reads(self, question: Question, text: str, means: frozenset[str]) -> Choice | None: ...
