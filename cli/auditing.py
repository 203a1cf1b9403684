"""An audit of consent on a screen, for somebody who reads it years later, and as JSON."""

import json
from datetime import UTC, datetime
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from study.audited import MOST_TOLD, Audit, Check, Line, Verdict

NARROWEST = 100  # columns, where no terminal says how many it has
STYLES = {Verdict.BROKEN: "bold red", Verdict.ERASED: "dim", Verdict.WITHDREW: "dim", Verdict.HOLDS: ""}


def show(audit: Audit, title: str, console: Console) -> None:
    """The table, the checks, and what they come to."""
    if not console.is_terminal:
        console.width = max(console.width, NARROWEST)
    console.print(_table(audit, title))
    for check in audit.checks:
        _show_check(check, console)
    told = [f"Ledger: {audit.head.n} entries" + _erased(audit.erased_entries) + "."]
    if audit.custodian:
        told.append("Agreements are sealed to the custodian's key alone: the team cannot open them.")
    told += [
        f"Head of the ledger: {audit.head}",
        "Keep that line. Given next time as --head it shows whether the ledger was cut back or replaced since.",
        "",
        "Everything holds." if audit.holds else f"{_broken(audit)}.",
    ]
    console.print("", *told, sep="\n", soft_wrap=True, highlight=False, markup=False)


def as_json(audit: Audit, study: str) -> str:
    data = {
        "study": study,
        "holds": audit.holds,
        "head": str(audit.head),
        "erased_entries": audit.erased_entries,
        "custodian": audit.custodian,
        "participants": [_line(line) for line in audit.lines],
        "checks": [
            {
                "name": check.name,
                "asks": check.asks,
                "holds": check.holds,
                "faults": [vars(fault) for fault in check.faults],
                "notes": list(check.notes),
            }
            for check in audit.checks
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _table(audit: Audit, title: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False, title_style="bold")
    for name in ("Code", "Version", "In", "By", "Agreed (UTC)", "Scopes held", "Records", "Verdict"):
        table.add_column(name, justify="right" if name == "Records" else "left", overflow="fold")
    for line in audit.lines:
        terms = line.terms
        cells = (
            line.code,
            terms.version if terms else "–",
            terms.language if terms else "–",
            terms.way if terms else "–",
            _moment(line.agreed_at) if line.agreed_at is not None else "–",
            ", ".join(line.scopes) or "–",
            str(line.records),
            line.told,
        )
        # As plain texts: a code or a scope in brackets would be taken for a style.
        table.add_row(*map(Text, cells), style=STYLES[line.verdict])
    return table


def _show_check(check: Check, console: Console) -> None:
    mark = "holds" if check.holds else "BROKEN"
    sentences = [fault.sentence for fault in check.faults[:MOST_TOLD]]
    if len(check.faults) > MOST_TOLD:
        sentences.append(f"… and {len(check.faults) - MOST_TOLD} more.")
    asks = check.asks if check.holds else f"This does not hold: {check.asks}"
    lines = [f"{mark:<6}  {asks}", *(f"        {one}" for one in (*sentences, *check.notes))]
    style = "" if check.holds else "red"
    console.print(*lines, sep="\n", soft_wrap=True, highlight=False, markup=False, style=style)


def _broken(audit: Audit) -> str:
    broken = sum(not check.holds for check in audit.checks)
    return "1 check is broken" if broken == 1 else f"{broken} checks are broken"


def _erased(number: int) -> str:
    return f", {number} of them of people who were erased, which say nothing any more" if number else ""


def _line(line: Line) -> dict[str, Any]:
    terms = line.terms
    return {
        "code": line.code,
        "site": line.site,
        "verdict": str(line.verdict),
        "records": line.records,
        "version": terms.version if terms else None,
        "language": terms.language if terms else None,
        "way": terms.way if terms else None,
        "text_sha256": terms.text_sha256 if terms else None,
        "agreed_at": _iso(line.agreed_at),
        "scopes": list(line.scopes),
        "withdrawn_at": _iso(line.withdrawn_at),
        "agreements": line.agreements,
        "before_ledger": line.before_ledger,
    }


def _moment(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M}"


def _iso(at: float | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat()
