"""Who asks, and who allowed it, as a study file writes it."""

from datetime import date

from study.faults import Report
from study.fields import Fields, listed
from study.lengths import units
from study.protocol import Approval, Team
from study.texts import NO_TEXT, Texts
from study.tree import Node
from study.values import day, text

LONGEST_CONTACT = 200
"""As a phone counts: UTF-16 code units."""


def read_team(report: Report, node: Node, texts: Texts) -> Team:
    fields = Fields(report, node, "the team")
    team = Team(
        name=fields.need("name", texts.name, NO_TEXT),
        contact=fields.need("contact", text, "", "write where people reach you, such as an e-mail address"),
    )
    if units(team.contact) > LONGEST_CONTACT:
        report.fault(
            fields.place("contact"),
            "this is long for a contact",
            f"write at most {LONGEST_CONTACT} characters",
        )
    fields.finish()
    return team


def approvals(report: Report, node: Node, texts: Texts, today: date | None) -> tuple[Approval, ...]:
    """With `today`, one that was granted later than that is a fault: this room has no clock of its own."""
    found = []
    for item in listed(report, node, "approvals"):
        fields = Fields(report, item, "an approval")
        body = fields.need("body", texts.proper_name, NO_TEXT)
        reference, granted = fields.need("reference", text, ""), fields.may("granted", day)
        if fields.whole and fields.at("granted") is None:
            report.fault(
                item, 'an approval has no "granted"', "write the date, such as `granted: 2023-03-14`"
            )
        if granted is not None and today is not None and granted > today:
            report.fault(
                fields.place("granted"),
                f"{granted} is still to come",
                "write the date of the approval once it is given; until then, leave it out",
            )
        fields.finish()
        if granted is not None:
            found.append(Approval(body=body, reference=reference, granted=granted))
    return tuple(found)
