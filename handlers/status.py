"""/status: what comes next, how long it goes on, what is held, and where the bot thinks they live."""

from datetime import datetime, timedelta

from handlers import resting
from handlers.announcing import announced, comma
from handlers.terms import ends_at
from handlers.turn import Turn
from study.inbound import Holding
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Phrase, Say

SOON = timedelta(days=60)
"""An end that is nearer is told by its day, any other by its month."""


def answer(turn: Turn) -> Outcome:
    person = turn.participant
    if not person.code:
        return turn.stay(Say((Phrase("status.before-consent"),)))
    words = (*_stands(turn), *held(turn, turn.facts.holding), Phrase("help.code", {"code": person.code}))
    return turn.stay(Say(words))


def _stands(turn: Turn) -> tuple[Phrase, ...]:
    if turn.participant.renewing is not None:
        return (Phrase("status.renewing"),)
    match turn.participant.stage:
        case Stage.ENROLLED:
            return (_next(turn), *_until(turn), _where(turn))
        case Stage.FINISHED:
            return (Phrase("status.finished"),)
        case Stage.WITHDRAWN:
            return (Phrase("status.left", {"contact": turn.protocol.team.contact}),)
    return (Phrase("status.deciding"),)  # they had left, and look through it again


def _next(turn: Turn) -> Phrase:
    """Of a wave that depends on their answers nobody can know yet whether it comes."""
    person, holding = turn.participant, turn.facts.holding
    if person.sitting is not None and not person.sitting.late:
        return Phrase("status.open")
    if person.rest is not None:
        return resting.now(turn, person.rest)
    if holding is None or holding.next_at is None:
        return Phrase("status.no-next")
    wave = next((one for one in turn.protocol.schedule.waves if one.id == holding.next_wave), None)
    if wave is None or wave.when is not None:
        return Phrase("status.next-depends")
    return announced(turn, wave, holding.next_at, at="status.next-at", between="status.next-between")


def _until(turn: Turn) -> tuple[Phrase, ...]:
    ends = _ends(turn)
    if ends is None:
        return ()
    day = ends.astimezone(turn.zone).date()
    if ends - turn.at < SOON:
        return (Phrase("status.until", {"date": day}),)
    return (Phrase("status.until-about", {"month": day}),)


def _ends(turn: Turn) -> datetime | None:
    """The end of the study for them; where it has none, the last prompt that is planned."""
    return ends_at(turn) or (turn.facts.holding.last_at if turn.facts.holding else None)


def held(turn: Turn, holding: Holding | None) -> tuple[Phrase, ...]:
    """What is sealed, counted, and who can open it: of an agreement that may be somebody else than of the rest."""
    if holding is None:
        return ()
    counted = [Phrase("status.answers", n=holding.answers)] if holding.answers else []
    counted += [Phrase("status.entries", n=holding.entries)] if holding.entries else []
    sounds = (Phrase("status.sounds", n=holding.voices),) if holding.voices else ()
    if turn.protocol.consent.custodian is not None:
        told = (Phrase("status.held", {"answer": comma(counted)}),) if counted else ()
        return (*told, *sounds, Phrase("status.held-keeper"))
    held = Phrase("status.agreement")
    if counted:
        held = Phrase("status.and", {"first": comma(counted), "last": held})
    return (Phrase("status.held", {"answer": held}), *sounds)


def _where(turn: Turn) -> Phrase:
    at = f"{turn.at.astimezone(turn.zone):%H:%M}"
    if turn.participant.zone:  # by a clock of their own: they may live where the study has no site
        return Phrase("status.clock", {"at": at})
    return Phrase("status.where", {"site": turn.protocol.site(turn.participant.site).name, "at": at})
