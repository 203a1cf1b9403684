"""Leaving where the conversation cannot be opened: its box is damaged, or a handler fails on what is in it. Whoever
wants to leave must be able to, so they are met as what stands beside the box says they are. What they leave with is
written anew, and what could not be decided any more goes."""

from datetime import UTC, datetime

from handlers.erasing import KEYS
from storage.rows import StoredParticipant
from study.inbound import Command, Departed, Erase, Event, Wrote
from study.participant import RENEWING, Participant, Stage
from study.timing import Anchor

LEAVING = frozenset({"key.stop", *KEYS})


def leaves(event: Event) -> bool:
    """Whether it is a wish to leave, or to have something erased."""
    match event:
        case Command(name="stop" | "erase") | Erase() | Departed():
            return True
        case Wrote(forwarded=False, means=means):
            return bool(LEAVING & means)
    return False


def stand_in(stored: StoredParticipant) -> Participant:
    """The person by the columns that need no key. Raises ValueError for a stage that nobody knows."""
    stage = Stage.ENROLLED if stored.stage == RENEWING else Stage(stored.stage)
    agreed = {} if stored.enrolled_at is None else {Anchor.CONSENT.value: _moment(stored.enrolled_at)}
    return Participant.new(stored.id, stored.language, _moment(stored.arrived_at)).but(
        stage=stage,
        source=stored.source or "",
        site=stored.site or "",
        code=stored.code or "",
        arm=stored.arm or "",
        anchors=agreed,
    )


def _moment(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
