"""Who left, or was erased, and came back with an older copy of the data: they go again."""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from storage import commit, tombstones, unsaid
from storage.commit import Commit
from storage.database import Database, owing
from storage.sql import load, rows
from storage.tombstones import Marks, Moment

_ERASING = load("erasing")


@dataclass(frozen=True)
class Back:
    """How many had come back who were `erased`, or had had erased what they `said`; and those who had left, by their
    inner ids, with the time."""

    erased: int = 0
    said: int = 0
    left: tuple[tuple[str, float], ...] = ()

    @property
    def anybody(self) -> bool:
        return bool(self.erased or self.said or self.left)


async def take_away(db: Database, marks: Marks) -> Back:
    """Erases again what `marks` say was erased, and keeps those marks. What waits to be said to any of them, or came
    from them and waits for an answer, goes too: they are not written to. Sounds wait to be scrapped (`storage.vault`).
    Who had left is only told: that they leave is for the conversation.

    What this database has carried out itself is not done again, whatever a clock said then or says now."""
    strays = await tombstones.strays(db.reader, marks.erased)
    if strays:
        await _drop_words(db, strays)
        await commit.apply(db, Commit(forgotten=strays))
    await tombstones.put(db, marks.erased)
    new = marks.beyond(await tombstones.marks_of(db.reader))
    if not (new.said or new.left):
        return Back(len(strays))
    people = await tombstones.people(db.reader)
    said = await _erase_said(db, _here(new.said, people))
    left = await _leave(db, _here(new.left, people))
    return Back(len(strays), said, left)


Whose = list[tuple[str, float]]
"""Inner ids, each with a Unix time; somebody may be in it twice."""


def _here(moments: Iterable[Moment], people: Mapping[bytes, str]) -> Whose:
    """Of each the latest last."""
    return sorted((people[one], at) for one, at in moments if one in people)


async def _erase_said(db: Database, moments: Whose) -> int:
    """Returns of how many there was something."""
    until = dict(moments)
    if not until:
        return 0
    first = dict(
        await rows(db.reader, _ERASING.first_said, lambda participant, at: (str(participant), float(at)))
    )
    noted = tombstones.leavings_of(("said", one, at) for one, at in moments)
    await db.carry_out([*unsaid.until(until), (tombstones.NOTE, noted), owing(True)])
    return sum(first.get(one, math.inf) <= at for one, at in until.items())


async def _leave(db: Database, moments: Whose) -> tuple[tuple[str, float], ...]:
    """Those who take part by this database, though they left after they last agreed in it. That they have left is noted
    when they do; of everybody else, that there is nothing to be done. What came from any of them before is not
    answered: an agreement may be among it."""
    if not moments:
        return ()
    agreed = dict(
        await rows(db.reader, _ERASING.taking_part, lambda id, agreed_at: (str(id), float(agreed_at)))
    )
    until = dict(moments)
    left = {one: at for one, at in until.items() if one in agreed and agreed[one] <= at}
    over = [(one, at) for one, at in moments if left.get(one) != at]
    await _drop_words(db, left)
    await db.carry_out(
        [
            (_ERASING.drop_waiting, [{"participant": one, "at": at} for one, at in until.items()]),
            (tombstones.NOTE, tombstones.leavings_of(("left", one, at) for one, at in over)),
            owing(True),
        ]
    )
    return tuple(left.items())


async def _drop_words(db: Database, participants: Collection[str]) -> None:
    if people := [{"participant": one} for one in participants]:
        await db.carry_out([(_ERASING.drop_inbox, people), (_ERASING.drop_words, people), owing(True)])
