"""What a rehearsal shows: prompts and answers by wave and by week, the longest day, and what never was asked."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from study.protocol import Protocol


@dataclass
class OfWave:
    """`put` is how many prompts reached somebody; `dropped` those that never did, by the reason."""

    put: int = 0
    reminders: int = 0
    answered: int = 0
    partial: int = 0
    skipped: int = 0
    expired: int = 0
    answers: int = 0
    dropped: Counter[str] = field(default_factory=Counter)


@dataclass
class OfWeek:
    """The nth week of everybody, counted from their agreement. `most` is of one person on one day; `answered` are
    prompts that were put in this week, whenever they were answered."""

    people: int = 0
    person_days: float = 0.0
    put: int = 0
    most: int = 0
    answered: int = 0
    answers: int = 0
    words: int = 0

    def and_then(self, next: "OfWeek") -> "OfWeek":
        """This week and the `next` one as if they were one; `people` are those at the beginning."""
        return OfWeek(
            people=self.people,
            person_days=self.person_days + next.person_days,
            put=self.put + next.put,
            most=max(self.most, next.most),
            answered=self.answered + next.answered,
            answers=self.answers + next.answers,
            words=self.words + next.words,
        )


@dataclass
class Count:
    """Of a whole rehearsal. Days are local days."""

    protocol: Protocol
    waves: dict[str, OfWave] = field(default_factory=dict)
    weeks: dict[int, OfWeek] = field(default_factory=lambda: defaultdict(OfWeek))
    people: int = 0
    left: int = 0
    collisions: int = 0
    longest: int = 0
    longest_on: str = ""
    longest_words: int = 0

    def __post_init__(self) -> None:
        self.waves = {wave.id: OfWave() for wave in self.protocol.schedule.waves}


def as_data(count: Count) -> dict[str, Any]:
    """The count as JSON data."""
    data = {name: value for name, value in vars(count).items() if name != "protocol"}
    data["waves"] = {id: vars(wave) | {"dropped": dict(wave.dropped)} for id, wave in count.waves.items()}
    data["weeks"] = [{"week": number + 1, **vars(week)} for number, week in sorted(count.weeks.items())]
    return data
