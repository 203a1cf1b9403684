"""The consent record as JSON: its fields are those of ISO/IEC TS 27560, and nothing in it says who somebody is."""

import base64
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from audited_study import ANI, SEALED, START, TERMS, Folder, lived, protocol

from study.agreements import Agreed, read
from study.keeping import Keep, Term
from study.model import Localized
from study.protocol import Approval, Protocol
from study.receipt import receipt

# Mandatory fields by their clauses: 6.3.3 (header), 6.3.4 (processing), 6.3.6 (parties), 6.3.7 (events).
HEADER = {"schema_version", "record_id", "pii_principal_id"}
PROCESSING = {"privacy_notice", "language", "purposes"}
PURPOSE = {
    "purpose",
    "pii_information",
    "pii_controllers",
    "storage_locations",
    "retention_period",
    "jurisdiction",
    "recipient_third_parties",
    "withdrawal_method",
}
PARTY = {"party_id", "party_address", "party_name", "party_contact", "party_type"}
EVENT = {"event_time", "validity_duration", "entity_id", "event_type", "event_state"}


def made(folder: Folder, study: Protocol | None = None, site: str = "AM") -> dict[str, Any]:
    return receipt(study or protocol(), "AM-01", site, [read(entry) for entry in folder.entries])


def test_no_mandatory_field_is_missing() -> None:
    record = made(lived())
    assert set(record) >= HEADER
    assert set(record["pii_processing"]) >= PROCESSING
    assert all(set(one) >= PURPOSE for one in record["pii_processing"]["purposes"])
    assert all(set(one) >= PARTY for one in record["party_identification"])
    assert all(set(one) >= EVENT for one in record["event"])
    assert all(
        one["pii_type"]
        for purpose in record["pii_processing"]["purposes"]
        for one in purpose["pii_information"]
    )


def states(record: dict[str, Any]) -> dict[str, str]:
    return {one["purpose_id"]: one["consent_state"] for one in record["pii_processing"]["purposes"]}


def test_scopes_given_taken_back_and_never_given() -> None:
    folder = lived()  # quotes were given, and taken back
    assert states(made(folder)) == {"diary": "consent given", "quotes": "consent withdrawn"}
    folder.changes_scope(10, "quotes", given=True)
    assert states(made(folder)) == {"diary": "consent given", "quotes": "consent given"}
    folder.leaves(20)
    assert states(made(folder)) == {"diary": "consent withdrawn", "quotes": "consent withdrawn"}
    other = Folder()
    other.arrives()
    other.agrees(0, replace(TERMS, scopes=("diary",)))
    assert states(made(other)) == {"diary": "consent given", "quotes": "not given"}


def test_what_happened_in_order() -> None:
    folder = lived()
    folder.leaves(20)
    folder.enter(ANI, "told", 21, version="1.1")
    assert [
        (one["event_state"], one.get("purposes"), one["ledger_entry"]) for one in made(folder)["event"]
    ] == [
        ("consent given", ["diary", "quotes"], 1),
        ("consent withdrawn", ["quotes"], 2),
        ("consent withdrawn", None, 3),
    ]
    first = made(folder)["event"][0]
    assert (first["event_time"], first["entity_id"], first["way"]) == (
        "2024-03-09T16:00:00+00:00",
        "AM-01",
        "voice",
    )


def test_the_notice_is_named_by_its_hash() -> None:
    processing = made(lived())["pii_processing"]
    assert processing["privacy_notice_sha256"] == TERMS.text_sha256
    named = processing["privacy_notice"].removeprefix("ni:///sha-256;")
    assert base64.urlsafe_b64decode(named + "=").hex() == TERMS.text_sha256
    forged = [Agreed(1, START, replace(TERMS, text_sha256="none"), SEALED)]
    assert receipt(protocol(), "AM-01", "AM", forged)["pii_processing"]["privacy_notice"] == "none"


def test_the_language_is_that_of_the_agreement() -> None:
    folder = Folder()
    folder.arrives()
    folder.agrees(0, replace(TERMS, language="ru"))
    purposes = made(folder)["pii_processing"]["purposes"]
    assert [one["purpose"] for one in purposes] == ["Keep a diary, по-русски", "Цитировать меня"]


def test_a_scope_that_the_study_file_no_longer_has_stands_by_its_id() -> None:
    folder = Folder()
    folder.arrives()
    folder.agrees(0, replace(TERMS, scopes=("diary", "faces")))
    assert states(made(folder)) == {"diary": "consent given", "quotes": "not given", "faces": "consent given"}


def test_who_reads_and_who_carries() -> None:
    with_partner = protocol()
    site = with_partner.sites[0].model_copy(update={"key": Path("keys/yerevan.pub")})
    with_partner = with_partner.model_copy(update={"sites": (site,)})
    record = made(lived(), with_partner)
    assert [one["party_id"] for one in record["party_identification"]] == ["team", "telegram", "partner-AM"]
    assert record["pii_processing"]["purposes"][0]["recipient_third_parties"] == ["telegram", "partner-AM"]
    assert made(lived())["pii_processing"]["purposes"][0]["recipient_third_parties"] == ["telegram"]


KEPT = [
    (None, "see privacy_notice"),
    (Keep(), "see privacy_notice"),
    (
        Keep(
            contacts=Term(length=timedelta(days=180), after_end=True), media=Term(length=timedelta(days=730))
        ),
        "the link to the chat: P180D after the end; voices and pictures: P730D; the rest: see privacy_notice",
    ),
]


@pytest.mark.parametrize(("keep", "told"), KEPT)
def test_how_long_is_told_as_far_as_the_study_file_says_it(keep: Keep | None, told: str) -> None:
    record = made(lived(), protocol().model_copy(update={"keep": keep}))
    assert record["pii_processing"]["purposes"][0]["retention_period"] == told


def test_approvals_stand_beside_it() -> None:
    approval = Approval(
        body=Localized({"en": "Ethics commission"}), reference="12/2023", granted=date(2023, 3, 14)
    )
    record = made(lived(), protocol().model_copy(update={"approvals": (approval,)}))
    assert record["approvals"] == [
        {"body": "Ethics commission", "reference": "12/2023", "granted": "2023-03-14"}
    ]


def test_the_name_of_the_record_stays_and_is_no_others() -> None:
    first = made(lived())["record_id"]
    assert first == made(lived())["record_id"]
    assert first != receipt(protocol(), "AM-02", "AM", [])["record_id"]


def test_nobody_is_named() -> None:
    folder = lived()
    folder.leaves(20)
    assert ANI not in json.dumps(made(folder))
    assert TERMS.record not in json.dumps(made(folder))


def test_of_somebody_of_whom_the_ledger_knows_nothing() -> None:
    record = receipt(protocol(), "AM-02", "AM", [])
    assert record["event"] == []
    assert "pii_processing" not in record
