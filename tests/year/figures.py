"""A year in figures, for whoever ran it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from math import inf

from driver import Year
from oracle import Oracle
from rows import Kept

STATES = ("answered", "partial", "skipped", "expired", "withdrawn", "not-asked", "delivered", "begun", "due")


def told(year: Year, oracle: Oracle, kept: Mapping[int, Kept], seconds: float) -> str:
    """Prompts by state, wave and temper; the longest day; what went on around them; how fast it was."""
    by_wave: dict[str, Counter[str]] = defaultdict(Counter)
    by_temper: dict[str, Counter[str]] = defaultdict(Counter)
    for who, human in year.humans.items():
        for row in kept[who].prompts if who in kept else ():
            by_wave[row.wave][row.state] += 1
            by_temper[human.temper.name][row.state] += 1
    diary = year.diary
    away = sum(back - gone for gone, back in diary.stood) / 3600
    words, acts = len(diary.heard), len(diary.did)
    return "\n".join(
        [
            f"{len(year.humans)} people, {year.plan.days} days, seed {year.plan.seed}",
            *_table("wave", by_wave),
            *_table("temper", by_temper),
            _longest(oracle),
            _lives(oracle),
            f"{year.nurse.starts} starts, {len(diary.kills)} of them after a kill; {away:.0f} hours without a service; "
            f"{oracle.twice} messages said again after a kill",
            f"{words} messages heard, {acts} acts, {year.steps} steps in {seconds:.0f} s: "
            f"{year.plan.days / seconds:.1f} days and {(words + acts) / seconds:.0f} messages a second",
        ]
    )


def _table(what: str, counts: Mapping[str, Counter[str]]) -> Iterable[str]:
    yield f"{what:<10}" + "".join(f"{state:>11}" for state in STATES)
    for name, states in counts.items():
        yield f"{name:<10}" + "".join(f"{states[state]:>11}" for state in STATES)


def _longest(oracle: Oracle) -> str:
    """The day of one person with most messages of those who take part, by their own clock."""
    days: Counter[tuple[int, date]] = Counter()
    for person in oracle.people.values():
        who = person.human.phone.id
        days.update((who, person.day(one.at)) for one in person.heard if one.at > person.lives[0].since)
    (who, day), most = days.most_common(1)[0]
    person = oracle.people[who]
    put = sum(person.day(one.at) == day for one in person.puts)
    return f"longest day: {most} messages to one person on {day}, {put} of them new prompts"


def _lives(oracle: Oracle) -> str:
    """What happened to people, so that nobody takes a quiet year for a good one."""
    people = oracle.people.values()
    lives = [life for person in people for life in person.lives]
    moves = sum(key == "moved" for life in lives for key, _, _ in life.runs)
    silences = sum(len(person.asked_if_there) for person in people)
    rests = sum(len(person.rests) for person in people) - silences
    did = Counter(act.what for person in people for act in person.did)
    return (
        f"{moves} moves, {did['chooses']} wishes about hours, {rests} pauses, {silences} silences, "
        f"{did['not-now']} times not now, {did['crosses']} presses of the button, {did['blocks']} blocks, "
        f"{sum(life.until < inf for life in lives)} leavings, {len(lives) - len(people)} returns, "
        f"{sum(life.finished < inf for life in lives)} came to the end"
    )
