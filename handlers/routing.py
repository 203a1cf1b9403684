"""Who answers: leaving first, then what the machine itself reports, then commands, then the step under way."""

from dataclasses import replace

from handlers import (
    agreement,
    aside,
    asked_beside,
    caring,
    checkin,
    commands,
    consent_again,
    consent_kept,
    diary,
    diary_changes,
    diary_habit,
    diary_media,
    erasing,
    events,
    face,
    finishing,
    groups,
    hiding,
    home,
    language,
    lapsing,
    leaving,
    my_data,
    prompts,
    relaying,
    reminding_consent,
    renewing,
    resting,
    silence,
    times,
    together,
    waiting,
    whereabouts,
)
from handlers.steps import answer, onward, repeat
from handlers.turn import Turn
from study.effects import Discard
from study.inbound import (
    Blocked,
    Command,
    Departed,
    Edited,
    Erase,
    Event,
    Facts,
    Fell,
    Fetched,
    Granted,
    Grouped,
    Inbound,
    LayAnew,
    NewVersion,
    NotFetched,
    Paired,
    Tapped,
    Unblocked,
    Wrote,
)
from study.outcome import Outcome
from study.participant import Participant, Stage
from study.protocol import Protocol
from study.saying import Acknowledge, Keys, Phrase, Say

TEXT_READ = frozenset({Stage.CHECK, Stage.SCOPES, Stage.STATEMENT, Stage.HEARING, Stage.CONFIRMING})
"""Where the text that is agreed to has been read, in one language."""

NO_QUESTION = frozenset({Stage.SITE, Stage.INFORMATION}) | TEXT_READ - {Stage.CHECK}
"""Where no question of the study is open that the name of a language could answer."""


DECIDED = (
    "key.keep", "key.do-not-keep", "key.confirm", "key.record-again", "key.go-on", "key.choose-again",
    "key.leave-it", "key.clock-right", "key.clock-wrong", "key.think-over", "key.cannot-speak", "key.aloud",
    "key.rather-not", "key.face-on",
)  # fmt: skip
"""Reply keys that decide something. They stay on a phone after it is decided, and are then nobody's words."""

PASSED = ("key.skip", "key.decline", "key.back", "key.as-before", "key.not-now")
"""Keys under a question, of no use once it is over."""

PLAIN = frozenset({"key.yes", "key.no", "key.done", "key.today", "key.yesterday"})
"""Keys whose words anybody may write of their own."""

OVER = frozenset({Stage.FINISHED, Stage.WITHDRAWN})
KEEPING = frozenset({Stage.ENROLLED, Stage.FINISHED})
"""Where an entry of the diary may still be undecided."""

UNSAID = Blocked | Fell | Fetched | NotFetched | Erase | Departed | LayAnew | Granted | NewVersion | Paired
"""What does not come from the person, and so does not mean that they can be written to again."""


def respond(participant: Participant, inbound: Inbound, protocol: Protocol, facts: Facts) -> Outcome:
    """The one entry: what this event means for this participant. Pure; see `study.outcome.Outcome`."""
    turn = Turn(participant, inbound, protocol, facts)
    return together.left(turn, _met(turn))


def sorry(participant: Participant | None, event: Event, protocol: Protocol) -> Say:
    """To somebody whose message we could not deal with; None is somebody of whom nothing can be opened. Behind a quiet
    face only what it says."""
    if face.covers(participant, event, protocol):
        return face.hello()
    return Say((Phrase("trouble.ours"),))


def _met(turn: Turn) -> Outcome:
    """By the person, wherever they are."""
    participant, inbound = turn.participant, turn.inbound
    if not isinstance(inbound.event, UNSAID):  # whoever writes has let us write again, and is not silent
        turn = turn.as_now(participant.but(blocked=False, gone=False, missed=0))
    if face.is_shut(turn):
        met = face.met(turn)
        assert met.participant is not None
        return _acknowledged(turn, met.then(consent_again.onward(turn.as_now(met.participant))))
    if hiding.asks(turn):
        return _acknowledged(turn, hiding.answer(turn))
    back = resting.welcomed(turn)
    assert back.participant is not None
    turn = turn.as_now(back.participant)
    outcome = diary.again(turn, _then_waiting(turn, back.then(onward(turn, _route(turn)))))
    outcome = caring.first(turn, hiding.in_sight(turn, outcome))
    return _acknowledged(turn, face.worn(participant, turn, home.kept(participant, turn, outcome)))


