"""/consent: what somebody has agreed to. Each part of it that is up to them is given or taken back on any day."""

from collections.abc import Iterator
from hashlib import sha256

from handlers import anchors, lapsing, together
from handlers.scopes import asked
from handlers.scopes_in_force import held, in_force, with_scope
from handlers.turn import Turn
from study.effects import ScopeChanged, WaveTakenBack
from study.inbound import Tapped
from study.outcome import Outcome
from study.participant import Bond, Sitting, Stage, Talk, WaitingPrompt
from study.protocol import Scope
from study.saying import Acknowledge, Key, Phrase, Say, Settle, Utterance
from study.timing import Anchor

GIVE, TAKE_BACK = "scope+", "scope-"
"""What the keys carry, before the mark of the scope: pressed twice, or another day, they do what they say."""

APART = f"{TAKE_BACK}together"
"""What the key carries by which somebody is interviewed alone again."""


def offer(turn: Turn) -> Outcome:
    """/consent."""
    person = turn.participant
    if not person.code:
        return turn.stay(Say((Phrase("consent.none-yet"),)))
    if not _holds(turn):
        return turn.stay(Say((Phrase("consent.left"),)))
    return turn.stay(_list(turn))


def asks(turn: Turn) -> bool:
    """The word alone, from somebody whose agreement holds; before that, words answer what is asked."""
    return turn.participant.stage in (Stage.ENROLLED, Stage.FINISHED) and turn.means("key.consent")


def tapped(turn: Turn) -> bool:
    """Whether this is a key of the list."""
    return isinstance(turn.event, Tapped) and turn.event.data.startswith((GIVE, TAKE_BACK))


def change(turn: Turn) -> Outcome:
    """At once, and said in words. What is so already stays so."""
    assert isinstance(turn.event, Tapped)
    data, scopes = turn.event.data, turn.protocol.consent.scopes
    if data == APART:
        return _apart(turn)
    given = data.startswith(GIVE)
    scope = next((one for one in scopes if data in (GIVE + _mark(one), TAKE_BACK + _mark(one))), None)
    if scope is None or not _holds(turn):
        return turn.hint("hint.stale-key")
    if scope.required and not given:
        return _shown(turn, Phrase("consent.required"))
    if given == in_force(turn.participant, scope.id):
        return _shown(turn, _said(scope, given=given))
    changed = _given(turn, scope) if given else _taken_back(turn, scope)
    assert changed.participant is not None
    return changed.then(_shown(turn.as_now(changed.participant), _said(scope, given=given)))


def _holds(turn: Turn) -> bool:
    """Whether there is an agreement: not before it, and not after leaving, though they may be looking again."""
    person = turn.participant
    return person.stage in (Stage.ENROLLED, Stage.FINISHED) or person.renewing is not None


def _given(turn: Turn, scope: Scope) -> Outcome:
    """What is asked under this scope is planned, from now on."""
    person = with_scope(turn.participant, scope.id, given=True)
    now = turn.as_now(person.but(talk=None, talk_at=None) if _is_letter(turn, scope) else person)
    effects = (ScopeChanged(scope.id, True, turn.at),)
    if person.stage is not Stage.ENROLLED or not _waves(turn, scope):
        return now.stay(effects=effects)
    now = now.as_now(now.participant.but(runs=anchors.running(now)))
    coming = [one for one in anchors.planned(now, now.participant.runs) if one[1].wave in _waves(turn, scope)]
    return now.stay(effects=(*effects, *anchors.laid(now, coming)))


def _taken_back(turn: Turn, scope: Scope) -> Outcome:
    """What was asked under this scope ends, and nothing more of it comes. What was answered stays."""
    waves = _waves(turn, scope)
    person = with_scope(turn.participant, scope.id, given=False)
    sittings = [one for one in (person.sitting, person.aside) if one is not None and one.wave in waves]
    dropped = [one for one in (*person.waiting, *person.put_off) if one.wave in waves]
    now = turn.as_now(
        person.but(
            sitting=_other(person.sitting, waves),
            aside=_other(person.aside, waves),
            waiting=_others(person.waiting, waves),
            put_off=_others(person.put_off, waves),
            late=(*person.late, *(one.media for one in sittings if one.media)),
        )
    )
    taken_back = (WaveTakenBack(wave, turn.at) for wave in sorted(waves))
    outcome = now.stay(effects=(ScopeChanged(scope.id, False, turn.at), *taken_back))
    for one in dropped:
        outcome = outcome.then(lapsing.let_go(now, one))
    for sitting in sittings:
        assert outcome.participant is not None
        outcome = outcome.then(lapsing.broken_off(turn.as_now(outcome.participant), sitting))
    return outcome


