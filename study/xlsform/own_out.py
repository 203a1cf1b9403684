"""Sheets of our own, written: `schedule`, `consent`, `recruitment`, `sites`."""

from pathlib import Path

from study.consenting import WAYS
from study.durations import show_duration
from study.growing import grow
from study.model import Localized, Text
from study.opening import read_text
from study.protocol import Consent, Protocol, VoiceBounds
from study.tree import Mapping, Node, Scalar, Sequence
from study.xlsform.lists import Cells, Lists
from study.xlsform.tongues import shown


def schedule_rows(study: Path) -> list[Cells]:
    """A row for each wave, as the study file writes it; before them, where there is any, one of what is for all."""
    tree = grow(read_text(study, str(study)), str(study))
    schedule = _at(tree, "schedule")
    if not isinstance(schedule, Mapping):
        return []
    waves = _at(schedule, "waves")
    general = Mapping(0, 0, tuple((key, value) for key, value in schedule.pairs if key.text != "waves"))
    found = [_flat(general)] if general.pairs else []
    return found + [_flat(wave) for wave in (waves.items if isinstance(waves, Sequence) else ())]


def recruitment_rows(protocol: Protocol) -> list[Cells]:
    return [
        _filled({"id": one.id, "kind": str(one.kind), "site": one.site or ""}) for one in protocol.sources
    ]


def site_rows(protocol: Protocol) -> list[Cells]:
    return [
        _filled(
            {"id": site.id}
            | _said("name", site.name)
            | {"timezone": site.timezone, "target": str(site.target or "")}
            | {"key": _relative(site.key, protocol.folder)}
            | _said("support", site.support)
        )
        for site in protocol.sites
    ]


def consent_rows(protocol: Protocol, lists: Lists) -> list[Cells]:
    """A row for each thing that is said or asked; `what` says which."""
    consent = protocol.consent
    rows = [
        {"what": "version", "value": consent.version},
        {"what": "information"} | _said("label", consent.information),
        *_checks(consent, lists),
        {"what": "statement"} | _said("label", consent.statement),
        *_more(consent, protocol.folder),
    ]
    if consent.voice != VoiceBounds():
        rows.append({"what": "voice at-least", "value": show_duration(consent.voice.at_least)})
        rows.append({"what": "voice at-most", "value": show_duration(consent.voice.at_most)})
    for scope in consent.scopes:
        required = {"required": "yes"} if scope.required else {}
        rows.append({"what": "scope", "id": scope.id} | required | _said("label", scope.ask))
    return rows


def _more(consent: Consent, folder: Path) -> list[Cells]:
    """What only some studies have."""
    rows: list[Cells] = []
    if consent.typed:
        rows.append({"what": "record", "value": ", ".join(WAYS)})
    if consent.changes is not None:
        rows.append({"what": "changes"} | _said("label", consent.changes))
    if consent.remind is not None:
        rows.append({"what": "remind", "value": show_duration(consent.remind)})
    if consent.joint:
        rows.append({"what": "joint", "value": "yes"})
    if consent.custodian is not None:
        rows.append({"what": "custodian", "value": _relative(consent.custodian, folder)})
    return rows


def _checks(consent: Consent, lists: Lists) -> list[Cells]:
    rows = []
    for number, check in enumerate(consent.checks, 1):
        question = check.question
        row = {"what": "check", "type": str(question.types[0])} | _said("label", question.ask)
        if question.options:
            row["options"] = lists.of(question.options, f"check_{number}")
        row["answer"] = check.answer
        rows.append(row | _said("explain", check.explain))
    return rows


def _said(column: str, text: Text | None) -> Cells:
    if text is None:
        return {}
    return {
        f"{column}::{shown(one)}": text.say(one).strip()
        for one in (text.root if isinstance(text, Localized) else text.forms)
    }


def _filled(cells: Cells) -> Cells:
    return {column: said for column, said in cells.items() if said}


def _relative(key: Path | None, folder: Path) -> str:
    if key is None:
        return ""
    return str(key.relative_to(folder)) if key.is_relative_to(folder) else str(key)


def _at(node: Node, key: str) -> Node | None:
    if not isinstance(node, Mapping):
        return None
    return next((value for one, value in node.pairs if one.text == key), None)


def _flat(node: Node, before: str = "") -> Cells:
    """`signal: {times: 2}` as `signal.times`; lists with commas."""
    found: Cells = {}
    for key, value in node.pairs if isinstance(node, Mapping) else ():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{before}{key.text}.")
        else:
            items = value.items if isinstance(value, Sequence) else (value,)
            found[before + key.text] = ", ".join(item.text for item in items if isinstance(item, Scalar))
    return found
