"""Care: words of distress, or an answer that the study names, are met with lines of help before anything else is said.

What was written is kept as always, and the question that is open stays. The team is told a code, never why. Nothing of
it is noted but the time, so that within a day the team is told once, and the lines are said in short."""

from dataclasses import replace
from datetime import timedelta

from handlers import asking, replying, resting
from handlers.sittings import under_way
from handlers.turn import Turn
from study.caring import Care
from study.effects import Asked, Keep
from study.inbound import Command, Edited, Sent, Showed, Spoke, Tapped, Wrote
from study.localtime import later
from study.outcome import Outcome
from study.participant import Participant, Stage
from study.saying import Acknowledge, Key, Keys, Phrase, Rekey, Say, SayVoice, Utterance, Words

A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)
PAUSE, GO_ON = "care:pause", "care:on"
KEYS = ((Key(Phrase("key.pause-week"), PAUSE),), (Key(Phrase("key.leave-it"), GO_ON),))
"""Inline: the keys of what is open stay where they are, and /pause does the same."""

WITH_US = frozenset({Stage.ENROLLED, Stage.FINISHED})
NO_ANSWER = "person.before-consent"
"""In a message in which all else is how to answer what is open."""

HINTS = frozenset({"hint.choose", "person.meanwhile"})

NOT_THEIRS = ("start", "stop", "erase")
"""Commands that take a word of somebody else's making, or end everything."""


def first(turn: Turn, outcome: Outcome) -> Outcome:
    """`outcome`, with the lines of help before all else where they are called for. `turn` is as it was before it.
    Within a day an answer does not bring them again, and words bring them alone."""
    care, last = turn.protocol.care, turn.participant.cared_at
    heard = care is not None and _heard(turn, care)
    if care is None or not (heard or _answered(turn, outcome, care)):
        return outcome
    answers, keys = _but_hints(outcome.say) if heard else (outcome.say, ())
    after = outcome.participant
    if last is not None and abs(turn.at - last) < A_DAY:
        lines = Say((Phrase("care.still"), *_lines(turn)), keys)
        return replace(outcome, say=_before_all(answers, lines)) if heard else outcome
    say = _before_all(answers, Say(_words(turn, after), _keys(after) or keys))
    if after is None:
        return replace(outcome, say=say)
    told = (Asked("contact", turn.at),) if _can_be_told_of(after) else ()
    return replace(
        outcome, participant=after.but(cared_at=turn.at), say=say, effects=(*outcome.effects, *told)
    )


def unnamed(turn: Turn) -> tuple[Utterance, ...]:
    """What is said to these words behind a quiet face, if anything: what can be done anywhere, nothing of the study.
    Nobody is told, as who writes could not be told of that; and nothing is noted."""
    care = turn.protocol.care
    if care is None or not _heard(turn, care):
        return ()
    return (Say((Phrase("care.first"), Phrase("care.no-line")), otherwise=Keys.BARE),)


def tapped(turn: Turn) -> bool:
    """Whether this is a key under the lines of help."""
    return isinstance(turn.event, Tapped) and turn.event.data in (PAUSE, GO_ON)


def choose(turn: Turn) -> Outcome:
    """A pause for a week, or no pause, and not a word more: what is open stays, with its keys. A longer pause that is
    under way stays."""
    assert isinstance(turn.event, Tapped)
    if turn.event.data == PAUSE and turn.participant.stage is Stage.ENROLLED:
        return turn.stay(*_settled(turn, turn.event)).then(_pause(turn))
    return turn.stay(*_settled(turn, turn.event, Phrase("rest.as-it-was")))


def _pause(turn: Turn) -> Outcome:
    until, rest = later(turn.at, A_WEEK, turn.zone), turn.participant.rest
    if rest is not None and (rest.until is None or rest.until > until):
        return turn.stay(Say((resting.now(turn, rest),)))
    begun = resting.begin(turn, until)
    said = (replace(one, otherwise=Keys.LEAVE) if isinstance(one, Say) else one for one in begun.say)
    return replace(begun, say=tuple(said))


