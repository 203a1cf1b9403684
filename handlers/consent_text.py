"""The text that is agreed to, as the participant is shown it."""

from typing import Any

from handlers.turn import Turn
from study.consent import exact_text, information_messages, text_sha256
from study.model import Localized
from study.saying import Care, Phrase, Say


def shown_text(turn: Turn) -> str:
    """The exact consent text in the participant's language, as `text_sha256` binds it."""
    language = turn.participant.language
    return exact_text(turn.protocol, language, notice=turn.facts.notice.get(language, ""))


def in_quotes(statement: Localized) -> Phrase:
    """What is said aloud. Whether its full stop stands within the quotes or after them is for the language to say."""
    bare = {language: _without_stop(said) for language, said in statement.root.items()}
    return Phrase("agreement.statement", {"statement": Localized(bare)})


def _without_stop(said: str) -> str:
    said = said.strip()
    return said if said.endswith("..") else said.removesuffix(".")


def agreed_to(turn: Turn) -> dict[str, Any]:
    """What is sealed beside the agreement: to which text, and to what of it. A ledger that says something else of it
    differs from this."""
    scopes = [one.id for one in turn.protocol.consent.scopes if one.id in turn.participant.scopes]
    return {
        "version": turn.participant.consent_version,
        "text_sha256": text_sha256(shown_text(turn)),
        "scopes": scopes,
    }


def messages(turn: Turn) -> tuple[Say, ...]:
    """The information, formatted; its words are those of `shown_text`."""
    language = turn.participant.language
    parts = information_messages(turn.protocol, language)
    return tuple(Say((Localized({language: part}),), care=Care.ONCE) for part in parts)
