"""Telegram's limit as the bench enforces it: no more than 30 messages in any second (Bot API FAQ, "My bot is hitting
limits"); one more is answered with 429."""

from collections import deque

MOST = 30
WINDOW = 1.0  # seconds


class Limit:
    """Counts what it lets through (`passed`) and what it refuses (`refused`). Times are monotonic seconds."""

    def __init__(self) -> None:
        self.passed = 0
        self.refused = 0
        self._recent: deque[float] = deque()

    def allows(self, now: float) -> bool:
        while self._recent and self._recent[0] <= now - WINDOW:
            self._recent.popleft()
        if len(self._recent) >= MOST:
            self.refused += 1
            return False
        self._recent.append(now)
        self.passed += 1
        return True
