"""`restante operator rotate`: the key changes beside a running service while people write, or where nothing runs."""

import asyncio
import signal
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

import pytest
import story
from house import House
from typer.testing import CliRunner

from bot.opening import DATABASE
from cli.operator import app
from sealing.operator import OperatorKey, OperatorKeyError
from simulator.person import Person
from storage.folder import held

NEW = b"\x01\x02"
SLOW = 5.0  # seconds


def key_file(house: House) -> Path:
    return house.study.parent / "operator.key"


async def rotate(house: House, *more: str, **environment: str) -> tuple[int, str, str]:
    words = ("operator", "rotate", str(house.study), "--data", str(house.data), "--yes")
    return await house.command(*words, *more, **environment)


async def taking_part(house: House, language: str) -> Person:
    person = await story.arrive(house.world, language)
    await story.agree(person, language)
    return person


async def writes_on(person: Person, language: str, entries: int) -> list[str]:
    """One entry after the other; each is asked about and kept before the next."""
    said = story.SAID[language]
    texts = [f"{said.entry} {n}" for n in range(entries)]
    for text in texts:
        await person.says(text)
        await person.presses(said.keep)
        await person.hears(said.kept)
    return texts


async def test_beside_a_running_service_while_people_write(house: House) -> None:
    async with house.running() as running:
        ani, ann = await taking_part(house, "ru"), await taking_part(house, "en")
        old = OperatorKey.load(key_file(house))
        writing = [
            asyncio.create_task(writes_on(person, language, 6))
            for person, language in ((ani, "ru"), (ann, "en"))
        ]
        ended, out, err = await rotate(house)
        assert (ended, "is new" in out, "Keep a copy" in out) == (0, True, True), err
        await asyncio.gather(*writing)
        await house.settled()
        await ani.says("/status")
        await ani.hears("AM-01")  # known by the same chat
        await house.settled()
        assert b'"operator-key-changed"' in b"".join(running.lines)
    key = OperatorKey.load(key_file(house))
    assert key.generations == (2,)
    boxes = opened_with(house, key)
    assert boxes
    for purpose, box, place in boxes:
        assert box[:2] == NEW
        try:
            old.unbox(purpose, box, place.encode())
        except OperatorKeyError:
            continue
        raise AssertionError("the old key opens it")
    async with house.running():  # and it starts with the new key alone
        await story.write_entry(ani, "ru")
        await house.settled()
    assert count(house, "SELECT COUNT(*) FROM records WHERE kind = 'entry'") == 13
    assert count(house, "SELECT COUNT(*) FROM participants") == 2


async def test_words_on_their_way_are_not_said_twice(house: House) -> None:
    """Telegram takes its time over a word while the lanes change."""
    async with house.running():
        ani = await taking_part(house, "ru")
        await house.settled()
        heard = len((await ani.view()).messages)
        await house.world.fault("sendMessage", chat=ani.id, times=1, delay=SLOW)
        begun = time.monotonic()
        await ani.says("/diary")
        ended, _, err = await rotate(house)
        assert ended == 0, err
        assert len((await ani.view()).messages) == heard + 1, (
            "the key was changed while the answer was on its way"
        )
        await ani.says("/status")
        await ani.hears("AM-01")
        assert time.monotonic() - begun >= SLOW, "it did not wait for the word that came first"
        await house.settled()
        said = [message.text for message in (await ani.view()).messages[heard + 1 :]]
    assert len(said) == len(set(said)) == 4, said  # her own word comes before the answer that was held up
    assert said[0] == "/status"
    assert ["AM-01" in text for text in said] == [False, False, False, True]


