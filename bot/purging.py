"""Messages that are due to go are asked to be deleted, on both sides of their chats."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.boxes import OUTBOX, Boxes
from bot.clearing import WITHIN
from bot.faults import Refused
from bot.logs import note, warn
from bot.milestones import Milestone
from bot.office import Office
from storage import contacts, messages
from storage.messages import MOST_AT_ONCE
from storage.rows import DueMessage, NewWord
from study.saying import Care, Haste

BATCH = 500
DELETE = "deleteMessages"
FORBIDDEN = 403  # what Telegram says where the bot is blocked
AGAIN = 300.0
"""Seconds until it is tried again where the bot was blocked: by then that is known, and it waits until they return."""


@dataclass(frozen=True)
class Deleted:
    """What became of a request to delete messages of a chat. `missed` are those that Telegram keeps; `barred`, by their
    numbers and with the time at which each was sent, those that stay while the bot is blocked there, or for good where
    the account is `gone`."""

    chat: int
    missed: int = 0
    barred: Mapping[int, float] = field(default_factory=dict)
    gone: bool = False


def deletion(boxes: Boxes, chat: int, found: Sequence[DueMessage], at: float) -> NewWord:
    """What asks for the deletion of these messages, 100 at most. It stands in a lane of its own, so that no word waits
    for it, and names nobody, so that it goes out whatever becomes of them. It knows how old each is."""
    lane = boxes.clearing_lane(chat)
    numbers = [row.message for row in found]
    body = {
        "method": DELETE,
        "params": {"chat_id": chat, "message_ids": numbers},
        "sent_at": [row.at for row in found],
    }
    return NewWord(
        participant=None,
        lane=lane,
        haste=Haste.ANNOUNCEMENT.value,
        care=Care.HARMLESS.value,
        body=boxes.data(OUTBOX, body, lane.hex()),
        created_at=at,
    )


async def delete(office: Office, body: Mapping[str, Any]) -> Deleted:
    """One message that cannot be deleted keeps all of its request from it (Bot API, deleteMessages): then each half is
    tried by itself. Raises TelegramFault."""
    params, missed = body["params"], 0
    left = [list(params["message_ids"])]
    while left:
        numbers = left.pop()
        try:
            await office.telegram.call(DELETE, {**params, "message_ids": numbers})
            office.passing(Milestone.SENT)
        except Refused as fault:
            if fault.code == FORBIDDEN:
                sent_at = dict(zip(params["message_ids"], body["sent_at"], strict=True))
                barred = {number: sent_at[number] for each in (numbers, *left) for number in each}
                return Deleted(params["chat_id"], missed, barred, gone=fault.why == "gone")
            if fault.code != 400:
                raise
            half = len(numbers) // 2
            if half:
                left += [numbers[:half], numbers[half:]]
            else:
                missed += 1
    return Deleted(params["chat_id"], missed)


class Purger:
    def __init__(self, office: Office) -> None:
        self._office = office
        self._one_at_a_time = asyncio.Lock()

    async def look(self) -> None:
        """Called each second. What is due is asked to be deleted; what cannot be any more is counted."""
        office = self._office
        async with self._one_at_a_time, office.gate.shared():
            now = office.clock.now().timestamp()
            while not office.bells.stop.is_set() and (
                found := await messages.due(office.database, now, BATCH)
            ):
                await self._purge(found, now)

    async def _purge(self, found: Sequence[DueMessage], now: float) -> None:
        office = self._office
        chats = await contacts.of(office.database, {row.participant for row in found})
        by_person: dict[str, list[DueMessage]] = {}
        for row in found:
            if row.at > now - WITHIN and row.participant in chats:
                by_person.setdefault(row.participant, []).append(row)
        words = [
            deletion(office.boxes, office.boxes.open_chat(chats[person], person), part, now)
            for person, rows in by_person.items()
            for part in (rows[at : at + MOST_AT_ONCE] for at in range(0, len(rows), MOST_AT_ONCE))
        ]
        asked = sum(map(len, by_person.values()))
        await messages.purge(office.database, found, words, len(found) - asked, now)
        if asked < len(found):
            warn("purge-missed", count=len(found) - asked)
        if words:
            note("purged", count=asked)
            office.bells.outbox.set()
        office.bells.moved.set()
