"""The one door out: words wait here until they are sent. Words to one chat keep their order."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from storage import messages
from storage.database import Database
from storage.engine import Step
from storage.rows import BarredMessage, OutboxRow, SaidMessage
from storage.sql import load, rows, spread, value

ONCE = "once"  # the care of words that are never sent again blindly
HASTES = ("reply", "prompt", "announcement")  # the order in which lanes get their turn

_OUTBOX = load("outbox")


@dataclass(frozen=True)
class Ends:
    """What became of claimed words. `sent` are ids, and `put` the prompts that were put by some of them; `dropped` were
    not said in time; `refused` and `unknown` come with Telegram's code; `again` are put back, not to be sent before a
    time. All but those lose their words, and the lane that tells which chat it was. `messages` are what some of those
    sent are in their chats; of those that were to be deleted `missed` could not be any more, and `barred` not while
    the bot is blocked."""

    sent: Sequence[int] = ()
    put: Sequence[str] = ()
    dropped: Sequence[int] = ()
    refused: Sequence[tuple[int, str]] = ()
    unknown: Sequence[tuple[int, str]] = ()
    again: Sequence[tuple[int, float, str]] = ()
    messages: Sequence[SaidMessage] = ()
    missed: int = 0
    barred: Sequence[BarredMessage] = ()


async def turn(
    db: Database, ends: Ends, limit: int, now: float, busy_lanes: Collection[bytes] = ()
) -> list[OutboxRow]:
    """Notes `ends`, then takes up to `limit` words, one of each lane.

    A lane gives its first word or none, so its order holds; one that is busy, or has a word on its way, gives none.
    Replies come before prompts, prompts before announcements; then what was decided first.

    Words that must not come twice are marked "sending" on disk before they are given out: a restart then knows that it
    does not know. The others stay "pending" until they have ended, which costs nothing; that they are on their way is
    for the caller to remember, as `busy_lanes`."""
    steps = [(statement, words) for statement, words in _noted(ends, now) if words]
    if steps:
        await db.carry_out(steps)
    if limit <= 0:
        return []
    busy = set(busy_lanes)
    most = limit + len(busy)  # each busy lane hides one head at most
    heads = await rows(db.reader, _OUTBOX.heads, OutboxRow, now=now, most=most)
    heads.sort(key=lambda row: HASTES.index(row.haste))
    return await _marked(db, [row for row in heads if row.lane not in busy][:limit])


async def _marked(db: Database, found: list[OutboxRow]) -> list[OutboxRow]:
    """`found`, without those that were dropped since they were read."""
    careful = [row for row in found if row.care == ONCE]
    if not careful:
        return found
    marked = set()
    async with db.transaction() as connection:
        for row in careful:
            if await _OUTBOX.mark_sending(connection, id=row.id):
                marked.add(row.id)
    return [row for row in found if row.care != ONCE or row.id in marked]


def _noted(ends: Ends, now: float) -> Iterator[Step]:
    yield from messages.said(ends.messages)
    yield from messages.missed(ends.missed, now)
    yield from messages.barred(ends.barred, now)
    for statement, ids in spread(_OUTBOX.note_sent, ends.sent):
        yield statement, [{"now": now, **ids}]
    yield _OUTBOX.note_put, [{"prompt": prompt, "now": now} for prompt in ends.put]
    yield _OUTBOX.note_dropped, [{"id": id, "now": now} for id in ends.dropped]
    yield _OUTBOX.note_refused, [{"id": id, "fault": fault, "now": now} for id, fault in ends.refused]
    yield _OUTBOX.note_unknown, [{"id": id, "fault": fault, "now": now} for id, fault in ends.unknown]
    yield _OUTBOX.put_back, [{"id": id, "not_before": at, "fault": fault} for id, at, fault in ends.again]


async def recover(db: Database) -> int:
    """After a restart: of careful words that were on their way nobody knows, and they are not sent again.

    Returns how many they are."""
    async with db.transaction() as connection:
        return int(await _OUTBOX.recover(connection))


async def refuse_all(db: Database, participant: str, before: float) -> int:
    """Nothing that was decided until `before` can be said to `participant`, who blocked the bot. Returns how many words
    that ends."""
    async with db.transaction() as connection:
        return int(await _OUTBOX.refuse_all(connection, participant=participant, before=before))


async def pending_count(db: Database) -> int:
    """How many words wait or are on their way."""
    return int(await value(db.reader, _OUTBOX.pending_count))


async def forget_old(db: Database, before: float) -> int:
    """Deletes the marks of words that ended before `before`: when, and to whom. Those of which nobody knows
    whether they were sent stay, for somebody to look at. Returns how many went."""
    async with db.transaction() as connection:
        return int(await _OUTBOX.forget_old(connection, before=before))
