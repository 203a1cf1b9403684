"""Faults of our own: a message that our program cannot deal with is put aside, and who sent it is told."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import story
from faults_bench import Ground, as_in_earnest, ground, heard

from bot.processor import MOST_TRIES
from bot.service import Service
from locales import Catalogue
from study.chat import Chat
from study.inbound import Facts, Fell, Inbound, Wrote
from study.outcome import Outcome
from study.participant import Participant
from study.protocol import Protocol

TOO_MUCH = "Words that a mistake of ours cannot bear."
SORRY = {language: Catalogue.load().say(language, "trouble.ours") for language in ("en", "ru")}
HELLO = {language: Catalogue.load().say(language, "face.hello") for language in ("en", "ru")}


def stumbling(participant: Participant, inbound: Inbound, protocol: Protocol, facts: Facts) -> Outcome:
    """The real handlers, with a mistake that these words and every reminder bring out."""
    match inbound.event:
        case Wrote(text=text) if text == TOO_MUCH:
            raise RuntimeError(text)
        case Fell(kind="remind"):
            raise RuntimeError
    return as_in_earnest(participant, inbound, protocol, facts)


@pytest.fixture
async def stumbles(tmp_path: Path) -> AsyncIterator[Ground]:
    async with ground(tmp_path, respond=stumbling) as made:
        yield made


def with_a_face(protocol: Protocol) -> Protocol:
    return protocol.model_copy(update={"chat": Chat(face=True)})


def lose_a_byte(stumbles: Ground) -> None:
    """What is held of everybody cannot be opened any more."""
    with sqlite3.connect(stumbles.data / "restante.sqlite3") as rows:
        rows.execute("UPDATE participants SET state_boxed = X'00'")
    rows.close()


async def fails_again_and_again(stumbles: Ground, service: Service) -> None:
    """Until the only row that waits is put aside."""
    for tries in range(1, MOST_TRIES):
        question = f"SELECT COUNT(*) FROM inbox WHERE state = 'waiting' AND tries = {tries}"
        await stumbles.until(lambda asked=question: stumbles.one(asked))
        await stumbles.goes_on(service, minutes=1)
    await stumbles.drained(service)


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_who_wrote_what_we_could_not_deal_with_is_told_once_and_goes_on(
    stumbles: Ground, language: str
) -> None:
    """In their own language; nothing else of them has changed, and what they wrote still lies there, boxed."""
    async with stumbles.service() as service:
        anna = await story.arrive(stumbles.world, language)
        await story.come_to_the_statement(anna, language)
        before = stumbles.rows("SELECT stage, state_boxed FROM participants")
        await anna.says(TOO_MUCH)
        await fails_again_and_again(stumbles, service)
        assert (await heard(anna)).count(SORRY[language]) == 1
        assert stumbles.rows("SELECT stage, state_boxed FROM participants") == before
        [parked] = stumbles.rows("SELECT * FROM inbox WHERE state = 'parked'")
        assert parked["body_boxed"]
        assert parked["participant"] == stumbles.one("SELECT id FROM participants")
        assert TOO_MUCH.encode() not in stumbles.bytes_on_disk()
        await anna.start()
        await stumbles.drained(service)
        assert story.SAID[language].last_step in (await heard(anna))[-1], "/start goes on, as they were told"
        await anna.speaks(story.VOICES[language][0])
        await anna.presses(story.SAID[language].confirm)
        await anna.hears(story.SAID[language].code)


async def test_behind_a_quiet_face_only_its_line_is_said(stumbles: Ground) -> None:
    """Whatever went wrong. Once their word is written, it is said as it is."""
    stumbles.protocol = with_a_face(stumbles.protocol)
    async with stumbles.service() as service:
        anna = await story.arrive(stumbles.world, "en")
        await story.agree(anna, "en")
        await anna.says("/quiet")
        await anna.says("Apricot tree")
        await anna.presses("Switch it on")
        await stumbles.drained(service)
        assert await heard(anna) == [HELLO["en"]]
        await anna.says(TOO_MUCH)
        await fails_again_and_again(stumbles, service)
        assert await heard(anna) == [HELLO["en"], HELLO["en"]]
        await anna.says("Apricot tree")
        await anna.says(TOO_MUCH)
        await fails_again_and_again(stumbles, service)
        assert (await heard(anna))[-1] == SORRY["en"]


async def test_who_may_have_a_face_and_cannot_be_opened_is_greeted(stumbles: Ground) -> None:
    stumbles.protocol = with_a_face(stumbles.protocol)
    async with stumbles.service() as service:
        anna = await story.arrive(stumbles.world, "ru")
        await story.come_to_the_information(anna, "ru")
        await stumbles.drained(service)
    lose_a_byte(stumbles)
    async with stumbles.service() as service:
        await anna.says("Можно спросить?")
        await fails_again_and_again(stumbles, service)
        assert (await heard(anna))[-1] == HELLO["ru"]


async def test_what_no_one_wrote_is_put_aside_without_a_word(stumbles: Ground) -> None:
    async with stumbles.service() as service:
        anna = await story.arrive(stumbles.world, "en")
        await story.agree(anna, "en")
        await stumbles.drained(service)
        await stumbles.goes_to(service, stumbles.one("SELECT MIN(due_at) FROM prompts"))
        await anna.hears(lambda said: story.EN.mood in said.labels)
        await stumbles.drained(service)
        said = await heard(anna)
        reminder = stumbles.one("SELECT due_at FROM timers WHERE kind = 'remind'")
        await stumbles.goes_to(service, reminder)
        await fails_again_and_again(stumbles, service)
        assert stumbles.one("SELECT COUNT(*) FROM inbox WHERE state = 'parked'") == 1
        assert await heard(anna) == said


async def test_somebody_whose_state_cannot_be_opened_holds_up_nobody(stumbles: Ground) -> None:
    """A disk that lost a byte. They are told in the language that lies beside the state."""
    async with stumbles.service() as service:
        anna = await story.arrive(stumbles.world, "ru")
        await story.come_to_the_information(anna, "ru")
        await stumbles.drained(service)
    lose_a_byte(stumbles)
    async with stumbles.service() as service:
        await anna.says("Можно спросить?")
        await fails_again_and_again(stumbles, service)
        assert (await heard(anna))[-1] == SORRY["ru"]
        ben = await story.arrive(stumbles.world, "en")
        await story.come_to_the_information(ben, "en")
