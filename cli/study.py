"""`restante study`: a study file to start from, whether one is in order, and what it will be like for people."""

import json
import sys
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.speaking import WRONG, fail, refuse, say
from cli.studying import latest_today, read_study
from cli.xlsform import export_form, import_form
from study.cautions import cautions
from study.durations import EARLIEST, LATEST
from study.faults import Fault
from study.protocol import Protocol
from study.reading import StudyFileError, read_protocol
from study.sampling import SampleRefused, write_sample
from study.schema import FILE as SCHEMA_FILE
from study.schema import schema as study_schema
from study.summary import summary

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="The study file: start one, check one, see what people will get.",
)

StudyFile = Annotated[Path, typer.Argument(metavar="FILE", help="The study file.")]
Language = Annotated[str, typer.Option(help="A language of the study; its first if left out.")]
OneOrAll = Annotated[str, typer.Option(help="A language of the study; all of them if left out.")]


@app.command("new")
def new(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder for the study. It is made if need be.")
    ],
) -> None:
    """Write a commented sample study to start from."""
    try:
        study = write_sample(folder)
    except SampleRefused as refused:
        refuse(str(refused))
    say(
        f"A sample study lies in {folder}. What to do next:",
        f"1  Make it yours: {study} and the texts beside it.",
        f"   An editor that knows YAML explains every key, from {SCHEMA_FILE}.",
        f"2  Make two pairs of keys on your laptop, and put the .pub files into {folder / 'keys'}:",
        "   restante keys new core",
        "   restante keys new escrow",
        f"3  Look it over:  restante study check {study}",
        f"   See it whole:   restante study show {study}",
        f"   Answer it:      restante study try {study}",
        f"4  With a token from @BotFather:  RESTANTE_TOKEN=… restante run {study}",
    )


@app.command("check")
def check(
    study: StudyFile,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line: file, line, column, what, instead.")
    ] = False,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="DATA",
            help="The bot's data folder: what the file changes for people who were asked. It is only read.",
        ),
    ] = None,
) -> None:
    """Say everything that is wrong with a study file, or what it holds and what to take care of."""
    try:
        protocol = read_protocol(study, today=latest_today())
    except StudyFileError as error:
        say(*(_as_json(fault, "fault") if as_json else str(fault) for fault in error.faults))
        raise typer.Exit(WRONG) from None
    from cli.studies.own_words import own_words

    cared = [*cautions(study, protocol), *own_words(study, protocol)]
    if as_json:
        say(*(_as_json(caution, "caution") for caution in cared))
    else:
        say(*summary(protocol), *map(str, cared))
    if against is not None:
        from cli.studies.against import tell

        tell(protocol, study, against, as_json)


