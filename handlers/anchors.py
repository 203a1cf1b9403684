"""What happens to somebody, and the prompts that count from it."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.scopes_in_force import in_force
from handlers.terms import end_set
from handlers.turn import Turn
from study.durations import EARLIEST, LATEST
from study.effects import Effect, PromptPlanned, SetTimer, WaveTakenBack
from study.ids import record_id
from study.localtime import midnight, resolve
from study.outcome import Outcome
from study.participant import Participant, Run
from study.schedule import Planned, ended_by, upcoming
from study.timing import Anchor, Start


def happened(turn: Turn, key: str, at: datetime | None = None) -> Outcome:
    """`key` (see `study.timing.Start.key`) has happened, now or `at` another moment: what it ends is taken back, and
    what counts from it is planned, each time with prompts of its own."""
    now = begun(turn, key, at or turn.at)
    run = now.participant.runs[-1]
    return now.stay(effects=(*_ended(now, key), *_replaced(turn, key), *laid(now, planned(now, (run,)))))


def begun(turn: Turn, key: str, at: datetime) -> Turn:
    """From here on `key` has happened, and has a run of its own, the last of them. Nothing of it is laid yet."""
    now = known(turn, {key: at})
    return now.as_now(now.participant.but(runs=(*_beside(now, key), Run(key, at, turn.seed))))


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
    zone = turn.zone
    found = {}
    for start in _starts(turn):
        given = participant.remembered.get(start.name) if start.anchor is Anchor.DATE else None
        day = _day(given)
        if day is not None and start.key not in participant.anchors:
            found[start.key] = midnight(day, zone)
    return found


def runs(turn: Turn, keys: Collection[str]) -> tuple[Run, ...]:
    """What begins now, of all these anchors."""
    anchors = turn.participant.anchors
    return tuple(Run(key, anchors.get(key, turn.at), turn.seed) for key in keys)


def running(turn: Turn) -> tuple[Run, ...]:
    """All that may have prompts to come. What has happened and has no run was laid by a version that kept none: its
    seed is not known, and it has a new one from now on."""
    person = turn.participant
    known = {run.key for run in person.runs}
    older = [key for key in (*person.anchors, Anchor.CALENDAR) if key not in known]
    return (*person.runs, *(replace(run, since=turn.at) for run in runs(turn, older)))


def planned(turn: Turn, runs: Collection[Run], since: datetime | None = None) -> list[tuple[str, Planned]]:
    """Everything to come of these after `since`, or now, the first first; each with the id of its prompt."""
    floor = turn.at if since is None else since
    found = (
        (record_id(run.seed, "prompt", one.wave, one.day, one.beep), one)
        for run in runs
        for one in _upcoming(turn, run, max(floor, run.since or floor))
        if in_force(turn.participant, turn.protocol.wave(one.wave).scope)
    )
    return sorted(found, key=lambda one: one[1].due_at)


def laid(turn: Turn, prompts: Collection[tuple[str, Planned]]) -> tuple[Effect, ...]:
    """The prompts with their timers."""
    return tuple(effect for id, one in prompts for effect in _laid(turn, id, one))


def lay_all_anew(turn: Turn) -> Outcome:
    """Everything that is still to come, and what has fallen due and can still be answered, by the clock and the wishes
    that they have now. What was put stays put: a prompt has the same id each time that it is laid."""
    person = turn.participant.but(runs=running(turn))
    turn = turn.as_now(person)
    longest = max((wave.expires for wave in turn.protocol.schedule.waves), default=timedelta(0))
    held = held_back(person)
    found = [
        (id, one)
        for id, one in planned(turn, person.runs, turn.at - longest)
        if one.expires_at > turn.at and id not in held
    ]
    return turn.stay(effects=(WaveTakenBack("", turn.at), *laid(turn, found), *end_set(turn)))


def held_back(person: Participant) -> frozenset[str]:
    """Prompts that have fallen due and are dealt with by what is known of the person."""
    sittings = (one.prompt for one in (person.sitting, person.aside) if one is not None)
    return frozenset((*sittings, *(one.prompt for one in (*person.waiting, *person.put_off))))


def by_the_clock(person: Participant, old: ZoneInfo, new: ZoneInfo) -> Participant:
    """What has happened, as if the clock on their wall had been the `new` one: days are counted on from where they
    were, and none comes twice."""

    def moved(at: datetime) -> datetime:
        shown = at.astimezone(old)
        return resolve(shown.date(), shown.time(), new)

    return person.but(
        anchors={key: moved(at) for key, at in person.anchors.items()},
        runs=tuple(replace(run, at=moved(run.at)) for run in person.runs),
    )


def _upcoming(turn: Turn, run: Run, since: datetime) -> Iterator[Planned]:
    person = turn.participant
    anchors = person.anchors | {run.key: run.at}
    return upcoming(
        turn.protocol,
        anchors,
        turn.zone,
        run.seed,
        run.key,
        since=since,
        arm=person.arm,
        wishes=person.wishes,
    )


def _beside(turn: Turn, key: str) -> tuple[Run, ...]:
    """The runs that stay when `key` happens again: others', and what its own still have to come. Who moves on is not
    asked any more what the move before brought."""
    return tuple(
        run
        for run in turn.participant.runs
        if run.key != key or (key != Anchor.MOVED and next(_upcoming(turn, run, turn.at), None) is not None)
    )


def _replaced(turn: Turn, key: str) -> Iterator[WaveTakenBack]:
    if key == Anchor.MOVED and any(run.key == key for run in turn.participant.runs):
        for wave in turn.protocol.schedule.waves:
            if wave.after.key == key:
                yield WaveTakenBack(wave.id, turn.at)


def _laid(turn: Turn, prompt: str, one: Planned) -> tuple[Effect, Effect]:
    times = (one.due_at, one.expires_at)
    return (
        PromptPlanned(
            prompt, one.wave, one.questionnaire, one.day, one.beep, *times, site=turn.participant.site
        ),
        SetTimer("prompt", one.due_at, prompt, one.wave, one.questionnaire, one.expires_at),
    )


def _ended(turn: Turn, key: str) -> Iterator[WaveTakenBack]:
    """A wave that its own beginning ends begins anew; any other ends if it had begun before."""
    person = turn.participant
    zone = turn.zone
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
