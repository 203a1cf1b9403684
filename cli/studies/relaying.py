"""`restante study relay`: a wave that has changed is laid anew for those who are in it already."""

import asyncio
import secrets
import sqlite3
from pathlib import Path

import typer

from bot.boxes import Boxes
from bot.faults import StartRefused
from bot.opening import DATABASE, operator_key
from bot.settings import Settings
from cli.clock import service_time
from cli.memory import keep_to_ourselves
from cli.speaking import fail, refuse, say
from cli.studying import read_study
from storage import relays
from storage.errors import StorageError
from storage.rows import NewInbound
from study.faults import meant, quoted
from study.inbound import LayAnew
from study.protocol import Protocol
from study.wordings import plans

LATER = 60.0
"""Seconds in which it can be taken back."""


def relay(data: Path, study: Path, wave: str, undo: bool, yes: bool) -> None:
    """Asks for it through the inbox, or with `undo` takes it back."""
    keep_to_ourselves()
    protocol = read_study(study)
    path = data / DATABASE
    try:
        _check(protocol, path, wave)
        if undo:
            _take_back(path, wave)
            return
        people = asyncio.run(relays.enrolled(path))
        settings = Settings.load()
        key = operator_key(settings.operator_key(protocol.folder), data)
    except (StorageError, StartRefused) as error:
        refuse(str(error))
    if not people:
        say(f"Nobody takes part yet, so nothing is to be laid anew. Who comes gets {wave} as the file says.")
        return
    number = "1 person" if len(people) == 1 else f"{len(people)} people"
    if not yes and not typer.confirm(f"Lay {wave} anew for {number}, from tomorrow on?"):
        say("Nothing was changed.")
        return
    now = service_time(settings.clock_url)
    wishes = [_wish(Boxes(key), wave, participant, now) for participant in people]
    try:
        asyncio.run(relays.ask(path, wave, wishes, now + LATER))
    except (StorageError, OSError, sqlite3.Error) as error:
        fail(str(error))
    say(
        f"In a minute the bot lays {wave} anew for {number}, or at its next start. What falls due today stays.",
        f"Until then you can take it back: restante study relay {data} {study} {wave} --undo",
    )


def _check(protocol: Protocol, path: Path, wave: str) -> None:
    """The bot plans by the file that it was started with: laying anew by another one would do nothing, or worse."""
    known = [one.id for one in protocol.schedule.waves]
    now = next((plan for plan in plans(protocol) if plan.wave == wave and wave in known), None)
    if now is None:
        refuse(f"There is no wave {quoted(wave)} in the study file; {meant(wave, known)}")
    laid = asyncio.run(relays.laid_by(path, wave))
    if laid is None or laid.sha256 != now.sha256:
        refuse(
            f"The bot has not been started with this {wave} yet. Start `restante run` with the file, then lay it anew."
        )


def _take_back(path: Path, wave: str) -> None:
    count = asyncio.run(relays.take_back(path, wave))
    if count:
        say(
            f"Taken back for {'1 person' if count == 1 else f'{count} people'}: their prompts stay as they are."
        )
    else:
        say("There is nothing to take back: it was not asked for, or it is done already.")


def _wish(boxes: Boxes, wave: str, participant: str, now: float) -> NewInbound:
    once = relays.once(wave, secrets.token_hex(16))
    return NewInbound(
        once=once,
        kind="team",
        participant=participant,
        body=boxes.event(LayAnew(wave), once),
        seed=secrets.randbits(63),
        received_at=now,
    )
