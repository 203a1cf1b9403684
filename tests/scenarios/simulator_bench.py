"""The bench on which the simulator is tried: a clock that stands still, people, and a bot that speaks plain HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from starlette.applications import Starlette

from simulator.app import create_app, serve
from simulator.exchange import Exchange, Source
from simulator.person import Person, World

TOKEN = "110201543:for-tests-only"
NOON = 1_750_000_000.0  # a June day in 2025
HOUR, DAY = 3600.0, 86_400.0


class Wall:
    """Real time, standing still until it is told to go on."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> float:
        return self.at

    def goes_on(self, seconds: float) -> None:
        self.at += seconds


class BotRefused(Exception):
    """What the Bot API said no to."""

    def __init__(self, body: dict[str, Any]) -> None:
        super().__init__(body["description"])
        self.code: int = body["error_code"]
        self.description: str = body["description"]
        self.parameters: dict[str, Any] = body.get("parameters", {})


@dataclass
class PlainBot:
    """The bot's side without any library: what goes over the wire is what the test says."""

    root: str
    session: aiohttp.ClientSession
    offset: int = 0

    async def answers(self, method: str, **request: Any) -> tuple[int, dict[str, Any]]:
        """Status and body of one call; `request` as aiohttp takes it."""
        address = f"{self.root}/bot{TOKEN}/{method}"
        async with self.session.post(address, **request) as response:
            return response.status, json.loads(await response.read())

    async def __call__(self, method: str, **parameters: Any) -> Any:
        """The result of a method. Raises BotRefused."""
        status, body = await self.answers(method, json=parameters)
        if status != 200:
            assert (body["ok"], body["error_code"]) == (False, status)
            raise BotRefused(body)
        assert body["ok"] is True
        return body["result"]

    async def upload(self, method: str, kind: str, content: bytes, name: str = "file", **more: Any) -> Any:
        """The result of a method that sends a file."""
        form = aiohttp.FormData({key: str(value) for key, value in more.items()})
        form.add_field(kind, content, filename=name)
        status, body = await self.answers(method, data=form)
        if status != 200:
            raise BotRefused(body)
        return body["result"]

    async def hears(self, wait: int = 0) -> list[dict[str, Any]]:
        """New updates, confirmed by the next call; waits for one up to `wait` seconds."""
        updates: list[dict[str, Any]] = await self("getUpdates", offset=self.offset, timeout=wait)
        if updates:
            self.offset = updates[-1]["update_id"] + 1
        return updates

    async def hears_one(self, kind: str = "message") -> Any:
        """The one update that is waiting."""
        [update] = await self.hears()
        return update[kind]

    async def fetch(self, path: str) -> tuple[int, bytes]:
        """Status and bytes of a download."""
        async with self.session.get(f"{self.root}/file/bot{TOKEN}/{path}") as response:
            return response.status, await response.read()


@dataclass
class Stage:
    """A simulator with its people and its bot."""

    wall: Wall
    world: World
    bot: PlainBot
    app: Starlette = field(repr=False)

    @property
    def exchange(self) -> Exchange:
        exchange: Exchange = self.app.state.exchange
        return exchange

    async def anna(self, **who: Any) -> Person:
        """Somebody who has pressed START, and the bot knows."""
        anna = await self.world.person(**{"name": "Anna", "language_code": "ru", **who})
        await anna.start()
        await self.bot.hears()
        await self.bot.hears()  # which confirms
        return anna

    @property
    def connections(self) -> list[asyncio.Transport]:
        """The server's ends of all that are open."""
        return list(self.app.state.transports.values())

    async def until_polled(self) -> None:
        """Until a call of getUpdates waits inside the simulator."""
        while not self.exchange.updates.polled:  # noqa: ASYNC110 - it is the server's, and tells nobody
            await asyncio.sleep(0)


@asynccontextmanager
async def stage(data: Path | None = None, wall: Wall | None = None, **more: Any) -> AsyncIterator[Stage]:
    """A simulator on any free port; `data` is where it remembers."""
    wall = wall or Wall()
    app = create_app(
        data, token=TOKEN, now=wall, sources=(Source("channel-1", "Channel", "channel"),), **more
    )
    async with (
        await serve(app) as serving,
        World(serving.root) as world,
        aiohttp.ClientSession() as session,
    ):
        yield Stage(wall, world, PlainBot(serving.root, session), app)
