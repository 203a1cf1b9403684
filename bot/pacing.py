"""How fast Telegram lets a bot speak: about 30 requests a second in all and one message a second to a chat.

(Bot API FAQ, "My bot is hitting limits".) Pure arithmetic on monotonic seconds; nothing here waits.
"""

from dataclasses import dataclass, field


@dataclass
class Bucket:
    """A token bucket: `burst` tokens at most, `rate` new ones a second."""

    rate: float
    burst: float
    tokens: float = field(default=-1.0)
    at: float = 0.0

    def __post_init__(self) -> None:
        if self.tokens < 0:
            self.tokens = self.burst

    def fill(self, now: float) -> None:
        self.tokens = min(self.burst, self.tokens + max(0.0, now - self.at) * self.rate)
        self.at = max(self.at, now)

    def wait(self, now: float) -> float:
        """Seconds until there is a token."""
        self.fill(now)
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate

    def take(self, now: float) -> None:
        self.fill(now)
        self.tokens -= 1


@dataclass
class Pace:
    """The allowance of one bot. `lane` is any name of a chat."""

    rate: float = 30.0
    burst: float = 30.0
    chat_rate: float = 1.0
    chat_burst: float = 4.0
    _all: Bucket = field(init=False)
    _chats: dict[bytes, Bucket] = field(default_factory=dict)
    _held: dict[bytes, float] = field(default_factory=dict)
    _all_held: float = 0.0

    def __post_init__(self) -> None:
        self._all = Bucket(self.rate, self.burst)

    @classmethod
    def unhurried(cls) -> "Pace":
        """For a simulator, whose people may type faster than people do."""
        return cls(rate=1000, burst=1000, chat_rate=500, chat_burst=500)

    def room(self, now: float) -> int:
        """How many requests may go out now, to whatever chats."""
        if now < self._all_held:
            return 0
        self._all.fill(now)
        return int(self._all.tokens)

    def closed(self, now: float) -> set[bytes]:
        """The chats that must wait."""
        held = {lane for lane, until in self._held.items() if now < until}
        return held | {lane for lane, bucket in self._chats.items() if bucket.wait(now) > 0}

    def next_opening(self, now: float) -> float | None:
        """Seconds until something that waits may go on; None if nothing waits."""
        waits = [until - now for until in self._held.values() if until > now]
        waits += [wait for bucket in self._chats.values() if (wait := bucket.wait(now)) > 0]
        waits += [self._all_held - now] if self._all_held > now else []
        waits += [wait] if (wait := self._all.wait(now)) > 0 else []
        return min(waits) if waits else None

    def spend(self, lane: bytes, now: float, message: bool = True) -> None:
        """One request goes out to `lane`; only a new message counts against the chat."""
        self._all.take(now)
        if message:
            self._chats.setdefault(lane, Bucket(self.chat_rate, self.chat_burst, at=now)).take(now)
        self._forget(now)

    def flooded(self, lane: bytes, retry_after: float, now: float) -> None:
        """Telegram asked for silence. It does not say whether from this chat or from all: one chat alone is held,
        a second chat while the first is held means all."""
        others = any(until > now for other, until in self._held.items() if other != lane)
        self._held[lane] = max(self._held.get(lane, 0.0), now + retry_after)
        if others:
            self._all_held = max(self._all_held, now + retry_after)

    def _forget(self, now: float) -> None:
        if len(self._chats) > 1000:
            self._chats = {lane: b for lane, b in self._chats.items() if not _full(b, now)}
        self._held = {lane: until for lane, until in self._held.items() if until > now}


def _full(bucket: Bucket, now: float) -> bool:
    bucket.fill(now)
    return bucket.tokens >= bucket.burst
