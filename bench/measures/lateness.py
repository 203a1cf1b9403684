"""How late a prompt is: seconds from the moment it is due until its `sendMessage` reaches the server, at 0 ms
of latency. 30 prompts are due at each whole second for 60 seconds, to 1,800 people, as a study's check-ins are
planned to the second; one run each. Ours has 1,000,000 more timers pending and keeps Telegram's real pace. The
server keeps it too: beyond 30 messages in any second it answers 429. The others have 100,000 jobs pending:
python-telegram-bot's JobQueue, and a bare bot on APScheduler's memory store. Neither sends again what was
refused, so their figure is of what went through."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Findings, Row, Target, number, percentile, ratio, seconds
from bench.folders import Folders
from bench.seeding import seeding
from bench.stage import TELEGRAMS_PACE, Bot, BotFailed, Server, bot, copied, ours, peer, server
from bench.step import Step
from bench.updates import FIRST_CHAT

TITLE = "Thirty prompts a second"
PEOPLE, TIMERS = 10_000, 1_000_000
EACH_SECOND, LASTS = 30, 60
DUE = EACH_SECOND * LASTS
JOBS = 100_000
STARTING = 6  # seconds that ours gets to start before the first is due
PATIENCE = 30  # seconds after the last is due
JOBQUEUE, APSCHEDULER = "JobQueue", "APScheduler"
LATE = Target(most=3)
NO_FLOOD = Target(most=0)


@dataclass(frozen=True)
class Delivered:
    """`late` are seconds, one for each message that went through; `memory` in MB, at the end."""

    late: list[float]
    refused: int
    memory: float


def steps(runs: int) -> int:
    return 3


def measure(runs: int, folders: Folders, step: Step) -> Findings:
    step("ours, 1,000,000 timers")
    mine = _ours(folders)
    others = {}
    for name, script in ((JOBQUEUE, "jobqueue_bot"), (APSCHEDULER, "apscheduler_bot")):
        step(f"{name}, {JOBS:,} jobs")
        others[name] = _peer(script)
    found = Findings()
    for name, one in {"ours": mine, **others}.items():
        found.raw[f"{name}, late"] = one.late
        found.raw[f"{name}, refused and memory"] = [one.refused, one.memory]
    for share in (50, 99):
        for name, other in others.items():
            found.rows.append(_late(share, name, mine, other))
    found.rows.append(Row("answers 429", number(mine.refused), _refusals(others), mine.refused, "", NO_FLOOD))
    missing = DUE - len(mine.late)
    lost = ", ".join(f"{name} {DUE - len(other.late)}" for name, other in others.items())
    found.rows.append(Row("prompts that never came", number(missing), lost, missing, "", NO_FLOOD))
    held = ", ".join(f"{name} {other.memory:.0f} MB" for name, other in others.items())
    found.rows.append(Row("memory at the end", f"{mine.memory:.0f} MB", held, mine.memory, " MB"))
    return found


def _late(share: int, name: str, mine: Delivered, other: Delivered) -> Row:
    late, theirs = percentile(mine.late, share / 100), percentile(other.late, share / 100)
    target = LATE if (share, name) == (99, APSCHEDULER) else None
    return Row(
        f"lateness p{share}, to {name}", seconds(late), seconds(theirs), ratio(late, theirs), target=target
    )


def _refusals(others: dict[str, Delivered]) -> str:
    return ", ".join(f"{name} {other.refused}" for name, other in others.items())


def _ours(folders: Folders) -> Delivered:
    with copied(folders.of(PEOPLE, asked=False, timers=TIMERS)) as folder, server(limited=True) as api:
        first = int(time.time()) + STARTING
        asyncio.run(_due(folder, first))
        with bot(ours(folder, api, TELEGRAMS_PACE), api) as service:
            return _delivered(api, service, lambda chat: first + (chat - FIRST_CHAT) // EACH_SECOND)


async def _due(folder: Path, first: int) -> None:
    async with seeding(folder) as seed:
        await seed.due(DUE, first, EACH_SECOND)


def _peer(script: str) -> Delivered:
    with (
        server(limited=True) as api,
        bot(peer(script, api, JOBS, DUE, EACH_SECOND), api) as other,
    ):
        return _delivered(api, other)


def _delivered(api: Server, sender: Bot, due_of: Callable[[int], int] | None = None) -> Delivered:
    """Waits for all prompts. Without `due_of` (chat to Unix time) the messages say themselves when they were due."""
    deadline = time.monotonic() + STARTING + LASTS + PATIENCE
    while (state := api.ask("state"))["passed"] + state["refused"] < DUE and time.monotonic() < deadline:
        time.sleep(0.5)
    memory = sender.memory()
    messages = api.ask("state", messages=1)["messages"]
    if not messages:
        raise BotFailed("it sent no prompt")
    late = [at - (due_of(chat) if due_of else due) for chat, at, due in messages]
    return Delivered(late, state["refused"], memory)
