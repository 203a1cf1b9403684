"""What Telegram sends twice, in the wrong order, wrongly numbered or not at all; and when it is not there."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import story
from desk_pages import words
from faults_bench import EARNEST, Ground, ground, heard
from house import House
from httpx import ASGITransport, AsyncClient
from service_bench import both, stopped_by_itself

from bot.poller import ANOTHER_BOT, WEBHOOK
from bot.processor import MOST_TRIES
from bot.service import Service
from desk.app import make_app
from desk.room import Room
from simulator import people
from simulator.person import Message, Person
from study.inbound import Facts, Inbound, Wrote
from study.outcome import Outcome
from study.participant import Participant
from study.protocol import Protocol
from study.saying import Say

HIGH, LOW = 900_000_000, 41


@pytest.fixture(autouse=True)
def no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dispatcher looks again when there is a reason, and not because five seconds are over."""
    monkeypatch.setattr("bot.dispatcher.LOOK_AGAIN", 3600.0)


@pytest.fixture
async def echoes(tmp_path: Path) -> AsyncIterator[Ground]:
    async with ground(tmp_path) as made:
        yield made


@pytest.fixture
async def earnest(tmp_path: Path) -> AsyncIterator[Ground]:
    async with ground(tmp_path, **EARNEST) as made:
        yield made


def message(person: Person, text: str, number: int) -> dict[str, Any]:
    """A text as Telegram tells of it."""
    who = {"id": person.id, "is_bot": False, "first_name": "A"}
    chat = {"id": person.id, "type": "private", "first_name": "A"}
    return {"message_id": number, "from": who, "chat": chat, "date": 0, "text": text}


async def test_an_update_that_comes_again_has_no_second_effect(echoes: Ground) -> None:
    """In a later batch, and after a restart; what was told to Telegram may be told again."""
    anna = await echoes.world.person(name="Anna")
    await anna.start()
    update = {"update_id": HIGH, "message": message(anna, "once", 5000)}
    async with echoes.service() as service:
        for _ in range(2):
            await echoes.world.inject(update)
            await echoes.drained(service)
    await echoes.world.inject(update)
    async with echoes.service() as service:
        await echoes.drained(service)
    assert (await heard(anna)).count("4 characters.") == 1
    assert echoes.texts() == ["once"]


async def asked_this_evening(earnest: Ground, service: Service, person: Person) -> Message:
    """Somebody agrees, and is asked how they are."""
    await story.agree(person, "en")
    await earnest.goes_to(service, earnest.one("SELECT MIN(due_at) FROM prompts"))
    return await person.hears(lambda said: story.EN.mood in said.labels)


async def test_one_tap_under_three_ids_is_one_answer(earnest: Ground) -> None:
    """Telegram's apps send a tap again when no answer came, with a new update id and a new query id."""
    anna = await story.arrive(earnest.world, "en")
    async with earnest.service() as service:
        question = await asked_this_evening(earnest, service, anna)
    for _ in range(2):
        await anna.taps("1", message=question.id)
    first, second = await earnest.world.pending()
    assert first["callback_query"]["id"] != second["callback_query"]["id"]
    async with earnest.service() as service:
        await earnest.drained(service)
        skip = await anna.sees(story.EN.why)
        await anna.taps(0, message=skip.id)
        await anna.hears(
            lambda said: story.EN.yes in said.labels
        )  # a question that this key could answer too
        await anna.taps(data=second["callback_query"]["data"], message=question.id)
        await earnest.drained(service)
    kept = [(kind, content["question"]) for kind, content in earnest.kept() if kind in ("answer", "skip")]
    assert kept == [("answer", "mood"), ("skip", "why")]
    assert sum(story.EN.why in said for said in await heard(anna)) == 1