async def test_where_nothing_runs_and_old_data_with_the_new_key(house: House) -> None:
    async with house.running():
        ani = await taking_part(house, "ru")
        await house.settled()
    await house.command("backup", "--data", str(house.data), "--out", str(house.root / "copy"))
    kept = key_file(house).read_bytes()
    ended, out, err = await rotate(house)
    assert (ended, "is new" in out) == (0, True), err
    async with house.running():
        await ani.says("/status")
        await ani.hears("AM-01")
        await house.settled()
    # The backup opens with the key as it was then, and not with the new one.
    [copy] = (house.root / "copy").iterdir()
    house.data.rename(house.root / "aside")
    copy.rename(house.data)
    ended, _, err = await house.command("run", str(house.study), "--data", str(house.data))
    assert (ended, "before the key was changed" in err) == (2, True), err
    key_file(house).write_bytes(kept)
    async with house.running():
        await ani.says("/status")
        await ani.hears("AM-01")


async def test_killed_in_the_middle_it_goes_on_at_the_next_start(house: House) -> None:
    ani = await killed_with_a_new_key_beside_the_old(house)
    assert OperatorKey.load(key_file(house)).generations == (1, 2)
    async with house.running():
        await ani.says("/status")
        await ani.hears("AM-01")
        async with asyncio.timeout(20):
            while OperatorKey.load(key_file(house)).generations != (2,):
                await house.settled()


async def killed_with_a_new_key_beside_the_old(house: House) -> Person:
    with suppress(AssertionError):  # the house expects an end that is not so sudden
        async with house.running() as running:
            ani = await taking_part(house, "ru")
            await house.settled()
            OperatorKey.load(key_file(house)).grown().save(key_file(house))
            running.process.send_signal(signal.SIGKILL)
            await running.process.wait()
    return ani


async def test_what_is_wrong_is_told_and_changes_nothing(house: House) -> None:
    ended, _, err = await rotate(house)
    assert (ended, "no database here" in err) == (2, True), err
    async with house.running():
        await house.settled()
    before = key_file(house).read_bytes()
    other = house.root / "other.key"
    OperatorKey.create(other)
    ended, _, err = await rotate(house, RESTANTE_OPERATOR_KEY_FILE=str(other))
    assert (ended, "not the operator key of the data" in err, "Traceback" in err) == (2, True, False), err
    ended, _, err = await rotate(house, RESTANTE_OPERATOR_KEY_FILE=str(house.root / "nowhere.key"))
    assert (ended, "There is no operator key" in err) == (2, True), err
    assert key_file(house).read_bytes() == before


async def test_a_service_that_has_its_key_from_elsewhere(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It never sees the new one. That is told, and nothing is lost: at the next start with this file it goes on."""
    async with house.running():
        await taking_part(house, "ru")
        await house.settled()
    monkeypatch.setattr("cli.operator.UNTAKEN", 0.1)
    monkeypatch.setattr("cli.operator.keep_to_ourselves", lambda: None)
    words = ["rotate", str(house.study), "--data", str(house.data), "--yes"]
    with held(house.data):  # as a service does that goes on with what it has
        done = await asyncio.to_thread(CliRunner().invoke, app, words)
        assert (done.exit_code, "has not taken the new key" in done.output) == (1, True), done.output
    assert OperatorKey.load(key_file(house)).generations == (1, 2)
    done = await asyncio.to_thread(CliRunner().invoke, app, words)
    assert (done.exit_code, "The last change is not finished yet" in done.output) == (0, True), done.output
    assert OperatorKey.load(key_file(house)).generations == (2,)


def opened_with(house: House, key: OperatorKey) -> list[tuple[str, bytes, str]]:
    """Every box of the data folder with its purpose and place, each of which opens."""
    found = []
    for purpose, question in (
        ("state", "SELECT state_boxed, id FROM participants"),
        ("contact", "SELECT chat_boxed, participant FROM contacts"),
        ("inbox", "SELECT body_boxed, once FROM inbox WHERE body_boxed IS NOT NULL"),
    ):
        for box, place in rows(house, question):
            key.unbox(purpose, box, place.encode())
            found.append((purpose, box, place))
    return found


def rows(house: House, question: str) -> list[tuple[bytes, str]]:
    connection = sqlite3.connect(house.data / DATABASE)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def count(house: House, question: str) -> int:
    return int(rows(house, question)[0][0])
