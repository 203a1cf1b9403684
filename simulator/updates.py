"""The queue of updates: numbering, expiry, confirmation by offset, and the one poller it allows.

Bot API, "Getting updates": an update is confirmed by a getUpdates call with a higher offset, and is kept at
most 24 hours. A tap is kept as long as a client waits for its answer, 150 seconds.
"""

import asyncio
import json
import secrets
from collections.abc import Callable
from typing import Any

from simulator.clock import Clock
from simulator.refusal import conflict
from simulator.store import JSON, Store

DAY = 24 * 3600.0
TAP = 150.0  # seconds a tap waits for a bot
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


class Updates:
    """Pending updates, kept in the store. Times are simulated unix time."""

    def __init__(self, store: Store, clock: Clock, taken: Callable[[], object] = lambda: None) -> None:
        """`taken` is called when updates were confirmed."""
        self._taken = taken
        self._store = store
        self._clock = clock
        self._poller: asyncio.Future[None] | None = None
        if store.setting("next_update") is None:
            store.set_setting("next_update", 100_000_000 + secrets.randbelow(800_000_000))

    def push(self, kind: str, body: Any) -> int | None:
        """Queue an update; None if the bot said in allowed_updates that it does not want such."""
        allowed = self._store.setting("allowed_updates", [])
        if (kind not in allowed) if allowed else (kind in NOT_BY_DEFAULT):
            return None
        return self.push_raw({kind: body})

    def push_raw(self, update: JSON) -> int:
        """Queue any JSON at all; it gets the next update_id unless it brings its own."""
        number = int(self._store.setting("next_update"))
        update = {"update_id": number, **update}
        lifetime = TAP if "callback_query" in update else DAY
        self._store.db.execute(
            "INSERT OR REPLACE INTO pending VALUES (?, ?, ?)",
            (update["update_id"], self._clock.now() + lifetime, json.dumps(update)),
        )
        self._store.set_setting("next_update", max(number, int(update["update_id"])) + 1)
        self.release()
        return int(update["update_id"])

    def jump(self, to: int) -> None:
        """Number the next update `to`, as Telegram does after a quiet week."""
        self._store.set_setting("next_update", to)

    def pending(self, limit: int = 100) -> list[JSON]:
        """What is waiting, oldest first, without what nobody collected in time."""
        self._store.db.execute("DELETE FROM pending WHERE expires <= ?", (self._clock.now(),))
        rows = self._store.db.execute("SELECT body FROM pending ORDER BY id LIMIT ?", (limit,))
        return [json.loads(row[0]) for row in rows]

    def waiting(self) -> set[int]:
        """The ids of what is waiting."""
        rows = self._store.db.execute("SELECT id FROM pending WHERE expires > ?", (self._clock.now(),))
        return {row[0] for row in rows}

    def count(self) -> int:
        """How many are waiting."""
        return len(self.waiting())

    def confirm(self, offset: int) -> None:
        """Forget everything below `offset`; a negative one keeps only the last `-offset`."""
        if offset < 0:
            rows = self._store.db.execute(
                "SELECT id FROM pending ORDER BY id DESC LIMIT ?", (-offset,)
            ).fetchall()
            if not rows:
                return
            offset = rows[-1][0]
        if offset > 0:
            gone = self._store.db.execute("DELETE FROM pending WHERE id < ?", (offset,)).rowcount
            self._store.set_setting("confirmed", offset)
            if gone:
                self._taken()

    async def poll(self, offset: int, limit: int, seconds: float) -> list[JSON]:
        """getUpdates. An earlier call still waiting is refused with 409."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(conflict())
        with self._store.transaction():
            self.confirm(offset)
            batch = self.pending(limit)
        if batch or seconds <= 0:
            return batch
        self._poller = waiter = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(waiter, seconds)
        except TimeoutError:
            pass
        finally:
            if self._poller is waiter:
                self._poller = None
        return self.pending(limit)

    @property
    def polled(self) -> bool:
        """True while a call of getUpdates waits."""
        return self._poller is not None and not self._poller.done()

    def release(self) -> None:
        """Let a waiting poller go with what there is."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