async def test_a_tap_before_the_bot_knows_that_its_question_arrived(earnest: Ground) -> None:
    """Telegram shows a question, and its reply to the bot is lost: the answer comes first, then the question again."""
    anna = await story.arrive(earnest.world, "en")
    async with earnest.service() as service:
        await story.agree(anna, "en")
        await earnest.drained(service)
        await earnest.world.fault("sendMessage", drop_reply_after_accept=True)
        await earnest.goes_to(service, earnest.one("SELECT MIN(due_at) FROM prompts"))
        first = await anna.hears(lambda said: story.EN.mood in said.labels)
        await anna.taps(story.EN.mood, message=first.id)
        again = await anna.hears(lambda said: story.EN.mood in said.labels and said.id != first.id)
        await anna.taps(story.EN.mood, message=again.id)
        await anna.sees(story.EN.why)
        await earnest.drained(service)
    assert [content["question"] for kind, content in earnest.kept() if kind == "answer"] == ["mood"]
    assert earnest.one("SELECT COUNT(*) FROM inbox WHERE state <> 'done'") == 0


async def test_a_tap_that_overtakes_the_first_word(earnest: Ground) -> None:
    """A stranger's tap is handed out before their /start: it is nobody's answer, and the start is as ever."""
    anna = await earnest.world.person(name="Anna", language_code="en")
    await anna.start("yerevan-chat")
    await anna.taps(data="q:a-key-of-somebody:1", message=1)
    start, tap = await earnest.world.pending()
    earnest.exchange.updates.confirm(HIGH * 2)
    for update, number in ((tap, HIGH), (start, HIGH + 1)):
        await earnest.world.inject({**update, "update_id": number})
    async with earnest.service() as service:
        await anna.taps(story.EN.language)
        await anna.taps(story.EN.site)
        await earnest.drained(service)
    assert earnest.one("SELECT COUNT(*) FROM inbox WHERE state <> 'done'") == 0
    assert earnest.one("SELECT source FROM participants") == "yerevan-chat"


async def test_ids_that_drop_after_a_quiet_week(echoes: Ground) -> None:
    """Asking on from the old number would tell Telegram that the new, lower one was heard."""
    anna = await echoes.world.person(name="Anna")
    await echoes.world.jump(to=HIGH)
    async with echoes.service() as service:
        await anna.start()
        await anna.hears("Hello")
        await echoes.until(lambda: echoes.exchange.updates.polled)
        await echoes.goes_on(service, days=8)
        await echoes.world.jump(to=LOW)
        await echoes.world.fault("getUpdates", delay=0.5)
        echoes.exchange.updates.release()
        await echoes.until(lambda: not echoes.exchange.faults.waiting)  # it asks, and is not answered yet
        await anna.says("after a week")
        await anna.hears("12 characters.")
        await anna.says("and on")
        await anna.hears("6 characters.")
        await echoes.drained(service)
    assert echoes.texts() == ["after a week", "and on"]


UNREADABLE = [
    {"message": "no library could read this"},
    {"message": {"message_id": 1, "chat": {"id": "not a number"}}},
    {"callback_query": {"id": 7}},
    {"my_chat_member": []},
]


async def test_an_update_that_cannot_be_parsed_is_parked_and_the_rest_goes_on(echoes: Ground) -> None:
    """So is one on which a handler fails again and again; what that person says after it is heard then."""
    anna, ben = [await echoes.world.person(name=name) for name in ("Anna", "Ben")]
    await anna.start()
    for update in UNREADABLE:
        await echoes.world.inject(update)
    await anna.says("/fail")
    await anna.says("still here")
    await ben.says("me too")
    async with echoes.service() as service:
        await ben.hears("6 characters.")
        for tries in range(1, MOST_TRIES):
            failed = f"SELECT COUNT(*) FROM inbox WHERE state = 'waiting' AND tries = {tries}"
            await echoes.until(lambda question=failed: echoes.one(question))
            await echoes.goes_on(service, minutes=1)
        await anna.hears("10 characters.")
        await ben.says("good night")
        await echoes.drained(service)
        service.office.troubles.changed.set()  # the report would be written within 15 seconds anyway
        await echoes.tells(f"{len(UNREADABLE) + 1} parked")
    assert await echoes.world.pending() == []
    states = {
        row["state"]: row["n"] for row in echoes.rows("SELECT state, COUNT(*) n FROM inbox GROUP BY state")
    }
    assert states == {"parked": len(UNREADABLE) + 1, "done": 4}


