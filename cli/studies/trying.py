"""`restante study try`: one questionnaire in the terminal, asked by the real handlers, to somebody invented."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cli.rehearsal.answering import question_asked
from cli.rehearsal.enrolling import NobodyTakesPart, enrol, opened, unscreened
from cli.rehearsal.life import Life
from cli.studies.screen import Screen
from locales import Catalogue
from study.effects import Confirm, Discard, Fetch, Keep
from study.inbound import Command, Event, Fell, Located, Showed, Spoke, Tapped, Wrote
from study.instrument import AnswerType
from study.outcome import Outcome
from study.participant import Participant, Stage
from study.protocol import Protocol
from study.timing import Schedule, Wave
from study.unseen import marked

TRIED = "try"
DAY = timedelta(days=1)
TYPED = frozenset({AnswerType.SCALE, AnswerType.NUMBER, AnswerType.DATE, AnswerType.TIME, AnswerType.TEXT})
"""Types to which a number may be the answer."""
QUIT = ":quit"
HELP = f"A number presses a key. :voice, :photo and :place stand for those; {QUIT} ends."
DOTTED = f"A dot and a number press a key; anything else is an answer. :voice, :photo, :place; {QUIT} ends."


@dataclass
class Kept:
    """What the team would have, by record."""

    records: dict[str, dict[str, Any]] = field(default_factory=dict)

    def see(self, _at: datetime, _event: Event, _before: Participant | None, outcome: Outcome) -> None:
        for effect in outcome.effects:
            match effect:
                case Discard(record=record):
                    self.records.pop(record, None)
        for effect in outcome.effects:
            match effect:
                case Keep(record=record, kind=kind, content=content):
                    self.records[record] = content | {"kind": kind}
                case Fetch(media=media, kind=kind, content=content):
                    self.records[media] = content | {
                        "kind": kind,
                        "value": f"({content.get('type', 'voice')})",
                    }
                case Confirm():
                    pass


def try_out(
    protocol: Protocol, questionnaire: str, language: str, read: Callable[[], str], console: Console
) -> None:
    """Asks until the questionnaire ends, or until `read`, which gives a line each time, has no more ("")."""
    life, kept, screen = invented(protocol, questionnaire, language), Kept(), Screen(console)
    life.watch = kept.see
    hint = _show(life, life.tell(_prompt(life, questionnaire)), screen)
    told = ""
    while hint:
        if hint != told:
            console.print(hint, style="dim", highlight=False, soft_wrap=True)
        told = hint
        console.print("› ", end="")
        line = read()
        if not line or line.strip() == QUIT:
            break
        if line.strip():
            hint = _show(life, life.tell(understood(line.strip(), screen)), screen)
    _conclude(kept, console)


def invented(protocol: Protocol, questionnaire: str, language: str) -> Life:
    """Somebody who has agreed, in a study that asks nothing but this questionnaire, at any hour."""
    wave = Wave(id=TRIED, ask=questionnaire, once=DAY, expires=30 * DAY)
    alone = opened(protocol).model_copy(update={"schedule": Schedule(waves=(wave,))})
    for one in (alone, unscreened(alone)):
        life = Life(one, language, datetime.now(UTC), Random(1), {})  # noqa: S311 - no secret is drawn
        try:
            enrol(life, protocol.sites[0].id)
        except NobodyTakesPart:
            continue
        life.drop_timers()
        return life
    raise NobodyTakesPart


def _prompt(life: Life, questionnaire: str) -> Fell:
    return Fell("prompt", life.at, TRIED, TRIED, questionnaire, life.at + 30 * DAY)


def _show(life: Life, outcome: Outcome, screen: Screen) -> str:
    """Shows what was said; returns how to answer it, "" where nothing is asked any more."""
    now = life.participant
    question = question_asked(life.protocol, now) if now else None
    dotted = question is not None and bool(TYPED.intersection(question.types))
    sitting = now.sitting if now and now.stage is Stage.ENROLLED else None
    token = sitting.asking.token if sitting and sitting.asking else ""
    screen.show(outcome, now.language if now else life.language, dotted=dotted, token=token)
    if sitting is None:
        return ""
    return DOTTED if dotted else HELP


def understood(typed: str, screen: Screen) -> Event:
    """What was typed, as the event that the service would make of it."""
    match typed:
        case ":voice":
            return Spoke("voice", 1, 20, 40_000)
        case ":photo":
            return Showed("photo", 1, 40_000)
        case ":place":
            return Located(40.1772, 44.5035, 1)
    key = screen.pressed(typed)
    if key is not None and key.data:
        return Tapped(key.data, "tap", 1)
    if key is not None and key.place:
        return Located(40.1772, 44.5035, 1)
    said = key.label if key is not None else typed
    if said.startswith("/"):
        name, _, payload = said[1:].partition(" ")
        return Command(name.lower(), payload)
    return Wrote(said, 1, means=Catalogue.load().meanings(said))


def _conclude(kept: Kept, console: Console) -> None:
    table = Table("question", "answer")
    for content in kept.records.values():
        name = str(content.get("question", content["kind"]))
        if content.get("round"):
            name += f" ({content['round']})"
        answer = _shown(content.get("value", content.get("reason", content["kind"])))
        table.add_row(name, Text(marked(answer)))
    console.print("What the team would read:", table, sep="\n")


def _shown(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(map(str, value))
        case dict():
            return ", ".join(f"{name} {part}" for name, part in value.items())
    return str(value)
