"""Erasing beside a service that does not run: the same decision, made true by the same commit, in this process."""

import asyncio
import secrets
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from bot import unopened
from bot.committing import Committer, Happened
from bot.housekeeping import marks_from
from bot.opening import VAULT, opened_boxes, opened_database, operator_key
from bot.recipients import Recipients
from bot.rendering import Renderer
from bot.settings import Settings
from handlers.routing import respond
from locales.catalogue import Catalogue
from sealing.operator import OperatorKeyError
from storage import commit as storage_commit
from storage import contacts, participants, tombstones
from storage.commit import Commit
from storage.vault import Vault
from study.inbound import Erase, Facts, Inbound
from study.protocol import Protocol


async def erase_now(
    settings: Settings, protocol: Protocol, data: Path, participant: str, wish: Erase, at: datetime
) -> None:
    """Erases `participant` (inner id). What is to be deleted in their chat is asked of Telegram at the next start.

    Raises StartRefused, StopNeeded, and StorageError where a service holds the folder."""
    async with AsyncExitStack() as stack:
        place = settings.operator_key(protocol.folder)
        database = await opened_database(stack, data, protocol)
        boxes = await opened_boxes(database, operator_key(place, data), place, data)
        stored = (await participants.by_ids(database, [participant])).get(participant)
        if stored is None:
            return
        try:
            before = boxes.open_state(stored.state, stored.id)
        except (OperatorKeyError, ValueError):
            before = unopened.stand_in(stored)
        found = await contacts.of(database, [participant])
        chat = boxes.open_chat(found[participant], participant) if participant in found else None
        outcome = respond(before, Inbound(at, secrets.randbits(63), wish), protocol, Facts({}, {}))
        renderer = Renderer(Catalogue.load(), neutral=protocol.chat.neutral)
        committer = Committer(protocol.id, boxes, Recipients(protocol), renderer, protocol.chat.clear)
        part = Commit()
        committer.add(part, Happened(at, before, stored, chat, before.language, outcome), {})
        await storage_commit.apply(database, part)
        await asyncio.to_thread(tombstones.add_to_file, data / tombstones.FILE, marks_from(part))
        vault = Vault(data / VAULT)
        await vault.forget(database, await vault.scrap(database))
        await database.rewrite()
