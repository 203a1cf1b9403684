"""One person's consent record as JSON data, under the field names of ISO/IEC TS 27560:2023.

docs/consent.md tells which fields are used and what stands in them. Nothing in it says who somebody is: the principal
is the code. What a study file does not say (an address, a jurisdiction, where the server stands) the notice must, and
the record refers to it by its hash."""

import base64
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from study.agreements import Agreed, Changed, Left, Said, in_force, spells
from study.keeping import Term
from study.protocol import Protocol

SCHEMA = "ISO/IEC TS 27560:2023"
NOTICE = "see privacy_notice"
TEAM, TELEGRAM = "team", "telegram"
GIVEN, WITHDRAWN = "consent given", "consent withdrawn"


def receipt(protocol: Protocol, code: str, site: str, said: Sequence[Said]) -> dict[str, Any]:
    """The record of `code`, who lives at `site`, as their entries of the ledger tell it (`study.agreements`)."""
    agreements = [one for one in said if isinstance(one, Agreed)]
    record: dict[str, Any] = {
        "schema_version": SCHEMA,
        "record_id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"restante:{protocol.id}:{code}")),
        "pii_principal_id": code,
    }
    if agreements:
        record["pii_processing"] = _processing(protocol, site, said, agreements[-1])
    record["party_identification"] = list(_parties(protocol, site))
    record["event"] = list(_events(code, said))
    record["approvals"] = [
        {
            "body": one.body.say(protocol.languages[0]),
            "reference": one.reference,
            "granted": one.granted.isoformat(),
        }
        for one in protocol.approvals
    ]
    return record


def _processing(protocol: Protocol, site: str, said: Sequence[Said], last: Agreed) -> dict[str, Any]:
    terms = last.terms
    known = [scope.id for scope in protocol.consent.scopes]
    gone = [scope for scope in terms.scopes if scope not in known]  # the study file has them no more
    return {
        "privacy_notice": _named_by_hash(terms.text_sha256),
        "privacy_notice_version": terms.version,
        "privacy_notice_sha256": terms.text_sha256,
        "language": terms.language,
        "purposes": [
            *(
                _purpose(protocol, site, said, scope.id, scope.ask.say(terms.language), scope.required)
                for scope in protocol.consent.scopes
            ),
            *(_purpose(protocol, site, said, scope, scope, required=False) for scope in gone),
        ],
    }


def _purpose(
    protocol: Protocol, site: str, said: Sequence[Said], scope: str, asked: str, required: bool
) -> dict[str, Any]:
    contact = protocol.team.contact
    return {
        "purpose_id": scope,
        "purpose": asked,
        "lawful_basis": "consent",
        "consent_state": _state(said, scope),
        "pii_information": [
            {
                "pii_type": "what the participant says, writes, shows and chooses for it",
                "pii_optional": not required,
            }
        ],
        "pii_controllers": [TEAM],
        "collection_method": ["told by the participant, in a chat with a bot in Telegram"],
        "processing_method": [
            "sealed on arrival to the public keys of the team",
            "read by the team under a code",
        ],
        "storage_locations": [NOTICE],
        "retention_period": _retention(protocol),
        "jurisdiction": NOTICE,
        "recipient_third_parties": [party["party_id"] for party in _parties(protocol, site)][1:],
        "withdrawal_method": f"Write /stop to the bot, at any time; or write to {contact} and give the code.",
    }


def _parties(protocol: Protocol, site: str) -> Iterator[dict[str, Any]]:
    language = protocol.languages[0]
    yield {
        "party_id": TEAM,
        "party_name": protocol.team.name.say(language),
        "party_role": "PII controller",
        "party_address": NOTICE,
        "party_contact": protocol.team.contact,
        "party_type": "research team",
    }
    yield {
        "party_id": TELEGRAM,
        "party_name": "Telegram",
        "party_role": "third party",
        "party_address": NOTICE,
        "party_contact": "https://telegram.org/privacy",
        "party_type": "carrier of the messages, which it can read",
    }
    for one in protocol.sites:
        if one.id == site and one.key is not None:
            yield {
                "party_id": f"partner-{one.id}",
                "party_name": f"local partner, {one.name.say(language)}",
                "party_role": "third party",
                "party_address": NOTICE,
                "party_contact": protocol.team.contact,
                "party_type": "reads what is said at this site",
            }


def _events(code: str, said: Sequence[Said]) -> Iterator[dict[str, Any]]:
    for one in said:
        match one:
            case Agreed(at=at, terms=terms):
                more = {
                    "purposes": list(terms.scopes),
                    "privacy_notice_version": terms.version,
                    "way": terms.way,
                }
                yield _event(code, one.n, at, GIVEN) | more
            case Changed(at=at, scope=scope, given=given):
                yield _event(code, one.n, at, GIVEN if given else WITHDRAWN) | {"purposes": [scope]}
            case Left(at=at):
                yield _event(code, one.n, at, WITHDRAWN)


def _event(code: str, n: int, at: float, state: str) -> dict[str, Any]:
    return {
        "event_time": datetime.fromtimestamp(at, UTC).isoformat(),
        "validity_duration": "until withdrawn" if state == GIVEN else "P0D",
        "entity_id": code,
        "event_type": "explicit",
        "event_state": state,
        "ledger_entry": n,
    }


def _state(said: Sequence[Said], scope: str) -> str:
    lived = spells(said)
    now = in_force(lived)
    if now is not None and scope in now.scopes:
        return GIVEN
    return WITHDRAWN if any(scope in spell.scopes for spell in lived) else "not given"


def _retention(protocol: Protocol) -> str:
    keep = protocol.keep
    told = [
        f"{what}: {_term(term)}"
        for what, term in (
            ("the link to the chat", keep.contacts if keep else None),
            ("voices and pictures", keep.media if keep else None),
        )
        if term is not None
    ]
    return "; ".join([*told, f"the rest: {NOTICE}"]) if told else NOTICE


def _term(term: Term) -> str:
    """An ISO 8601 duration, and from when it is counted."""
    return f"P{term.length.days}D" + (" after the end" if term.after_end else "")


def _named_by_hash(sha256: str) -> str:
    """`ni:///sha-256;…` (RFC 6920); what is no hash stands as it is."""
    try:
        digest = base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")
    except ValueError:
        return sha256
    return f"ni:///sha-256;{digest}"
