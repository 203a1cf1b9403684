"""Seconds from the start of the process until its first getUpdates is there, with 10,000 participants; and what
timers add to that and to memory. Timers are in a month's time. Ours keeps them in the database;
python-telegram-bot's JobQueue keeps them in memory, so a bot must add them all again whenever it starts: that
is measured once, with 100,000 and with none. Ours starts with and without timers in turn, as often as there are
runs; the difference of the two quickest starts counts, because whatever else a machine does only makes a start
slower. A difference below 5 ms cannot be told from none, and counts as 5 ms. Memory is read two seconds after
that first getUpdates."""

import time
from pathlib import Path

from bench.figures import Findings, Row, Target, median, number, ratio, seconds
from bench.folders import Folders
from bench.stage import bot, ours, peer, server
from bench.step import Step

TITLE = "Starting, and a million timers"
PEOPLE = 10_000
TIMERS = (0, 100_000, 1_000_000)
JOBS = (0, 100_000)
JOB_RUNS = 1
SETTLED = 2.0  # seconds
SMALLEST = 0.005  # seconds
SEEN = 1  # MB; two starts differ by as much
START = Target(most=1.5)
RESTART = Target(least=1_000)
MEMORY = Target(most=30)


def steps(runs: int) -> int:
    return runs * len(TIMERS) + JOB_RUNS * len(JOBS)


def measure(runs: int, folders: Folders, step: Step) -> Findings:
    found = Findings()
    for _ in range(runs):
        for timers in TIMERS:
            step(f"ours, {timers:,} timers")
            folder = folders.of(PEOPLE, asked=False, timers=timers)
            _note(found, f"ours, {timers}", *_start_of_ours(folder))
    for _ in range(JOB_RUNS):
        for jobs in JOBS:
            step(f"JobQueue, {jobs:,} jobs")
            _note(found, f"JobQueue, {jobs}", *_start_of_jobs(jobs))
    restart = min(found.raw["ours, 100000: start"]) - min(found.raw["ours, 0: start"])
    found.rows = _rows({name: median(several) for name, several in found.raw.items()}, restart)
    return found


def _rows(middle: dict[str, float], restart: float) -> list[Row]:
    start, job_start = middle["ours, 0: start"], middle["JobQueue, 0: start"]
    load = middle["JobQueue, 100000: start"] - job_start
    added = max(0.0, middle["ours, 1000000: memory"] - middle["ours, 0: memory"])
    job_added = middle["JobQueue, 100000: memory"] - middle["JobQueue, 0: memory"]
    return [
        Row("start to first getUpdates", seconds(start), seconds(job_start), start, " s", START),
        Row(
            "restart with 100,000 timers, how much faster than JobQueue's load",
            seconds(restart) if restart > SMALLEST else f"below {seconds(SMALLEST)}",
            seconds(load),
            ratio(load, max(restart, SMALLEST)),
            target=RESTART,
        ),
        Row(
            "memory added by 1,000,000 timers (JobQueue: by 100,000)",
            f"{number(added)} MB" if added >= SEEN else f"below {SEEN} MB",
            f"{number(job_added)} MB",
            added,
            " MB",
            MEMORY,
        ),
    ]


def _note(found: Findings, name: str, start: float, memory: float) -> None:
    found.raw.setdefault(f"{name}: start", []).append(start)
    found.raw.setdefault(f"{name}: memory", []).append(memory)


def _start_of_ours(folder: Path) -> tuple[float, float]:
    """Nobody writes and nothing falls due, so the folder stays as it is and needs no copy."""
    with server() as api, bot(ours(folder, api), api) as service:
        time.sleep(SETTLED)
        return service.start, service.memory()


def _start_of_jobs(jobs: int) -> tuple[float, float]:
    with server() as api, bot(peer("jobqueue_bot", api, jobs, 0, 1), api) as queue:
        time.sleep(SETTLED)
        return queue.start, queue.memory()