def _route(turn: Turn) -> Outcome:
    match turn.event:
        case Grouped(chat=chat):
            return groups.leave(turn, chat)
        case Command(name="stop" | "erase") as command:
            return leaving.asked(turn, command)
    if not turn.is_theirs:
        return _happened(turn) if turn.participant.stage is not Stage.NEW else Outcome(None)
    if turn.means("key.stop") or turn.means("key.leave-study"):
        return leaving.leave(turn)
    if key := erasing.chosen(turn):
        return erasing.decide(turn, key)
    if turn.participant.stage is Stage.NEW:
        return answer(turn)
    return _said(turn)


def _happened(turn: Turn) -> Outcome:
    """What nobody said: the machine reports it."""
    match turn.event:
        case Blocked() as event:
            return _blocked(turn, event)
        case Unblocked():
            return turn.become(back_at=turn.at)
        case Erase() as wish:
            return erasing.asked_by_team(turn, wish)
        case Departed():
            return leaving.departed(turn)
        case LayAnew() as wish:
            return relaying.lay_anew(turn, wish)
        case Paired() as event:
            return together.happened(turn, event)
        case NewVersion():
            return reminding_consent.set_anew(turn)
        case Granted(kind=kind):
            return my_data.granted(turn, kind)
        case Fell() as timer:
            return prompts.fell(turn, timer)
        case Fetched() | NotFetched() as event:
            return _fetched(turn, event)
    return turn.stay()


def _blocked(turn: Turn, event: Blocked) -> Outcome:
    """Nothing is said, nothing is concluded: they may come back. Who has come back since is not blocked by a refusal
    that was long on its way."""
    back, tried = turn.participant.back_at, event.tried_at
    if back is not None and tried is not None and tried < back:
        return turn.stay()
    return turn.become(blocked=True, gone=event.gone)


def _said(turn: Turn) -> Outcome:
    if finishing.untold(turn):
        return finishing.tell(turn)
    if face.decides(turn):
        return face.decide(turn)
    if face.pressed_late(turn):
        return face.over(turn)
    if (button := home.pressed(turn)) is not None:
        return asked_beside.keys_away(turn, events.begin(asked_beside.let_be(turn), button))
    if (lives := whereabouts.answer(turn)) is not None:
        return lives
    if resting.asks(turn):
        return resting.offer(turn)
    if resting.decides(turn):
        return _in_sight(turn, resting.decide(turn))
    if silence.decides(turn):
        return _in_sight(turn, silence.decide(turn))
    if renewing.decides(turn):
        return renewing.think(turn)
    if together.decides(turn):
        return _in_sight(turn, together.decide(turn))
    if consent_kept.asks(turn):
        return consent_kept.offer(turn)
    match turn.event:
        case Command() as command:
            return asked_beside.keys_away(turn, commands.answer(asked_beside.let_be(turn), command))
        case Wrote() if turn.participant.stage is Stage.ENROLLED and _pressed_late(turn):
            over = "enrolment.leave" if turn.means("key.rather-not") else "hint.closed"
            return turn.stay(Say((Phrase(over),), otherwise=Keys.REMOVE))
        case Edited() if turn.participant.stage is Stage.ENROLLED and diary_changes.edits(turn):
            return diary_changes.edit(turn)
        case Edited() if turn.participant.stage not in OVER:
            return turn.hint("hint.edited")
        case Tapped() if turn.participant.stage is not Stage.LANGUAGE and language.chosen(turn):
            return _change_language(turn)
        case Wrote() if turn.participant.stage in NO_QUESTION and language.chosen(turn):
            return _change_language(turn)
        case Tapped() if turn.participant.stage is Stage.ENROLLED and diary_habit.chosen(turn):
            return diary_habit.choose(turn)
        case Tapped() if turn.participant.code and diary_changes.takes_back(turn):
            return diary_changes.take_back(turn)
        case Tapped() if caring.tapped(turn):
            return caring.choose(turn)
        case Tapped() if my_data.tapped(turn):
            return my_data.ask(turn)
        case Tapped() if times.tapped(turn):
            return times.choose(turn)
        case Tapped() if consent_kept.tapped(turn):
            return consent_kept.change(turn)
        case Tapped() if lapsing.tapped(turn):
            return lapsing.told(turn)
        case Tapped() if not _has_keys(turn.participant):
            return _of_no_use(turn)
    if turn.participant.stage in KEEPING and diary.decides(turn):
        return _decided(turn, diary.decide(turn))
    if turn.participant.renewing is not None and diary.decides_by_key(turn):
        return _decided(turn, diary.decide(turn))
    return answer(aside.under_the_finger(turn))


