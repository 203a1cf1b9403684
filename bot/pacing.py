"""How fast Telegram lets a bot speak: about 30 messages a second in all, one a second to a chat with a short burst,
20 a minute to a group.

(Bot API FAQ, "My bot is hitting limits".) Pure arithmetic on monotonic seconds; nothing here waits.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from heapq import heapify, heappop, heappush

SECOND = 1.0


class Kind(Enum):
    """What a request costs: a message to a person, a message to a group, or neither (an edit, an answer to a tap)."""

    CHAT = "chat"
    GROUP = "group"
    OTHER = "other"


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
    """The allowance of one bot. `lane` is any name of a chat; `at_once` is how many chats are served at a time.

    In any second no more than `rate` requests reach Telegram: a request holds its place until a second after its
    answer came, because nobody knows when in between it arrived."""

    rate: int = 30
    chat_rate: float = 1.0
    chat_burst: float = 4.0
    group_rate: float = 20 / 60
    at_once: int = 16
    _flying: int = 0
    _landed: deque[float] = field(default_factory=deque)  # when answers came, oldest first
    _chats: dict[bytes, Bucket] = field(default_factory=dict)
    _shut: dict[bytes, float] = field(default_factory=dict)  # lane -> when it opens
    _openings: list[tuple[float, bytes]] = field(default_factory=list)  # the same as a heap
    _floods: dict[bytes, float] = field(default_factory=dict)
    _all_held: float = 0.0

    @classmethod
    def unhurried(cls, at_once: int = 16) -> "Pace":
        """For a Bot API server that has no limits."""
        return cls(rate=1_000_000, chat_rate=0, at_once=at_once)

    def room(self, now: float) -> int:
        """How many requests may go out now, to whatever chats."""
        if now < self._all_held:
            return 0
        while self._landed and self._landed[0] <= now - SECOND:
            self._landed.popleft()
        return max(0, min(self.at_once, self.rate - len(self._landed)) - self._flying)

    def closed(self, now: float) -> set[bytes]:
        """The chats that must wait."""
        while self._openings and self._openings[0][0] <= now:
            at, lane = heappop(self._openings)
            if self._shut.get(lane) == at:
                del self._shut[lane]
        return set(self._shut)

    def next_opening(self, now: float) -> float | None:
        """Seconds until something that waits may go on; None if nothing waits."""
        self.closed(now)
        waits = [self._openings[0][0] - now] if self._openings else []
        waits += [self._all_held - now] if self._all_held > now else []
        waits += [self._landed[0] + SECOND - now] if self._landed and self.room(now) == 0 else []
        return min(waits) if waits else None

    def begin(self) -> None:
        """One request is about to go out. It has its place from now on, whenever it is really sent."""
        self._flying += 1

    def spend(self, lane: bytes, now: float, kind: Kind = Kind.CHAT) -> None:
        """It goes out to `lane`."""
        if kind is Kind.OTHER or not self.chat_rate:
            return
        bucket = self._chats.get(lane)
        if bucket is None:
            rate, burst = (self.chat_rate, self.chat_burst) if kind is Kind.CHAT else (self.group_rate, 1.0)
            self._forget(now)
            bucket = self._chats[lane] = Bucket(rate, burst, at=now)
        bucket.take(now)
        if (wait := bucket.wait(now)) > 0:
            self._shut_until(lane, now + wait)

    def landed(self, now: float) -> None:
        """One request came back, whatever it brought."""
        self._flying -= 1
        self._landed.append(now)

    def flooded(self, lane: bytes, retry_after: float, now: float) -> None:
        """Telegram asked for silence. It does not say whether from this chat or from all: one chat alone is held,
        a second chat while the first is held means all."""
        self._floods = {other: until for other, until in self._floods.items() if until > now}
        others = any(other != lane for other in self._floods)
        self._floods[lane] = max(self._floods.get(lane, 0.0), now + retry_after)
        self._shut_until(lane, now + retry_after)
        if others:
            self._all_held = max(self._all_held, now + retry_after)

    def renamed(self, again: Callable[[bytes], bytes]) -> None:
        """Every lane is called what `again` makes of its name."""
        self._chats = {again(lane): bucket for lane, bucket in self._chats.items()}
        self._shut = {again(lane): at for lane, at in self._shut.items()}
        self._floods = {again(lane): until for lane, until in self._floods.items()}
        self._openings = [(at, again(lane)) for at, lane in self._openings]
        heapify(self._openings)

    def _shut_until(self, lane: bytes, at: float) -> None:
        if at > self._shut.get(lane, 0.0):
            self._shut[lane] = at
            heappush(self._openings, (at, lane))

    def _forget(self, now: float) -> None:
        if len(self._chats) >= 1000:
            self._chats = {lane: bucket for lane, bucket in self._chats.items() if not _full(bucket, now)}


def _full(bucket: Bucket, now: float) -> bool:
    bucket.fill(now)
    return bucket.tokens >= bucket.burst
