"""What must be in order before the service does anything: the data folder, its study, and the operator key."""

import sqlite3
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from bot.boxes import LOOKUPS, Boxes
from bot.faults import StartRefused, StopNeeded
from bot.generations import Held, begun, chained
from bot.troubles import damaged, stopped_by
from sealing.operator import OperatorKey, OperatorKeyError, prefix
from storage import numbers, participants, rotating
from storage.database import Database
from storage.integrity import QUICK, is_whole
from study.protocol import Protocol

DATABASE = "restante.sqlite3"
VAULT = "vault"


def operator_key(path: Path, data: Path) -> OperatorKey:
    """The operator key of these data; made at the first start. Raises StartRefused."""
    if path.exists():
        try:
            return OperatorKey.load(path)
        except OperatorKeyError as error:
            raise StartRefused(
                f"{error} Put your copy of the operator key back in its place ({path})."
            ) from error
    if (data / DATABASE).exists():
        raise StartRefused(
            f"The operator key {path} is missing, and the data in {data} cannot be read without it. Put your copy of "
            "it back, or name its place in RESTANTE_OPERATOR_KEY_FILE."
        )
    try:
        key = OperatorKey.create(path)
    except OperatorKeyError as error:
        raise StartRefused(
            f"{error} Another place for it can be named in RESTANTE_OPERATOR_KEY_FILE."
        ) from error
    print(  # noqa: T201
        f"A new operator key lies in {path}. Keep a copy of it elsewhere: without it the contacts and the "
        "conversations under way in the data folder are lost.",
        file=sys.stderr,
    )
    return key


async def opened_database(stack: AsyncExitStack, data: Path, protocol: Protocol) -> Database:
    """The database of this study; `stack` closes it. Raises StorageError, and StopNeeded where it is damaged: a small
    one is looked over now, a large one while the service runs."""
    path = data / DATABASE
    try:
        if path.is_file() and path.stat().st_size <= QUICK and not await is_whole(path):
            raise StopNeeded(damaged(data))
        database = await Database.open(path)
        stack.push_async_callback(database.close)
        await database.belongs_to(protocol.id)
    except sqlite3.DatabaseError as fault:
        raise stopped_by(fault, data) from fault
    return database


async def opened_boxes(database: Database, key: OperatorKey, path: Path, data: Path) -> Boxes:
    """The boxes of these data. Raises StartRefused when they are under another operator key."""
    held = await Held.of(database)
    if held.mark is None:
        for name, text in begun(key).items():
            await database.set_setting(name, text)
        return Boxes(key.taking_the_newest())
    if not held.fits(key):
        raise StartRefused(
            f"{path} is not the operator key of the data in {data}: they were written under another one. Put the right "
            "key there, or name its place in RESTANTE_OPERATOR_KEY_FILE. Data that were copied before the key was "
            "changed open with the copy of it from that time."
        )
    older = StartRefused(
        f"{path} is older than some of the data in {data}: the key was being changed. Put the newest copy of the key "
        "file back in its place; it holds two keys."
    )
    if await rotating.beyond(database, prefix(key.newest)):
        raise older
    try:
        lookups = held.lookups(key)
    except OperatorKeyError:
        raise older from None
    if (known := lookups.knowing(LOOKUPS)) is not lookups:  # this version of the program looks up more
        for name, text in chained(key, known).items():
            await database.set_setting(name, text)
    return Boxes(key.taking_the_newest(), known)


async def check_sites(database: Database, protocol: Protocol) -> None:
    """Raises StartRefused when people live at a site that the study file no longer names."""
    known = {site.id for site in protocol.sites}
    gone = sorted((await participants.sites(database) | (await numbers.last(database)).keys()) - known)
    if gone:
        raise StartRefused(
            f"Participants live in {', '.join(gone)}, and the study file no longer names such a site. Put it "
            "back under `sites:`; without it nobody there could be asked in their own time."
        )