def _other(sitting: Sitting | None, waves: frozenset[str]) -> Sitting | None:
    return None if sitting is not None and sitting.wave in waves else sitting


def _others(waiting: tuple[WaitingPrompt, ...], waves: frozenset[str]) -> tuple[WaitingPrompt, ...]:
    return tuple(one for one in waiting if one.wave not in waves)


def _waves(turn: Turn, scope: Scope) -> frozenset[str]:
    return frozenset(wave.id for wave in turn.protocol.schedule.waves if wave.scope == scope.id)


def _is_letter(turn: Turn, scope: Scope) -> bool:
    """Whether it answers the last thing that they are asked, at the end of the study."""
    ending = turn.protocol.ending
    return turn.participant.talk is Talk.LETTER and ending is not None and ending.letter == scope.id


def _apart(turn: Turn) -> Outcome:
    """Not together with the other one any more."""
    if not _is_joint(turn):
        return turn.hint("hint.stale-key")
    over = together.take_back(turn)
    assert over.participant is not None
    return over.then(_shown(turn.as_now(over.participant), Phrase("together.taken-back")))


def _is_joint(turn: Turn) -> bool:
    joint = turn.participant.together
    return joint is not None and joint.bond is Bond.AGREED


def _said(scope: Scope, *, given: bool) -> Phrase:
    return Phrase("consent.given" if given else "consent.taken-back", {"scope": asked(scope)})


def _shown(turn: Turn, words: Phrase) -> Outcome:
    """In the place of the list, and a new list below."""
    assert isinstance(turn.event, Tapped)
    message = turn.event.message
    said: Utterance = Say((words,)) if message is None else Settle(message, (words,))
    return turn.stay(Acknowledge(turn.event.tap), said, _list(turn))


def summary(turn: Turn) -> tuple[Phrase, ...]:
    """The text that was agreed to, when, and each scope with where it stands."""
    person = turn.participant
    agreed = person.agreed_at or person.anchors.get(Anchor.CONSENT)
    version = person.renewing.version if person.renewing is not None else person.consent_version
    about = {"version": version}
    begin = Phrase("consent.version", about)
    if agreed is not None:  # who finished under an older version of the bot has no date any more
        begin = Phrase("consent.agreed", about | {"whole_date": agreed.astimezone(turn.zone).date()})
    return (begin, *_lines(turn))


def _list(turn: Turn) -> Say:
    anew = (Phrase("consent.renewing"),) if turn.participant.renewing is not None else ()
    rows = tuple(_rows(turn))
    end = Phrase("consent.change" if rows else "consent.leave")
    return Say((*summary(turn), *anew, end), rows)


def _lines(turn: Turn) -> Iterator[Phrase]:
    for number, scope in enumerate(turn.protocol.consent.scopes, 1):
        about = {"number": number, "scope": asked(scope)}
        if scope.required:
            yield Phrase("consent.scope-required", about)
        else:
            given = scope.id in held(turn.participant)
            yield Phrase("consent.scope-given" if given else "consent.scope-not-given", about)
    if (joint := turn.participant.together) is not None and _is_joint(turn):
        yield Phrase("consent.together", {"code": joint.code})


def _rows(turn: Turn) -> Iterator[tuple[Key, ...]]:
    for number, scope in enumerate(turn.protocol.consent.scopes, 1):
        if scope.required:
            continue
        given = scope.id in held(turn.participant)
        name, carried = ("consent.key-back", TAKE_BACK) if given else ("consent.key-give", GIVE)
        yield (Key(Phrase(name, {"number": number}), carried + _mark(scope)),)
    if _is_joint(turn):
        yield (Key(Phrase("together.key-back"), APART),)


def _mark(scope: Scope) -> str:
    """Short enough for a key, whatever the study calls it; and not its place in the list, which can change."""
    return sha256(scope.id.encode()).hexdigest()[:16]
