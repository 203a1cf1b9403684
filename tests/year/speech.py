"""What was said besides the prompts: reminders as the study has them, one question in a silence, the end once."""

from math import inf

from person import Person
from phone import Heard, words
from wall import clock, inside, shown


def spoken(person: Person) -> None:
    """Reminders only as the study has them, nothing to whoever left or rests, "still with us?" once."""
    acted = {act.at for act in person.did}
    for one in person.heard:
        if one.at in acted or one.at < person.lives[0].since:
            continue  # an answer to what they did
        if one.at > person.life(one.at).over:
            person.fault(f"written to after it is over: {one.text[:40]!r}", one.at)
        if person.quiet(clock(person.regime(one.at).zone, one.at).time()):
            person.fault(f"written to in the quiet hours: {one.text[:40]!r}", one.at)
        if one.lead == "prompt.remind":
            _reminded(person, one)
        elif one.lead == "prompt.again":
            _again(person, one)
        elif not one.lead and one.wave and not _waited_for(person, one):
            person.fault(f"a question out of nowhere: {one.text[:40]!r}", one.at)
    _still_there(person)
    _told_of_the_end(person)


def _waited_for(person: Person, one: Heard) -> bool:
    """What a button began had to wait for the end of another."""
    return any(put.button and put.order == one.order for put in person.puts)


def _reminded(person: Person, one: Heard) -> None:
    put = next(
        (put for put in reversed(person.puts) if put.row.wave == one.wave and put.order < one.order), None
    )
    if put is None:
        person.fault(f"{one.wave}: reminded of nothing", one.at)
        return
    waits = [person.diary.back(put.at + wait.total_seconds()) for wait in person.waves[one.wave].remind]
    if one.at not in waits:
        person.fault(f"{one.wave}: reminded {one.at - put.at:.0f} s after it was put", one.at)
    if put.begun is not None and put.begun < one.at:
        person.fault(f"{one.wave}: reminded of what is begun", one.at)
    if inside(person.rests, one.at):
        person.fault(f"{one.wave}: reminded in a rest", one.at)


def _again(person: Person, one: Heard) -> None:
    put_off = [
        act for act in person.did if act.what == "not-now" and act.wave == one.wave and act.order < one.order
    ]
    if not put_off or one.at < put_off[-1].at + 3600 - 0.001:
        person.fault(f"{one.wave}: asked again, and not put off an hour ago", one.at)


def _still_there(person: Person) -> None:
    """Asked once in each silence, by day, unless they are back or gone by then."""
    said = _times(person, "silence.ask")
    expected = []
    for at in person.asked_if_there:
        when = person.peace(at)
        rest = next(span for span in person.rests if span.since == at)
        there = when < min(rest.until, person.life(at).over) and when <= person.ends
        if there and not inside(person.blocked, when):
            expected.append(when)
    if said != expected:
        person.fault(f"asked whether they are there at {_listed(said)}, not at {_listed(expected)}")


def _told_of_the_end(person: Person) -> None:
    """Once, unless they have blocked the bot or rest until they write: then it is told when they do."""
    acted = {act.at for act in person.did}
    said = [at for at in _times(person, "finishing.done") if at not in acted]
    away = [*person.blocked, *(span for span in person.rests if not span.timed)]
    ends = [life.finished for life in person.lives if life.finished < inf]
    expected = [at for at in ends if not inside(away, at)]
    if said != expected:
        person.fault(f"told of the end at {_listed(said)}, not at {_listed(expected)}")


def _times(person: Person, name: str) -> list[float]:
    return [one.at for one in person.heard if words(person.human.phone.language, name) in one.text]


def _listed(times: list[float]) -> str:
    return ", ".join(map(shown, times)) or "no time"
