"""One's own hours: /times moves the hours of all questions, and brings their number down, as far as the study lets."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from handlers.anchors import lay_all_anew, planned, running
from handlers.announcing import lines
from handlers.turn import Turn
from study.inbound import Tapped
from study.outcome import Outcome
from study.participant import Stage
from study.saying import Acknowledge, Key, Phrase, Say, Settle, Words
from study.schedule import gets
from study.timing import Wave, Window, Wishes
from study.wishes import a_day as most_a_day
from study.wishes import any_granted, bent, fewest, granted, moved, shifts

SHIFT, FEWER = "shift:", "fewer:"
"""What the keys carry: minutes (below zero for earlier), and prompts a day (0 for as many as the study has)."""

IN_A_ROW = 2
MINUTE, NONE = timedelta(minutes=1), timedelta(0)


def offer(turn: Turn) -> Outcome:
    """/times."""
    if turn.participant.stage is not Stage.ENROLLED:
        return turn.hint("times.not-now")
    schedule = turn.protocol.schedule
    if not any_granted(schedule):
        return turn.stay(Say((Phrase("times.fixed", {"contact": turn.protocol.team.contact}),)))
    waves = _theirs(turn)
    if not waves:
        return turn.stay(Say((Phrase("times.none"),)))
    several = any(shifts(schedule)) and len({one for wave in waves for one in _hours(wave)}) > 1
    span = (Phrase("times.span"),) if several else ()
    rows = (*_hours_rows(turn, waves), *_fewer_rows(turn))
    return turn.stay(Say((*_now(turn, waves), Phrase("times.change"), *span), rows))


def tapped(turn: Turn) -> bool:
    """Whether this is a key of the list, or says so."""
    return (
        turn.participant.stage is Stage.ENROLLED
        and isinstance(turn.event, Tapped)
        and turn.event.data.startswith((SHIFT, FEWER))
    )


def choose(turn: Turn) -> Outcome:
    """Everything still to come is laid anew, and the list shows what holds now. A key of an older list that the study
    file no longer allows changes nothing."""
    assert isinstance(turn.event, Tapped)
    wishes = _wished(turn, turn.event.data)
    if wishes is None:
        return turn.hint("hint.stale-key")
    now = turn.as_now(turn.participant.but(wishes=wishes))
    waves = _theirs(now)
    words: tuple[Words, ...] = (*(_now(now, waves) if waves else ()), Phrase("times.again"))
    shown: tuple[Acknowledge | Settle, ...] = (Acknowledge(turn.event.tap),)
    if turn.event.message is None:
        return now.stay(*shown, Say(words)).then(lay_all_anew(now))
    return now.stay(*shown, Settle(turn.event.message, words)).then(lay_all_anew(now))


def _wished(turn: Turn, data: str) -> Wishes | None:
    """What they ask for after this key; None where the study does not let them."""
    schedule, wishes = turn.protocol.schedule, granted(turn.protocol.schedule, turn.participant.wishes)
    kind, _, carried = data.partition(":")
    try:
        number = int(carried)
    except ValueError:
        return None
    if kind == "shift":
        shift = next((one for one in shifts(schedule) if one // MINUTE == number), None)
        return replace(wishes, shift=shift) if shift is not None else None
    if number == 0 and fewest(schedule):
        return replace(wishes, a_day=None)
    return replace(wishes, a_day=number) if number in fewest(schedule) else None


def _now(turn: Turn, waves: list[Wave]) -> tuple[Phrase, ...]:
    """When questions come to them, and how many a day at most."""
    schedule, wishes = turn.protocol.schedule, turn.participant.wishes
    hours = {one for wave in waves for one in _hours(bent(wave, schedule, wishes))}
    said = [_said(one) for one in sorted(hours, key=lambda one: (one.opens, one.closes))]
    most = most_a_day(schedule, wishes)
    bound = () if most is None else (Phrase("times.most", n=most),)
    if len(said) == 1:
        return (Phrase("times.now", {"hours": said[0]}), *bound)
    return (
        Phrase("times.several", {"hours": lines(Phrase("times.line", {"answer": one}) for one in said)}),
        *bound,
    )


def _said(hours: Window) -> Phrase:
    if hours.opens == hours.closes:
        return Phrase("times.at", {"at": f"{hours.opens:%H:%M}"})
    return Phrase("times.between", {"opens": f"{hours.opens:%H:%M}", "closes": f"{hours.closes:%H:%M}"})


def _theirs(turn: Turn) -> list[Wave]:
    """Waves with hours that still have something to ask; if there are none, those that may begin one day."""
    person = turn.participant
    coming = {one.wave for _, one in planned(turn, running(turn))}
    timed = [one for one in turn.protocol.schedule.waves if (one.signal or one.at) and gets(one, person.arm)]
    begun = [wave for wave in timed if wave.id in coming]
    return begun or [wave for wave in timed if wave.after.key not in person.anchors]


def _hours(wave: Wave) -> Iterator[Window]:
    if wave.signal is not None:
        yield wave.signal.between
    for at in wave.at:
        yield Window(opens=at, closes=at)


def _hours_rows(turn: Turn, waves: list[Wave]) -> Iterator[tuple[Key, ...]]:
    """As the study has it, and below it the other hours: each from the earliest to the latest of all waves."""
    schedule, chosen = turn.protocol.schedule, granted(turn.protocol.schedule, turn.participant.wishes).shift
    choices = [shift for shift in shifts(schedule) if shift]
    if not choices:
        return
    hours = [one for wave in waves for one in _hours(wave)]
    opens = min(one.opens for one in hours)
    late = [
        one for one in hours if one.closes < one.opens
    ] or hours  # past midnight is later than any evening
    closes = max(one.closes for one in late)

    def key(shift: timedelta) -> Key:
        at = {"opens": f"{moved(opens, shift):%H:%M}", "closes": f"{moved(closes, shift):%H:%M}"}
        label = Phrase("times.hours", at) if opens != closes else Phrase("times.hour", {"at": at["opens"]})
        label = label if shift else Phrase("times.as-study", {"answer": label})
        return Key(_marked(label, shift == chosen), f"{SHIFT}{shift // MINUTE}")

    yield (key(NONE),)
    keys = [key(shift) for shift in choices]
    yield from (tuple(keys[n : n + IN_A_ROW]) for n in range(0, len(keys), IN_A_ROW))


def _fewer_rows(turn: Turn) -> Iterator[tuple[Key, ...]]:
    schedule, chosen = turn.protocol.schedule, granted(turn.protocol.schedule, turn.participant.wishes).a_day
    choices = fewest(schedule)
    if not choices:
        return
    yield (Key(_marked(Phrase("times.all"), chosen is None), f"{FEWER}0"),)
    for most in choices:
        yield (Key(_marked(Phrase("times.fewer", n=most), most == chosen), f"{FEWER}{most}"),)


def _marked(label: Phrase, chosen: bool) -> Phrase:
    return Phrase("times.chosen", {"answer": label}) if chosen else label
