"""What somebody did, as far as anything follows from it: agreements and leavings, moves and wishes; and the end."""

from dataclasses import replace
from datetime import datetime, time
from math import inf

from life import Life, Put, Regime
from person import Person
from wall import DAY, Span, clock, moment


def lived(person: Person) -> None:
    """Agreements and leavings, and when they had blocked the bot."""
    agreed = 0.0
    for act in person.did:
        life = person.lives[-1] if person.lives and person.lives[-1].until == inf else None
        match act.what:
            case "agrees":
                agreed = act.at
            case "lives":
                person.lives.append(_begun(person, agreed, act.value))
            case "leaves" if life:
                life.until = act.at
            case "blocks":
                person.blocked.append(Span(act.at))
            case "unblocks":
                person.blocked[-1] = replace(person.blocked[-1], until=act.at)


def _begun(person: Person, at: float, site: str) -> Life:
    zone = person.zone_of(site)
    wall = clock(zone, at)
    runs = [(key, at, wall) for key in ("consent", "enrolled", "calendar")]
    return Life(at, regimes=[Regime(at, site, zone)], runs=runs)


def changed(person: Person) -> None:
    """Moves, wishes and answers that begin something, as they followed each other. A month's answer may have said
    that they live somewhere else."""
    for life in person.lives:
        del life.regimes[1:], life.runs[3:]
    acts = [
        (act.at, act.order, act.what, act.value, act.order)
        for act in person.did
        if act.what in ("moves", "chooses")
    ]
    ends = [
        (put.ended, put.order, put.state, *_said_where(person, put))
        for put in person.puts
        if put.row.wave == "month" and put.ended is not None and put.state in ("answered", "partial")
    ]
    moved = 0  # the order of the last move: what was said before it, and is over only later, is older than it
    for at, _, what, value, said in sorted([*acts, *ends], key=lambda one: one[:2]):
        life = person.life(at)
        if at > life.over or (at == life.finished and what != "answered"):
            continue
        if what == "chooses":
            _choose(person, life, at, value)
        elif value and value != life.regimes[-1].site and said > moved:
            _move(person, life, at, value)
            moved = said
        if what == "answered":
            life.runs.append(("answered:month", at, clock(life.regimes[-1].zone, at)))


def _until(life: Life, regime: Regime) -> float:
    return min((one.since for one in life.regimes if one.since > regime.since), default=inf)


def _said_where(person: Person, put: Put) -> tuple[str | None, int]:
    """The site that they named last in it, and the order of that answer."""
    assert put.ended is not None
    said = [
        (act.value, act.order)
        for act in person.did
        if (act.wave, act.number, act.what) == ("month", 2, "answers")
        and act.order > put.order
        and act.at <= put.ended
    ]
    name, order = said[-1] if said else (None, 0)
    sites = person.protocol.sites
    return next((site.id for site in sites if name in site.name.root.values()), None), order


def _move(person: Person, life: Life, at: float, site: str) -> None:
    zone = person.zone_of(site)
    life.regimes.append(replace(life.regimes[-1], since=at, site=site, zone=zone))
    life.runs.append(("moved", at, clock(zone, at)))


def _choose(person: Person, life: Life, at: float, place: int) -> None:
    """By the place of the key: as the study has it, earlier, later; all, or one a day."""
    now = replace(life.regimes[-1], since=at)
    match place:
        case 0 | 1 | 2:
            new = replace(now, shift=(0, -1, 1)[place])
        case 3:
            new = replace(now, a_day=None)
        case _:
            new = replace(now, a_day=1)
    life.regimes.append(new)


def finished(person: Person) -> bool:
    """When the study is over for them: at noon of the last day, not amid a questionnaire, in a pause or by night."""
    ending = person.protocol.ending
    for life in person.lives:
        if ending is None:
            continue
        day = life.runs[0][2].date() + ending.after
        noons = (max(moment(one.zone, datetime.combine(day, time(12))), one.since) for one in life.regimes)
        noon = next(at for at, one in zip(noons, life.regimes, strict=True) if at < _until(life, one))
        begins = at = person.peace(noon)
        while True:
            rest = next((one for one in person.rests if one.has(at) and one.until < inf and one.timed), None)
            open = any(one.at < at <= min(one.over, one.closed) for one in person.puts)
            if rest is not None:
                at = person.peace(rest.until)
            elif open and at < begins + DAY:
                at = person.peace(at + 3600.0)
            else:
                break
        if at < life.until and at <= person.ends:
            life.finished = at
    return any(life.finished < inf for life in person.lives)
