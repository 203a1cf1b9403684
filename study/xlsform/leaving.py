"""A whole study as the sheets of one form: a group for screening, one for each questionnaire, and sheets of our own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from study.instrument import Questionnaire
from study.protocol import Protocol
from study.touch import Diary
from study.xlsform.as_xpath import as_xpath
from study.xlsform.layout import ELIGIBLE, SCREENING
from study.xlsform.lists import Cells, Lists
from study.xlsform.names import Names
from study.xlsform.own_out import consent_rows, recruitment_rows, schedule_rows, site_rows
from study.xlsform.rows import Rows, names_the_round
from study.xlsform.survey import SHEET
from study.xlsform.telling import Remarks
from study.xlsform.tongues import shown

OWN = {
    "id": "what the study file calls it, where a form cannot",
    "answered_by": "other programs ask for an answer of the type alone",
    "remember": "other programs keep every answer at hand",
    "sets": "other programs do not know that this says where somebody lives",
    "unit": "other programs do not show it",
    "decimals": "other programs take any number of digits",
    "within": "other programs keep the exact place: take care",
    "again": "other programs ask in words of their own whether there is more",
    "at_most": "other programs set no such limit",
    "at_least": "other programs set no such limit",
    "by": "other programs have one form of the words for every number",
    "fixed": "other programs shuffle these options too",
}
"""Columns of ours, and what it means that others take no notice of them."""


@dataclass
class Sheets:
    """`rows` by the sheet's name, each with what stands in its columns."""

    rows: dict[str, list[Cells]]
    remarks: Remarks = field(default_factory=Remarks)


def as_sheets(protocol: Protocol, study: Path) -> Sheets:
    """The study, whose file is `study`. What no form can say is in the remarks."""
    remarks = Remarks()
    lists = Lists(protocol.languages)
    rows = Rows(Names.all(protocol), lists, remarks)
    _screening(rows, protocol)
    for questionnaire in protocol.questionnaires:
        _questionnaire(rows, questionnaire)
    consent = consent_rows(protocol, lists)
    survey = rows.written + [{"type": "hidden", "name": name} for name in sorted(rows.names.used)]
    sheets: dict[str, list[Cells]] = {
        SHEET: survey,
        "choices": lists.rows(),
        "settings": [_settings(protocol)],
    }
    sheets |= {"schedule": schedule_rows(study), "consent": consent}
    sheets |= {"recruitment": recruitment_rows(protocol), "sites": site_rows(protocol)}
    _tell_of_columns(sheets, remarks)
    for what in _nowhere(protocol):
        why = "a form has no place for it; it is written nowhere"
        remarks.lost("settings", 0, f"`{what}` of the study file", why)
    return Sheets({name: rows for name, rows in sheets.items() if rows}, remarks)


def _nowhere(protocol: Protocol) -> Iterator[str]:
    """What the study file says, and no sheet."""
    yield "team"
    for what in ("approvals", "keys", "buttons", "ending", "referrals", "interviews", "care", "keep"):
        if getattr(protocol, what):
            yield what
    if protocol.diary != Diary():
        yield "diary"


def _settings(protocol: Protocol) -> Cells:
    first = protocol.languages[0]
    titles = {f"study_title::{shown(one)}": said for one, said in protocol.title.root.items()}
    cells = {
        "form_title": protocol.title.say(first),
        "form_id": protocol.id,
        "default_language": shown(first),
    }
    return cells | (titles if len(titles) > 1 else {})


def _screening(rows: Rows, protocol: Protocol) -> None:
    screening = protocol.screening
    if not screening.questions:
        return
    rows.add({"type": "begin_group", "name": SCREENING, "questionnaire": "yes"} | _label(rows, SCREENING))
    for question in screening.questions:
        rows.question(question, SCREENING)
    if screening.eligible is not None:
        source = as_xpath(screening.eligible, rows.names.namer(SCREENING))
        rows.add({"type": "calculate", "name": ELIGIBLE, "calculation": source})
    rows.add({"type": "end_group"})


def _questionnaire(rows: Rows, questionnaire: Questionnaire) -> None:
    id = questionnaire.id
    name = rows.names.of["", id]
    given = {"id": id} if name != id or "-" in id else {}
    rows.add({"type": "begin_group", "name": name, "questionnaire": "yes"} | given | _label(rows, id))
    for group_id, several in groupby(questionnaire.questions, lambda question: question.group):
        group, questions = questionnaire.group(group_id), list(several)
        if group is not None:
            rows.open_group(group, id, group.repeat is not None and names_the_round(group, questions))
        for question in questions:
            rows.question(question, id)
        if group is not None:
            rows.close_group(group)
    rows.add({"type": "end_group"})


def _label(rows: Rows, id: str) -> Cells:
    return {f"label::{shown(one)}": id for one in rows.lists.languages}


def _tell_of_columns(sheets: dict[str, list[Cells]], remarks: Remarks) -> None:
    for sheet in (SHEET, "choices"):
        for column, why in OWN.items():
            there = [
                number
                for number, row in enumerate(sheets[sheet], 2)
                if any(key.split("::")[0] == column for key in row)
            ]
            if there:
                rows = "1 row" if len(there) == 1 else f"{len(there)} rows"
                remarks.changed(sheet, there[0], f"the column {column}, in {rows}", why)