def count(participant: Participant, inbound: Inbound, protocol: Protocol, facts: Facts) -> Outcome:
    """Answers and keeps nothing: sealing a thousand records takes its time."""
    assert isinstance(inbound.event, Wrote)
    return Outcome(participant, (Say((both(f"{len(inbound.event.text)} characters."),)),))


async def test_a_thousand_updates_of_a_day_without_the_bot(echoes: Ground) -> None:
    """Each is answered once, to each person in the order in which they wrote."""
    echoes.respond = count
    crowd = [await echoes.world.person(name="P") for _ in range(40)]
    with echoes.exchange.store.transaction():
        for number in range(25):
            for person in crowd:
                people.say(
                    echoes.exchange, people.known_person(echoes.exchange, person.id), "x" * (number + 1)
                )
    echoes.clock.move(hours=23, minutes=50)
    async with echoes.service() as service:
        await echoes.until(lambda: echoes.exchange.said >= 1000)
        await echoes.drained(service)
        assert echoes.exchange.updates.count() == 0
    for person in crowd:
        assert await heard(person) == [f"{number + 1} characters." for number in range(25)]
    assert echoes.one("SELECT COUNT(*) FROM inbox WHERE state = 'done'") == 1000


async def test_two_bots_on_one_token(house: House, tmp_path: Path) -> None:
    """The newcomer is told that it is the second, and the first goes on."""
    async with house.running() as first:
        anna = await story.arrive(house.world, "en")
        await anna.hears()
        await house.settled()
        second = ("run", str(house.study), "--data", str(tmp_path / "another folder"))
        code, _, err = await house.command(*second, RESTANTE_CLOCK_URL="")
        assert (code, ANOTHER_BOT in err) == (1, True)
        await anna.taps(story.EN.language)
        await anna.hears(lambda said: story.EN.site in said.labels)
        await house.settled()
        assert first.process.returncode is None


async def test_a_webhook_is_in_the_way(echoes: Ground) -> None:
    why = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    await echoes.world.fault("getUpdates", status=409, description=why, times=100)
    stopped = await stopped_by_itself(echoes)
    assert (str(stopped), stopped.code) == (WEBHOOK, 1)


async def test_telegram_is_down_for_an_hour(echoes: Ground) -> None:
    """What fell due meanwhile is said once when it is back, and what was under way too."""
    anna = await echoes.world.person(name="Anna")
    async with echoes.service() as service:
        await anna.start()
        await anna.says("/later")
        await anna.hears("Later, then.")
        await echoes.drained(service)
        await echoes.goes_on(service, hours=23, minutes=30)
        await echoes.telegram_goes()
        await echoes.goes_on(service, hours=1)
        tried = "SELECT MAX(tries) FROM outbox WHERE state = 'pending'"  # and nobody was there
        await echoes.steps_until(service, lambda: echoes.one(tried))
        await echoes.telegram_comes_back()
        await anna.sees("It is time: remind p1.")
        await anna.says("there you are")
        await anna.hears("13 characters.")
        await echoes.drained(service)
    assert await heard(anna) == ["Hello.", "Later, then.", "It is time: remind p1.", "13 characters."]


UNCLEAR = [
    ("5xx", {"status": 502}, 1, 0),
    ("cut before it was accepted", {"drop_before_accept": True}, 1, 0),
    ("reply lost after it was accepted", {"drop_reply_after_accept": True}, 2, 1),
    ("no answer in time", {"delay": 0.6}, 2, 1),
]


