"""The running service: everything in `bot` put together, started, watched and stopped."""

import asyncio
import math
import signal
import time
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Self

from bot.boxes import Boxes
from bot.clock import Clock, FollowingClock, SystemClock
from bot.committing import Committer
from bot.dispatcher import Dispatcher
from bot.faults import StartRefused, StopNeeded
from bot.health import EVERY, Health
from bot.logs import note, warn
from bot.menu import set_menu
from bot.milestones import Milestone, Passing, on
from bot.opening import DATABASE, VAULT, check_operator_key, operator_key
from bot.pacing import Pace
from bot.people import People
from bot.poller import Poller
from bot.processor import House, Processor, Respond
from bot.reach import check_reach
from bot.recipients import Recipients
from bot.rendering import Renderer
from bot.retriever import Retriever
from bot.settings import Settings
from bot.telegram import Telegram
from bot.ticker import Ticker
from bot.waiting import Bells
from locales.catalogue import Catalogue
from sealing.operator import OperatorKey
from storage import fetches, inbox, outbox, timers
from storage.database import Database
from storage.errors import StorageError
from storage.vault import Vault
from study.inbound import Event, Wrote
from study.protocol import Protocol

KEPT = timedelta(days=7)  # how long the marks of updates and of sent words stay
LAST_WORDS = 4.5  # seconds between a stop and the end, whatever is still under way

NO_TOKEN = (
    "No bot token. Get one from @BotFather in Telegram and set RESTANTE_TOKEN, or put it into a file restante_token "
    "in $CREDENTIALS_DIRECTORY."
)


