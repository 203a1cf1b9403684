"""What is no agreement, sent as people send it; and an agreement in writing, from the chat to the team."""

import json
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import story
from house import PASSPHRASE, House

from locales import Catalogue
from sealing.seal import Context
from sealing.unseal import load_secret_key, unseal
from simulator.person import Person

CATALOGUE = Catalogue.load()
YESTERDAY = 24 * 3600


def rows(house: House, question: str) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(house.data / "restante.sqlite3")) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(question).fetchall()


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_what_is_no_agreement(house: House, language: str) -> None:
    voice = story.VOICES[language][0]

    async def told(person: Person, name: str) -> None:
        await person.hears(CATALOGUE.say(language, name))

    async with house.running():
        boris = await story.arrive(house.world, language)
        await story.come_to_the_statement(boris, language)
        his = await boris.speaks(voice)
        await boris.presses(story.SAID[language].confirm)
        await boris.hears(story.SAID[language].code)

        anna = await story.arrive(house.world, language)
        await story.come_to_the_statement(anna, language)
        await anna.forwards_voice(voice)
        await told(anna, "agreement.own-voice")
        await anna.sends_again(his, of=boris)
        await told(anna, "agreement.heard-before")
        await anna.sends_video_note()
        await told(anna, "agreement.no-film")
        await anna.sends_document(name="agreement.ogg")
        await told(anna, "agreement.no-file")
        await anna.speaks(voice, date=his["date"] - YESTERDAY)
        await told(anna, "agreement.too-early")
        await anna.speaks("silent.ogg", duration=9)
        await told(anna, "agreement.silent")
        await anna.speaks("too-short.ogg", duration=9)
        await told(anna, "agreement.too-short")
        await anna.speaks(b"no sound at all")
        await told(anna, "voice.damaged")
        assert len(rows(house, "SELECT * FROM consents")) == 1, "nobody has agreed but Boris"

        hers = await anna.speaks(voice)
        await anna.sees(CATALOGUE.say(language, "agreement.heard"))
        await anna.sends_again(hers)
        await anna.until(lambda chat: sum(one.by_bot and one.kind == "voice" for one in chat.messages) == 2)
        await anna.presses(story.SAID[language].confirm)
        await anna.hears(story.SAID[language].code)
        await house.settled()

    assert [row["way"] for row in rows(house, "SELECT way FROM consents")] == ["voice", "voice"]
    assert len(rows(house, "SELECT * FROM records WHERE kind = 'consent'")) == 2
    assert len(list((house.data / "vault").iterdir())) == 2, "what was refused is gone"
    names = [sent["voice"]["file_unique_id"].encode() for sent in (his, hers)]
    on_disk = house.bytes_on_disk().values()
    assert not any(name in content for content in on_disk for name in names), "known by a keyed hash alone"


async def test_two_who_agree_by_one_voice_at_once(house: House) -> None:
    """Both lie in one batch: the second is decided anew, and is told."""
    async with house.running():
        people = [await story.arrive(house.world, "en") for _ in range(2)]
        for person in people:
            await story.come_to_the_statement(person, "en")
    boris, anna = people
    his = await boris.speaks("consent-en.ogg")
    await anna.sends_again(his, of=boris)
    async with house.running() as service:
        await boris.sees(CATALOGUE.say("en", "agreement.heard"))
        await anna.sees(CATALOGUE.say("en", "agreement.heard-before"))
    assert any(b"batch-broken" in line for line in service.lines)
    assert len(rows(house, "SELECT * FROM sounds")) == 1


async def test_the_voice_of_somebody_forgotten_is_not_remembered(house: House) -> None:
    async with house.running():
        anna = await story.arrive(house.world, "en")
        await story.come_to_the_statement(anna, "en")
        await anna.speaks("consent-en.ogg")
        await anna.sees(CATALOGUE.say("en", "agreement.heard"))
        assert len(rows(house, "SELECT * FROM sounds")) == 1
        await anna.says("/stop")
        await house.settled()
        assert rows(house, "SELECT * FROM sounds") == []


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_an_agreement_in_writing(house: House, language: str, tmp_path: Path) -> None:
    text = house.study.read_text("utf-8")
    house.study.write_text(text.replace("record: voice", "record: [voice, typed]"), "utf-8")
    async with house.running():
        anna = await story.arrive(house.world, language)
        await story.come_to_the_statement(anna, language)
        await anna.presses(CATALOGUE.say(language, "key.cannot-speak"))
        asked = await anna.hears(CATALOGUE.say(language, "typed.ask"))
        word = next(one for one in CATALOGUE.several(language, "words.code") if f": {one}," in asked.text)
        written = f"{word.upper()}! {CATALOGUE.several(language, 'words.agree')[1]}"
        await anna.says(written)
        await anna.hears(CATALOGUE.say(language, "typed.right"))
        await anna.presses(story.SAID[language].confirm)
        await anna.hears(story.SAID[language].code)
        await house.settled()
        assert not any(written.encode() in content for content in house.bytes_on_disk().values())

    [consent] = rows(house, "SELECT * FROM consents")
    assert consent["way"] == "typed"
    [record] = rows(house, "SELECT * FROM records WHERE kind = 'consent'")
    assert (record["id"], record["draft"], record["vault"]) == (consent["voice"], 0, 0)
    said = opened(house, record)
    assert (said["type"], said["value"], said["word"]) == ("typed", written, word)
    [entry] = rows(house, 'SELECT body FROM ledger_entries WHERE body LIKE \'%"kind":"consent"%\'')
    body = json.loads(entry["body"])
    assert (body["way"], body["record"]) == ("typed", record["id"])
    assert body["sealed_sha256"] == sha256(record["envelope"]).hexdigest()


def opened(house: House, record: sqlite3.Row) -> dict[str, Any]:
    key = load_secret_key(house.key("escrow"), PASSPHRASE)
    place = Context("road-and-home", record["participant"], record["id"], record["kind"])
    content: dict[str, Any] = json.loads(unseal(record["envelope"], place, key))["content"]
    return content
