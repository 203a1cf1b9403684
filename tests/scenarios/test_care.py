"""Care and one's own data, through the whole service: help is the first thing said, the team sees a code and a time,
and a copy of everything is asked for, made and told of."""

import re
import sqlite3
from pathlib import Path

import pytest
import story
from house import PASSPHRASE, House

from simulator.person import Person

CARE = "care: {words: {ru: [не хочу жить], en: [want to die]}, scores: [{question: mood, at-most: 2}]}\n"
HEAVY = {"ru": "Иногда совсем НЕ ХОЧУ жить.", "en": "Some days I just want to die…"}
FIRST = {"ru": "Возможно, сейчас очень тяжело", "en": "Perhaps this is a very hard moment"}
LINE = {"ru": "Телефон доверия: +374 00 000000", "en": "Helpline: +374 00 000000"}
COPY = {"ru": "Попросить копию", "en": "Ask for a copy"}
TALK = {"ru": "Попросить о разговоре", "en": "Ask for a talk"}
ASKED = {"ru": "вам нужна копия", "en": "you would like a copy"}
TALK_ASKED = {"ru": "вы хотели бы поговорить", "en": "you would like to talk"}
READY = {"ru": "Копия для вас сделана", "en": "Your copy is ready"}


def cares(house: House) -> None:
    """The study names words and a score of its own; and nobody's night is in the way, whenever this test runs."""
    text = re.sub(r"^care:\n(  .*\n)+", "", house.study.read_text("utf-8"), flags=re.MULTILINE)
    text = re.sub(r"^  quiet:.*\n", "", text, flags=re.MULTILINE)
    house.study.write_text(text + CARE, "utf-8")


async def joined(house: House, language: str) -> tuple[Person, str]:
    person = await story.arrive(house.world, language)
    code = await story.agree(person, language)
    await house.settled()
    return person, code


def rows(house: House, question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(f"{(house.data / 'restante.sqlite3').as_uri()}?mode=ro", uri=True)
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


async def said_after(person: Person, text: str) -> list[str]:
    """What the bot says to these words, in order."""
    before = len(await person.chat())
    await person.says(text)
    await person.hears()
    return [one.text for one in (await person.chat())[before:] if one.by_bot]


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_words_of_distress(house: House, language: str) -> None:
    """In either language. What was written is asked about as always, and nothing open says what it was."""
    cares(house)
    async with house.running():
        person, code = await joined(house, language)
        said = await said_after(person, HEAVY[language])
        assert said[0].startswith(FIRST[language])
        assert LINE[language] in said[0]
        await person.presses(story.SAID[language].keep)
        await person.hears(story.SAID[language].kept)
        await house.settled()
        assert rows(house, "SELECT kind, done_at FROM requests") == [("contact", None)]
        everything = b"".join(house.bytes_on_disk().values())
        assert HEAVY[language].encode() not in everything
        for open_word in ("не хочу жить", "want to die", "distress", "cared", FIRST[language]):
            assert open_word.encode() not in everything, open_word
        ended, out, err = await house.command("requests", str(house.study), "--data", str(house.data))
        assert (ended, code in out, "somebody to talk to" in out) == (0, True, True), out + err
        assert not re.search("die|жить|care|help", out)


async def test_a_low_score_in_a_check_in(house: House) -> None:
    """The tap is met with the lines first, then the next question comes as always."""
    cares(house)
    async with house.running():
        person, _ = await joined(house, "ru")
        await house.world.travel(to="next-message")
        await person.taps("2")
        await person.hears(LINE["ru"])
        await person.hears(story.SAID["ru"].why)
        await person.taps("Пауза на неделю")
        await person.hears("вопросов не будет")
        await house.settled()
        assert rows(house, "SELECT touch FROM participants") == [("paused",)]
        assert rows(house, "SELECT kind FROM requests") == [("contact",)]


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_a_copy_from_the_wish_to_the_page(house: House, language: str) -> None:
    cares(house)
    place = house.root / "laptop" / "copy"
    async with house.running():
        person, code = await joined(house, language)
        await story.write_entry(person, language)
        await person.says("/mydata")
        await person.hears(code)
        await person.taps(COPY[language])
        await person.hears(ASKED[language])
        await person.says("/mydata")
        await person.taps(TALK[language])
        await person.hears(TALK_ASKED[language])
        await house.settled()
        export = ("export", str(house.study), "--data", str(house.data), "--key", str(house.key()))
        ended, _, err = await house.command(
            *export, "--out", str(place), "--only", code.lower(), RESTANTE_PASSPHRASE=PASSPHRASE
        )
        assert ended == 0, err
        read = (place / "index.html").read_text("utf-8")
        assert story.SAID[language].entry.splitlines()[0] in read
        assert f'<html lang="{language}">' in read
        [(number,)] = rows(house, "SELECT id FROM requests WHERE kind = 'file'")
        for ends in (0, 2):  # once
            done = ("requests", str(house.study), "--data", str(house.data), "--done", str(number))
            ended, _, err = await house.command(*done)
            assert ended == ends, err
        await person.hears(READY[language])
        await house.settled()
        assert len([one for one in await person.chat() if READY[language] in one.text]) == 1
        assert rows(house, "SELECT kind FROM requests WHERE done_at IS NULL") == [("contact",)]
        await _who_has_left_is_not_told(house, person)


async def _who_has_left_is_not_told(house: House, person: Person) -> None:
    await person.says("/stop")
    await house.settled()
    said = len(await person.chat())
    asked = ("requests", str(house.study), "--data", str(house.data))
    _, out, _ = await house.command(*asked)
    assert "(has left)" in out
    [(number,)] = rows(house, "SELECT id FROM requests WHERE done_at IS NULL")
    ended, out, err = await house.command(*asked, "--done", str(number))
    assert (ended, "nobody is told" in out) == (0, True), err
    await house.settled()
    assert len(await person.chat()) == said
    assert rows(house, "SELECT COUNT(*) FROM requests WHERE done_at IS NULL") == [(0,)]


async def test_a_copy_of_nobody(house: House, tmp_path: Path) -> None:
    async with house.running():
        await house.settled()
    ended, _, err = await house.command(
        "export", str(house.study), "--data", str(house.data), "--key", str(house.key()),
        "--out", str(tmp_path / "copy"), "--only", "AM-77", RESTANTE_PASSPHRASE=PASSPHRASE,
    )  # fmt: skip
    assert (ended, "Nobody in" in err) == (2, True)
    assert not (tmp_path / "copy").exists()
    ended, out, _ = await house.command("requests", str(house.study), "--data", str(house.data))
    assert (ended, "Nobody waits" in out) == (0, True)
    ended, _, err = await house.command(
        "requests", str(house.study), "--data", str(house.data), "--done", "5"
    )
    assert (ended, "no such request" in err) == (2, True)
