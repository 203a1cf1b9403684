"""`restante` as an operator and a researcher meet it: exit 0 done, 1 failed, 2 what you gave is wrong."""

import asyncio
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import story
from house import PASSPHRASE, QUICK, House

from sealing.secret import create_key_pair

START_ONLY = {"RESTANTE_CLOCK_URL": ""}


def drop_a_key(house: House) -> dict[str, str]:
    (house.study.parent / "keys" / "escrow.pub").unlink()
    return {}


def same_key_twice(house: House) -> dict[str, str]:
    keys = house.study.parent / "keys"
    (keys / "escrow.pub").write_text((keys / "core.pub").read_text())
    return {}


def secret_beside_the_study(house: House) -> dict[str, str]:
    (house.study.parent / "texts" / "notes.txt").write_text(house.key().read_text())
    return {}


def secret_in_the_data(house: House) -> dict[str, str]:
    house.data.mkdir()
    (house.data / "core.key").write_text(house.key().read_text())
    return {}


def passphrase_at_hand(house: House) -> dict[str, str]:
    return {"RESTANTE_PASSPHRASE": PASSPHRASE}


def no_token(house: House) -> dict[str, str]:
    return {"RESTANTE_TOKEN": ""}


def wrong_token(house: House) -> dict[str, str]:
    return {"RESTANTE_TOKEN": "110201543:not-this-one"}


def a_key_behind_a_mark(house: House) -> dict[str, str]:
    (house.study.parent / "texts" / "notes.txt").write_text("Keep: " + house.key().read_text(), "utf-16")
    return {}


def too_many_keys(house: House) -> dict[str, str]:
    names = [f"k{number}" for number in range(33)]
    for name in names:
        public, _ = create_key_pair(name, PASSPHRASE, QUICK)
        (house.study.parent / "keys" / f"{name}.pub").write_text(public)
    listed = "".join(f"  {name}: keys/{name}.pub\n" for name in names)
    house.study.write_text(house.study.read_text().replace("keys:\n", f"keys:\n{listed}"))
    return {}


def broken_study(house: House) -> dict[str, str]:
    house.study.write_text(house.study.read_text().replace("Asia/Yerevan", "Asia/Erevan"))
    return {}


def no_study(house: House) -> dict[str, str]:
    house.study.unlink()
    return {}


def damaged_operator_key(house: House) -> dict[str, str]:
    (house.study.parent / "operator.key").write_text("-----BEGIN RESTANTE OPERATOR KEY-----\nname: x\n")
    return {}


def data_is_a_file(house: House) -> dict[str, str]:
    house.data.write_text("a file")
    return {}


REFUSALS: list[tuple[Callable[[House], dict[str, str]], int, str]] = [
    (drop_a_key, 2, "restante keys new"),
    (same_key_twice, 2, "at least two different public keys"),
    (secret_beside_the_study, 2, "A secret key lies within reach of the service"),
    (secret_in_the_data, 2, "Move it to a researcher's computer"),
    (a_key_behind_a_mark, 2, "A secret key lies within reach of the service"),
    (too_many_keys, 2, "sealed to at most 32"),
    (passphrase_at_hand, 2, "RESTANTE_PASSPHRASE is set where the service runs"),
    (no_token, 2, "set RESTANTE_TOKEN"),
    (wrong_token, 2, "Telegram does not know this token"),
    (broken_study, 2, 'did you mean "Asia/Yerevan"?'),
    (no_study, 2, "there is no such file"),
    (damaged_operator_key, 2, "Put your copy of the operator key back"),
    (data_is_a_file, 1, "Give --data a folder of your own"),
]


@pytest.mark.parametrize(("wrong", "code", "sentence"), REFUSALS, ids=[row[0].__name__ for row in REFUSALS])
async def test_run_says_why_it_does_not_start(
    house: House, wrong: Callable[[House], dict[str, str]], code: int, sentence: str
) -> None:
    told = wrong(house)
    words = ("run", str(house.study), "--data", str(house.data))
    ended, out, err = await house.command(*words, **(START_ONLY | told))
    assert ended == code
    assert sentence in err
    assert "Traceback" not in out + err
    assert PASSPHRASE not in out + err
    assert told.get("RESTANTE_TOKEN", "110201543:") not in out + err or not told.get("RESTANTE_TOKEN")


