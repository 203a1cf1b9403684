"""A consent text that gets a new version while people are in the study, for tests."""

from typing import Any

from conversation import Conversation

from study.inbound import NewVersion
from study.model import Localized
from study.participant import Stage
from study.protocol import Protocol

CHANGES = Localized({"ru": "Теперь мы спрашиваем и о жилье.", "en": "We now ask about housing, too."})
AGREED = frozenset({"diary", "quotes"})
"""What somebody who is `enrolled` has agreed to, of diary (required), quotes and interview."""


def with_consent(protocol: Protocol, **changes: Any) -> Protocol:
    return protocol.model_copy(update={"consent": protocol.consent.model_copy(update=changes)})


def with_scope(protocol: Protocol, wave: str, scope: str) -> Protocol:
    """The wave is asked only of those who gave that scope."""
    waves = tuple(
        one.model_copy(update={"scope": scope}) if one.id == wave else one for one in protocol.schedule.waves
    )
    return protocol.model_copy(update={"schedule": protocol.schedule.model_copy(update={"waves": waves})})


def restarted(talk: Conversation, version: str, **changes: Any) -> None:
    """The service stood still, and begins with this version."""
    talk.protocol = with_consent(talk.protocol, version=version, **({"changes": CHANGES} | changes))
    talk.tell(NewVersion())


def agree_anew(talk: Conversation) -> None:
    """From the information to the voice, with the same choices as before."""
    talk.press("key.go-on")
    assert talk.stage is Stage.CHECK
    talk.tap_newest("0")
    talk.tap_newest("0")
    for key in ("key.yes", "key.yes", "key.no"):  # below the chat: older keys of the check may still be in it
        talk.write(talk.label(key))
    talk.speak()
    talk.fetch(6.5)
    assert talk.stage is Stage.CONFIRMING
    talk.press("key.confirm")
