"""`restante study import` and `export`: the questionnaires of a study from an XLSForm, and as one."""

from pathlib import Path
from typing import Annotated

import typer

from cli.speaking import FAILED, fail, refuse, say
from cli.studying import read_study
from study.sampling import SampleRefused
from study.xlsform.book_out import NotAccepted, check_with_pyxform, write_book
from study.xlsform.forming import Form, read_form
from study.xlsform.leaving import as_sheets
from study.xlsform.placing import Placed, leave_the_rest, merge, new_study, questionnaires_as_yaml
from study.xlsform.splicing import NotInBlocks
from study.xlsform.telling import NoExtra, NoXLSForm, Remarks

LOST = "Not carried over:"
CHANGED = "Carried over in another form:"


def import_form(
    form: Annotated[Path, typer.Argument(metavar="FORM.xlsx", help="The XLSForm.")],
    study: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A study to import into: its questionnaires are printed as YAML."),
    ] = None,
    into: Annotated[
        bool,
        typer.Option("--merge", help="With --study: write them into the file, instead of printing them."),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Without --study: a new folder for the study; else the form's name."
        ),
    ] = None,
) -> None:
    """Make a study of an XLSForm, and list row by row what could not be carried over. Exit 0 if all was."""
    if study is not None and out is not None:
        refuse("--study puts the form into a study that is there, --out begins a new one; give one of them.")
    if into and study is None:
        refuse("--merge writes into a study; name it with --study FILE.")
    read = _read(form, () if study is None else read_study(study).languages)
    if study is not None:
        leave_the_rest(read)
    if study is None:
        placed = _begin(read, out or form.with_suffix(""))
    elif into:
        placed = _merge(read, study)
    else:
        typer.echo(questionnaires_as_yaml(read), nl=False)
        placed = None
    _tell(read.remarks, err=placed is None)
    if placed is not None:
        _tell_of_faults(placed)
    raise typer.Exit(FAILED if read.remarks.losses or (placed and placed.faults) else 0)


def export_form(
    study: Annotated[Path, typer.Argument(metavar="FILE", help="The study file.")],
    xlsform: Annotated[Path, typer.Option(metavar="OUT.xlsx", help="The workbook to write.")],
) -> None:
    """Write a study as one XLSForm, for ODK, KoboToolbox and others, and list what an XLSForm cannot say."""
    protocol = read_study(study)
    if xlsform.suffix.lower() != ".xlsx":
        refuse(f"{xlsform}: an XLSForm is an .xlsx file; name it so.")
    if xlsform.exists():
        refuse(f"{xlsform} is there already. Nothing was written: name another file, or move it away.")
    sheets = as_sheets(protocol, study)
    try:
        write_book(xlsform, sheets.rows, sheets.remarks)
        check_with_pyxform(xlsform)
    except NoExtra as missing:
        refuse(str(missing))
    except OSError as error:
        fail(f"{xlsform}: it could not be written ({error.strerror}).")
    except NotAccepted as refused:
        fail(f"{xlsform}: it was written, but pyxform does not take it: {refused}")
    say(f"Written: {xlsform}")
    _tell(sheets.remarks, lost="In no cell of it:", changed="What other programs make of it:")


def _read(form: Path, languages: tuple[str, ...]) -> Form:
    try:
        return read_form(form, languages)
    except (NoXLSForm, NoExtra) as refused:
        refuse(str(refused))


def _begin(form: Form, folder: Path) -> Placed:
    try:
        placed = new_study(form, folder)
    except SampleRefused as refused:
        refuse(str(refused))
    say(
        f"The study lies in {folder}. What the form does not say is a sample's: look it over, and make it yours."
    )
    return placed


def _merge(form: Form, study: Path) -> Placed:
    try:
        placed = merge(form, study)
    except NotInBlocks:
        what = "its keys do not stand on lines of their own, so nothing can be put between them"
        refuse(f"{study}: {what}; leave --merge out, and put what is printed in yourself.")
    except OSError as error:
        fail(f"{study}: it could not be written ({error.strerror}). It is as it was.")
    if not placed.faults:
        names = ", ".join(form.parts["questionnaires"])
        say(f"{study}: these questionnaires are there now as the form has them: {names}")
    return placed


def _tell(remarks: Remarks, *, lost: str = LOST, changed: str = CHANGED, err: bool = False) -> None:
    for title, found in ((lost, remarks.losses), (changed, remarks.changes)):
        if found:
            typer.echo(title, err=err)
        for remark in found:
            typer.echo(f"  {remark}", err=err)


def _tell_of_faults(placed: Placed) -> None:
    if placed.faults:
        typer.echo(f"The check of {placed.study} finds fault with what came of it:", err=True)
    for fault in placed.faults:
        typer.echo(f"  {fault}", err=True)
