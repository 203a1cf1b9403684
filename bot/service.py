"""The running service: everything in `bot` put together, started, watched and stopped."""

import asyncio
import math
import signal
import sqlite3
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from bot import consent_versions, partings
from bot.changing import met_again
from bot.clock import Clock, FollowingClock, SystemClock
from bot.committing import Committer
from bot.consent_versions import check_version
from bot.dispatcher import Dispatcher
from bot.facts import Finder
from bot.faults import StartRefused, StopNeeded
from bot.housekeeping import Housekeeper
from bot.logs import note
from bot.menu import set_menu
from bot.milestones import Passing, on
from bot.office import Office
from bot.opening import VAULT, check_sites, opened_boxes, opened_database, operator_key
from bot.pacing import Pace
from bot.people import People
from bot.poller import Poller
from bot.processor import House, Processor, Respond, Sorry
from bot.purging import Purger
from bot.reach import check_reach
from bot.recipients import Recipients
from bot.rendering import Renderer
from bot.reporting import Reporter
from bot.retention import Retention
from bot.retriever import Retriever
from bot.rotator import Rotator
from bot.settings import Settings
from bot.telegram import Telegram
from bot.ticker import Ticker
from bot.troubles import Troubles, stopped_by
from bot.waiting import Bells
from bot.whereabouts import with_zones
from locales.catalogue import Catalogue
from storage import fetches, inbox, ledger, messages, outbox, timers
from storage.vault import Vault
from study.inbound import Event, Wrote
from study.protocol import Protocol

