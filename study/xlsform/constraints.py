"""The `constraint` of a row, put into the question that comes of it."""

import math
from typing import Any

from study.instrument import AnswerType
from study.xlsform.bounds import bounds
from study.xlsform.layout import Part
from study.xlsform.limits import Limits
from study.xlsform.survey import SHEET
from study.xlsform.telling import Remarks


def constrain(part: Part, data: dict[str, Any], remarks: Remarks) -> None:
    """Puts into the data of a question what its `constraint` says."""
    row, types = part.item.row, part.answered.types
    source = row.get("constraint")
    if not source:
        return
    options = {choice.name: choice.id for choice in part.answered.choices}
    found = bounds(source, types, options, data.get("decimals", 0))
    for why in found.lost:
        remarks.lost(SHEET, row.number, f"the constraint of {part.id}", why)
    for why in found.loose:
        remarks.changed(SHEET, row.number, f"the constraint of {part.id}", why)
    if {AnswerType.CHOICES, AnswerType.TEXT} <= set(types) and found.data:
        remarks.lost(
            SHEET, row.number, f"the constraint of {part.id}", "choices beside a text have no bounds"
        )
        found.data = {}
    if AnswerType.SCALE in types:  # its own ends, and no point outside them
        narrower = _within(data, found.data)
        if not narrower:
            why = "it leaves no two points of the scale"
            remarks.lost(SHEET, row.number, f"the constraint of {part.id}", why)
        found.data = {"from": data["from"], "to": data["to"]} | narrower
    alone = list(dict.fromkeys(found.alone))
    if alone and len(alone) == len(options):
        remarks.lost(SHEET, row.number, f"the constraint of {part.id}", "every option would stand alone")
        alone = []
    limits = Limits(data | found.data, types, len(options) + part.answered.other - len(alone))
    fitted = limits.fit()
    for why in limits.lost:
        remarks.lost(SHEET, row.number, f"the constraint of {part.id}", why)
    for why in limits.changed:
        remarks.changed(SHEET, row.number, f"the constraint of {part.id}", why)
    data |= {"alone": alone} if alone else {}
    data |= {key: fitted[key] for key in ("from", "to", "at-least", "at-most", "decimals") if key in fitted}


def _within(ends: dict[str, Any], narrower: dict[str, Any]) -> dict[str, Any]:
    """What a constraint leaves of a scale; nothing where it leaves no two points."""
    low = max(ends["from"], math.ceil(narrower.get("from", ends["from"])))
    high = min(ends["to"], math.floor(narrower.get("to", ends["to"])))
    return {"from": low, "to": high} if low < high else {}
