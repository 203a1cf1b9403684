"""Whether each prompt had its turn, as soon as nothing stood in its way, and no sooner; and ended as they ended it."""

from datetime import timedelta
from math import inf

from life import Life, Put
from person import Person
from plans import in_window
from rows import Row
from wall import clock, inside, shown

A_WHILE = 1800.0
"""So long what was put may be under somebody's fingers."""


def justified(person: Person, row: Row) -> None:
    life = person.life_of(row)
    put = next((one for one in person.puts if one.row is row), None)
    falls = _falls(person, life, row)
    lived = next((one for one in reversed(life.regimes) if one.since <= falls), life.regimes[0])
    if falls <= min(life.over, person.ends) and row.site != lived.site:
        person.fault(f"{row.wave}: written down for {row.site}, and they lived in {lived.site}", falls)
    if put is not None:
        put.site, put.zone = lived.site, lived.zone
        _well_put(person, put, falls)
        _as_done(person, put)
    if row.wave in person.buttons:
        return
    if falls >= life.until:
        if row.state != "withdrawn" or row.ended != life.until:
            person.fault(f"{row.wave}: {row.state} after they have left", row.due)
        return
    _in_turn(person, row, put, falls, life)
    if put is None:
        _never_put(person, row, falls, life)


def _falls(person: Person, life: Life, row: Row) -> float:
    """When it fell due: at its time, or when the clock it is due by began to hold. What is drawn may lie in the hours
    of both clocks; one that is put with a change was drawn by the new one."""
    later = [one.since for one in life.regimes if one.since >= row.due]
    if row.put is not None and row.put in later and person.waves[row.wave].signal:
        return row.put
    return later[0] if later and not _due_by(person, life, row) else row.due


def _due_by(person: Person, life: Life, row: Row) -> bool:
    """Whether it is due by the clock that they had at that moment."""
    wave = person.waves[row.wave]
    regime = next((one for one in reversed(life.regimes) if one.since < row.due), life.regimes[0])
    wall = clock(regime.zone, row.due)
    if wave.signal:
        return in_window(wave, regime, row.due, wall.date())
    return not wave.at or (wall - timedelta(hours=regime.shift)).time() in wave.at


def _well_put(person: Person, put: Put, falls: float) -> None:
    at, wave = put.at, put.row.wave
    wall = clock(person.regime(at).zone, at)
    earlier = [one for one in person.puts if one.order < put.order]
    under_way = [
        one for one in earlier if one.begun is not None and one.begun < at < min(one.over, one.closed)
    ]
    wrong = {
        "before it fell due": at < falls,
        "after it had lapsed": at >= put.row.expires,
        "after it was over for them": at > person.life(at).over,
        "while another is under way": bool(under_way),
    }
    if not put.button:
        wrong |= {
            "in the quiet hours": person.quiet(wall.time()),
            "on a day on which nobody is asked": person.never(wall.date()),
            "in a rest": any(span.since < at < span.until for span in (*person.rests, *person.blocked)),
            f"as more than {person.most(at)} on one day": person.on_day(at, put.order) >= person.most(at),
            "together with another": any(one.at == at and not _acted(person, one, put) for one in earlier),
        }
    for what, is_so in wrong.items():
        if is_so:
            person.fault(f"{wave}: put {what}", at)


def _acted(person: Person, one: Put, other: Put) -> bool:
    """Whether they have done something in between."""
    return any(one.order < act.order < other.order for act in person.did)


def _as_done(person: Person, put: Put) -> None:
    row = put.row
    mine = (put.state or ("begun" if put.begun is not None else "delivered"), put.ended, put.late)
    told = (row.state, row.ended, row.late)
    if mine != told:
        person.fault(f"{row.wave}: {_said(*told)}, and should be {_said(*mine)}", put.at)
    elif row.begun != put.begun:
        person.fault(f"{row.wave}: begun {shown(row.begun)}, and they began {shown(put.begun)}", put.at)
    elif row.given is not None and row.given != put.given:
        person.fault(f"{row.wave}: {row.given} answers, and they gave {put.given}", put.at)


def _said(state: str, at: float | None, late: bool) -> str:
    return f"{state}{' late' if late else ''} at {shown(at)}"