LAST_WORDS = 2.5  # seconds between a stop and the end, whatever is still under way

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
    office: Office
    recipients: Recipients
    respond: Respond
    pace: Pace
    catalogue: Catalogue = field(default_factory=Catalogue.load)
    poller: Poller = field(init=False)
    dispatcher: Dispatcher = field(init=False)
    purger: Purger = field(init=False)
    retriever: Retriever = field(init=False)
    housekeeper: Housekeeper = field(init=False)
    ticker: Ticker = field(init=False)
    processor: Processor | None = None

    def __post_init__(self) -> None:
        vault = Vault(self.data / VAULT)
        self.poller = Poller(self.office, self.settings.poll_seconds)
        self.dispatcher = Dispatcher(self.office, self.pace, self.protocol.chat.clear)
        self.purger = Purger(self.office)
        self.retriever = Retriever(self.office, self.recipients, self.protocol.id, vault)
        self.housekeeper = Housekeeper(self.office, vault, self.data)
        self.ticker = Ticker(self.office, self._daily, self._each_second)

    @property
    def bells(self) -> Bells:
        return self.office.bells

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
        database = await opened_database(stack, data, protocol)
        boxes = await opened_boxes(database, key, place, data)
        await check_sites(database, protocol)
        await check_version(database, protocol)
        await ledger.begin(database, data / VAULT)
        if clock is None and settings.clock_url:
            clock = FollowingClock(settings.clock_url)
        now = (clock or SystemClock()).now().timestamp()
        protocol = await met_again(database, protocol, now)
        # A simulator's people may type faster than people do; its clock gives it away.
        pace = pace or (Pace.unhurried() if settings.clock_url else Pace())
        telegram = Telegram(settings.token, settings.api_url, connections=pace.at_once + 4)
        await telegram.open()
        stack.push_async_callback(telegram.close)
        office = Office(
            database, boxes, telegram, clock or SystemClock(), Bells(stop), Troubles(data), passing
        )
        return cls(settings, protocol, data, office, recipients, respond or _handlers(), pace)

    async def run(self) -> None:
        """Works until `stop`. Raises StopNeeded when it cannot go on."""
        if isinstance(self.office.clock, FollowingClock):
            await self.bells.unless_stopped(self.office.clock.begin())
        username = await self.poller.name()
        if self.bells.stop.is_set():
            return
        await self._recover(username)
        self.processor = self._processor(username)
        note("started")
        await self._watch(self._workers())
        note("stopped")

    async def _recover(self, username: str) -> None:
        """What an earlier run left in the middle. Raises StopNeeded where the disk does not allow it."""
        try:
            if username:
                await self.office.database.set_setting("bot_username", username)
            await outbox.recover(self.office.database)
            await self.housekeeper.leave_out()
            now = self.office.clock.now().timestamp()
            await consent_versions.tell(self.office.database, self.office.boxes, self.protocol, now)
            if self.protocol.consent.joint:
                await partings.tell(self.office.database, self.office.boxes, now)
        except sqlite3.DatabaseError as fault:
            raise stopped_by(fault, self.data) from fault

    def _processor(self, username: str) -> Processor:
        boxes, chat = self.office.boxes, self.protocol.chat
        renderer = Renderer(self.catalogue, neutral=chat.neutral)
        house = House(
            protocol=self.protocol,
            people=People(self.office.database, boxes, self.protocol, username),
            committer=Committer(self.protocol.id, boxes, self.recipients, renderer, chat.clear),
            respond=self.respond,
            understand=self._understood,
            sorry=_sorry(),
            finder=Finder(self.office.database, boxes, self.protocol, self.catalogue),
        )
        return Processor(house, self.office, self.housekeeper)

    def _understood(self, event: Event) -> Event:
        if isinstance(event, Wrote) and (meanings := self.catalogue.meanings(event.text)):
            event = replace(event, means=meanings)
        return with_zones(event)

    def _workers(self) -> dict[str, Coroutine[Any, Any, None]]:
        assert self.processor is not None
        workers: dict[str, Coroutine[Any, Any, None]] = {
            "poller": self.poller.run(),
            "processor": self.processor.run(),
            "dispatcher": self.dispatcher.run(),
            "retriever": self.retriever.run(),
            "ticker": self.ticker.run(),
            "health": Reporter(self.office, self.poller, self.data).run(),
            "guard": self.housekeeper.guard(),
            "menu": self._menu(),
            "rotator": Rotator(
                self.office, self.settings.operator_key(self.protocol.folder), self.dispatcher.renamed
            ).run(),
        }
        if isinstance(self.office.clock, FollowingClock):
            workers["clock"] = self._follow(self.office.clock)
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
        while not self.bells.stop.is_set():
            work = set_menu(self.office.database, self.office.telegram, self.protocol, self.catalogue)
            try:
                await self.bells.unless_stopped(work)
            except sqlite3.DatabaseError as fault:
                # Telegram has it, and that is not noted: it is set again when the disk lets it be noted.
                await self.bells.sleep(self.office.troubles.meet("menu", fault))
            else:
                break
        self.office.troubles.over("menu")

    async def _follow(self, clock: FollowingClock) -> None:
        async def shifted() -> None:
            await self.ticker.tick()
            await self.purger.look()
            self.bells.outbox.set()
            self.bells.fetches.set()

        await self.bells.unless_stopped(clock.follow(self.state, shifted))

    async def _daily(self) -> None:
        """What is over goes; then files without a record are overwritten."""
        await Retention(self.office, self.protocol).carry_out()
        await self.housekeeper.tidy()

    async def _each_second(self) -> None:
        """Rows that others put into the inbox are noticed, and so are those whose wait is over; messages whose time has
        come go from their chats; the log is cut."""
        await self.purger.look()
        ready = bool(await inbox.waiting(self.office.database, 1, self.office.clock.now().timestamp()))
        if ready:
            self.bells.inbox.set()
        await self.housekeeper.settle(
            idle=not ready and self.processor is not None and not self.processor.busy
        )

    async def state(self) -> tuple[float | None, bool]:
        """When the next timer falls due, or a message goes, as Unix time, and whether nothing at all is under way."""
        now = self.office.clock.now().timestamp()
        both = (await timers.next_due(self.office.database), await messages.next_due(self.office.database))
        due = min((at for at in both if at is not None), default=None)
        return due, (due is None or due > now) and await self._nothing_waits(now)

    async def _nothing_waits(self, until: float) -> bool:
        if self.processor is None or self.processor.busy:
            return False
        return not (
            await inbox.pending_count(self.office.database)
            or await outbox.pending_count(self.office.database)
            or await fetches.ready(self.office.database, until, 1)
            or await messages.due(self.office.database, self.office.clock.now().timestamp(), 1)
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


def _sorry() -> Sorry:
    from handlers.routing import sorry

    return sorry


def _error(task: "asyncio.Task[None]") -> BaseException | None:
    return None if task.cancelled() else task.exception()
