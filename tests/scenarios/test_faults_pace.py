"""The dispatcher at Telegram's pace: thirty a second, nobody held back by somebody else, never by the paid way."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from faults_bench import Ground, Hand, ground, heard
from service_bench import both, echo

from bot.pacing import Pace
from bot.service import Service
from simulator import people
from storage.commit import Commit, apply
from storage.rows import Boxed, NewWord
from study.inbound import Facts, Inbound, Wrote
from study.outcome import Outcome
from study.participant import Participant
from study.protocol import Protocol
from study.saying import Haste, Say

AT_ONCE = 3


def speak(participant: Participant, inbound: Inbound, protocol: Protocol, facts: Facts) -> Outcome:
    """Says a lot at a wish, or with the haste that was asked for; else it echoes."""
    match inbound.event:
        case Wrote(text=text) if text.isdecimal():
            return Outcome(participant, tuple(Say((both(f"Word {n}."),)) for n in range(int(text))))
        case Wrote(text=text) if text in set(Haste):
            return Outcome(participant, (Say((both(f"A {text}."),), haste=Haste(text)),))
    return echo(participant, inbound, protocol, facts)


@pytest.fixture(autouse=True)
def no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dispatcher looks again when there is a reason, and not because five seconds are over."""
    monkeypatch.setattr("bot.dispatcher.LOOK_AGAIN", 3600.0)


@pytest.fixture
async def hall(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Ground]:
    """A Telegram with its limits, and the pace that is kept in earnest unless the test has another. No call may pay."""
    pace = getattr(request, "param", Pace)()
    async with ground(tmp_path, respond=speak, strict=True, pace=pace) as made:
        yield made
        asked = [call.parameters for call in made.exchange.calls]
        assert asked
        assert not any("allow_paid_broadcast" in parameters for parameters in asked)


def writes(hall: Ground, crowd: list[Any], text: str) -> None:
    """Everybody writes at the same moment."""
    with hall.exchange.store.transaction():
        for person in crowd:
            people.say(hall.exchange, people.known_person(hall.exchange, person.id), text)


async def gathered(hall: Ground, number: int) -> list[Any]:
    return list(await asyncio.gather(*(hall.world.person(name="P") for _ in range(number))))


async def test_two_hundred_people_with_a_word_each(hall: Ground) -> None:
    crowd = await gathered(hall, 200)
    writes(hall, crowd, "hello")
    async with hall.service() as service:
        await hall.until(lambda: hall.exchange.said == 200)
        await service.drain()
    answers = hall.calls()
    assert {status for _, status, _ in answers} == {200}
    assert sorted(chat for chat, _, _ in answers) == sorted(person.id for person in crowd)


class Hasty(Hand):
    """Time runs on between any two looks at this clock, as it does on a busy machine."""

    chance = random.Random(7)

    def monotonic(self) -> float:
        self.move(seconds=self.chance.uniform(0, 0.6))
        return super().monotonic()


async def test_what_was_taken_has_its_place_before_it_is_sent(tmp_path: Path) -> None:
    """Two looks may follow one another before anything is on its way."""
    async with ground(tmp_path, respond=speak) as hall, AsyncExitStack() as stack:
        service = await Service.open(
            stack, hall.settings(), hall.protocol, hall.data, clock=hall.clock, pace=Pace(at_once=64)
        )
        lanes = [b"%d" % n for n in range(100)]
        words = [
            NewWord(None, lane, "reply", "harmless", Boxed(b"nobody can read this"), 0.0) for lane in lanes
        ]
        await apply(service.office.database, Commit(words=words))
        await service.dispatcher._turn()
        await service.dispatcher._turn()
        assert len(service.dispatcher._flying) == Pace().rate


async def test_a_place_that_becomes_free_between_two_looks_is_seen(tmp_path: Path) -> None:
    async with ground(tmp_path, respond=speak, pace=Pace(rate=2), clock=Hasty()) as hall:
        writes(hall, await gathered(hall, 60), "hello")
        async with hall.service() as service:
            await hall.until(lambda: hall.exchange.said == 60)
            await service.drain()


def few() -> Pace:
    return Pace(at_once=AT_ONCE)


@pytest.mark.parametrize("hall", [few], indirect=True)
async def test_replies_before_prompts_before_announcements(hall: Ground) -> None:
    """Whatever was decided first: while all places are taken, what waits is put in order."""
    first = await gathered(hall, AT_ONCE)
    for person in first:
        await hall.world.fault("sendMessage", chat=person.id, delay=1.0)
    writes(hall, first, "hello")
    async with hall.service() as service:
        await hall.until(lambda: not hall.exchange.faults.waiting)
        for haste in reversed(Haste):
            writes(hall, await gathered(hall, AT_ONCE), haste)
            waiting = f"SELECT COUNT(*) FROM outbox WHERE haste = '{haste}' AND state = 'pending'"
            await hall.until(lambda question=waiting: hall.one(question) == AT_ONCE)
        await service.drain()
    said = [text for _, _, text in hall.calls()][AT_ONCE:]
    assert said == [f"A {haste}." for haste in Haste for _ in range(AT_ONCE)]


async def test_one_with_five_hundred_words_holds_nobody_back(hall: Ground) -> None:
    talker, *others = await gathered(hall, 31)
    writes(hall, [talker], "500")
    async with hall.service():
        await talker.hears("Word 0.")
        writes(hall, others, "hello")
        for person in others:
            await person.sees("5 characters.")
        words = await heard(talker)
        assert len(words) < 30
        assert words == [f"Word {n}." for n in range(len(words))]


async def test_a_slow_chat_holds_nobody_back(hall: Ground) -> None:
    slow, *others = await gathered(hall, 11)
    await hall.world.fault("sendMessage", chat=slow.id, delay=3.0)
    writes(hall, [slow], "hello")
    async with hall.service():
        await hall.until(lambda: not hall.exchange.faults.waiting)  # it is on its way, and stays there
        writes(hall, others, "hello")
        for person in others:
            await person.sees("5 characters.")
        assert hall.calls(chat=slow.id) == []
        await hall.world.clear_faults()
