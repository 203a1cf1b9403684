"""`restante backup`: a copy of what a running service has, whole, sealed, and closed to others."""

import asyncio
import fcntl
import os
import shutil
import sqlite3
import stat
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import house
import pytest
from faults_bench import Ground, asked, fill, ground, small_disk
from httpx import ASGITransport, AsyncClient

from bot.health import diagnosis
from bot.opening import DATABASE
from bot.reach import MOST_FILES
from desk.app import make_app
from desk.room import Room
from simulator.person import Person
from storage.backup import NAMED, UNFINISHED, Place, copy
from storage.tombstones import FILE, Marks, add_to_file, mark

Placed = Callable[[Ground], tuple[str, ...]]


@pytest.fixture
async def echoes(tmp_path: Path) -> AsyncIterator[Ground]:
    async with ground(tmp_path) as made:
        yield made


def place(echoes: Ground) -> Place:
    return Place(echoes.data / DATABASE, echoes.data / "vault")


async def command(echoes: Ground, *more: str) -> tuple[int, str]:
    """`restante backup` as a process of its own: exit code, and what it said."""
    process = await house.hatch(("backup", "--data", str(echoes.data), *more), dict(os.environ))
    out, err = await asyncio.wait_for(process.communicate(), house.PATIENCE)
    assert process.returncode is not None
    return process.returncode, (out + err).decode()


def backups(echoes: Ground) -> list[Path]:
    return sorted((echoes.data / "backups").iterdir())


async def talks(person: Person, until: asyncio.Event) -> None:
    """Writes 0, 1, 2 … as fast as the bot answers, and speaks now and then."""
    number = 0
    while not until.is_set():
        await person.says(f"{number}")
        await person.hears("characters.")
        if number % 3 == 0:
            await person.speaks("diary-en.ogg")
            await person.hears("Heard")
        number += 1


def whole(echoes: Ground, folder: Path, last: str = "") -> list[str]:
    """What people wrote, when nothing of the folder is missing or too much: every seal opens, every voice is there,
    and what each person wrote, up to the `last`, has no gap."""
    assert asked(folder, "PRAGMA integrity_check")[0][0] == "ok"
    assert asked(folder, "PRAGMA foreign_key_check") == []
    voices = {row["id"] for row in asked(folder, "SELECT id FROM records WHERE vault = 1")}
    assert {path.name for path in (folder / "vault").iterdir()} == voices != set()
    people = [row["id"] for row in asked(folder, "SELECT id FROM participants")]
    for one in people:
        said = [content["text"] for _, content in echoes.kept(folder, one) if "text" in content]
        if last:
            assert said.pop() == last
        assert said == [str(n) for n in range(len(said))]
    return echoes.texts(folder)


async def test_taken_while_people_write_it_is_whole_and_a_service_goes_on_from_it(echoes: Ground) -> None:
    crowd = [await echoes.world.person(name="P") for _ in range(4)]
    done = asyncio.Event()
    async with echoes.service() as service:
        talking = [asyncio.create_task(talks(person, done)) for person in crowd]
        await echoes.until(lambda: echoes.exchange.said > 40)
        code, said = await command(echoes)
        then = echoes.exchange.said
        await echoes.until(lambda: echoes.exchange.said > then + 8)
        done.set()
        await asyncio.gather(*talking)
        await echoes.drained(service)
    [folder] = backups(echoes)
    assert (code, str(folder) in said) == (0, True), said
    assert "can be read in it without the keys" in said
    assert "delete backups you no longer need" in said
    before = whole(echoes, folder)
    assert 4 < len(before) < len(whole(echoes, echoes.data))

    echoes.data.rename(lost := echoes.data.with_name("lost"))
    shutil.copytree(lost / folder.relative_to(echoes.data), echoes.data)
    async with echoes.service() as service:
        for person in crowd:
            await person.says("and on, and on")
            await person.hears("14 characters.")
        await echoes.drained(service)
    after = whole(echoes, echoes.data, "and on, and on")
    assert len(after) >= len(before) + 4  # what was journaled and waited has had its effect too
    assert echoes.one("SELECT COUNT(*) FROM participants") == 4


async def some_voices(echoes: Ground) -> Person:
    anna = await echoes.world.person(name="Anna")
    async with echoes.service() as service:
        await anna.start()
        for _ in range(3):
            await anna.speaks("diary-en.ogg")
            await anna.hears("Heard")
        await echoes.drained(service)
    return anna


