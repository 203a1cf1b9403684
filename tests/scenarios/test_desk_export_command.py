"""`restante export` as it is typed: what it says, its exit codes, and what a stop leaves behind."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import desk_world
import pytest
from desk_world import DIARY, PASSPHRASE, World
from hatchery import Command

PATIENCE = 30.0  # seconds before a test gives up; nothing waits as long when all is well

Output = tuple[bytes, bytes]  # stdout, stderr


@pytest.fixture
def world(tmp_path: Path) -> World:
    return desk_world.build(tmp_path)


def arguments(world: World, *more: str | Path, key: str = "core") -> tuple[str | Path, ...]:
    out = world.root / "laptop" / "export"
    return ("export", world.study, "--data", world.data, "--key", world.key(key), "--out", out, *more)


async def typed(
    world: World, *command: str | Path, passphrase: str = PASSPHRASE
) -> tuple[int | None, str, str]:
    process = await world.command(*command, RESTANTE_PASSPHRASE=passphrase)
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert b"Traceback" not in err
    return process.returncode, out.decode(), err.decode()


def left_over(world: World) -> list[str]:
    return [path.name for path in (world.root / "laptop").iterdir() if path.suffix != ".key"]


async def test_done(world: World) -> None:
    code, out, _ = await typed(world, *arguments(world, "--format", "csv"))
    assert code == 0
    assert "3 participants, 19 answers, 3 diary entries, 5 voices." in out
    assert "read README.txt before you share anything" in out
    assert DIARY in (world.root / "laptop" / "export" / "entries.csv").read_text("utf-8-sig")
    code, out, err = await typed(world, *arguments(world))
    assert (code, out) == (2, "")
    assert "this is there already" in err


async def test_a_broken_seal_is_named_and_the_rest_is_written(world: World) -> None:
    broken = world.record_ids("AM-05", "entry")[0]
    world.write("UPDATE records SET envelope = x'00' WHERE id = ?", broken)
    code, out, err = await typed(world, *arguments(world))
    assert code == 1
    assert "3 participants" in out
    assert "1 seal is broken." in err
    assert f"  {broken}\n" in err
    assert (world.root / "laptop" / "export" / "README.txt").is_file()


async def test_a_key_that_others_have_not_sealed_to(world: World) -> None:
    code, out, err = await typed(world, *arguments(world, key="stranger"))
    assert (code, out) == (1, "")
    assert "This key opens nothing here: 25 records are sealed to other keys." in err
    assert err.endswith("Nothing was written.\n")
    assert left_over(world) == []


async def test_a_key_that_opens_some(world: World) -> None:
    code, out, _ = await typed(world, *arguments(world, key="yerevan"))
    assert code == 0
    assert "5 records could not be opened: sealed to other keys than this one." in out


async def test_a_study_in_which_nobody_spoke_is_no_failure(world: World) -> None:
    world.write("DELETE FROM records")
    code, out, _ = await typed(world, *arguments(world, key="stranger"))
    assert code == 0
    assert "3 participants, 0 answers" in out


async def test_beside_the_study_file_it_warns(world: World) -> None:
    out = world.root / "server" / "export"
    code, _, err = await typed(world, *arguments(world)[:-1], out)
    assert code == 0
    assert "Take care:" in err
    assert "it is not sealed" in err


async def test_what_is_given_wrong_is_refused_and_nothing_is_written(world: World) -> None:
    good = arguments(world)
    inside, none = world.data / "export", world.root / "none"
    cases = [
        ((*good[:-1], inside), "in the data folder of the bot"),
        ((*good, "--format", "spss"), "--format spss: this is not known. What can be written is csv."),
        (("export", none, *good[2:]), "none: there is no such file"),
        ((*good[:3], none, *good[4:]), "there is no such folder"),
        ((*good[:3], world.root / "laptop", *good[4:]), "no bot has worked in this folder yet"),
        ((*good[:5], none, *good[6:]), "--key wants the secret half"),
        (good[:4], "--key"),
    ]
    answers = await asyncio.gather(*(typed(world, *command) for command, _ in cases))
    for (code, out, err), (command, said) in zip(answers, cases, strict=True):
        assert (code, out) == (2, ""), command
        assert said in err
    code, out, err = await typed(world, *good, passphrase="another one")
    assert (code, out) == (2, "")
    assert "another one" not in err
    world.write("UPDATE meta SET value = 'rivers' WHERE name = 'study'")
    code, out, err = await typed(world, *good)
    assert (code, out) == (2, "")
    assert "the study 'rivers'" in err
    assert left_over(world) == []
    assert not inside.exists()


@asynccontextmanager
async def halfway(world: World) -> AsyncIterator[tuple[Command, asyncio.Task[Output]]]:
    """An export that stands still in the middle: one voice is a pipe, and comes only when we say so."""
    (voice,) = world.record_ids("AM-05", "entry", vault=True)
    pipe = world.data / "vault" / voice
    pipe.unlink()
    os.mkfifo(pipe)
    process = await world.command(*arguments(world), RESTANTE_PASSPHRASE=PASSPHRASE)
    opening = asyncio.create_task(asyncio.to_thread(os.open, pipe, os.O_WRONLY))  # waits for the other end
    ended = asyncio.create_task(process.communicate())
    await asyncio.wait({opening, ended}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    if not opening.done():
        os.close(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK))  # lets the thread go
        raise AssertionError(f"the export ended, or hangs, before the voice: {ended}")
    try:
        yield process, ended
    finally:
        os.close(opening.result())


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
async def test_a_stop_leaves_nothing(world: World, way: signal.Signals) -> None:
    async with halfway(world) as (process, ended):
        (unfinished,) = left_over(world)
        assert unfinished.startswith(".export-")
        process.send_signal(way)
        _, err = await asyncio.wait_for(ended, PATIENCE)
    assert process.returncode == 1
    assert err.decode().endswith("stopped. Nothing of it was left behind.\n")
    assert b"Traceback" not in err
    assert left_over(world) == []