async def test_a_token_and_a_study_are_all_it_needs(house: House) -> None:
    """`RESTANTE_TOKEN=… restante run study.yaml`: the data go beside the study file, and no port is opened."""
    words = ("run", str(house.study))
    process = await asyncio.create_subprocess_exec(
        *(os.sys.executable, "-m", "cli.main", *words),  # type: ignore[attr-defined]
        env=house.environment(**START_ONLY),
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        person = await story.arrive(house.world, "en")
        await person.taps("English")
        assert listening(process.pid) == []
        assert (house.study.parent / "data" / "restante.sqlite3").exists()
    finally:
        process.terminate()
        await process.communicate()
    assert process.returncode == 0


def listening(pid: int) -> list[str]:
    """The TCP sockets on which a process listens."""
    inodes = set()
    try:
        descriptors = list(Path(f"/proc/{pid}/fd").iterdir())
    except PermissionError:  # the service keeps its memory to itself; only root may look
        pytest.skip("whether a port is open can be seen as root only")
    for descriptor in descriptors:
        target = os.readlink(descriptor)
        if target.startswith("socket:"):
            inodes.add(target[8:-1])
    rows = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
    ]
    return [row[1] for row in rows if row[3] == "0A" and row[9] in inodes]


async def test_sigterm_is_obeyed_within_five_seconds_in_the_middle_of_work(house: House) -> None:
    async with house.running() as running:
        people = [await story.arrive(house.world, "en") for _ in range(20)]
        await people[0].hears()
        began = time.monotonic()
        assert await running.stop() == 0
        assert time.monotonic() - began < 5  # the contract's own bound, not a measurement
    async with house.running():
        for person in people:
            await person.sees("Which language is easier for you?")
        await house.settled()
        for person in people:
            said = [message.text for message in await person.chat() if message.by_bot]
            assert len(said) == 1


async def test_data_belong_to_one_study_and_one_service(house: House, tmp_path: Path) -> None:
    words = ("run", str(house.study), "--data", str(house.data))
    async with house.running():
        person = await story.arrive(house.world, "en")
        await person.hears()
        code, _, err = await house.command(*words)
        assert (code, "another Poste Restante is running with it" in err) == (1, True)
    house.study.write_text(house.study.read_text().replace("study: road-and-home", "study: another"))
    code, _, err = await house.command(*words, **START_ONLY)
    assert code == 1
    assert "holds the study `road-and-home`" in err


async def test_a_site_with_people_cannot_vanish_from_the_study(house: House) -> None:
    async with house.running():
        await story.agree(await story.arrive(house.world, "en"), "en")
    text = house.study.read_text()
    house.study.write_text(text.replace("  AM: {name", "  BM: {name").replace("site: AM", "site: BM"))
    code, _, err = await house.command("run", str(house.study), "--data", str(house.data), **START_ONLY)
    assert (code, "Participants live in AM" in err) == (2, True)


async def test_another_operator_key_is_told_at_once(house: House) -> None:
    async with house.running():
        pass
    key = house.study.parent / "operator.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.rename(key.with_suffix(".kept"))
    words = ("run", str(house.study), "--data", str(house.data))
    code, _, err = await house.command(*words, **START_ONLY)
    assert (code, "is missing, and the data" in err) == (2, True)
    other = house.root / "other.key"
    async with house_of_its_own_key(house, other):
        pass
    code, _, err = await house.command(*words, **START_ONLY, RESTANTE_OPERATOR_KEY_FILE=str(other))
    assert (code, "is not the operator key of the data" in err) == (2, True)


def house_of_its_own_key(house: House, key: Path) -> object:
    """A run on other data, which makes `key`."""
    other = House(house.root, house.serving, house.world)
    other.__class__ = type("Elsewhere", (House,), {"data": property(lambda self: self.root / "elsewhere")})
    return other.running(RESTANTE_OPERATOR_KEY_FILE=str(key), **START_ONLY)


