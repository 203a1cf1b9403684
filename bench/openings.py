"""Opens the same answers in four ways, in one process. `python -m bench.openings FOLDER PEOPLE RUNS` prints JSON:
envelopes a second, by what opened them."""

import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from bench.seeding import PASSPHRASE, person_id
from bench.stage import PEERS
from desk.export import export
from desk.opening import Opened, Opener
from desk.room import DATABASE, VAULT, Room
from sealing.keys import HPKE as SUITE
from sealing.seal import Context
from sealing.secret import load_secret_key
from sealing.unseal import unseal
from storage.desk import reading
from storage.desk_rows import DeskRecord
from study.reading import read_protocol

EXPORT, OPENER, HPKE, AGE = "the whole export", "the opener alone", "bare HPKE", "age (X25519)"
SLICE = 500  # envelopes one way, then as many the next: a busy moment of the machine meets all of them
INFO = bytes(110)  # as long as what our seals are bound to

Open = Callable[[int], object]
"""Opens the envelope of that number; raises where it does not open."""


@dataclass(frozen=True)
class Answers:
    """Where they lie, with what they open, and every record with the person it is of."""

    study: Path
    room: Room
    opener: Opener
    records: list[tuple[str, DeskRecord]]


async def load(folder: Path, people: int) -> Answers:
    study, data = folder / "server" / "study.yaml", folder / "server" / "data"
    protocol = read_protocol(study)
    opener = Opener(protocol.id, load_secret_key(folder / "laptop" / "core.key", PASSPHRASE), data / VAULT)
    ids = [person_id(n) for n in range(people)]
    async with reading(data / DATABASE) as look:
        records = [(id, record) for id in ids for record in await look.records_of(id)]
    return Answers(study, Room(protocol, data, opener), opener, records)


def ways(answers: Answers) -> dict[str, Open]:
    """The opener, and the same plaintexts sealed the others' ways."""
    opener, records = answers.opener, answers.records
    plain = [
        unseal(record.envelope, Context(opener.study, person, record.id, record.kind), opener.key)
        for person, record in records
    ]
    return {OPENER: _ours(opener, records), HPKE: _hpke(opener, plain), AGE: _age(plain)}


def _ours(opener: Opener, records: list[tuple[str, DeskRecord]]) -> Open:
    def open_one(n: int) -> None:
        if not isinstance(opener.open(*records[n]), Opened):
            raise ValueError("a seal that does not open")

    return open_one


def _hpke(opener: Opener, plain: list[bytes]) -> Open:
    public, secret = opener.key.public.handle, opener.key.handle
    sealed = [SUITE.encrypt(one, public, info=INFO) for one in plain]
    return lambda n: SUITE.decrypt(sealed[n], secret, info=INFO)


def _age(plain: list[bytes]) -> Open:
    pyrage = _pyrage()
    identities = [pyrage.x25519.Identity.generate() for _ in range(2)]
    public = [identity.to_public() for identity in identities]
    sealed = [pyrage.encrypt(one, public) for one in plain]
    return lambda n: pyrage.decrypt(sealed[n], identities[:1])


def _pyrage() -> Any:
    """From the peers' environment, which is looked into last: nothing of ours is replaced by theirs."""
    sys.path += [str(place) for place in PEERS.glob("lib/python*/site-packages")]
    return import_module("pyrage")


def sliced(opens: dict[str, Open], number: int) -> dict[str, float]:
    """Envelopes a second of each way, slice by slice in turn."""
    took = dict.fromkeys(opens, 0.0)
    for start in range(0, number, SLICE):
        for name, open_one in opens.items():
            began = time.perf_counter()
            for n in range(start, min(start + SLICE, number)):
                open_one(n)
            took[name] += time.perf_counter() - began
    return {name: number / seconds for name, seconds in took.items()}


def whole(answers: Answers) -> float:
    """Envelopes a second of a whole export: everything that `restante export` does once the key is open."""
    with _place() as out:
        began = time.perf_counter()
        done = asyncio.run(export(answers.room, answers.opener, answers.study, out, lambda done, total: None))
        took = time.perf_counter() - began
    if done.rows["answers"] != len(answers.records):
        raise ValueError("an export that is not whole")
    return len(answers.records) / took


@contextmanager
def _place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        yield folder / "export"
    finally:
        shutil.rmtree(folder)


def main(folder: Path, people: int, runs: int) -> None:
    answers = asyncio.run(load(folder, people))
    opens = ways(answers)
    rates: dict[str, list[float]] = {name: [] for name in (EXPORT, *opens)}
    for _ in range(runs):
        rates[EXPORT].append(whole(answers))
        for name, rate in sliced(opens, len(answers.records)).items():
            rates[name].append(rate)
    print(json.dumps(rates))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