async def test_it_is_closed_to_others_and_holds_nothing_that_was_deleted(echoes: Ground) -> None:
    await some_voices(echoes)
    connection = sqlite3.connect(echoes.data / DATABASE)  # one that does not overwrite what it deletes
    connection.execute("PRAGMA secure_delete = OFF")
    mark = b"what should be gone " * 300
    with connection:
        connection.execute("INSERT INTO texts VALUES ('x', ?)", (mark,))
    with connection:
        connection.execute("DELETE FROM texts WHERE sha256 = 'x'")
    connection.close()
    assert mark[:40] in echoes.bytes_on_disk()
    assert (await command(echoes))[0] == 0
    [folder] = backups(echoes)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) == 1 + 3
    assert not any(mark[:40] in path.read_bytes() for path in files)
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    folders = [folder.parent, folder, folder / "vault"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    assert not any(path.stat().st_nlink > 1 for path in files)
    assert datetime.strptime(folder.name, NAMED).replace(tzinfo=UTC) <= datetime.now(UTC)


async def test_a_voice_that_is_erased_while_it_is_copied_is_left_out(echoes: Ground) -> None:
    await some_voices(echoes)
    erased = sorted(path.name for path in (echoes.data / "vault").iterdir())[0]

    def meanwhile(done: int, of: int) -> None:
        if done == of:  # all are copied: this one perhaps in the middle of being overwritten
            with sqlite3.connect(echoes.data / DATABASE) as connection:
                connection.execute("DELETE FROM records WHERE id = ?", (erased,))
            (echoes.data / "vault" / erased).unlink()

    made = await copy(place(echoes), echoes.data / "backups", datetime.now(UTC), meanwhile)
    assert (made.sounds, made.erased, made.lost) == (2, 1, 0)
    assert erased not in {path.name for path in (made.folder / "vault").iterdir()}


async def test_a_voice_that_is_lost_is_told(echoes: Ground) -> None:
    await some_voices(echoes)
    next((echoes.data / "vault").iterdir()).unlink()
    code, said = await command(echoes)
    assert (code, "1 voice or photo that the database knows could not be found" in said) == (1, True)
    assert len(list((backups(echoes)[0] / "vault").iterdir())) == 2


def no_data(echoes: Ground) -> tuple[str, ...]:
    return ("--data", str(echoes.root))


def in_the_vault(echoes: Ground) -> tuple[str, ...]:
    return ("--out", str(echoes.data / "vault" / "here"))


def a_file(echoes: Ground) -> tuple[str, ...]:
    return ("--out", str(echoes.data / "health.json"))


def not_whole(echoes: Ground) -> tuple[str, ...]:
    with (echoes.data / DATABASE).open("r+b") as file:
        file.seek(
            asked(echoes.data, "SELECT rootpage FROM sqlite_master WHERE name = 'records'")[0][0] * 4096
            - 4096
        )
        file.write(b"\xa5" * 4096)
    return ()


def nothing_of_ours(echoes: Ground) -> tuple[str, ...]:
    (echoes.data / DATABASE).write_bytes(b"a shopping list " * 1000)
    return ()


REFUSALS: list[tuple[Placed, int, str]] = [
    (no_data, 2, "there is no database here"),
    (in_the_vault, 2, "lies in the vault"),
    (a_file, 2, "is not a folder"),
    (not_whole, 1, "is damaged"),
    (nothing_of_ours, 1, "is not a database of Poste Restante"),
]


@pytest.mark.parametrize(("wrong", "code", "sentence"), REFUSALS, ids=[row[0].__name__ for row in REFUSALS])
async def test_what_does_not_work_out_leaves_nothing(
    echoes: Ground, wrong: Placed, code: int, sentence: str
) -> None:
    await some_voices(echoes)
    ended, said = await command(echoes, *wrong(echoes))
    assert (ended, sentence in said) == (code, True), said
    assert "Traceback" not in said
    assert list(echoes.data.glob("backups/*")) == []


async def test_a_full_disk_leaves_nothing_and_what_a_kill_left_goes(echoes: Ground, tmp_path: Path) -> None:
    await some_voices(echoes)
    out = tmp_path / "disk"
    with small_disk(out, megabytes=1):
        fill(out)
        code, said = await command(echoes, "--out", str(out))
        assert (code, "no room" in said) == (1, True), said
        assert [path.name for path in out.iterdir()] == ["filler"]
        (out / "filler").unlink()
        (out / UNFINISHED / "vault").mkdir(parents=True)
        (out / UNFINISHED / DATABASE).write_bytes(b"half")
        assert (await command(echoes, "--out", str(out)))[0] == 0
        assert [path.name[:2] for path in out.iterdir()] == ["20"]


async def test_one_at_a_time(echoes: Ground) -> None:
    await some_voices(echoes)
    unfinished = echoes.data / "backups" / UNFINISHED
    unfinished.mkdir(parents=True)
    held = os.open(unfinished, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    code, said = await command(echoes)
    os.close(held)
    assert (code, "another backup is being made" in said) == (1, True)
    assert (await command(echoes))[0] == 0


async def test_many_backups_do_not_keep_the_service_from_starting(echoes: Ground) -> None:
    """It looks for secret keys in its folders, and gives up where there is too much to look through."""
    await some_voices(echoes)
    assert (await command(echoes))[0] == 0
    vault = backups(echoes)[0] / "vault"
    for number in range(MOST_FILES):
        (vault / f"{number:032x}").touch()
    async with echoes.service() as service:
        await service.drain()


async def restored(backup: Path, data: Path, *more: str) -> tuple[int, str]:
    """`restante restore` without a terminal: exit code, and what it said."""
    words = ("restore", str(backup), "--data", str(data), *more)
    process = await house.hatch(words, dict(os.environ))
    out, err = await asyncio.wait_for(process.communicate(), house.PATIENCE)
    assert process.returncode is not None
    return process.returncode, (out + err).decode()


async def erased_since(echoes: Ground) -> Path:
    """A backup, made before Anna was erased."""
    await some_voices(echoes)
    assert (await command(echoes))[0] == 0
    [id] = [row["id"] for row in asked(echoes.data, "SELECT id FROM participants")]
    add_to_file(echoes.data / FILE, Marks({mark(id)}))
    [made] = backups(echoes)
    return made


def people(data: Path) -> int:
    return int(asked(data, "SELECT COUNT(*) FROM participants")[0][0])


async def test_a_new_folder_knows_who_was_erased_from_where_the_backup_lies(
    echoes: Ground, tmp_path: Path
) -> None:
    made = await erased_since(echoes)
    code, said = await restored(made, tmp_path / "new", "--yes")
    assert (code, f"{echoes.data / FILE}: whoever was erased" in said) == (0, True), said
    assert "left out: 1 altogether" in said
    assert people(tmp_path / "new") == 0


async def test_where_nothing_says_who_was_erased_nobody_is_brought_back_unasked(
    echoes: Ground, tmp_path: Path
) -> None:
    """The backup was carried elsewhere, and the folder is new, or a service has just made it."""
    made = await erased_since(echoes)
    shutil.copytree(made, away := tmp_path / "backups" / made.name)
    new = tmp_path / "new"
    for more in ((), ("--yes",)):
        code, said = await restored(away, new, *more)
        assert (code, "--nobody-was-erased if nobody was. Nothing was changed." in said) == (2, True), said
        assert not new.exists()
    code, said = await restored(away, new, "--yes", "--erased", str(tmp_path / "nowhere"))
    assert (code, "there is no such file" in said, new.exists()) == (2, True, False)
    code, said = await restored(away, new, "--erased", str(echoes.data / FILE))
    assert (code, people(new)) == (0, 0), said
    code, said = await restored(away, tmp_path / "other", "--nobody-was-erased")
    assert (code, people(tmp_path / "other")) == (0, 1), said


async def test_a_folder_in_which_nobody_was_erased_says_so(echoes: Ground, tmp_path: Path) -> None:
    """People came to it; a folder that a service has only just made says nothing."""
    made = await erased_since(echoes)
    (echoes.data / FILE).unlink()
    code, said = await restored(made, tmp_path / "new", "--yes")
    assert (code, "nobody was erased there, so everybody" in said, people(tmp_path / "new")) == (0, True, 1)
    with sqlite3.connect(echoes.data / DATABASE) as rows:
        rows.execute("DELETE FROM tallies")
    code, said = await restored(made, tmp_path / "other", "--yes")
    assert (code, "--nobody-was-erased" in said) == (2, True), said


async def test_a_running_service_is_told_of_before_anything_is_asked(echoes: Ground) -> None:
    made = await erased_since(echoes)
    async with echoes.service():
        code, said = await restored(made, echoes.data)
    assert (code, "in use: a service is running" in said) == (1, True), said
    assert "takes its place" not in said
    code, said = await restored(made, echoes.data)
    assert (code, "holds data. What it holds now is overwritten" in said, "in use" in said) == (
        1,
        True,
        False,
    )


async def test_a_backup_that_is_older_than_an_erasing_is_told_of(echoes: Ground) -> None:
    """By `restante health` and at the desk, until it is deleted: who erases in the chat tells the team nothing."""
    made = await erased_since(echoes)
    async with echoes.service():
        await echoes.tells("1 backup, " + made.name + ", is older than an erasing")
    desk = Room(echoes.protocol, echoes.data)
    async with AsyncClient(
        transport=ASGITransport(make_app(desk)), base_url="http://127.0.0.1:8701"
    ) as client:
        assert f"1 backup, {made.name}, is older than an erasing" in (await client.get("/")).text
        shutil.rmtree(made.parent)
        made.parent.write_text("not a folder")
        assert (await client.get("/")).status_code == 200
        made.parent.unlink()
        assert "older than an erasing" not in (await client.get("/")).text
    assert "older than" not in diagnosis(echoes.data, time.time())[1]
