"""The consent text has a new version. A minor one is told, once. A major one pauses everything and is put to people
anew: the text, the check, the scopes and the voice, as if they came for the first time. What they gave stays."""

from datetime import timedelta

from handlers import information, lapsing
from handlers.asked_beside import silent
from handlers.renewing import outdated
from handlers.restraint import in_peace, peace_ends
from handlers.turn import Turn
from study.consent import release
from study.effects import (
    CancelTimers,
    Effect,
    PromptPlanned,
    PromptsEnded,
    PromptState,
    SetTimer,
    ToldVersion,
    WaveTakenBack,
)
from study.inbound import Grouped
from study.outcome import Outcome
from study.participant import Agreement, Stage
from study.protocol import Consent
from study.saying import Haste, Phrase, Say, Words

ASKING = ("prompt", "again", "waiting", "remind", "expire", "resume", "silence", "consent", "version")
"""Timers of what is asked of people. Others go on: the end of the study, a quiet face, what the team has done."""

A_DAY, REMINDED_AFTER = timedelta(days=1), timedelta(days=3)
"""Once, and then they are left to think."""


def onward(turn: Turn) -> Outcome:
    """As soon as they can be spoken to, they are told of the version of now, or asked to agree to it. Called after
    everything that happens."""
    person = turn.participant
    behind = (0, 0) < release(person.consent_version) < release(turn.protocol.consent.version)
    if person.stage is not Stage.ENROLLED or not behind or isinstance(turn.event, Grouped):
        return turn.stay()
    if person.blocked or person.rest is not None or person.hides:
        return turn.stay()
    if not outdated(turn) and person.sitting is not None and person.sitting.touched:
        return turn.stay()  # they are at a question, and nothing presses
    morning = None if turn.is_theirs else peace_ends(turn)
    if morning is not None:
        return turn.stay(effects=(SetTimer("version", morning),))
    return _ask(turn) if outdated(turn) else _tell(turn)


def remind(turn: Turn) -> Outcome:
    """That the text is there. Nobody is hurried, and nothing follows."""
    person = turn.participant
    if person.renewing is None or person.blocked or person.stage is Stage.HEARING:
        return turn.stay()
    later = in_peace(turn, turn.at + A_DAY) if person.hides else peace_ends(turn)
    if later is not None:
        return turn.stay(effects=(SetTimer("renew", later),))
    return turn.stay(Say((Phrase("renewal.reminder"),), haste=Haste.ANNOUNCEMENT))


def _tell(turn: Turn) -> Outcome:
    """Nothing has to be done."""
    version = turn.protocol.consent.version
    words: tuple[Words, ...] = (
        Phrase("version.told"),
        *_changes(turn.protocol.consent),
        Phrase("version.nothing-to-do"),
    )
    said = Say(words, haste=Haste.REPLY if turn.is_theirs else Haste.ANNOUNCEMENT)
    effects = (CancelTimers(kind="version"), ToldVersion(version, turn.at))
    return turn.become(said, effects=effects, consent_version=version)


def _ask(turn: Turn) -> Outcome:
    """What is open closes, and what was answered stays; what is planned is laid again once they agree."""
    now, closed = _closed(turn)
    person = now.participant
    effects: tuple[Effect, ...] = (
        *(CancelTimers(kind=kind) for kind in ASKING),
        WaveTakenBack("", turn.at),
        *closed,
        PromptsEnded(PromptState.EXPIRED, turn.at),  # what has fallen due and was never put
        SetTimer("renew", turn.at + REMINDED_AFTER),
    )
    words: tuple[Words, ...] = (
        Phrase("renewal.why"),
        *_changes(turn.protocol.consent),
        Phrase("renewal.until-then"),
    )
    asked = now.become(
        Say(words, haste=Haste.REPLY if turn.is_theirs else Haste.ANNOUNCEMENT),
        effects=effects,
        stage=Stage.INFORMATION,
        renewing=Agreement(person.consent_version, tuple(sorted(person.scopes))),
        mistakes=0,
    )
    assert asked.participant is not None
    return asked.then(information.enter(turn.as_now(asked.participant)))


def _closed(turn: Turn) -> tuple[Turn, tuple[Effect, ...]]:
    """Nobody is at anything any more. What follows from their answers has happened; nothing of it is planned yet."""
    person = silent(turn.participant)
    sittings = [one for one in (person.sitting, person.aside) if one is not None]
    media = tuple(one.media for one in sittings if one.media)
    person = person.but(sitting=None, aside=None, waiting=(), put_off=(), late=(*person.late, *media))
    outcome = turn.as_now(person).stay()
    for one in sittings:
        assert outcome.participant is not None
        outcome = outcome.then(lapsing.broken_off(turn.as_now(outcome.participant), one))
    assert outcome.participant is not None
    planned = PromptPlanned | SetTimer | WaveTakenBack
    effects = tuple(effect for effect in outcome.effects if not isinstance(effect, planned))
    return turn.as_now(outcome.participant), effects


def _changes(consent: Consent) -> tuple[Words, ...]:
    """What is new, in the study's words, if it has some."""
    return (consent.changes,) if consent.changes is not None else ()