async def test_secrets_can_come_as_files(house: House, tmp_path: Path) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "restante_token").write_text("110201543:for-tests-only\n")
    async with house.running(RESTANTE_TOKEN="", CREDENTIALS_DIRECTORY=str(credentials)):
        person = await story.arrive(house.world, "en")
        await person.hears("Which language")


async def test_a_study_can_be_rehearsed_in_a_minute_on_the_real_clock(house: House) -> None:
    text = house.study.read_text()
    text = text.replace("  quiet: 22:00-08:00", "  # quiet: 22:00-08:00")
    wave = "    - {id: rehearsal, ask: evening, every: 2s, times: 2, expires: 60s}\n"
    house.study.write_text(text.replace("  waves:\n", f"  waves:\n{wave}"))
    async with house.running(**START_ONLY):
        person = await story.arrive(house.world, "en")
        await story.agree(person, "en")
        await person.hears("How was your day?")
        await story.answer_check_in(person, "en")
        await person.hears("How was your day?")


KEYS_REFUSED = [
    (("keys", "new", "a name with blanks"), PASSPHRASE, "letters, digits, dashes"),
    (("keys", "new", "core"), "short", "fewer than 8 characters"),
]


@pytest.mark.parametrize(("words", "passphrase", "sentence"), KEYS_REFUSED)
async def test_keys_that_cannot_be(
    house: House, words: tuple[str, ...], passphrase: str, sentence: str
) -> None:
    *command, name = words
    place = str(house.root / name)
    code, _, err = await house.command(*command, place, RESTANTE_PASSPHRASE=passphrase)
    assert (code, sentence in err) == (2, True)
    assert not list(house.root.glob("*.key"))


async def test_a_passphrase_is_asked_for_at_a_terminal_alone(house: House) -> None:
    """Anywhere else it would be seen; one sentence says what to do."""
    made = ("keys", "new", str(house.root / "mine"))
    opened = ("consent", "audit", str(house.study), "--data", str(house.data), "--key", str(house.key()))
    async with house.running():
        await house.settled()
    for words in (made, opened):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "cli.main", *words),
            env=house.environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # without the terminal that a test may have
        )
        out, err = await process.communicate()
        assert (process.returncode, out, err.count(b"\n")) == (2, b"", 1), err
        assert b"there is no terminal here to ask for it. Set RESTANTE_PASSPHRASE" in err


async def test_a_pair_of_keys_is_never_written_over(house: House) -> None:
    place = house.root / "mine" / "core"
    words = ("keys", "new", str(place))
    code, out, _ = await house.command(*words, RESTANTE_PASSPHRASE=PASSPHRASE)
    assert (code, PASSPHRASE in out) == (0, False)
    secret = place.with_suffix(".key")
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    before = secret.read_bytes()
    code, _, err = await house.command(*words, RESTANTE_PASSPHRASE=PASSPHRASE)
    assert (code, "is already there" in err, secret.read_bytes()) == (2, True, before)


async def test_a_sample_study_checks_out_and_every_fault_is_told_at_once(house: House) -> None:
    folder = house.root / "mine"
    code, out, _ = await house.command("study", "new", str(folder))
    assert (code, "restante keys new" in out) == (0, True)
    study = folder / "study.yaml"
    code, out, _ = await house.command("study", "check", str(study))
    assert (code, "AM  " in out) == (0, True)
    text = study.read_text().replace("Asia/Tbilisi", "Asia/Tiflis").replace("mood <= 3 ", "mud <= 3 ")
    study.write_text(text)
    code, out, _ = await house.command("study", "check", str(study))
    assert code == 2
    faults = out.strip().splitlines()
    assert len(faults) == 2
    assert all(line.startswith(f"{study}:") and ";" in line for line in faults)
    code, _, err = await house.command("study", "new", str(folder))
    assert (code, "already there" in err) == (2, True)


async def test_health_in_a_sentence(house: House) -> None:
    code, _, err = await house.command("health", "--data", str(house.data))
    assert (code, "No service has reported" in err) == (1, True)
    async with house.running():
        person = await story.arrive(house.world, "en")
        await person.hears()
        code, out, _ = await house.command("health", "--data", str(house.data))
        assert (code, out.startswith("Well.")) == (0, True)
