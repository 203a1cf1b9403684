"""A group is no place for this bot: it says a line, and leaves."""

from study.outcome import Leave, Outcome, Phrase


def leave(chat: int) -> Outcome:
    return Outcome(None, (Leave(chat, (Phrase("group.leave"),)),))