@pytest.mark.parametrize(
    ("fault", "harmless", "careful"), [row[1:] for row in UNCLEAR], ids=[r[0] for r in UNCLEAR]
)
async def test_words_whose_end_is_not_clear(
    echoes: Ground, fault: dict[str, Any], harmless: int, careful: int
) -> None:
    """Harmless words go again, so they may come twice. Careful ones never do; they are counted, the desk says so."""
    anna, ben = [await echoes.world.person(name=name) for name in ("Anna", "Ben")]
    async with echoes.service() as service:
        service.office.telegram._calls._read = 0.3  # seconds for an answer; twenty otherwise
        for person in (anna, ben):
            await person.start()
            await person.hears("Hello")
            await echoes.world.fault("sendMessage", chat=person.id, **fault)
        await ben.says("/once")
        await anna.says("again, please")
        await echoes.drained(service)
        await ben.says("and then")
        await ben.hears("8 characters.")
        await echoes.until(lambda: len(echoes.calls()) == 2 + 2 + 1 + 1)  # a late one has been acted upon too
    assert (await heard(anna)).count("13 characters.") == harmless
    assert (await heard(ben)).count("Only once.") == careful
    states = {
        row["state"]: row["n"] for row in echoes.rows("SELECT state, COUNT(*) n FROM outbox GROUP BY state")
    }
    assert states == {"sent": 4, "unknown": 1}
    desk = ASGITransport(make_app(Room(echoes.protocol, echoes.data)))
    async with AsyncClient(transport=desk, base_url="http://127.0.0.1:8701") as visitor:
        assert "1 message with an unknown end (replies: 1)" in words(await visitor.get("/"))


async def test_a_chat_that_is_flooded_waits_alone(echoes: Ground) -> None:
    anna, ben = [await echoes.world.person(name=name) for name in ("Anna", "Ben")]
    async with echoes.service() as service:
        for person in (anna, ben):
            await person.start()
            await person.hears("Hello")
        await echoes.world.fault("sendMessage", chat=anna.id, retry_after=600)
        for text in ("1", "22", "333"):
            await anna.says(text)
        await echoes.until(lambda: echoes.one("SELECT COUNT(*) FROM outbox WHERE fault = '429'") == 1)
        await echoes.goes_on(service, minutes=9)  # from when it is noted: a wait is reckoned from then
        await ben.says("4444")
        await ben.hears("4 characters.")
        assert [status for _, status, _ in echoes.calls(chat=anna.id)] == [200, 429]
        await echoes.goes_on(service, minutes=1, seconds=1)
        await echoes.drained(service)
    assert await heard(anna) == ["Hello.", "1 characters.", "2 characters.", "3 characters."]
    assert [status for _, status, _ in echoes.calls(chat=anna.id)] == [200, 429, 200, 200, 200]


async def test_a_second_flooded_chat_means_all(echoes: Ground) -> None:
    anna, ben, cleo = [await echoes.world.person(name=name) for name in ("Anna", "Ben", "Cleo")]
    async with echoes.service() as service:
        for person in (anna, ben, cleo):
            await person.start()
            await person.hears("Hello")
        for person in (anna, ben):
            await echoes.world.fault("sendMessage", chat=person.id, retry_after=600)
            await person.says("x")
        await echoes.until(lambda: echoes.one("SELECT COUNT(*) FROM outbox WHERE fault = '429'") == 2)
        await cleo.says("333")
        await echoes.goes_on(service, minutes=9)
        await echoes.until(lambda: echoes.one("SELECT COUNT(*) FROM outbox WHERE state = 'pending'") == 3)
        await echoes.until(lambda: not service.bells.outbox.is_set())
        assert len(echoes.calls()) == 5
        await echoes.goes_on(service, minutes=1, seconds=1)
        await cleo.hears("3 characters.")
        await echoes.drained(service)
    assert [(await heard(person))[1:] for person in (anna, ben)] == [["1 characters."]] * 2