@dataclass
class Service:
    """One bot at work. Made by `Service.open`; `run` returns when it has been stopped."""

    settings: Settings
    protocol: Protocol
    data: Path
    clock: Clock
    database: Database
    vault: Vault
    telegram: Telegram
    boxes: Boxes
    recipients: Recipients
    respond: Respond
    bells: Bells
    pace: Pace
    passing: Passing = on
    catalogue: Catalogue = field(default_factory=Catalogue.load)
    poller: Poller = field(init=False)
    dispatcher: Dispatcher = field(init=False)
    retriever: Retriever = field(init=False)
    ticker: Ticker = field(init=False)
    processor: Processor | None = None

    def __post_init__(self) -> None:
        common = (self.database, self.boxes, self.telegram, self.clock)
        self.poller = Poller(*common, self.bells, self.settings.poll_seconds, self.passing)
        self.dispatcher = Dispatcher(*common, self.pace, self.bells, self.passing)
        self.retriever = Retriever(
            self.database,
            self.boxes,
            self.recipients,
            self.protocol.id,
            self.telegram,
            self.vault,
            self.clock,
            self.bells,
            self.passing,
        )
        self.ticker = Ticker(self.database, self.boxes, self.clock, self.bells, self._tidy, self.passing)

    @classmethod
    async def open(
        cls,
        stack: AsyncExitStack,
        settings: Settings,
        protocol: Protocol,
        data: Path,
        clock: Clock | None = None,
        stop: asyncio.Event | None = None,
        respond: Respond | None = None,
        pace: Pace | None = None,
        passing: Passing = on,
    ) -> Self:
        """Everything opened, nothing started; `stack` closes it. Raises StartRefused, StopNeeded, StorageError."""
        if not settings.token.get_secret_value():
            raise StartRefused(NO_TOKEN)
        recipients = check_reach(protocol, data)
        place = settings.operator_key(protocol.folder)
        key = operator_key(place, data)
        database = await Database.open(data / DATABASE)
        stack.push_async_callback(database.close)
        await database.belongs_to(protocol.id)
        await check_operator_key(database, key, place, data)
        if clock is None and settings.clock_url:
            clock = FollowingClock(settings.clock_url)
        # A simulator's people may type faster than people do; its clock gives it away.
        pace = pace or (Pace.unhurried() if settings.clock_url else Pace())
        telegram = Telegram(settings.token, settings.api_url, connections=pace.at_once + 4)
        await telegram.open()
        stack.push_async_callback(telegram.close)
        return cls(
            settings=settings,
            protocol=protocol,
            data=data,
            clock=clock or SystemClock(),
            database=database,
            vault=Vault(data / VAULT),
            telegram=telegram,
            boxes=Boxes(key),
            recipients=recipients,
            respond=respond or _handlers(),
            bells=Bells(stop),
            pace=pace,
            passing=passing,
        )

    async def run(self) -> None:
        """Works until `stop`. Raises StopNeeded when it cannot go on."""
        if isinstance(self.clock, FollowingClock):
            await self.bells.unless_stopped(self.clock.begin())
        username = await self.poller.name()
        if self.bells.stop.is_set():
            return
        if username:
            await self.database.set_setting("bot_username", username)
        await outbox.recover(self.database)
        self.processor = self._processor(username)
        note("started")
        await self._watch(self._workers())
        note("stopped")

    def _processor(self, username: str) -> Processor:
        house = House(
            database=self.database,
            protocol=self.protocol,
            people=People(self.database, self.boxes, self.protocol, username),
            committer=Committer(self.protocol.id, self.boxes, self.recipients, Renderer(self.catalogue)),
            respond=self.respond,
            understand=self._understood,
            notice={
                language: self.catalogue.say(language, "notice.telegram")
                for language in self.protocol.languages
            },
        )
        return Processor(house, self.bells, self._clear, self.passing)

    def _understood(self, event: Event) -> Event:
        if isinstance(event, Wrote) and (meanings := self.catalogue.meanings(event.text)):
            return Wrote(event.text, event.message, event.forwarded, meanings)
        return event

    def _workers(self) -> dict[str, Coroutine[Any, Any, None]]:
        assert self.processor is not None
        workers: dict[str, Coroutine[Any, Any, None]] = {
            "poller": self.poller.run(),
            "processor": self.processor.run(),
            "dispatcher": self.dispatcher.run(),
            "retriever": self.retriever.run(),
            "ticker": self.ticker.run(),
            "health": self._report(),
            "menu": self._menu(),
        }
        if isinstance(self.clock, FollowingClock):
            workers["clock"] = self._follow(self.clock)
        return workers

    async def _watch(self, workers: dict[str, Coroutine[Any, Any, None]]) -> None:
        """Runs `workers`; the first that fails stops the others. Each finishes what it has in hand."""
        tasks = {asyncio.create_task(work, name=name): name for name, work in workers.items()}
        stopped = asyncio.create_task(self.bells.stop.wait())
        failed: BaseException | None = None
        running = {*tasks, stopped}
        while not stopped.done() and failed is None:
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            failed = next((task.exception() for task in done if task.exception()), None)
        self.bells.stop.set()
        _, late = await asyncio.wait(tasks, timeout=LAST_WORDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, stopped, return_exceptions=True)
        if failed is None:
            failed = next((error for task in tasks if (error := _error(task))), None)
        if isinstance(failed, StopNeeded):
            raise failed
        if failed is not None:
            raise StopNeeded(
                f"The service stopped because of an error in itself ({type(failed).__name__}). Nothing is lost: start "
                "it again. If it happens twice, please report it with the lines of the log."
            ) from failed

    async def _menu(self) -> None:
        work = set_menu(self.database, self.telegram, self.protocol, self.catalogue)
        await self.bells.unless_stopped(work)

    async def _follow(self, clock: FollowingClock) -> None:
        async def shifted() -> None:
            await self.ticker.tick()
            self.bells.outbox.set()
            self.bells.fetches.set()

        await self.bells.unless_stopped(clock.follow(self.state, shifted))

    async def _clear(self) -> None:
        """What commits have dropped is overwritten, and no copy of it stays in the log."""
        try:
            scrapped = await self.vault.scrap(self.database)
            self.passing(Milestone.SCRAPPED)
            await self.vault.forget(self.database, scrapped)
        except OSError as fault:  # tried again after the next removal, at the next start, and once a day
            warn("not-cleared", fault=type(fault).__name__)

    async def _tidy(self) -> None:
        """Once a day, and at the start."""
        before = (self.clock.now() - KEPT).timestamp()
        await inbox.forget_old(self.database, before)
        await outbox.forget_old(self.database, before)
        with suppress(OSError):
            await self.vault.sweep(self.database)
        await self._clear()

    async def _report(self) -> None:
        while not self.bells.stop.is_set():
            heard = self.poller.heard_at
            ago = self.clock.monotonic() - heard if heard is not None else None
            health = Health(
                polled_at=time.time() - ago if ago is not None else None,
                version=_version(),
                parked=await inbox.parked_count(self.database),
                waiting=await inbox.pending_count(self.database),
            )
            with suppress(OSError):  # a full disk is not the health report's to die of
                health.write(self.data)
            await self.bells.sleep(EVERY)

    async def state(self) -> tuple[float | None, bool]:
        """When the next timer falls due, as Unix time, and whether nothing at all is under way."""
        now = self.clock.now().timestamp()
        due = await timers.next_due(self.database)
        return due, (due is None or due > now) and await self._nothing_waits(now)

    async def _nothing_waits(self, until: float) -> bool:
        if self.processor is None or self.processor.busy:
            return False
        return not (
            await inbox.pending_count(self.database)
            or await outbox.pending_count(self.database)
            or await fetches.ready(self.database, until, 1)
        )

    async def drain(self) -> None:
        """Returns when everything that came in has had its effect and every word is out. For tests."""
        while True:
            self.bells.moved.clear()
            if await self._nothing_waits(math.inf):
                return
            await self.bells.moved.wait()


async def serve(
    settings: Settings,
    protocol: Protocol,
    data: Path,
    clock: Clock | None = None,
    stop: asyncio.Event | None = None,
    respond: Respond | None = None,
    pace: Pace | None = None,
    passing: Passing = on,
) -> None:
    """Runs the service until SIGTERM, SIGINT or `stop`. Raises StartRefused, StopNeeded, StorageError."""
    stop = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(each, stop.set)
    async with AsyncExitStack() as stack:
        service = await Service.open(stack, settings, protocol, data, clock, stop, respond, pace, passing)
        await service.run()


def _handlers() -> Respond:
    from handlers.routing import respond

    return respond


def _error(task: "asyncio.Task[None]") -> BaseException | None:
    return None if task.cancelled() else task.exception()


def _version() -> str:
    try:
        return version("poste-restante")
    except PackageNotFoundError:
        return "0"


__all__ = ["OperatorKey", "Service", "StorageError", "serve"]
