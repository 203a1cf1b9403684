"""`restante study simulate`: what a study asks of people, before anybody is asked."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from cli.rehearsal.counting import Count, OfWeek, as_data
from cli.rehearsal.people import WORDS_A_MINUTE
from cli.rehearsal.rehearsing import Plan, rehearse
from study.drawing.telling import many
from study.protocol import Protocol

MOST_ROWS = 16
WIDEST = 200
"""Columns of a terminal."""

REASONS = {
    "most-a-day": "over most-a-day",
    "never": "on a never day",
    "when": "condition",
    "no time left": "expired before it could be put",
    "gone": "had left",
    "until": "wave was over",
}


def simulate(protocol: Protocol, plan: Plan) -> Count:
    """Plays the study, with a bar of progress on stderr."""
    with Progress(console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("People", total=plan.people)
        return rehearse(protocol, plan, lambda done: shown.update(task, completed=done))


def data(count: Count, plan: Plan) -> dict[str, Any]:
    """The count as JSON data, with what it was made of, and the rates that the tables show."""
    found = as_data(count)
    for week, (_, counted) in zip(found["weeks"], sorted(count.weeks.items()), strict=True):
        week |= {"prompts_a_day": _mean(counted), "reading_minutes": _minutes(counted)}
    made = {"people": plan.people, "days": plan.days, "seed": plan.seed, "start": plan.start.isoformat()}
    return {"plan": made, **found}


def as_json(count: Count, plan: Plan) -> str:
    return json.dumps(data(count, plan), ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else str(value)


def show(count: Count, plan: Plan, console: Console) -> None:
    """Two tables, and what they come to."""
    for table in (_by_wave(count), _by_week(count)):
        # A number that is cut off is another number.
        table.width = console.measure(table, options=console.options.update(max_width=WIDEST)).maximum
        console.print(table, crop=False)
    console.print(*_sentences(count, plan), *_not_put(count), sep="\n", soft_wrap=True, highlight=False)


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)


def _by_wave(count: Count) -> Table:
    table = _table("Prompts by wave")
    table.add_column("wave", overflow="fold", min_width=min(max(map(len, count.waves)), 24))
    for name in ("put", "reminded", "answered", "in part", "skipped", "expired", "answers"):
        table.add_column(name, justify="right")
    for id, wave in count.waves.items():
        figures = (
            wave.put,
            wave.reminders,
            wave.answered,
            wave.partial,
            wave.skipped,
            wave.expired,
            wave.answers,
        )
        table.add_row(id, *(f"{figure:,}" for figure in figures))
    return table


def _by_week(count: Count) -> Table:
    """Weeks in which nobody is asked are left out; many are put together."""
    table = _table("By week after the agreement")
    for name in ("weeks", "people", "prompts a day", "most a day", "answered", "answers", "minutes to read"):
        table.add_column(name, justify="right")
    for name, week in _rows(count):
        mean, rate, minutes = f"{_mean(week):.2f}", f"{week.answered / week.put:.0%}", f"{_minutes(week):.1f}"
        table.add_row(name, str(week.people), mean, str(week.most), rate, f"{week.answers:,}", minutes)
    return table


def _rows(count: Count) -> list[tuple[str, OfWeek]]:
    for size in (1, 4, 13, 52):
        rows: dict[int, OfWeek] = {}
        for number, week in sorted(count.weeks.items()):
            first = number // size * size
            rows[first] = rows[first].and_then(week) if first in rows else week
        named = {
            f"{n + 1}" if size == 1 else f"{n + 1}-{n + size}": week for n, week in rows.items() if week.put
        }
        if len(named) <= MOST_ROWS:
            break
    return list(named.items())


def _mean(week: OfWeek) -> float:
    """Prompts per person and day."""
    return round(week.put / week.person_days, 3) if week.person_days else 0.0


def _minutes(week: OfWeek) -> float:
    """Reading per person."""
    return round(week.words / WORDS_A_MINUTE / week.people, 2) if week.people else 0.0


def _not_put(count: Count) -> Iterator[str]:
    for id, wave in count.waves.items():
        if wave.dropped:
            why = ", ".join(
                f"{n:,} {REASONS.get(reason, reason)}" for reason, n in wave.dropped.most_common()
            )
            yield f"Never put, of {id}: {why}."


def _sentences(count: Count, plan: Plan) -> list[str]:
    put, answers = sum(w.put for w in count.waves.values()), sum(w.answers for w in count.waves.values())
    minutes = count.longest_words / WORDS_A_MINUTE
    said = [
        f"{plan.people} invented people over {many(plan.days, 'day')}, from {plan.start} (seed {plan.seed}); "
        f"{count.left} of them left.",
        f"{many(put, 'prompt')}, {many(answers, 'answer')} expected: about {answers / plan.people:.0f} a person.",
        f"The longest day: {many(count.longest, 'prompt')} to one person, {minutes:.1f} minutes to read "
        f"({WORDS_A_MINUTE} words a minute)" + (f", on {count.longest_on}." if count.longest_on else "."),
    ]
    if count.collisions:
        said.append(
            f"{count.collisions} prompts or reminders fell into the quiet hours. That must not be: please tell us."
        )
    elif count.protocol.schedule.quiet:
        said.append("No prompt or reminder fell into the quiet hours.")
    else:
        said.append("The study has no quiet hours: people are asked at night too.")
    return said
