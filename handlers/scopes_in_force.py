"""What somebody has agreed to as of now, scope by scope: the one question to ask before anything that needs one."""

from study.participant import Participant


def in_force(person: Participant, scope: str) -> bool:
    """Whether `scope` is given now; an empty one always is. Who decides anew still has what they gave before."""
    return not scope or scope in held(person)


def held(person: Participant) -> frozenset[str]:
    """All scopes given as of now."""
    return frozenset(person.renewing.scopes) if person.renewing is not None else person.scopes


def with_scope(person: Participant, scope: str, *, given: bool) -> Participant:
    """The same person with one scope given or taken back."""
    now = held(person) | {scope} if given else held(person) - {scope}
    if person.renewing is None:
        return person.but(scopes=now)
    return person.but(renewing=person.renewing.with_scopes(now))
