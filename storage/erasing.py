"""Who left, or was erased, and came back with an older copy of the data: they go again."""

from collections.abc import Collection
from dataclasses import dataclass

from storage import commit, tombstones
from storage.commit import Commit
from storage.database import Database, owing
from storage.sql import load, rows
from storage.tombstones import Marks, mark

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
    Who had left is only told: that they leave is for the conversation."""
    strays = await tombstones.strays(db.reader, marks.erased)
    if strays:
        await _drop_words(db, strays)
        await commit.apply(db, Commit(forgotten=strays))
    await tombstones.put(db, marks.erased)
    if not (marks.said or marks.left):
        return Back(len(strays))
    people = await tombstones.people(db.reader)
    said = await _erase_said(db, {people[one]: at for one, at in marks.said.items() if one in people})
    left = await _still_here(db, {people[one]: at for one, at in marks.left.items() if one in people})
    await _drop_words(db, [one for one, _ in left])
    return Back(len(strays), said, left)


async def marks_of(db: Database) -> Marks:
    """What a database itself knows of who was erased, and who has left."""
    gone = await rows(db.reader, _ERASING.gone, lambda id, withdrawn_at: (mark(str(id)), float(withdrawn_at)))
    return Marks(await tombstones.known(db.reader), left=dict(gone))


async def _erase_said(db: Database, until: dict[str, float]) -> int:
    """Returns of how many there was something."""
    here = set(await rows(db.reader, _ERASING.who_said, lambda participant: str(participant)))
    wanted = [{"participant": one, "at": at} for one, at in until.items() if one in here]
    if not wanted:
        return 0
    counts = await db.carry_out(
        [
            (_ERASING.note_said_sounds, wanted),
            (_ERASING.erase_fetches, wanted),
            (_ERASING.erase_said, wanted),
            (_ERASING.erase_said_inbox, wanted),
            owing(True),
        ]
    )
    return len(wanted) if any(counts) else 0


async def _still_here(db: Database, left: dict[str, float]) -> tuple[tuple[str, float], ...]:
    """Those who take part by this database, though they left after they last agreed in it."""
    agreed = dict(
        await rows(db.reader, _ERASING.taking_part, lambda id, agreed_at: (str(id), float(agreed_at)))
    )
    return tuple((one, at) for one, at in left.items() if one in agreed and agreed[one] <= at)


async def _drop_words(db: Database, participants: Collection[str]) -> None:
    if people := [{"participant": one} for one in participants]:
        await db.carry_out([(_ERASING.drop_inbox, people), (_ERASING.drop_words, people), owing(True)])