def _as_json(fault: Fault, kind: str) -> str:
    return json.dumps({"kind": kind, **vars(fault)}, ensure_ascii=False)


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of study files, for editors."""
    say(json.dumps(study_schema(), ensure_ascii=False, indent=2))


@app.command("show")
def show(
    study: StudyFile,
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("show.html"),
    language: Language = "",
) -> None:
    """Draw the whole study on one page: when people are asked, what, and every message with its keys."""
    from cli.studies.keyed import keyed
    from study.drawing.page import page
    from study.previewing import messages

    protocol = read_study(study)
    drawn = page(protocol, _language(protocol, language), tuple(keyed(protocol, messages(protocol))))
    try:
        out.write_text(drawn, "utf-8")
    except OSError as error:
        fail(f"{out}: the page could not be written ({error.strerror}).")
    say(f"{out}: open it in a browser, or print it.")


@app.command("preview")
def preview(study: StudyFile, language: OneOrAll = "") -> None:
    """Print every message of the study as participants get it, with its keys and its length."""
    from cli.studies.keyed import keyed
    from cli.studies.showing import preview as print_messages
    from study.previewing import messages

    protocol = read_study(study)
    wanted = _language(protocol, language) if language else ""
    found = [message for message in messages(protocol) if wanted in ("", message.language)]
    print_messages(tuple(keyed(protocol, found)), Console())


@app.command("try")
def try_(
    study: StudyFile,
    questionnaire: Annotated[
        str, typer.Argument(help="The questionnaire; the first of the study if left out.")
    ] = "",
    language: Language = "",
) -> None:
    """Answer a questionnaire here, asked as the bot asks it. Nothing is kept."""
    from cli.studies.trying import try_out

    protocol = read_study(study)
    known = [one.id for one in protocol.questionnaires]
    if not known:
        refuse(f"{study}: this study has no questionnaire yet.")
    if questionnaire and questionnaire not in known:
        refuse(f'{study}: there is no questionnaire "{questionnaire}". There are: {", ".join(known)}.')
    try_out(protocol, questionnaire or known[0], _language(protocol, language), sys.stdin.readline, Console())


@app.command("simulate")
def simulate(
    study: StudyFile,
    people: Annotated[int, typer.Option(min=1, max=10_000, help="How many people are invented.")] = 168,
    days: Annotated[
        int, typer.Option(min=1, max=3_660, help="For how many days each of them is asked.")
    ] = 365,
    seed: Annotated[
        int, typer.Option(help="The same seed and the same first day give the same numbers.")
    ] = 1,
    start: Annotated[str, typer.Option(help="The first day, such as 2026-03-01; today if left out.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the numbers as JSON.")] = False,
) -> None:
    """Let invented people answer the study in advance: how often they are asked, and how long it takes them."""
    from cli.rehearsal.rehearsing import Plan
    from cli.studies import simulating

    protocol = read_study(study)
    if not protocol.schedule.waves:
        refuse(f"{study}: this study has no waves, so nobody is asked anything.")
    plan = Plan(people, days, seed, _day(start))
    count = simulating.simulate(protocol, plan)
    if as_json:
        say(simulating.as_json(count, plan))
    else:
        simulating.show(count, plan, Console())


@app.command("codebook")
def codebook(
    study: StudyFile,
    out: Annotated[Path, typer.Option(help="A folder for codebook.csv, codebook.md and codebook.xml (DDI).")],
    data: Annotated[
        Path | None, typer.Option(help="The bot's data folder, for what was asked before. It is only read.")
    ] = None,
) -> None:
    """Write every question as a variable, with its values, in all languages; with --data, in every version."""
    if find_spec("desk") is None:
        refuse("This is a server's installation, and the codebook is for a researcher's own computer.")
    from cli.studies.codebook import codebook as write_codebook

    write_codebook(study, out, data)


@app.command("relay")
def relay(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="The data folder of the bot, on the server.")],
    study: StudyFile,
    wave: Annotated[str, typer.Argument(metavar="WAVE", help="The id of the wave.")],
    undo: Annotated[
        bool, typer.Option("--undo", help="Take it back, where it has not been done yet.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Lay the prompts of a changed wave anew, from tomorrow on, for everybody who takes part."""
    from cli.studies.relaying import relay as lay_anew

    lay_anew(data, study, wave, undo, yes)


app.command("import")(import_form)
app.command("export")(export_form)


def _day(said: str) -> date:
    try:
        found = date.fromisoformat(said) if said else datetime.now(UTC).date()
    except ValueError:
        refuse(f"--start {said}: this is not a date. Write year-month-day, such as 2026-03-01.")
    if not EARLIEST <= found <= LATEST:
        refuse(f"--start {said}: write a year from {EARLIEST.year} to {LATEST.year}.")
    return found


def _language(protocol: Protocol, wanted: str) -> str:
    if not wanted:
        return protocol.languages[0]
    if wanted not in protocol.languages:
        refuse(
            f"--language {wanted}: the study does not speak it. It speaks {', '.join(protocol.languages)}."
        )
    return wanted
