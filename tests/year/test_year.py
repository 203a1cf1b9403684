"""A year in touch with people who move, and an oracle that says what it must have been.

The short form runs with the suite; `make year SEED=3 PEOPLE=168 DAYS=365` is the long one."""

import os
import sys
import time
from pathlib import Path
from typing import TextIO

import figures
from driver import BEGINS, Plan, year
from oracle import Oracle
from phone import DAY
from reported import differences
from rows import kept

from bot.loop import run_loop
from study.reading import read_protocol

PEOPLE, DAYS = int(os.environ.get("PEOPLE", "13")), int(os.environ.get("DAYS", "45"))
SEED = int(os.environ.get("SEED", "1"))
WIDTH = 40


def test_a_year_is_as_the_oracle_says(tmp_path: Path) -> None:
    run_loop(_lived(tmp_path))


async def _lived(root: Path) -> None:
    began = time.monotonic()
    async with year(root, Plan(PEOPLE, DAYS, SEED)) as lived:
        if sys.stderr.isatty():
            lived.told = lambda at: bar(sys.stderr, (at - BEGINS) / DAY / DAYS)
        await lived.live()
    written = kept(root / "server", list(lived.humans))
    protocol = read_protocol(root / "server" / "study.yaml")
    oracle = Oracle(protocol, lived.diary, lived.humans, written, lived.ends)
    faults = oracle.looks()
    faults += await differences(oracle, protocol, lived.data / "restante.sqlite3")
    print("\n" + figures.told(lived, oracle, written, time.monotonic() - began))
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults[:40])
    assert sum(len(person.puts) for person in oracle.people.values()) > PEOPLE * 5, (
        "hardly anything was asked"
    )


def bar(out: TextIO, share: float) -> None:
    done = round(share * WIDTH)
    out.write(f"\r[{'=' * done}{' ' * (WIDTH - done)}] {share:4.0%}")
    out.flush()
