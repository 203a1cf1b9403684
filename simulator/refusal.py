"""What the Bot API answers when it will not do what was asked."""


class Refusal(Exception):
    """A refusal in Telegram's own words: HTTP `status`, `description`, and seconds to wait if it says so."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    def body(self) -> dict[str, object]:
        """The JSON body that goes with the status."""
        body: dict[str, object] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad(reason: str) -> Refusal:
    """400, with the prefix Telegram puts before the reason."""
    return Refusal(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refusal:
    """403, with the prefix Telegram puts before the reason."""
    return Refusal(403, f"Forbidden: {reason}")


def conflict() -> Refusal:
    """What the earlier of two pollers hears."""
    return Refusal(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )


def too_many(retry_after: int) -> Refusal:
    """429 with the seconds to wait."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after)
