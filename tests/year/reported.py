"""What the team is told of the year, held against what the oracle has counted."""

from collections import Counter
from collections.abc import Iterator
from math import inf
from pathlib import Path
from zoneinfo import ZoneInfo

from endings import A_MOMENT
from oracle import Oracle

from desk.compliance import asked
from storage.desk import reading
from study.compliance import DELIVERED, Compliance, Figures, by_person, by_site, by_wave, by_week, quartiles
from study.protocol import Protocol


async def differences(oracle: Oracle, protocol: Protocol, database: Path) -> list[str]:
    """Every figure that is another."""
    async with reading(database) as desk:
        rows = await desk.prompts_between(0.0, inf)
    prompts = [asked(row) for row in rows]
    zones = {
        (one.code, one.wave, one.due_at): ZoneInfo(row.zone or protocol.site(row.site).timezone)
        for one, row in zip(prompts, rows, strict=True)
    }
    told = {
        **_named("person", by_person(prompts)),
        **_named("wave", by_wave(prompts)),
        **_named("site", by_site(prompts)),
        **_named("week", by_week(prompts, lambda one: zones[one.code, one.wave, one.due_at])),
    }
    return [*_counts(oracle, told), *_times(oracle, by_wave(prompts))]


def _named(kind: str, figures: dict[str, Figures]) -> dict[tuple[str, str], Compliance]:
    return {(kind, str(name)): one.counts for name, one in figures.items()}


def _counts(oracle: Oracle, told: dict[tuple[str, str], Compliance]) -> Iterator[str]:
    fates = oracle.fates()
    for group in fates.keys() | told.keys():
        counts, mine = told.get(group, Compliance()), fates.get(group, Counter())
        theirs = Counter({str(fate): n for fate in DELIVERED if (n := getattr(counts, fate))})
        if theirs != mine:
            yield f"{group}: told {dict(theirs)}, counted {dict(mine)}"
        if mine and counts.rate != mine["answered"] / mine.total():
            yield f"{group}: compliance {counts.rate}, counted {mine['answered'] / mine.total()}"


def _times(oracle: Oracle, waves: dict[str, Figures]) -> Iterator[str]:
    for wave, values in oracle.latencies().items():
        mine, told = quartiles(values), waves[wave].latency
        near = (
            told is not None
            and mine is not None
            and told.n == mine.n
            and abs(told.median - mine.median) < A_MOMENT
        )
        if not near:
            yield f"{wave}: latency {told}, counted {mine}"
