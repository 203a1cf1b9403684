"""Chats that shut: blocked and let in again, deleted, grown into another kind. Nobody is asked twice, nothing spins."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import story
from faults_bench import EARNEST, Ground, ground, heard

from bot.service import Service
from simulator.person import Person


@pytest.fixture
async def earnest(tmp_path: Path) -> AsyncIterator[Ground]:
    async with ground(tmp_path, **EARNEST) as made:
        yield made


async def enrolled(earnest: Ground, service: Service) -> Person:
    anna = await story.arrive(earnest.world, "en")
    await story.agree(anna, "en")
    await earnest.drained(service)
    return anna


async def next_prompt(earnest: Ground, service: Service) -> None:
    due = earnest.one("SELECT MIN(due_at) FROM timers WHERE kind = 'prompt'")
    await earnest.goes_to(service, due)
    await earnest.drained(service)


def prompts(earnest: Ground) -> list[str]:
    return [row["state"] for row in earnest.rows("SELECT state FROM prompts ORDER BY due_at LIMIT 4")]


async def test_blocked_nothing_is_said_and_let_in_again_all_goes_on(earnest: Ground) -> None:
    async with earnest.service() as service:
        anna = await enrolled(earnest, service)
        await anna.blocks()
        await earnest.drained(service)
        asked = len(earnest.calls())
        for _ in range(2):
            await next_prompt(earnest, service)
        assert len(earnest.calls()) == asked  # it knows, and does not try
        assert prompts(earnest) == ["expired", "expired", "due", "due"]
        await anna.unblocks()
        await earnest.drained(service)
        await next_prompt(earnest, service)
        await anna.taps(story.EN.mood)
        await earnest.drained(service)
    assert prompts(earnest) == ["expired", "expired", "begun", "due"]
    assert earnest.one("SELECT blocked FROM participants") == 0


@pytest.mark.parametrize("gone", ["deleted", "blocked while the bot was not told"])
async def test_a_refusal_is_heard_once_and_believed(earnest: Ground, gone: str) -> None:
    """Of a deleted account Telegram tells only when something is sent there."""
    async with earnest.service() as service:
        anna = await enrolled(earnest, service)
        if gone == "deleted":
            await anna.disappears()
        else:
            await earnest.world.fault("sendMessage", status=403, chat=anna.id, times=1000)
        asked = len(earnest.calls())
        for _ in range(3):
            await next_prompt(earnest, service)
        assert [status for _, status, _ in earnest.calls()[asked:]] == [403]
        assert earnest.one("SELECT blocked FROM participants") == 1
        touch = "gone" if gone == "deleted" else "blocked"
        assert earnest.one("SELECT touch FROM participants") == touch
        assert earnest.one("SELECT COUNT(*) FROM inbox WHERE kind = 'refusal'") == 1
        assert earnest.one("SELECT COUNT(*) FROM participants WHERE withdrawn_at IS NULL") == 1
        states = {row["state"] for row in earnest.rows("SELECT state FROM outbox")}
        assert states == {"sent", "refused"}


async def test_a_group_that_grew_is_not_asked_for_ever(earnest: Ground) -> None:
    """A group that becomes a supergroup has another id from then on (Bot API, ResponseParameters)."""
    async with earnest.service() as service:
        anna = await enrolled(earnest, service)
        for method in ("sendMessage", "leaveChat"):
            await earnest.world.fault(
                method, status=400, times=1000,
                description="Bad Request: group chat was upgraded to a supergroup chat",
            )  # fmt: skip
        group = await anna.adds_bot_to_group()
        await earnest.drained(service)
        asked = earnest.calls(chat=group) + earnest.calls("leaveChat", group)
        assert asked
        await earnest.goes_on(service, hours=2)
        await earnest.drained(service)
        assert earnest.calls(chat=group) + earnest.calls("leaveChat", group) == asked
        await earnest.world.clear_faults()
        await anna.says("/help")
        await anna.hears()
    assert earnest.one("SELECT COUNT(*) FROM outbox WHERE state = 'pending'") == 0
    assert await heard(anna)
