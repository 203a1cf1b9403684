"""The door out. Claims words, sends them, notes what became of each.

Words to one chat go one after the other; `Pace.at_once` chats are served at a time. A place is free again only when
what became of its word is committed, so a kill repeats no more words than there are places. Careful words are "being
sent" on disk from the moment they are taken (docs/decisions/07), so nothing is taken before its pace allows it.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from heapq import heappop, heappush
from typing import Any

from bot.boxes import OUTBOX
from bot.clearing import of_ours
from bot.faults import Flood, Refused, TelegramFault, Unauthorized, Unreached
from bot.logs import note, warn
from bot.milestones import Milestone
from bot.office import Office
from bot.pacing import Kind, Pace
from bot.patience import pause
from bot.purging import AGAIN, DELETE, FORBIDDEN, Deleted, delete, deletion
from storage import inbox, outbox, participants
from storage.outbox import Ends
from storage.rows import BarredMessage, DueMessage, NewInbound, NewWord, OutboxRow, SaidMessage
from study.chat import Clear
from study.inbound import Blocked, Event, Fell
from study.saying import Care

PATIENCE = 2.0  # seconds that requests on their way get when the service stops
LOOK_AGAIN = 5.0  # seconds; what another run of the service put back is looked for so often
MESSAGES = frozenset({"sendMessage", "sendVoice"})  # what counts against a chat's pace


class End(StrEnum):
    SENT = "sent"
    REFUSED = "refused"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"
    DROPPED = "dropped"
    AGAIN = "again"


@dataclass(frozen=True)
class Verdict:
    """What became of one request. `wait` is in seconds, for AGAIN. BLOCKED at `tried_at`, and for good where the
    account is `gone`. What was said is `message` in its chat, and `undo` would delete it; what was to be deleted there
    is `deleted`, or not."""

    end: End
    code: int = 0
    wait: float = 0.0
    gone: bool = False
    tried_at: datetime | None = None
    message: int | None = None
    undo: Callable[[], NewWord] | None = None
    deleted: Deleted | None = None


def verdict(fault: TelegramFault, care: str, tries: int) -> Verdict:
    """What a fault means for words of this care. Pure."""
    match fault:
        case Flood():
            return Verdict(End.AGAIN, fault.code, fault.retry_after)
        case Unreached() | Unauthorized():
            return Verdict(End.AGAIN, fault.code, pause(tries + 1))
        case Refused(why="unchanged" | "stale"):
            return Verdict(End.SENT, fault.code)  # it is as we wanted it, or nobody waits for it any more
        case Refused(code=403, why=why):
            return Verdict(End.BLOCKED, fault.code, gone=why == "gone")
        case Refused():
            return Verdict(End.REFUSED, fault.code)
    if care == Care.ONCE:
        return Verdict(End.UNKNOWN, fault.code)
    return Verdict(End.AGAIN, fault.code, pause(tries + 1))


def kind_of(method: str, params: dict[str, Any]) -> Kind:
    """What a request costs. Groups and channels have negative ids (Bot API, Chat)."""
    if method not in MESSAGES:
        return Kind.OTHER
    return Kind.GROUP if int(params.get("chat_id", 0)) < 0 else Kind.CHAT


def _number(method: str, told: Any) -> int | None:
    """What was said, by its number in the chat."""
    number = told.get("message_id") if method in MESSAGES and isinstance(told, dict) else None
    return number if isinstance(number, int) else None


Landed = Sequence[tuple[OutboxRow, Verdict]]


def ends(landed: Landed, now: float, clear: Clear = Clear.NEVER) -> Ends:
    """What to note of requests that came back."""
    by_end: dict[End, list[tuple[OutboxRow, Verdict]]] = {end: [] for end in End}
    for row, result in landed:
        by_end[result.end].append((row, result))
    return Ends(
        sent=[row.id for row, _ in by_end[End.SENT]],
        put=[row.prompt for row, _ in by_end[End.SENT] if row.prompt is not None],
        dropped=[row.id for row, _ in by_end[End.DROPPED]],
        refused=[(row.id, str(result.code)) for row, result in by_end[End.REFUSED] + by_end[End.BLOCKED]],
        unknown=[(row.id, str(result.code)) for row, result in by_end[End.UNKNOWN]],
        again=[(row.id, now + result.wait, str(result.code)) for row, result in by_end[End.AGAIN]],
        messages=[
            SaidMessage(row.id, result.message, now, of_ours(clear, now), result.undo)
            for row, result in by_end[End.SENT]
            if result.message is not None
        ],
        missed=sum(result.deleted.missed for _, result in landed if result.deleted is not None),
    )


class Dispatcher:
    """Sends until it is stopped; then gives what is on its way a few seconds, and notes it."""

    def __init__(self, office: Office, pace: Pace, clear: Clear = Clear.NEVER) -> None:
        self._office = office
        self._pace = pace
        self._clear = clear
        self._flying: dict[int, tuple[OutboxRow, asyncio.Task[None]]] = {}
        self._landed: list[tuple[OutboxRow, Verdict]] = []
        self._ahead = float("-inf")  # by how much the clock was ever ahead of the monotonic one, in seconds
        self._looked = 0.0  # when the outbox was last looked at, in monotonic seconds
        self._later: list[float] = []  # a heap: when words that were put back may go, in monotonic seconds

    async def run(self) -> None:
        """Raises StopNeeded for a damaged database."""
        bells, troubles = self._office.bells, self._office.troubles
        while not bells.stop.is_set():
            bells.outbox.clear()
            try:
                await self._turn()
            except Exception as fault:  # a locked or full database: what came back is kept and noted later
                await bells.sleep(troubles.meet("dispatcher", fault))
                continue
            troubles.over("dispatcher")
            await bells.wait(bells.outbox, self._rest())
        await self._land()

    def _rest(self) -> float:
        """Seconds until something may go out that might not at the last look. Reckoned from that look: a place that
        became free since then would be passed over, and nobody rings for it."""
        opening = self._pace.next_opening(self._looked)
        waits = [LOOK_AGAIN] if opening is None else [LOOK_AGAIN, opening]
        waits += [self._later[0] - self._looked] if self._later else []
        return max(min(waits) - (self._office.clock.monotonic() - self._looked), 0.001)

    def renamed(self, again: Callable[[bytes], bytes]) -> None:
        """Every lane is called what `again` makes of its name, that of words on their way too."""
        self._flying = {
            id: (replace(row, lane=again(row.lane)), task) for id, (row, task) in self._flying.items()
        }
        self._pace.renamed(again)

    async def _turn(self, claims: bool = True) -> None:
        """Notes what came back, and takes what may go out; places are free again once what came back is on disk."""
        async with self._office.gate.shared():
            await self._turned(claims)

    async def _turned(self, claims: bool) -> None:
        landed = list(self._landed)
        now, tick = self._office.clock.now(), self._office.clock.monotonic()
        self._looked = tick
        while self._later and self._later[0] <= tick:
            heappop(self._later)
        if landed:
            await self._tell(landed, now)
        back = {row.id for row, _ in landed}
        busy = {row.lane for row, _ in self._flying.values() if row.id not in back} | self._pace.closed(tick)
        free = min(self._pace.at_once - len(self._flying) + len(back), self._pace.room(tick)) if claims else 0
        if not landed and free <= 0:
            return
        at = self._steady(now, tick)
        noted = replace(ends(landed, at, self._clear), barred=self._barred(landed, at))
        rows = await outbox.turn(self._office.database, noted, free, at, busy)
        for _, result in landed:
            if result.end is End.AGAIN:
                heappush(self._later, tick + result.wait + 0.01)
        for row, _ in landed:
            self._flying.pop(row.id, None)
        del self._landed[: len(landed)]
        for row in rows:
            self._pace.begin()
            self._flying[row.id] = (row, asyncio.create_task(self._send(row)))
        if landed:
            self._office.bells.moved.set()

    def _steady(self, now: datetime, tick: float) -> float:
        """Unix time that never goes back: a clock that is put right must not make words wait that were put back."""
        self._ahead = max(self._ahead, now.timestamp() - tick)
        return self._ahead + tick

    async def _send(self, row: OutboxRow) -> None:
        try:
            self._landed.append((row, await self._sent(row)))
        finally:
            self._pace.landed(self._office.clock.monotonic())
            self._office.bells.outbox.set()

    async def _sent(self, row: OutboxRow) -> Verdict:
        tried_at = self._office.clock.now()
        if row.not_after is not None and tried_at.timestamp() >= row.not_after:
            note("not-sent", kind=End.DROPPED.value)
            return Verdict(End.DROPPED)
        try:
            body: dict[str, Any] = self._office.boxes.open(OUTBOX, row.body, row.lane.hex())
            method, params, instead = body["method"], body["params"], body.get("instead")
        except Exception as fault:
            warn("words-unreadable", fault=type(fault).__name__)
            return Verdict(End.REFUSED)
        self._pace.spend(row.lane, self._office.clock.monotonic(), kind_of(method, params))
        try:
            if method == DELETE:
                return replace(await self._deleted(body), tried_at=tried_at)
            told = await self._call(method, params, instead)
            self._office.passing(Milestone.SENT)
        except TelegramFault as fault:
            result = replace(verdict(fault, row.care, row.tries), tried_at=tried_at)
            if isinstance(fault, Flood):
                self._pace.flooded(row.lane, fault.retry_after, self._office.clock.monotonic())
            note("not-sent", kind=result.end.value, code=fault.code, fault=type(fault).__name__)
            return result
        except Exception as fault:  # words that no request can carry must not hold their chat for ever
            warn("words-unsayable", fault=type(fault).__name__)
            return Verdict(End.REFUSED)
        return self._said(row, params, _number(method, told))

    def _said(self, row: OutboxRow, params: dict[str, Any], number: int | None) -> Verdict:
        if number is None or row.participant is None:
            return Verdict(End.SENT, message=number)
        boxes, at = self._office.boxes, self._office.clock.now().timestamp()
        said = DueMessage(row.participant, number, at)
        undo = partial(deletion, boxes, int(params["chat_id"]), [said], at)
        return Verdict(End.SENT, message=number, undo=undo)

    async def _call(self, method: str, params: dict[str, Any], instead: dict[str, Any] | None) -> Any:
        """`instead` is said where Telegram does not let a voice be played to that person (a privacy setting)."""
        try:
            return await self._office.telegram.call(method, params)
        except Refused as fault:
            if instead is None or fault.code != 400:
                raise
            return await self._office.telegram.call("sendMessage", instead)

    async def _deleted(self, body: dict[str, Any]) -> Verdict:
        done = await delete(self._office, body)
        if done.missed:
            warn("purge-missed", count=done.missed)
        if not done.barred:
            return Verdict(End.SENT, deleted=done)
        note("not-sent", kind=End.BLOCKED.value, code=FORBIDDEN, fault=Refused.__name__)
        return Verdict(End.BLOCKED, FORBIDDEN, gone=done.gone, deleted=done)

    def _barred(self, landed: Landed, now: float) -> list[BarredMessage]:
        """What could not be deleted where the bot is blocked."""
        done = [result.deleted for _, result in landed if result.deleted is not None]
        return [
            BarredMessage(self._office.boxes.lane(one.chat), number, at, now + AGAIN)
            for one in done
            for number, at in one.barred.items()
        ]

    async def _blocking(self, landed: Landed) -> dict[int, str]:
        """Who has blocked the bot, by the words that told it. A deletion names nobody: it is whoever has that chat."""
        found = [(row, result) for row, result in landed if result.end is End.BLOCKED]
        named = {row.id: row.participant for row, _ in found if row.participant is not None}
        chats = {row.id: self._office.boxes.lane(one.deleted.chat) for row, one in found if one.deleted}
        known = await participants.by_lookups(self._office.database, list(chats.values())) if chats else {}
        return named | {id: known[lane].id for id, lane in chats.items() if lane in known}

    async def _tell(self, landed: Landed, now: datetime) -> None:
        """A person who cannot be written to is an event like any other, and what still waits for them is refused too;
        so is a prompt that nobody has seen, because its words were held up for too long."""
        rows, blocking = [], await self._blocking(landed)
        for row, result in landed:
            if (person := blocking.get(row.id)) is not None:
                event = Blocked(result.gone, result.tried_at)
                rows.append(self._inbound(row, person, "refusal", event, now))
                before = (result.tried_at or now).timestamp()
                await outbox.refuse_all(self._office.database, person, before)
            elif result.end is End.BLOCKED and result.deleted is not None:
                warn("purge-missed", count=len(result.deleted.barred))
            elif result.end is End.DROPPED and row.participant is not None and row.prompt is not None:
                again = Fell("again", now, row.prompt)
                rows.append(self._inbound(row, row.participant, "timer", again, now))
        if rows:
            await inbox.journal(self._office.database, rows)
            self._office.bells.inbox.set()

    def _inbound(self, row: OutboxRow, person: str, kind: str, event: Event, now: datetime) -> NewInbound:
        once = f"{kind}:word:{row.id}"
        body = self._office.boxes.event(event, once)
        return NewInbound(once, kind, person, body, row.id, now.timestamp(), person.encode())

    async def _land(self) -> None:
        tasks = [task for _, task in self._flying.values()]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=PATIENCE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._turn(claims=False)
