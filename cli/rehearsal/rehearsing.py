"""A whole rehearsal: people arrive, agree, and are asked for so many days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from cli.rehearsal.counting import Count
from cli.rehearsal.enrolling import NobodyTakesPart, enrol, opened, unscreened
from cli.rehearsal.life import Life
from cli.rehearsal.people import Person, Temper, births, tempers
from cli.rehearsal.reading import words_to_read
from cli.rehearsal.watching import Watcher
from study.outcome import Outcome
from study.protocol import Protocol

ARRIVALS = timedelta(days=28)
"""Within which everybody arrives."""


@dataclass(frozen=True)
class Plan:
    """How many people are asked for how many days after they agreed. One `seed` and `start` give one count."""

    people: int
    days: int
    seed: int
    start: date


def rehearse(protocol: Protocol, plan: Plan, progress: Callable[[int], None] = lambda _: None) -> Count:
    """Plays it, and counts. `progress` is told how many people are done."""
    protocol = _playable(protocol, plan)
    count = Count(protocol)
    numbers: dict[str, int] = {}
    arrivals = births(plan.start, plan.people, ARRIVALS, Random(plan.seed))  # noqa: S311 - no secret is drawn
    for number, (temper, at) in enumerate(zip(tempers(plan.people), arrivals, strict=True)):
        chance = Random(f"{plan.seed}:{number}")  # noqa: S311
        life = Life(protocol, chance.choice(protocol.languages), at, chance, numbers)
        _live(life, temper, count, timedelta(days=plan.days))
        progress(number + 1)
    return count


def _playable(protocol: Protocol, plan: Plan) -> Protocol:
    """Open, and with a screening that somebody passes."""
    protocol, chance = opened(protocol), Random(plan.seed)  # noqa: S311
    [arrival] = births(plan.start, 1, ARRIVALS, chance)
    life = Life(protocol, protocol.languages[0], arrival, chance, {})
    try:
        enrol(life, protocol.sites[0].id)
    except NobodyTakesPart:
        return unscreened(protocol)
    return protocol


def _live(life: Life, temper: Temper, count: Count, days: timedelta) -> None:
    seen: list[Outcome] = []
    life.watch = lambda _at, _event, _before, outcome: seen.append(outcome)
    enrolled = enrol(life, _site(life))
    until = life.at + days
    watcher, person = Watcher(count, enrolled, life.at, until), Person(temper, life)
    for outcome in seen:
        watcher.planned(outcome)
    life.watch = watcher.see
    while (heard := life.next(until)) is not None:
        language = heard.participant.language if heard.participant else life.language
        person.hears(heard, words_to_read(heard, language))
    watcher.done()


def _site(life: Life) -> str:
    """As often as the study hopes for people there."""
    sites = life.protocol.sites
    hoped = [site.target or 1 for site in sites] if any(site.target for site in sites) else None
    return life.chance.choices(sites, hoped)[0].id