def _in_turn(person: Person, row: Row, put: Put | None, falls: float, life: Life) -> None:
    """At no moment before it was put, or came to its end, was the way free."""
    over = put.at if put else min(row.ended or inf, row.expires, life.over, person.ends)
    for at in sorted({falls, *_free_moments(person, falls)}):
        if falls <= at < over and not _hindered(person, row, at):
            became = f"put at {shown(put.at)}" if put else f"{row.state} at {shown(row.ended)}"
            person.fault(f"{row.wave}: it could have been asked then, and was {became}", at)
            return


def _free_moments(person: Person, falls: float) -> set[float]:
    """When something that stood in the way of a prompt went. (What lay untouched for a while makes room for what has
    fallen due since; what waited before waits for its end.)"""
    moments = {back for _, back in person.diary.stood}
    moments |= {span.until for span in (*person.rests, *person.blocked)}
    moments |= {put.over for put in person.puts} | {put.closed for put in person.puts}
    moments |= {put.at + A_WHILE for put in person.puts if put.at <= falls}
    return {at for at in moments if at < inf}


def _hindered(person: Person, row: Row, at: float) -> bool:
    """Whether something stood in the way then."""
    if any(gone <= at < back for gone, back in person.diary.stood) or inside(person.rests, at):
        return True
    if inside(person.blocked, at) or person.quiet(clock(person.regime(at).zone, at).time()):
        return True
    open = [one for one in person.puts if one.at <= at < one.over and one.row is not row]
    stands = len(open) > 1 or any(_stands(one, row, at) for one in open)
    return stands or _refused(person, row, at)


def _stands(open: Put, row: Row, at: float) -> bool:
    """Whether what is on the screen stays there: somebody is at it, or it lapses sooner."""
    if open.begun is not None and open.begun <= at:
        return True
    if at >= open.closed:  # it has lapsed, and is only open to late answers
        return False
    return at - open.at < A_WHILE or open.row.expires <= row.expires


def _refused(person: Person, row: Row, at: float) -> bool:
    """Whether it is let be: enough for one day, a day of rest, not for them, or a newer one is there."""
    if person.never(person.day(at)):
        return True
    before = max((one.order for one in person.puts if one.at <= at), default=-1)
    if person.on_day(at, before + 1) >= person.most(at):
        return True
    if row.wave == "german" and person.regime(at).site != "DE":
        return True
    return any(one.wave == row.wave and row.due < one.due <= at for one in person.prompts)


def _never_put(person: Person, row: Row, falls: float, life: Life) -> None:
    """The state says why."""
    expected = _why(person, row, falls, life)
    if row.state not in expected:
        said = " or ".join(expected) or "asked"
        person.fault(f"{row.wave}: never put, and {row.state} at {shown(row.ended)}, not {said}", falls)


def _why(person: Person, row: Row, falls: float, life: Life) -> tuple[str, ...]:
    lapses = person.diary.back(row.expires)
    if falls > person.ends or (row.state == "due" and lapses > person.ends):
        return ("due",)
    if row.ended == life.until:
        return ("withdrawn", "expired") if lapses <= life.until else ("withdrawn",)
    if row.ended == life.finished or (row.ended is not None and row.ended >= lapses):
        return ("expired",)
    if any(span.since <= person.diary.back(falls) <= span.until for span in person.blocked):
        return ("expired", "not-asked")
    refused = row.ended is not None and _refused(person, row, row.ended)
    return ("not-asked",) if refused else ()


def pressed(person: Person) -> None:
    """A press of the button begins its questionnaire, unless that is open, or waits for its turn."""
    rows = [row for row in person.prompts if row.wave in person.buttons]
    presses = [act for act in person.did if act.what == "crosses"]
    for row in rows:
        if not any(act.at == row.due for act in presses):
            person.fault(f"{row.wave}: nobody has pressed that button", row.due)
    for act in presses:
        there = any(row.due <= act.at <= min(row.expires, row.ended or inf) for row in rows)
        if act.at < person.life(act.at).over and not there:
            person.fault("a button was pressed, and nothing begins", act.at)
