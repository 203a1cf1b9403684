"""A bare bot on APScheduler and its memory store, the least that a bot with timers can be. `apscheduler_bot.py
ROOT PENDING DUE EACH_SECOND`: adds PENDING jobs for a month from now, then sends DUE messages, EACH_SECOND a
second; each says when it was due."""

import asyncio
import sys
import time
from datetime import UTC, datetime

import aiohttp
from apscheduler.schedulers.asyncio import AsyncIOScheduler

FIRST_CHAT = 2_000_000_000
MONTH = 30 * 86_400


async def main(root: str, pending: int, due: int, each_second: int) -> None:
    async with aiohttp.ClientSession() as session:

        async def call(method: str, **parameters: object) -> object:
            async with session.post(f"{root}/bot7:bench/{method}", data=parameters) as answer:
                return await answer.json()

        async def prompt(chat: int, at: int) -> None:
            await call("sendMessage", chat_id=chat, text=f"How was your day? due {at}")

        def later(at: float, chat: int) -> None:
            scheduler.add_job(
                prompt,
                "date",
                run_date=datetime.fromtimestamp(at, UTC),
                args=[chat, int(at)],
                misfire_grace_time=None,
            )

        scheduler = AsyncIOScheduler(timezone=UTC)
        now = time.time()
        for n in range(pending):
            later(now + MONTH + n, FIRST_CHAT + n)
        scheduler.start()
        first = int(time.time()) + 3
        for n in range(due):
            later(first + n // each_second, FIRST_CHAT + n)
        while True:
            await call("getUpdates", timeout=10)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], *map(int, sys.argv[2:])))
