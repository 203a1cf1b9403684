"""The end of the study for one participant: what is open ends, they are told what stays and what they can still do, and
are asked once whether they would like to hear of the results."""

from dataclasses import replace
from datetime import datetime, timedelta

from handlers import diary, lapsing, terms
from handlers.piping import filled
from handlers.restraint import in_peace
from handlers.scopes import YES_NO, asked
from handlers.turn import Turn
from study.effects import (
    CancelTimers,
    ContactCut,
    Discard,
    Effect,
    PromptsEnded,
    PromptState,
    ScopeChanged,
    SetTimer,
    WaveTakenBack,
)
from study.inbound import Command, Tapped
from study.outcome import Outcome
from study.participant import RENEWING, Rest, Stage, Talk, Why
from study.protocol import Scope
from study.saying import Haste, Keys, Phrase, Say
from study.timing import Anchor

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
"""How often it is looked whether a questionnaire is still open, and for how long."""

OVER = frozenset({Stage.FINISHED, Stage.WITHDRAWN})
TAKES_PART = frozenset({Stage.ENROLLED, RENEWING})


def end(turn: Turn) -> Outcome:
    """Its time has come, if the study file still says so; not amid a questionnaire, in a pause or by night."""
    person, at = turn.participant, terms.ends_at(turn)
    if (person.stage is not Stage.ENROLLED and person.renewing is None) or at is None:
        return turn.stay()
    open = person.sitting is not None and not person.sitting.late
    if at > turn.at:
        again = at
    elif person.rest is not None and person.rest.until is not None and person.rest.until > turn.at:
        again = person.rest.until
    elif open and turn.at < at + A_DAY:
        again = turn.at + AN_HOUR
    else:
        again = turn.at
    again = in_peace(turn, again)
    return finish(turn) if again <= turn.at else turn.stay(effects=(SetTimer("end", again),))


def finish(turn: Turn) -> Outcome:
    """Now. Who cannot be reached, or is to be left alone until they write, is told when they write. Who was still
    deciding about a new text ends as what they had agreed to before."""
    if turn.participant.renewing is not None:
        voice = turn.participant.voice
        begun = turn.stay(effects=(Discard(voice),) if voice else ())
        return begun.then(finish(turn.as_now(turn.participant.as_agreed())))
    person, scope = turn.participant, _letter(turn)
    sittings = [one for one in (person.sitting, person.aside) if one is not None]
    effects: tuple[Effect, ...] = (
        CancelTimers(),
        WaveTakenBack("", turn.at),
        *(effect for one in sittings for effect in lapsing.ended(turn, one)),
        PromptsEnded(PromptState.EXPIRED, turn.at),  # what has fallen due and was never put
        *terms.cut_set(turn, turn.at),
        turn.tally("finished"),
    )
    left_alone = person.blocked or (person.rest is not None and person.rest.until is None)
    over = person.but(
        stage=Stage.FINISHED,
        sitting=None,
        aside=None,
        waiting=(),
        put_off=(),
        lapsed=(),
        runs=(),
        late=(*person.late, *(one.media for one in sittings if one.media)),
        rest=Rest(Why.SILENT, turn.at) if left_alone else None,
        talk=Talk.LETTER if scope is not None and scope.id not in person.scopes else None,
        talk_at=None,
        zones_asked=(),
        missed=0,
    )
    now = turn.as_now(over)
    if left_alone:  # when they agreed is still needed, to tell them when their contact is cut
        agreed = {key: at for key, at in person.anchors.items() if key == Anchor.CONSENT}
        return Outcome(over.but(anchors=agreed, remembered={}), effects=effects)
    said = _tell(now, turn.at, Haste.PROMPT)
    assert said.participant is not None
    bare = said.participant.but(anchors={}, remembered={})  # nothing is planned any more, and nothing asked
    return Outcome(bare, said.say, effects)


def untold(turn: Turn) -> bool:
    """Whether it is over for them, and they do not know yet."""
    return turn.participant.stage is Stage.FINISHED and turn.participant.rest is not None


def tell(turn: Turn) -> Outcome:
    """They have written, and hear of it now."""
    rest = turn.participant.rest
    told = _tell(turn.as_now(turn.participant.but(rest=None)), rest.since if rest else turn.at)
    assert told.participant is not None
    return replace(told, participant=told.participant.but(anchors={}))


def onward(turn: Turn) -> Outcome:
    """Once nothing else is asked, they are asked whether they would like the letter. Called after everything that
    happens."""
    person, scope = turn.participant, _letter(turn)
    if person.stage is not Stage.FINISHED or person.talk is not Talk.LETTER or person.talk_at is not None:
        return turn.stay()
    if scope is None or person.draft is not None or person.rest is not None or person.blocked:
        return turn.stay()
    return turn.become(_asks(scope), talk_at=turn.at)


