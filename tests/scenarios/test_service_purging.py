"""Messages that go, where Telegram refuses, answers late, or the service dies in between."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from service_bench import Bench, bench, both, echo

from bot.health import Health, diagnosis
from simulator.exchange import Call, Exchange
from simulator.person import Person
from study.chat import Chat, Clear
from study.effects import ClearChat, Tally
from study.inbound import Command, Facts, Inbound, Wrote
from study.outcome import Outcome
from study.participant import Participant
from study.protocol import Protocol
from study.saying import Say


def clearing(participant: Participant, inbound: Inbound, protocol: Protocol, facts: Facts) -> Outcome:
    """The echo, which can clear a chat, and forget somebody with it."""
    match inbound.event:
        case Command(name="hide"):
            return Outcome(participant, (Say((both("Nothing here."),)),), (ClearChat(),), silence=True)
        case Command(name="gone"):
            return Outcome(None, (Say((both("Gone."),)),), (ClearChat(), Tally("withdrew")), silence=True)
        case Wrote():
            participant = participant.but(blocked=False)
    return echo(participant, inbound, protocol, facts)


async def made(root: Path, clear: Clear) -> AsyncIterator[Bench]:
    async with bench(root, respond=clearing, follow=True) as stand:
        stand.protocol = stand.protocol.model_copy(update={"chat": Chat(clear=clear)})
        yield stand


@pytest.fixture
async def at_once(tmp_path: Path) -> AsyncIterator[Bench]:
    async for stand in made(tmp_path, Clear.AT_ONCE):
        yield stand


@pytest.fixture
async def never(tmp_path: Path) -> AsyncIterator[Bench]:
    async for stand in made(tmp_path, Clear.NEVER):
        yield stand


def ledger(stand: Bench) -> list[tuple[int, int]]:
    with closing(sqlite3.connect(f"file:{stand.data}/restante.sqlite3?mode=ro", uri=True)) as rows:
        return rows.execute("SELECT message, ours FROM messages ORDER BY message").fetchall()


def meta(stand: Bench, name: str) -> str | None:
    with closing(sqlite3.connect(f"file:{stand.data}/restante.sqlite3?mode=ro", uri=True)) as rows:
        found = rows.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return found[0] if found else None


def sent_at(stand: Bench) -> dict[int, float]:
    with closing(sqlite3.connect(f"file:{stand.data}/restante.sqlite3?mode=ro", uri=True)) as rows:
        return dict(rows.execute("SELECT message, at FROM messages").fetchall())


def blocked(stand: Bench) -> list[int]:
    with closing(sqlite3.connect(f"file:{stand.data}/restante.sqlite3?mode=ro", uri=True)) as rows:
        return [row[0] for row in rows.execute("SELECT blocked FROM participants")]


async def until(stand: Bench, fits: Callable[[], bool]) -> None:
    """Waits for the service, with an eye on the simulator."""
    exchange: Exchange = stand.serving._app.state.exchange
    async with asyncio.timeout(20):
        while not fits():
            await exchange.changes.beyond(exchange.changes.version, 0.05)


def deletions(stand: Bench) -> list[Call]:
    exchange: Exchange = stand.serving._app.state.exchange
    return [call for call in exchange.calls if call.method == "deleteMessages"]


def refused(stand: Bench) -> int:
    return sum(call.status == 403 for call in deletions(stand))


async def said(person: Person) -> list[str]:
    return [message.text for message in await person.chat()]


async def joined(stand: Bench) -> Person:
    anna = await stand.world.person(name="Anna")
    await anna.start()
    await anna.says("/join")
    return anna


async def test_both_sides_are_noted_and_cleared_on_demand(never: Bench) -> None:
    async with never.service() as service:
        anna = await joined(never)
        await anna.says("hm")
        await never.drained(service)
        there = [(message.id, int(message.by_bot)) for message in await anna.chat()]
        assert len(there) == 6
        assert ledger(never) == there
        await anna.says("/hide")
        await anna.hears("Nothing here.")
        await never.drained(service)
        assert await said(anna) == ["Nothing here."]
        [line] = await anna.chat()
        assert ledger(never) == [(line.id, 1)]


async def test_who_is_forgotten_takes_the_chat_along(never: Bench) -> None:
    async with never.service() as service:
        anna, boris = await joined(never), await joined(never)
        await anna.says("/gone")
        await anna.hears("Gone.")
        await never.drained(service)
        assert await said(anna) == ["Gone."]
        assert len(await said(boris)) == 4
        assert ledger(never) == [(one.id, int(one.by_bot)) for one in await boris.chat()]


async def test_one_that_telegram_keeps_does_not_keep_the_others(at_once: Bench) -> None:
    async with at_once.service() as service:
        anna = await joined(at_once)
        await anna.hears("You are")
        await at_once.drained(service)
        first = [one.id for one in await anna.chat()]
        await at_once.world.fault(
            "deleteMessages", status=400, description="message can't be deleted", times=2
        )
        await anna.says("/hide")
        await anna.hears("Nothing here.")
        await at_once.drained(service)
    calls = [call["parameters"]["message_ids"] for call in await at_once.world.calls("deleteMessages")]
    assert len(calls) >= 3, "the whole is refused, then a half of it is tried"
    left = [one.id for one in await anna.chat() if one.text != "Nothing here."]
    assert len(left) <= 1, (first, calls)
    assert meta(at_once, "missed_purges") == (None if not left else "1")


async def test_what_is_refused_for_good_is_counted_and_told(at_once: Bench) -> None:
    async with at_once.service() as service:
        anna = await joined(at_once)
        await at_once.drained(service)
        await at_once.world.fault(
            "deleteMessages", status=400, description="message can't be deleted", times=99
        )
        await anna.says("hm")
        await at_once.drained(service)
        assert int(meta(at_once, "missed_purges") or 0) >= 1
        assert "hm" in await said(anna)
    assert ledger(at_once)[-1][1] == 1, "it is not tried for ever"


BLOCKED: dict[str, Any] = {"status": 403, "description": "Forbidden: bot was blocked by the user"}


async def test_what_is_refused_because_the_bot_is_blocked_is_tried_when_they_are_back(at_once: Bench) -> None:
    async with at_once.service() as service:
        anna = await joined(at_once)
        await at_once.drained(service)
        await at_once.world.fault("deleteMessages", times=1, **BLOCKED)
        await anna.says("hm")
        await at_once.drained(service)
        assert (blocked(at_once), refused(at_once)) == ([1], 1)
        await at_once.world.travel(by=600)
        await at_once.drained(service)
        assert refused(at_once) == 1, "it is not tried while the bot is blocked"
        assert "hm" in await said(anna)
        await anna.says("back")
        await at_once.drained(service)
        assert await said(anna) == ["4 characters."]
    assert meta(at_once, "missed_purges") is None


async def test_what_waits_for_them_to_be_back_is_as_old_as_it_was(never: Bench) -> None:
    async with never.service() as service:
        anna = await joined(never)
        await never.drained(service)
        before = sent_at(never)
        assert len(before) == 4
        await never.world.fault("deleteMessages", times=1, **BLOCKED)
        await never.world.travel(by=3600)
        await anna.says("/hide")
        await never.drained(service)
        assert before.items() <= sent_at(never).items()


async def test_what_is_refused_in_the_blocked_chat_of_nobody_is_missed(never: Bench) -> None:
    async with never.service() as service:
        anna = await joined(never)
        await never.drained(service)
        await never.world.fault("deleteMessages", times=1, **BLOCKED)
        await anna.says("/gone")
        await never.drained(service)
        assert len(await said(anna)) == 6
    assert meta(never, "missed_purges") == "5"
    assert ledger(never) == []


@pytest.mark.parametrize(
    "how", [{"drop_reply_after_accept": True}, {"status": 502}, {"drop_before_accept": True}]
)
async def test_an_answer_that_is_lost_is_asked_for_again(at_once: Bench, how: dict[str, object]) -> None:
    async with at_once.service() as service:
        anna = await joined(at_once)
        await at_once.drained(service)
        await at_once.world.fault("deleteMessages", times=1, **how)
        await anna.says("hm")
        await at_once.drained(service)
        assert await said(anna) == ["2 characters."]
    assert meta(at_once, "missed_purges") is None


async def test_a_death_between_asking_and_doing_loses_no_deletion(at_once: Bench) -> None:
    async with at_once.service():
        anna = await joined(at_once)
        await anna.hears("You are")
        await at_once.world.fault("deleteMessages", status=502, times=999)
        await anna.says("hm")
        await anna.hears("2 characters.")
        await until(at_once, lambda: any(one.status == 502 for one in deletions(at_once)))
    assert "hm" in await said(anna)
    await at_once.world.clear_faults()
    async with at_once.service() as service:
        await at_once.drained(service)
        assert await said(anna) == ["2 characters."]


async def test_a_message_that_could_not_be_dealt_with_is_known_too(never: Bench) -> None:
    async with never.service() as service:
        anna = await joined(never)
        await never.drained(service)
        await anna.says("/fail")
        await until(never, lambda: len(ledger(never)) == 5)
        assert ledger(never)[-1] == ((await anna.chat())[-1].id, 0)


@pytest.mark.parametrize(
    ("missed", "told"), [(0, ""), (1, "1 message that should be gone"), (3, "3 messages that")]
)
def test_health_says_what_was_missed_and_a_new_start_is_no_help(
    tmp_path: Path, missed: int, told: str
) -> None:
    Health(1_000.0, "0", 0, 0, missed_purges=missed).write(tmp_path)
    well, sentence = diagnosis(tmp_path, 1_001.0)
    assert well
    assert told in sentence
    assert ("WARNING" in sentence) == bool(missed)
