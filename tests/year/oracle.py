"""What a year must have been, said by somebody who knows the study, what each person did and when, and every message
that reached them. Slow, plain, and without a line of the handlers, of storage or of the schedule.

The moments of random prompts are drawn, so the oracle takes them as they are written down: it counts them and looks at
their hours. All else it reckons by itself."""

from collections import Counter, defaultdict

import deeds
import endings
import plans
import rests
import speech
import turns
from humans import Human
from person import Person
from phone import Diary, Did, Heard
from rows import Kept
from wall import clock

from study.protocol import Protocol


class Oracle:
    """`kept` is what is written down of each chat; `ends` the end of the year."""

    def __init__(
        self, protocol: Protocol, diary: Diary, humans: dict[int, Human], kept: dict[int, Kept], ends: float
    ) -> None:
        did: dict[int, list[Did]] = defaultdict(list)
        heard: dict[int, list[Heard]] = defaultdict(list)
        for act in diary.did:
            did[act.who].append(act)
        for one in diary.heard:
            heard[one.who].append(one)
        self.people: dict[int, Person] = {}
        for who, human in humans.items():
            if any(act.what == "agrees" for act in did[who]):
                person = Person(protocol, diary, human, did[who], kept.get(who), ends)
                endings.hear(person, heard[who])
                self.people[who] = person

    def looks(self) -> list[str]:
        """Everything that is not as it must be."""
        for person in self.people.values():
            _looked_at(person)
        return [fault for person in self.people.values() for fault in person.faults]

    @property
    def twice(self) -> int:
        """How many messages came again after a kill."""
        return sum(person.twice for person in self.people.values())

    def fates(self) -> dict[tuple[str, str], Counter[str]]:
        """Of what was delivered, by ("person", code), ("wave", id), ("site", id) and ("week", "2024-W11"): how each
        ended, and how often."""
        found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for person in self.people.values():
            for put in (one for one in person.puts if not one.button):
                year, week, _ = clock(put.zone, put.row.due).isocalendar()
                groups = {
                    "person": person.code,
                    "wave": put.row.wave,
                    "site": put.site,
                    "week": f"{year}-W{week:02}",
                }
                for group in groups.items():
                    found[group][put.fate] += 1
        return found

    def latencies(self) -> dict[str, list[float]]:
        """Seconds from the message to the first touch, by wave."""
        found: dict[str, list[float]] = defaultdict(list)
        for person in self.people.values():
            for put in person.puts:
                if put.begun is not None and not put.button:
                    found[put.row.wave].append(put.begun - put.at)
        return found


def _looked_at(person: Person) -> None:
    """(When the study was over for somebody is known only once it is known what was open then.)"""
    if person.kept is None:
        person.fault("agreed, and nothing is kept")
        return
    deeds.lived(person)
    endings.matched(person)
    _followed(person)
    if deeds.finished(person):
        _followed(person)
    for life in person.lives:
        plans.planned(person, life)
    for row in person.prompts:
        turns.justified(person, row)
    turns.pressed(person)
    speech.spoken(person)


def _followed(person: Person) -> None:
    endings.ended(person)
    deeds.changed(person)
    rests.rested(person)
