"""What the consent ledger says of what happened: bodies of its entries, see `study.ledger`. Times are ISO 8601, UTC."""

from typing import Any

from storage.rows import NewEntry
from study.effects import ConsentGiven, JointChanged, ScopeChanged, ToldVersion, Withdrew
from study.participant import Participant


def given(consent: ConsentGiven, who: Participant) -> NewEntry:
    """{"kind": "consent", "participant", "code", "version", "language", "text_sha256", "scopes", "mistakes", "way",
    "at"}, and "record" with the "sealed_sha256" of the voice, or of what was typed."""
    body = {
        **_of("consent", who),
        "version": consent.version,
        "language": consent.language,
        "text_sha256": consent.text_sha256,
        "scopes": list(consent.scopes),
        "mistakes": consent.mistakes,
        "way": consent.way,
        "at": consent.given_at.isoformat(),
    }
    return NewEntry(who.id, body, consent.voice)


def changed(change: ScopeChanged, who: Participant) -> NewEntry:
    """{"kind": "scope", "participant", "code", "scope", "given", "at"}."""
    body = {"scope": change.scope, "given": change.given, "at": change.at.isoformat()}
    return NewEntry(who.id, {**_of("scope", who), **body})


def together(joint: JointChanged, who: Participant) -> NewEntry:
    """{"kind": "together", "participant", "code", "given", "at"}, and "with", a hash of the other one's code."""
    body = {"given": joint.given, "at": joint.at.isoformat()}
    return NewEntry(who.id, {**_of("together", who), **body}, other=joint.code)


def told(telling: ToldVersion, who: Participant) -> NewEntry:
    """{"kind": "told", "participant", "code", "version", "at"}."""
    return NewEntry(who.id, {**_of("told", who), "version": telling.version, "at": telling.at.isoformat()})


def withdrew(left: Withdrew, who: Participant) -> NewEntry:
    """{"kind": "withdrawal", "participant", "code", "at"}."""
    return NewEntry(who.id, {**_of("withdrawal", who), "at": left.at.isoformat()})


def _of(kind: str, who: Participant) -> dict[str, Any]:
    return {"kind": kind, "participant": who.id, "code": who.code}
