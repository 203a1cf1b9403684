"""What a bot is given to do, and what became of it. Times are the server's `time.perf_counter()`, in seconds."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field

from bench.updates import Update

TAPS = 0  # answerCallbackQuery names no chat: one tap is under way at a time, and stands under this number
BATCH = 100  # updates that one getUpdates call gets at most, as at Telegram


@dataclass
class Load:
    """Updates to hand out. A wait is counted from when an update was handed out; with `from_arrival`, from when it
    came to Telegram: a person waits from then on, whether the bot asks for updates or not."""

    wanted: int = 0  # answers that end it
    from_arrival: bool = False
    waiting: deque[tuple[Update, float]] = field(default_factory=deque)  # with when it came
    under_way: dict[int, deque[float]] = field(default_factory=dict)  # chat -> since when its updates wait
    delays: list[float] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, update: Update) -> None:
        self.waiting.append((update, time.perf_counter()))

    def hand_out(self) -> list[Update]:
        """The next batch; its updates are under way from now on."""
        now = time.perf_counter()
        batch: list[Update] = []
        while self.waiting and len(batch) < BATCH:
            update, came = self.waiting.popleft()
            batch.append(update)
            since = came if self.from_arrival else now
            self.under_way.setdefault(chat_of(update), deque()).append(since)
        if batch and not self.began:
            self.began = now
        return batch

    def answered(self, chat: int) -> None:
        """The bot's request that answers the oldest open update of `chat` is here."""
        open_updates = self.under_way.get(chat)
        if not open_updates:
            return
        self.ended = time.perf_counter()
        self.delays.append(self.ended - open_updates.popleft())
        if len(self.delays) >= self.wanted:
            self.done.set()

    def overdue(self) -> list[float]:
        """How long everything that is still without an answer has waited by now."""
        now = time.perf_counter()
        handed = [since for chat in self.under_way.values() for since in chat]
        return [now - since for since in (*handed, *(came for _, came in self.waiting))]


def chat_of(update: Update) -> int:
    return int(update["message"]["chat"]["id"]) if "message" in update else TAPS