def _settled(turn: Turn, tap: Tapped, words: Phrase | None = None) -> tuple[Utterance, ...]:
    """The lines of help stay on the screen, without keys."""
    said: tuple[Utterance, ...] = (Acknowledge(tap.tap, words),)
    return said if tap.message is None else (*said, Rekey(tap.message, ()))


def _heard(turn: Turn, care: Care) -> bool:
    """In words of their own: what is forwarded was said by somebody else, or some other day."""
    match turn.event:
        case Wrote(text=text, forwarded=False) | Edited(text=text):
            return care.hears(text)
        case (
            Spoke(caption=text, forwarded=False)
            | Showed(caption=text, forwarded=False)
            | Sent(caption=text, forwarded=False)
        ):
            return care.hears(text)
        case Command(name=name, payload=text) if name not in NOT_THEIRS:
            return care.hears(text)
    return False


def _answered(turn: Turn, outcome: Outcome, care: Care) -> bool:
    if turn.participant.stage is Stage.SCREENING:
        return _screened(turn, care)
    kept = [one.content for one in outcome.effects if isinstance(one, Keep) and one.kind == "answer"]
    return any(care.is_called_by(str(one.get("question")), one.get("value")) for one in kept)


def _screened(turn: Turn, care: Care) -> bool:
    """Nothing is sealed before they agree, and of who cannot take part nothing stays: so it is seen as it is tapped."""
    if turn.participant.sitting is None:
        return False
    found = under_way(turn)
    if found.step is None:
        return False
    reply = replying.reply_to(asking.screen(turn, found, skip=False), turn)
    if not isinstance(reply, replying.Chosen):
        return False
    return care.is_called_by(found.step.question.id, reply.choice.value)


def _words(turn: Turn, after: Participant | None) -> tuple[Words, ...]:
    told = after is not None and _can_be_told_of(after)
    contact = {"contact": turn.protocol.team.contact}
    team = Phrase("care.team" if told else "care.person", contact)
    return (Phrase("care.first"), *_lines(turn), Phrase("care.bot"), team)


def _lines(turn: Turn) -> tuple[Words, ...]:
    """Where they live; of who has not said that yet, all of them. Where there is none, what can be done anywhere."""
    here = [site for site in turn.protocol.sites if site.id == turn.participant.site]
    lines = [site for site in here or turn.protocol.sites if site.support is not None]
    if not lines:
        return (Phrase("care.no-line"),)
    if here:
        return tuple(site.support for site in lines if site.support is not None)
    return tuple(Phrase("care.line", {"site": site.name, "answer": site.support}) for site in lines)


def _keys(after: Participant | None) -> tuple[tuple[Key, ...], ...]:
    asked = after is not None and after.stage is Stage.ENROLLED and after.rest is None
    return KEYS if asked else ()


def _can_be_told_of(after: Participant) -> bool:
    """Somebody with a code, who has not left."""
    return bool(after.code) and (after.stage in WITH_US or after.renewing is not None)


def _but_hints(say: tuple[Utterance, ...]) -> tuple[tuple[Utterance, ...], tuple[tuple[Key, ...], ...]]:
    """The rest of what is said, and keys that would go with what is left out. Nobody who says that they cannot go on is
    told in the same breath to choose one of the answers."""
    kept: list[Utterance] = []
    keys: tuple[tuple[Key, ...], ...] = ()
    for one in say:
        names = (
            [words.name for words in one.words if isinstance(words, Phrase)] if isinstance(one, Say) else []
        )
        if isinstance(one, Say) and NO_ANSWER in names:
            keys = one.keys
        elif isinstance(one, Say) and HINTS & {*names}:
            rest = (words for words in one.words if not (isinstance(words, Phrase) and words.name in HINTS))
            kept.append(replace(one, words=tuple(rest)))
        else:
            kept.append(one)
    return tuple(kept), keys


def _before_all(say: tuple[Utterance, ...], first: Say) -> tuple[Utterance, ...]:
    at = next((n for n, one in enumerate(say) if isinstance(one, Say | SayVoice)), len(say))
    return (*say[:at], first, *say[at:])
