"""The text that is agreed to, as the participant is shown it."""

from handlers.turn import Turn
from study.consent import exact_text, information_messages
from study.model import Localized
from study.outcome import Care, Say


def shown_text(turn: Turn) -> str:
    """The exact consent text in the participant's language, as `text_sha256` binds it."""
    language = turn.participant.language
    return exact_text(turn.protocol, language, notice=turn.facts.notice.get(language, ""))


def messages(turn: Turn) -> tuple[Say, ...]:
    """The information, formatted; its words are those of `shown_text`."""
    language = turn.participant.language
    parts = information_messages(turn.protocol, language)
    return tuple(Say((Localized({language: part}),), care=Care.ONCE) for part in parts)
