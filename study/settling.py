"""Answers that say where somebody lives now, as a study file marks them: `sets: site`."""

from collections.abc import Collection, Container, Sequence
from typing import Literal

from study.faults import quoted
from study.fields import Fields
from study.instrument import AnswerType, Option
from study.values import text

SITE: Literal["site"] = "site"

Why = tuple[str, str] | None
"""What is wrong with it, and what to write instead."""

EARLY: Why = ("nobody lives at a site yet when this is asked", "leave it out: the bot asks that itself")
IN_ROUNDS: Why = ("nobody moves several times in one go", "leave it out, or ask outside the group")


def sets(
    fields: Fields,
    types: Collection[AnswerType],
    options: Sequence[Option],
    sites: Container[str],
    unsettled: Why,
) -> Literal["", "site"]:
    """What the answer changes besides. Both `types` and `options` are empty where they are in doubt, which is reported
    there; `unsettled` says why nothing can be changed here."""
    said = fields.may("sets", text)
    if said is None:
        return ""
    wrong = _wrong(said, types, [one.id for one in options if one.id not in sites], unsettled)
    if wrong:
        fields.report.fault(fields.place("sets"), *wrong)
    return "" if wrong else SITE


def _wrong(said: str, types: Collection[AnswerType], strange: Sequence[str], unsettled: Why) -> Why:
    if said != SITE:
        return f"an answer cannot set {quoted(said)}", "write `sets: site`, or leave it out"
    if unsettled:
        return unsettled
    if types and AnswerType.CHOICE not in types:
        return "only a choice can set the site", "write `type: choice, options: sites`"
    if strange:
        what = f"{quoted(strange[0])} is not a site of this study, so nobody can live there"
        return what, "write `options: sites`, or sites only"
    return None
