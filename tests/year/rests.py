"""When somebody rested: by their own wish, or after too many prompts that lapsed untouched."""

from dataclasses import replace
from datetime import timedelta
from math import inf

from endings import TOUCHING
from person import Person
from phone import Did
from wall import Span, clock, inside, moment

LENGTHS = {"key.pause-day": 1, "key.pause-week": 7, "key.pause-open": None}
UNHEARD = ("lives", "blocks")
"""What no message comes of."""

COMING_BACK = TOUCHING | {"comes-back", "writes", "crosses"}


def rested(person: Person) -> None:
    """Every rest, from its beginning to its end."""
    acts = [(act.at, act.order, act) for act in person.did]
    missed = [(put.missed_at, 0, None) for put in person.puts if put.missed_at <= person.ends]
    person.rests, person.asked_if_there = [], []
    silent = 0
    for at, _, act in sorted([*acts, *missed], key=lambda one: one[:2]):
        taking_part = any(one.since <= at < one.over for one in person.lives)
        resting = bool(person.rests) and person.rests[-1].has(at)
        if act is not None:
            silent = silent if act.what in UNHEARD else 0
            _acted(person, act, resting, taking_part)
        elif taking_part and not resting and not inside(person.blocked, at):
            silent += 1
            if silent == person.schedule.silence:
                person.rests.append(Span(at))
                person.asked_if_there.append(at)


def _acted(person: Person, act: Did, resting: bool, taking_part: bool) -> None:
    pauses = act.what == "pauses" and taking_part
    comes_back = resting and person.rests[-1].until == inf and _comes_back(act) and taking_part
    if resting and (pauses or comes_back or act.what == "leaves"):
        person.rests[-1] = replace(person.rests[-1], until=act.at)
    if pauses:
        person.rests.append(_pause(person, act))


def _pause(person: Person, act: Did) -> Span:
    """By the calendar, and not by night."""
    days, zone = LENGTHS[act.value], person.regime(act.at).zone
    if days is None:
        return Span(act.at)
    return Span(act.at, person.peace(moment(zone, clock(zone, act.at) + timedelta(days=days))), timed=True)


def _comes_back(act: Did) -> bool:
    return act.what in COMING_BACK or (act.what == "looks" and act.value in ("/start", "/diary"))
