"""What people agreed to, and what they did not. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.desk_rows import DeskConsent, DeskScopeChange
from study.protocol import Protocol

QUOTES = "quotes"
"""The scope by which a study asks whether it may quote people's words."""


def refused(protocol: Protocol, consent: DeskConsent) -> tuple[str, ...]:
    """Ids of the study's scopes that this consent does not hold, in the study file's order. In a consent to an older
    version a scope may be missing because it was not asked then; not agreed to it is all the same."""
    return tuple(scope.id for scope in protocol.consent.scopes if scope.id not in consent.scope_ids)


@dataclass(frozen=True)
class Decided:
    """A scope was given or not: when they agreed, or (`since`) afterwards, by itself."""

    scope: str
    given: bool
    at: float
    since: bool = False


@dataclass(frozen=True)
class Agreed:
    """What somebody has agreed to up to now: their latest consent, and what they gave or took back since. Both are
    oldest first."""

    consents: Sequence[DeskConsent] = ()
    changes: Sequence[DeskScopeChange] = ()

    @property
    def scopes(self) -> frozenset[str]:
        if not self.consents:
            return frozenset()
        held = set(self.consents[-1].scope_ids)
        for change in self.since:
            (held.add if change.given else held.discard)(change.scope)
        return frozenset(held)

    @property
    def since(self) -> tuple[DeskScopeChange, ...]:
        """Changes since the latest consent: an older one counts no more, since that asked for everything anew."""
        last = self.consents[-1].given_at if self.consents else 0.0
        return tuple(change for change in self.changes if change.at >= last)

    def decided(self, protocol: Protocol) -> list[Decided]:
        """Every decision about a scope, oldest first: of those that the study has now, and of others once given."""
        known = [scope.id for scope in protocol.consent.scopes]
        found = []
        for consent in self.consents:
            others = [one for one in consent.scope_ids if one not in known]
            found += [Decided(one, one in consent.scope_ids, consent.given_at) for one in (*known, *others)]
        found += [Decided(one.scope, bool(one.given), one.at, since=True) for one in self.changes]
        return sorted(found, key=lambda one: one.at)

    def may_quote(self, protocol: Protocol) -> bool | None:
        """None where the study does not ask for it under this id, or where no consent is here to tell."""
        return self._holds(QUOTES, protocol)

    def wants_letter(self, protocol: Protocol) -> bool | None:
        """Whether they want to hear of the results. None where the study does not ask, or no consent is here."""
        return self._holds(protocol.ending.letter, protocol) if protocol.ending is not None else None

    def _holds(self, scope: str, protocol: Protocol) -> bool | None:
        if not self.consents or all(one.id != scope for one in protocol.consent.scopes):
            return None
        return scope in self.scopes
