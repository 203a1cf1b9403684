"""What people agreed to, and what they did not. Pure."""

from collections.abc import Sequence

from storage.desk_rows import DeskConsent
from study.protocol import Protocol

QUOTES = "quotes"
"""The scope by which a study asks whether it may quote people's words."""


def refused(protocol: Protocol, consent: DeskConsent) -> tuple[str, ...]:
    """Ids of the study's scopes that this consent does not hold, in the study file's order. In a consent to an older
    version a scope may be missing because it was not asked then; not agreed to it is all the same."""
    return tuple(scope.id for scope in protocol.consent.scopes if scope.id not in consent.scope_ids)


def may_quote(protocol: Protocol, consents: Sequence[DeskConsent]) -> bool | None:
    """Whether somebody's latest consent (`consents` are oldest first) lets their words be quoted. None where the
    study does not ask for it under this id, or where no consent is here to tell."""
    if not consents or all(scope.id != QUOTES for scope in protocol.consent.scopes):
        return None
    return QUOTES in consents[-1].scope_ids