def _decided(turn: Turn, outcome: Outcome) -> Outcome:
    """Within a check-in, its open question is put again, so that it is in sight; and so is the step that somebody is at
    who decides anew."""
    after = outcome.participant
    if after is None or after.draft is not None or (after.sitting is None and after.renewing is None):
        return outcome
    return outcome.then(repeat(turn.as_now(after)))


def _in_sight(turn: Turn, outcome: Outcome) -> Outcome:
    """After a word about a pause, what is open is put again with its keys; a question not, where they have one now."""
    after = outcome.participant
    assert after is not None
    if after.sitting is not None and after.rest is None:
        outcome = outcome.then(repeat(turn.as_now(after)))
        assert (
            outcome.participant is not None
        )  # who may have come to the end of it: the study file can have changed
        after = outcome.participant
    return outcome.then(diary.repeat(turn.as_now(after))) if after.draft is not None else outcome


def _pressed_late(turn: Turn) -> bool:
    """A reply key of something that is over: a question that came twice after a kill shows it again, and one that asked
    for a place leaves its keys on the phone. Where no question is open, no key of the bot is a word of the diary."""
    if diary.decides(turn):
        return False
    if turn.participant.sitting is not None:
        return any(turn.means(key) for key in DECIDED)
    assert isinstance(turn.event, Wrote)
    return not turn.event.forwarded and bool(turn.event.means - PLAIN)


def _change_language(turn: Turn) -> Outcome:
    """And the step under way is put again, in the new language; before the agreement, the text that it is about."""
    before, chosen = turn.participant, language.chosen(turn)
    changed = turn.as_now(before.but(language=chosen))
    shown = changed.stay(*language.shown(changed))
    if before.stage in TEXT_READ and before.language != chosen:
        return shown.then(agreement.read_again(changed, Phrase("language.read-again")))
    idle = before.stage is Stage.ENROLLED and before.sitting is None and before.draft is None
    if idle or (before.stage in OVER and before.draft is None and before.talk is None):
        return shown
    return shown.then(repeat(changed))


def _has_keys(participant: Participant) -> bool:
    """Whether there is anything to tap. Elsewhere people answer by reply keys, words or a voice."""
    stages = (Stage.LANGUAGE, Stage.SITE, Stage.WITHDRAWN)
    return participant.sitting is not None or participant.stage in stages


def _of_no_use(turn: Turn) -> Outcome:
    """A key where no question is open."""
    if turn.participant.stage is not Stage.ENROLLED:
        return turn.hint("hint.stale-key")
    return turn.hint("hint.comes-again" if turn.participant.put_off else "hint.closed")


def _acknowledged(turn: Turn, outcome: Outcome) -> Outcome:
    """No tap is left turning on the screen."""
    if not isinstance(turn.event, Tapped) or any(isinstance(say, Acknowledge) for say in outcome.say):
        return outcome
    return replace(outcome, say=(Acknowledge(turn.event.tap), *outcome.say))


def _fetched(turn: Turn, event: Fetched | NotFetched) -> Outcome:
    """A sound that is waited for, by the agreement, the diary or a question, or comes late; or that was let go."""
    participant = turn.participant
    if diary_media.awaits(turn, event.media):
        return diary_media.heard(turn)
    if event.media in participant.late:
        return checkin.late(turn)
    if participant.stage in (Stage.HEARING, Stage.CONFIRMING, Stage.STATEMENT):
        return answer(turn)
    if participant.sitting is not None and event.media and participant.sitting.media == event.media:
        return answer(turn)
    return turn.stay(effects=(Discard(event.media),))


def _then_waiting(turn: Turn, outcome: Outcome) -> Outcome:
    """What waited begins as soon as it may."""
    if outcome.participant is None:
        return outcome
    outcome = outcome.then(consent_again.onward(turn.as_now(outcome.participant)))
    assert outcome.participant is not None
    outcome = outcome.then(waiting.onward(turn.as_now(outcome.participant)))
    assert outcome.participant is not None
    return outcome.then(finishing.onward(turn.as_now(outcome.participant)))