def answer(turn: Turn) -> Outcome:
    """The study is over for them: nothing is kept any more but whether they would like the letter."""
    if isinstance(turn.event, Command):
        return repeat(turn)
    if isinstance(turn.event, Tapped):
        return turn.hint("hint.stale-key")
    scope = _asked_about(turn)
    return _about_letter(turn, scope) if scope else turn.stay(Say((_not_kept(turn),)))


def repeat(turn: Turn) -> Outcome:
    """What is over and what stays; and what they have been asked, if that is still open."""
    said, scope = turn.stay(Say((Phrase("finishing.done"), _held(turn)))), _asked_about(turn)
    if turn.participant.draft is not None:
        return said.then(diary.repeat(turn))
    return said.then(turn.stay(_asks(scope))) if scope else said


def cut(turn: Turn) -> Outcome:
    """It is forgotten who they are, on the day that they were told. If they still take part, the study ends for them
    now: nobody could ask them anything any more, the letter neither. What they have not agreed to keep is let go.
    Behind a quiet face nothing is said: it could only be read by whoever holds the phone."""
    person = turn.participant
    undecided = (*(person.draft.records if person.draft else ()), *((person.voice,) if person.voice else ()))
    turn = turn.as_now(person.but(draft=None, today=(), voice="", voice_file="", voice_unique="", face=None))
    outcome = finish(turn) if person.stands in TAKES_PART else turn.stay()
    assert outcome.participant is not None
    ended = tuple(effect for effect in outcome.effects if not isinstance(effect, SetTimer))
    nobody = outcome.participant.but(talk=None, talk_at=None)
    if nobody.stage not in OVER:  # they had left, and were looking through it again
        nobody = nobody.but(stage=Stage.WITHDRAWN, sitting=None)
    dropped = tuple(Discard(record) for record in undecided)
    say = () if person.hides else outcome.say
    return Outcome(nobody, say, (*ended, *dropped, CancelTimers(), ContactCut()))


def _tell(turn: Turn, ended: datetime, haste: Haste = Haste.REPLY) -> Outcome:
    """In the study's words, if it has some. The buttons go."""
    ending, scope = turn.protocol.ending, _letter(turn)
    first = filled(ending.say, turn) if ending and ending.say else Phrase("finishing.done")
    comes = (Phrase("finishing.letter-comes"),) if scope and scope.id in turn.participant.scopes else ()
    words = (first, _held(turn), *terms.cut_said(turn, ended), *comes)
    said = turn.stay(Say(words, otherwise=Keys.REMOVE, haste=haste))
    return said.then(diary.repeat(turn)) if turn.participant.draft is not None else said


def _about_letter(turn: Turn, scope: Scope) -> Outcome:
    """Yes, no, or something else: of that it is said that it is not kept, and how to answer."""
    person = turn.participant
    if turn.means("key.yes"):
        said = Say((Phrase("finishing.letter-yes"),), otherwise=Keys.REMOVE)
        given = ScopeChanged(scope.id, True, turn.at)
        return turn.become(said, effects=(given,), scopes=person.scopes | {scope.id}, talk=None, talk_at=None)
    if turn.means("key.no"):
        said = Say((Phrase("finishing.letter-no"),), otherwise=Keys.REMOVE)
        return turn.become(said, talk=None, talk_at=None)
    return turn.stay(Say((_not_kept(turn), Phrase("finishing.letter-how")), YES_NO))


def _asks(scope: Scope) -> Say:
    return Say((Phrase("finishing.letter"), asked(scope)), YES_NO)


def _asked_about(turn: Turn) -> Scope | None:
    """The scope that they have been asked about, and have not answered yet."""
    person = turn.participant
    return _letter(turn) if person.talk is Talk.LETTER and person.talk_at is not None else None


def _letter(turn: Turn) -> Scope | None:
    """The scope of those who want to hear of the results, if there is one."""
    wanted = turn.protocol.ending.letter if turn.protocol.ending else ""
    return next((scope for scope in turn.protocol.consent.scopes if wanted and scope.id == wanted), None)


def _held(turn: Turn) -> Phrase:
    about = {"code": turn.participant.code, "contact": turn.protocol.team.contact}
    return Phrase("finishing.held", about)


def _not_kept(turn: Turn) -> Phrase:
    return Phrase("finishing.over", {"contact": turn.protocol.team.contact})
