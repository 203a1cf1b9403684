"""The page docs/benchmarks.md, and the same tables on a screen. No machine is named here, and no path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import fill

from rich.table import Table

from bench.figures import NOT_MET, Row, number

WIDTH = 110
COLUMNS = ("What", "Ours", "The other", "Figure", "Target", "")

READING = """\
`make bench` wrote this page. Numbers of one machine say little about another; ratios of two things measured in
turn on the same machine, minutes apart, say more. So look at the column *Figure*: a ratio (×) of ours to the
other unless it has a unit of its own. *Target* is what we set out to reach before we measured; where it is not
met, it says so, and [decisions/08](decisions/08-where-the-time-goes.md) says why.

Every bot runs in a process of its own against a Bot API server on the same machine, in another process. That
server is as fast as Python allows, answers at once or after 50 ms (about what Telegram takes), and measures
from outside: when it handed an update out, when the bot's request was there. Short measurements are taken in
turn and repeated; the median counts. Ours runs with everything on: every update journaled and every answer
committed with `synchronous=FULL`, people and their questionnaire loaded from disk, answers sealed post-quantum
to two keys, words going out through the outbox. The others echo, and keep nothing.

Memory is resident memory of the process, in MB of 2²⁰ bytes."""


@dataclass(frozen=True)
class Section:
    """One measurement as it is printed."""

    title: str
    about: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Circumstances:
    """What a reader must know of the run. `sync` is how long the disk takes to keep one page, in seconds."""

    day: date
    runs: int
    cores: int
    python: str
    sqlite: str
    sync: float
    peers: Sequence[str]  # with their versions

    def words(self) -> str:
        return (
            f"Measured on {self.day.isoformat()}: {self.cores} cores, Python {self.python}, SQLite {self.sqlite}; "
            f"the disk takes {number(self.sync * 1000)} ms to keep one page (fsync). Medians of {self.runs} runs where "
            f"nothing else is said. Compared with {', '.join(self.peers)}."
        )


def cells(row: Row) -> tuple[str, ...]:
    target = row.target.words(row.unit) if row.target else ""
    return (row.what, row.ours, row.other, f"{number(row.figure)}{row.unit}", target, row.verdict)


def page(circumstances: Circumstances, sections: Sequence[Section]) -> str:
    """The whole page, in Markdown."""
    parts = [
        "# How fast it is",
        fill(circumstances.words(), WIDTH),
        _tally(sections),
        "## How to read it",
        READING,
    ]
    for section in sections:
        parts += [f"## {section.title}", fill(section.about, WIDTH), _markdown(section.rows)]
    return "\n\n".join(parts) + "\n"


def _tally(sections: Sequence[Section]) -> str:
    rows = [row for section in sections for row in section.rows if row.target]
    missed = [row for row in rows if row.verdict == NOT_MET]
    return f"Of {len(rows)} targets {len(rows) - len(missed)} are met and {len(missed)} are not."


def _markdown(rows: Sequence[Row]) -> str:
    lines = [_line(COLUMNS), _line(("---", "---:", "---:", "---:", "---:", "---"))]
    for row in rows:
        *most, verdict = cells(row)
        lines.append(_line((*most, f"**{verdict}**" if verdict == NOT_MET else verdict)))
    return "\n".join(lines)


def _line(words: Sequence[str]) -> str:
    return f"| {' | '.join(words)} |"


def screen(section: Section) -> Table:
    """A section for a terminal."""
    table = Table(title=section.title, title_justify="left", title_style="bold")
    for name in COLUMNS:
        table.add_column(name, justify="left" if name in ("What", "") else "right")
    for row in section.rows:
        *most, verdict = cells(row)
        table.add_row(*most, f"[red]{verdict}[/red]" if verdict == NOT_MET else verdict)
    return table
