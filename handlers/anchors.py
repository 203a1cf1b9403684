"""What happens to somebody, and the prompts that count from it."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from handlers.turn import Turn
from study.durations import EARLIEST, LATEST
from study.ids import record_id
from study.localtime import midnight
from study.outcome import Effect, Outcome, PromptPlanned, SetTimer, WaveTakenBack
from study.schedule import Planned, ended_by, plan
from study.timing import Anchor, Start


def happened(turn: Turn, key: str, at: datetime | None = None) -> Outcome:
    """`key` (see `study.timing.Start.key`) has happened, now or `at` another moment: what it ends is taken back, and
    what counts from it is planned, each time with prompts of its own."""
    now = known(turn, {key: at or turn.at})
    return now.stay(effects=(*_ended(now, key), *laid(now, planned(now, (key,)))))


def after_sitting(turn: Turn, questionnaire: str, *, answered: bool) -> Outcome:
    """A questionnaire is over, and was `answered` or broken off: dates that were given in it have happened, and so has
    the answer, where the study counts from one."""
    keys = dates(turn)
    key = Start(anchor=Anchor.ANSWERED, name=questionnaire).key
    if answered and any(start.key == key for start in _starts(turn)):
        keys[key] = turn.at
    outcome = turn.stay()
    for one, at in keys.items():
        assert outcome.participant is not None
        outcome = outcome.then(happened(turn.as_now(outcome.participant), one, at))
    return outcome


def known(turn: Turn, moments: dict[str, datetime]) -> Turn:
    """From here on these have happened."""
    participant = turn.participant
    return turn.as_now(participant.but(anchors=participant.anchors | moments))


def dates(turn: Turn) -> dict[str, datetime]:
    """The remembered dates that a wave counts from and that have not happened yet: each counts as it was first given,
    from the beginning of that day where the participant lives."""
    participant = turn.participant
    zone = turn.protocol.site(participant.site).zone
    found = {}
    for start in _starts(turn):
        given = participant.remembered.get(start.name) if start.anchor is Anchor.DATE else None
        day = _day(given)
        if day is not None and start.key not in participant.anchors:
            found[start.key] = midnight(day, zone)
    return found


def planned(turn: Turn, keys: Collection[str]) -> list[Planned]:
    """Everything still to come that counts from these, the first first."""
    person = turn.participant
    zone = turn.protocol.site(person.site).zone
    found = (
        one
        for key in keys
        for one in plan(turn.protocol, person.anchors, zone, turn.seed, key, since=turn.at, arm=person.arm)
    )
    return sorted(found, key=lambda one: one.due_at)


def laid(turn: Turn, prompts: Collection[Planned]) -> tuple[Effect, ...]:
    """The prompts with their timers."""
    return tuple(effect for one in prompts for effect in _laid(turn, one))


def _laid(turn: Turn, one: Planned) -> tuple[Effect, Effect]:
    prompt = record_id(turn.seed, "prompt", one.wave, one.day, one.beep)
    return (
        PromptPlanned(prompt, one.wave, one.questionnaire, one.day, one.beep, one.due_at, one.expires_at),
        SetTimer("prompt", one.due_at, prompt, one.wave, one.questionnaire, one.expires_at),
    )


def _ended(turn: Turn, key: str) -> Iterator[WaveTakenBack]:
    """A wave that its own beginning ends begins anew; any other ends if it had begun before."""
    person = turn.participant
    zone = turn.protocol.site(person.site).zone
    for wave in turn.protocol.schedule.waves:
        if wave.until is None or wave.until.key != key:
            continue
        ends = turn.at if wave.after.key == key else ended_by(wave, person.anchors, zone)
        if ends is not None:
            yield WaveTakenBack(wave.id, max(ends, turn.at))


def _starts(turn: Turn) -> Iterator[Start]:
    for wave in turn.protocol.schedule.waves:
        yield wave.after
        if wave.until is not None:
            yield wave.until


def _day(given: object) -> date | None:
    try:
        day = date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        return None
    return day if day is not None and EARLIEST <= day <= LATEST else None
