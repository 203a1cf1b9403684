"""What would betray that somebody was here: collected before they are erased, and looked for in every file afterwards.

Needs no key. Looked for are inner ids, and runs of 32 bytes of all that lies there boxed, sealed or hashed: of each
value its end, and one run in each `STRIDE` bytes, so that a page of it which was left over is found too. Words that
others have as well, such as the name of a wave, say nothing of anybody and are not looked for."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import aiosqlite

from storage import engine
from storage.migrating import check_form, migrations
from storage.sql import load

RUN = 32
"""Bytes. Every id is as long in hexadecimal, and every keyed hash as it lies there."""

STRIDE = 1024
"""Bytes from the beginning of one run to the next: on a page of 4096, at least two of what fills it."""

MOST = 256
"""Runs of one value. Of what is longer the runs lie farther apart."""

BLOCK = 16
"""Bytes by which files are looked through: any run covers a whole block, wherever it lies."""

PART = 1 << 20
"""Bytes in memory at a time."""

ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")

_TRACES = load("traces")

Progress = Callable[[int, int], None]
"""Called with how many bytes are looked through, and of how many."""


@dataclass
class Traces:
    """Runs by their blocks. `count` is how many different ones."""

    _by_block: dict[bytes, set[bytes]] = field(default_factory=dict, repr=False)
    _runs: set[bytes] = field(default_factory=set, repr=False)

    @property
    def count(self) -> int:
        return len(self._runs)

    def add(self, value: bytes) -> None:
        """Runs of `value`. One that is shorter than a run says too little."""
        last = len(value) - RUN
        if last < 0:
            return
        step = max(STRIDE, -(-last // MOST)) if last else 1
        for start in {*range(0, last, step), last}:
            self._add_run(value[start : start + RUN])

    def _add_run(self, run: bytes) -> None:
        if run in self._runs or len(set(run)) < BLOCK // 2:  # blanks and the like are everywhere
            return
        self._runs.add(run)
        for start in range(RUN - BLOCK + 1):
            self._by_block.setdefault(run[start : start + BLOCK], set()).add(run)

    def within(self, part: bytes) -> set[bytes]:
        """The runs that are in `part`, a piece of a file."""
        met = {part[at : at + BLOCK] for at in range(0, len(part), BLOCK)} & self._by_block.keys()
        return {run for block in met for run in self._by_block[block] if run in part}


@dataclass(frozen=True)
class Looked:
    """`found` are files in which something is still there, each with how many runs."""

    runs: int
    files: int
    found: dict[Path, int]


async def of(path: Path, vault: Path, participant: str, said_only: bool = False) -> Traces:
    """Everything of `participant` (inner id) in the database at `path` and in `vault`; or what they said, without what
    stays of them then. Raises StorageError, sqlite3.Error, OSError."""
    traces = Traces()
    async with engine.connected(path, writes=False) as connection:
        await check_form(connection, path, len(migrations()))
        for value in await _values(connection, participant, said_only):
            traces.add(value)
        names = [str(row[0]) for row in await _asked(connection, _TRACES.media, participant)]
        kept = {str(row[0]) for row in await _asked(connection, _TRACES.agreements, participant)}
    for name in names:
        if (vault / name).is_file() and not (said_only and name in kept):
            traces.add((vault / name).read_bytes())
    return traces


async def _values(connection: aiosqlite.Connection, participant: str, said_only: bool) -> list[bytes]:
    rows: list[aiosqlite.Row] = []
    if said_only:
        rows += await _asked(connection, _TRACES.said, participant)
    else:
        for table, column in (await engine.whose(connection)).items():
            statement = engine.about(_TRACES.everything, table, column)
            rows += await connection.execute_fetchall(statement, {"participant": participant})
        rows += await _asked(connection, _TRACES.by_lane, participant)
    return [one for row in rows for value in row for one in _theirs(value)]


def _theirs(value: object) -> list[bytes]:
    if isinstance(value, str):
        return [one.encode() for one in ID.findall(value)]
    return [value] if isinstance(value, bytes) else []


async def _asked(connection: aiosqlite.Connection, query: object, participant: str) -> list[aiosqlite.Row]:
    answer = await connection.execute_fetchall(query.sql, {"participant": participant})  # type: ignore[attr-defined]
    return list(answer)


def look(folder: Path, traces: Traces, progress: Progress = lambda done, of: None) -> Looked:
    """Looks through every file of `folder`, copies in it included. Raises OSError."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    whole = sum(path.stat().st_size for path in files)
    done, found, looked = 0, {}, 0
    for path in files:
        met: set[bytes] = set()
        try:
            for part in _parts(path):
                met |= traces.within(part)
                done += len(part)
                progress(min(done, whole), whole)
        except FileNotFoundError:  # a log that was cut meanwhile
            continue
        looked += 1
        if met:
            found[path] = len(met)
    progress(whole, whole)
    return Looked(traces.count, looked, found)


def _parts(path: Path) -> Iterator[bytes]:
    """The file in pieces, each with the end of the one before, so that nothing is cut in two."""
    with path.open("rb") as file:
        end = b""
        while part := file.read(PART):
            yield end + part
            end = (end + part)[-(RUN - 1) :]
