"""`make bench`: everything that is measured, in turn; tables on the screen and in docs/benchmarks.md, every
number in bench/results/. BENCH_RUNS=1 for a try (the page is then written to bench/results/ instead),
BENCH_ONLY=taps,growth for some of it (no page is written)."""

import json
import os
import platform
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from types import FrameType, ModuleType
from typing import NoReturn, Protocol, cast

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from bench.figures import Findings, median
from bench.folders import Folders
from bench.measures import crowd, exports, growth, lateness, starts, studying, taps, throughput
from bench.report import Circumstances, Section, page, screen
from bench.stage import PEERS, RESULTS, ROOT, BotFailed, scratch
from bench.step import Step

ENOUGH = 5  # runs for a page that others read
MEASURES = {
    module.__name__.rsplit(".", 1)[1]: module
    for module in (throughput, taps, crowd, lateness, starts, growth, exports, studying)
}
NAMED = {"aiogram", "python-telegram-bot", "APScheduler", "aiohttp", "pyrage"}


class Measure(Protocol):
    """What every file of `bench.measures` has."""

    __doc__: str
    TITLE: str

    def steps(self, runs: int) -> int: ...

    def measure(self, runs: int, folders: Folders, step: Step) -> Findings: ...


def main() -> int:
    console = Console()
    signal.signal(signal.SIGTERM, _stop)
    try:
        runs, chosen = asked()
    except ValueError as wrong:
        console.print(str(wrong))
        return 2
    if not PEERS.exists():
        console.print("The bots to compare with are not installed. Use `make bench`, which does that first.")
        return 1
    try:
        sections, raw = measured(console, runs, chosen)
    except BotFailed as failed:
        console.print(f"[red]A bot failed, and nothing was written.[/red] {failed}", markup=True)
        return 1
    write(console, runs, sections, raw, whole=len(chosen) == len(MEASURES))
    return 0


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    """So that no bot and no folder is left behind."""
    raise SystemExit(1)


def asked() -> tuple[int, dict[str, Measure]]:
    """How many runs, and of what. Raises ValueError with a sentence."""
    runs = os.environ.get("BENCH_RUNS", "") or str(ENOUGH)
    if not runs.isdigit() or int(runs) < 1:
        raise ValueError(f"BENCH_RUNS={runs}: this must be a number from 1 on.")
    names = [name for name in os.environ.get("BENCH_ONLY", "").replace(",", " ").split() if name]
    if unknown := [name for name in names if name not in MEASURES]:
        raise ValueError(f"BENCH_ONLY: there is no {unknown[0]}. There are {', '.join(MEASURES)}.")
    chosen = {name: _measure(MEASURES[name]) for name in names or MEASURES}
    return int(runs), chosen


def _measure(module: ModuleType) -> Measure:
    return cast(Measure, module)


def measured(
    console: Console, runs: int, chosen: dict[str, Measure]
) -> tuple[list[Section], dict[str, dict[str, list[float]]]]:
    """Everything chosen, measured. Raises BotFailed."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    sections, raw = [], {}
    with scratch() as root, Progress(*columns, console=console) as shown:
        folders = Folders(root)
        task = shown.add_task("", total=sum(measure.steps(runs) for measure in chosen.values()))
        for name, measure in chosen.items():
            started = -1

            def step(words: str, title: str = measure.TITLE) -> None:
                nonlocal started
                started += 1
                shown.update(task, description=f"{title}: {words}", advance=int(started > 0))

            began = time.monotonic()
            found = measure.measure(runs, folders, step)
            found.raw["seconds it took to measure"] = [time.monotonic() - began]
            shown.advance(task)
            sections.append(Section(measure.TITLE, " ".join(measure.__doc__.split()), found.rows))
            raw[name] = found.raw
            shown.console.print(screen(sections[-1]))
    return sections, raw


def write(
    console: Console,
    runs: int,
    sections: list[Section],
    raw: dict[str, dict[str, list[float]]],
    *,
    whole: bool,
) -> None:
    """Every number as JSON; and the page, if all was measured: for others to read only with enough runs."""
    now = datetime.now(UTC)
    results = RESULTS / f"{now:%Y-%m-%dT%H-%M-%SZ}.json"
    results.write_text(json.dumps({"runs": runs, "raw": raw}, indent=1))
    console.print(f"Every number: {results.relative_to(ROOT)}")
    if not whole:
        return
    place = (ROOT / "docs" if runs >= ENOUGH else RESULTS) / "benchmarks.md"
    place.write_text(page(circumstances(now.date(), runs), sections), encoding="utf-8")
    console.print(f"The page: {place.relative_to(ROOT)}")


def circumstances(day: date, runs: int) -> Circumstances:
    return Circumstances(
        day=day,
        runs=runs,
        cores=len(os.sched_getaffinity(0)),
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        sync=_sync(),
        peers=_versions(),
    )


def _sync() -> float:
    """Seconds that the disk takes to keep one page of 4,096 bytes."""
    took = []
    with scratch() as folder, (folder / "page").open("wb") as file:
        for _ in range(50):
            file.write(bytes(4096))
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            took.append(time.perf_counter() - began)
    return median(took)


def _versions() -> list[str]:
    """The peers, with their versions."""
    listing = "import importlib.metadata as m; print(*(f'{d.name} {d.version}' for d in m.distributions()), sep='\\n')"
    python = str(Path(PEERS, "bin", "python"))
    said = subprocess.run([python, "-c", listing], capture_output=True, text=True, check=True).stdout
    return sorted((line for line in said.splitlines() if line.split()[0] in NAMED), key=str.lower)


if __name__ == "__main__":
    sys.exit(main())
