"""What can go wrong between us and Telegram, in six kinds. No fault carries Telegram's words or a token."""

from telegram.error import TelegramError


class TelegramFault(TelegramError):
    """Any of the six. A `TelegramError`, so that python-telegram-bot lets it through untouched."""

    code: int = 0

    def __init__(self, code: int = 0) -> None:
        super().__init__(type(self).__name__)
        self.code = code


class Refused(TelegramFault):
    """Telegram read the request and said no (400, 403, 404, 413 …): nothing happened, and asking again is idle.

    `why` is one of our own words: "unchanged" (the edit would change nothing), "stale" (the tap is too old),
    "large" (a file above what a bot may fetch), "gone" (the account was deleted) or "".
    """

    def __init__(self, code: int, why: str = "") -> None:
        super().__init__(code)
        self.why = why


class Flood(TelegramFault):
    """429: nothing happened; `retry_after` seconds of silence are asked for."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(429)
        self.retry_after = retry_after


class Unreached(TelegramFault):
    """No connection came about: nothing was sent."""


class Unclear(TelegramFault):
    """The request was written and no clear answer came: it may have happened."""


class Conflict(TelegramFault):
    """409: somebody else asks for this bot's updates; `webhook` when they are pushed to a web address."""

    def __init__(self, webhook: bool = False) -> None:
        super().__init__(409)
        self.webhook = webhook


class Unauthorized(TelegramFault):
    """401, or 404 on a method: the token is not (or no longer) a bot's."""


class StartRefused(Exception):
    """What the operator gave does not allow a start. The message says what is wrong and what to do (exit 2)."""


class StopNeeded(Exception):
    """The service cannot go on. The message says why and what to do; `code` is the exit code."""

    def __init__(self, sentence: str, code: int = 1) -> None:
        super().__init__(sentence)
        self.code = code


class Damaged(Exception):
    """The bytes of a file are not what they should be: no Ogg Opus, no JPEG, or no MP4."""
