"""Each prompt that reached somebody has its message; and how it ended, from what they did."""

from collections import defaultdict
from math import inf

from life import Put
from person import Person
from phone import Did, Heard
from rows import Row

TOUCHING = frozenset({"answers", "skips", "not-now"})
A_MOMENT = 5.0
"""Seconds in which a word is on its way, of the real ones that pass while the year's clock stands."""


def hear(person: Person, heard: list[Heard]) -> None:
    """What was on its way at a kill may come again (promise 3), right after it: that is counted, and left out."""
    at_kills: set[tuple[float, str, tuple[str, ...]]] = set()
    for one in heard:
        said = (one.at, one.text, one.labels)
        if said in at_kills:
            person.twice += 1
            continue
        person.heard.append(one)
        if one.at in person.diary.kills:
            at_kills.add(said)


def matched(person: Person) -> None:
    """Each prompt that was put has one message, and each message one prompt, at the same time."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in person.prompts:
        if row.put is not None and row.wave in person.waves:
            rows[row.wave].append(row)
    for wave in person.waves:
        begun = _beginnings(person, wave, rows[wave])
        there = sorted(rows[wave], key=lambda row: (row.put or 0.0, row.due))
        if len(begun) != len(there):
            person.fault(f"{wave}: {len(begun)} messages for {len(there)} prompts that were put")
        for row, message in zip(there, begun, strict=False):
            if row.put != message.at:
                person.fault(f"{wave}: put at {row.put}, and heard at {message.at}", message.at)
            if row.sent is None or abs(row.sent - message.at) > A_MOMENT:
                person.fault(f"{wave}: heard, and stamped as sent at {row.sent}", message.at)
            person.puts.append(Put(row, message.order, message.at, button=wave in person.buttons))
    person.puts.sort(key=lambda put: put.order)


def _beginnings(person: Person, wave: str, rows: list[Row]) -> list[Heard]:
    """The messages that put a prompt. What a button began has no greeting: it is the first question at its time."""
    if wave not in person.buttons:
        return [one for one in person.heard if one.wave == wave and one.lead.startswith("prompt.begin")]
    times = {row.put for row in rows}
    first: dict[float, Heard] = {}
    for one in person.heard:
        if (one.wave, one.number) == (wave, 1) and one.at in times:
            first.setdefault(one.at, one)
    return list(first.values())


def ended(person: Person) -> None:
    """How each ended, from what was done."""
    for put in person.puts:
        _end(person, put)


def _end(person: Person, put: Put) -> None:
    """From the first touch to the last, in time and late."""
    wave, life = person.waves[put.row.wave], person.life(put.at)
    newer = next((one for one in person.puts if one.order > put.order and one.row.wave == wave.id), None)
    lapses = person.diary.back(put.row.expires)
    taken = _taken_until(person, put, lapses)
    other = next((one for one in person.puts if one.order > put.order and one.at >= lapses), None)
    first = min((one.order for one in (newer, other) if one is not None), default=inf)
    touches = [
        act
        for act in person.did
        if act.what in TOUCHING and act.wave == wave.id and put.order < act.order < first and act.at < taken
    ]
    _touched(put, touches, lapses, person.questions(wave))
    goes = min(lapses, newer.at if newer and put.begun is None else inf)
    if not put.state:
        if life.until < min(goes, life.finished):
            put.state, put.ended = "withdrawn", life.until
        elif min(goes, life.finished) <= person.ends:
            put.state, put.ended = (
                ("partial" if put.given or put.skipped else "expired"),
                min(goes, life.finished),
            )
    in_time = put.state in ("answered", "skipped") and not put.late
    untouched = put.begun is None or put.begun >= goes
    missed = untouched and not in_time and goes <= life.over and not put.button
    put.missed_at = goes if missed else inf
    put.closed = (
        put.ended if put.ended is not None and not put.late else (goes if goes <= person.ends else inf)
    )
    done = put.state in ("answered", "skipped") and put.ended is not None
    put.over = put.ended if done and put.ended is not None else min(max(taken, lapses), life.over)
    if newer and put.begun is None and newer.at <= lapses:
        put.over = min(put.over, newer.at)
    if other is not None and not done:
        put.over = min(put.over, max(other.at, lapses))


def _taken_until(person: Person, put: Put, lapses: float) -> float:
    """When no answer is taken any more, if nothing else is asked once it has lapsed."""
    late = person.waves[put.row.wave].late
    until = put.row.expires + late.total_seconds() if late else lapses
    return min(max(until, lapses), person.life(put.at).over)


def _touched(put: Put, touches: list[Did], lapses: float, questions: int) -> None:
    """What was done with it. "Not now" is no beginning; once it has lapsed, its key is only a touch."""
    done: dict[int, str] = {}
    put.state, put.ended, put.begun, put.late = "", None, None, False
    for act in touches:
        in_time = act.at < lapses
        if act.what == "not-now" and in_time:
            continue
        if not in_time and not put.state:
            put.state, put.ended = ("partial" if done else "expired"), lapses
        put.begun = act.at if put.begun is None else put.begun
        if act.what == "not-now":
            continue
        done[act.number] = act.what
        if not in_time:
            put.state, put.ended, put.late = "partial", act.at, True
        if len(done) == questions:
            skipped = all(what == "skips" for what in done.values())
            put.state, put.ended = ("skipped" if skipped else "answered"), act.at
            break
    put.given = sum(what == "answers" for what in done.values())
    put.skipped = len(done) - put.given
