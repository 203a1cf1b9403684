"""`restante study check FILE --against DATA`: what a changed study file means for people who were already asked."""

import asyncio
import json
from pathlib import Path

import typer

from bot.opening import DATABASE
from cli.speaking import WRONG, refuse, say
from locales.catalogue import Catalogue
from storage import wordings as kept
from storage.desk import DeskClosed, reading
from study.comparing import Change, Kind, Past, compare, suspects
from study.finding import Finder
from study.protocol import Protocol


def tell(protocol: Protocol, study: Path, data: Path, as_json: bool) -> None:
    """Says everything that the file says otherwise than the data folder, which is only read. Exits with 2 where a
    running study must not change so."""
    try:
        _look(data)
        found = asyncio.run(_changes(protocol, data))
    except DeskClosed as closed:
        refuse(str(closed).replace("ive --data", "ive --against"))  # of the desk, where it is called so
    say(*(_as_json(found, study) if as_json else _told(found, protocol, study, data)))
    if any(change.refused for change in found):
        raise typer.Exit(WRONG)


def _look(data: Path) -> None:
    """Raises DeskClosed where no bot has worked: what is wrong with this path."""
    folder = "Give --against the folder that `restante run` has as --data."
    try:
        if data.is_file():
            raise DeskClosed(f"{data}: this is a file. {folder}")
        if not data.is_dir():
            raise DeskClosed(f"{data}: there is no such folder. {folder}")
        if not (data / DATABASE).is_file():
            raise DeskClosed(f"{data}: no bot has worked in this folder ({DATABASE} is missing). {folder}")
    except OSError as error:
        raise DeskClosed(f"{data}: this folder cannot be looked into ({error.strerror}). {folder}") from None


async def _changes(protocol: Protocol, data: Path) -> tuple[Change, ...]:
    async with reading(data / DATABASE) as look:
        study = await look.setting("study")
        if study is not None and study != protocol.id:
            raise DeskClosed(
                f"{data}: these are the data of the study {study!r}, and the study file says {protocol.id!r}. Give "
                "--against the folder that belongs to this study."
            )
        before = await kept.past(look.connection)
        answered = await kept.answered(look.connection, suspects(before, protocol))
    past = Past(before.wordings, before.plans, answered, before.open, before.agreed)
    catalogue = Catalogue.load()
    notice = {code: catalogue.say(code, "notice.telegram") for code in protocol.languages}
    return compare(past, protocol, notice)


def _as_json(found: tuple[Change, ...], study: Path) -> list[str]:
    finder = Finder(study)
    return [
        json.dumps(
            {
                "kind": "change",
                "file": str(study),
                "line": _line(finder, change),
                "of": str(change.kind),
                "questionnaire": change.questionnaire,
                "id": change.id,
                "what": str(change.what),
                "told": change.told,
                "refused": change.refused,
            },
            ensure_ascii=False,
        )
        for change in found
    ]


def _told(found: tuple[Change, ...], protocol: Protocol, study: Path, data: Path) -> list[str]:
    """Lines to print: what is refused first, each with its line in the file; then how to lay changed waves anew."""
    if not found:
        return [f"Nothing differs from what {data} knows."]
    finder = Finder(study)
    lines = [f"Compared with {data}:"]
    for change in sorted(found, key=lambda change: not change.refused):
        line = _line(finder, change)
        place = f"{study}:{line}" if line else f"{study}"
        lines.append(f"{place}: {'refused: ' if change.refused else ''}{change}")
    there = {wave.id for wave in protocol.schedule.waves}
    waves = [change.id for change in found if change.kind is Kind.WAVE and change.id in there]
    lines += [
        f"To lay {wave} anew, once the bot runs with this file: restante study relay {data} {study} {wave}"
        for wave in waves
    ]
    if any(change.refused for change in found):
        lines.append(
            "Ids are for ever: answers are kept under them. `restante run` does not start with this file."
        )
    return lines


def _line(finder: Finder, change: Change) -> int | None:
    match change.kind:
        case Kind.WAVE:
            return finder.wave(change.id)
        case Kind.BUTTON:
            return finder.button(change.id)
        case Kind.RULE:
            return finder.rule(change.id)
        case Kind.CONSENT:
            return finder.consent()
    return finder.question(change.questionnaire, change.id)
