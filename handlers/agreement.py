"""The agreement: said aloud, heard back, confirmed. Nobody signs anything."""

from handlers import enrolment, person
from handlers.consent_text import shown_text
from handlers.declining import decline
from handlers.turn import Turn
from handlers.voices import LARGEST_FILE, NOT_FETCHED, written_under
from study.consent import text_sha256
from study.ids import record_id
from study.inbound import Fetched, NotFetched, Spoke
from study.outcome import Care, Discard, Effect, Fetch, Key, Keys, Outcome, Phrase, Say, SayVoice
from study.participant import Stage
from study.protocol import Protocol

CONFIRM = (
    (Key(Phrase("key.confirm")),),
    (Key(Phrase("key.record-again")),),
    (Key(Phrase("key.rather-not")),),
)
RATHER_NOT = ((Key(Phrase("key.rather-not")),),)
EARLIER = ("key.yes", "key.no", "key.go-on")
CHOOSE_AGAIN = ((Key(Phrase("key.choose-again")),), *RATHER_NOT)


def ask(turn: Turn) -> Outcome:
    """Asks for the voice."""
    statement = Phrase("agreement.statement", {"statement": turn.protocol.consent.statement})
    return turn.stay(Say((Phrase("agreement.ask"), statement), keys(turn.protocol), care=Care.ONCE))


def keys(protocol: Protocol) -> tuple[tuple[Key, ...], ...]:
    """Under the question for the voice: where there was something to choose, the way back to it too."""
    optional = any(not scope.required for scope in protocol.consent.scopes)
    return CHOOSE_AGAIN if optional else RATHER_NOT


def read_again(turn: Turn, why: Phrase) -> Outcome:
    """Agreed is only what was read: where that has changed, the voice is let go and the text comes first again."""
    said = Say((why,), otherwise=Keys.REMOVE)
    return turn.become(
        said, effects=_let_go(turn), stage=Stage.INFORMATION, sitting=None, voice="", voice_file=""
    )


def repeat(turn: Turn) -> Outcome:
    """Where a voice is already there: on its way, or heard back."""
    if turn.participant.stage is Stage.HEARING:
        return turn.stay(Say((Phrase("voice.on-its-way"),)))
    return turn.stay(_heard_back(turn))


def answer(turn: Turn) -> Outcome:
    """The voice is awaited, on its way, or heard back: what comes decides."""
    match turn.event:
        case Spoke() as voice:
            return _take(turn, voice)
        case Fetched(media=media) | NotFetched(media=media) if media != turn.participant.voice:
            return turn.stay(effects=(Discard(media),))
        case Fetched() | NotFetched() if turn.participant.stage is not Stage.HEARING:
            return turn.stay()
        case Fetched(seconds=seconds):
            return _hear(turn, seconds)
        case NotFetched(reason=reason):
            return _once_more(turn, Say((Phrase(NOT_FETCHED[reason]),)))
    return _answer_words(turn)


def _answer_words(turn: Turn) -> Outcome:
    stage = turn.participant.stage
    if turn.means("key.rather-not"):
        return decline(turn)
    if stage is Stage.HEARING:
        return person.hint(turn, "voice.on-its-way")
    if stage is Stage.CONFIRMING:
        if turn.means("key.confirm"):
            return _agree(turn)
        if turn.means("key.record-again"):
            return _once_more(turn)
        return person.hint(turn, "hint.reply-keys", CONFIRM)
    if turn.means("key.choose-again"):
        return turn.become(stage=Stage.SCOPES)
    if any(
        turn.means(key) for key in EARLIER
    ):  # an older question is on their screen, and this one never came
        return ask(turn)
    return person.hint(turn, "agreement.speak")


def _take(turn: Turn, voice: Spoke) -> Outcome:
    if voice.forwarded:
        return turn.hint("agreement.own-voice")
    if voice.size is not None and voice.size > LARGEST_FILE:
        return turn.hint("hint.too-large")
    media = record_id(turn.seed, "consent")
    content = {"version": turn.participant.consent_version} | written_under(voice)
    fetch = Fetch(media, voice.file, "consent", content)
    effects: tuple[Effect, ...] = (*_let_go(turn), fetch)
    return turn.become(effects=effects, stage=Stage.HEARING, voice=media, voice_file=voice.file)


def _hear(turn: Turn, seconds: float) -> Outcome:
    """The length is the Ogg's own, not what the sender claims."""
    bounds = turn.protocol.consent.voice
    if seconds < bounds.at_least.total_seconds():
        return _once_more(turn, Say((Phrase("agreement.too-short"),)))
    if seconds > bounds.at_most.total_seconds():
        limit = int(bounds.at_most.total_seconds())
        return _once_more(turn, Say((Phrase("agreement.too-long", n=limit),)))
    return turn.become(_heard_back(turn), stage=Stage.CONFIRMING)


def _once_more(turn: Turn, *why: Say) -> Outcome:
    """What was recorded is let go; on coming to the stage, the voice is asked for."""
    return turn.become(*why, effects=_let_go(turn), stage=Stage.STATEMENT, voice="", voice_file="")


def _heard_back(turn: Turn) -> SayVoice:
    return SayVoice(
        turn.participant.voice_file, CONFIRM, (Phrase("agreement.heard"),), (Phrase("agreement.unplayed"),)
    )


def _agree(turn: Turn) -> Outcome:
    """Agreed, to the text that was shown; if the study's text has changed meanwhile, it is shown and asked again."""
    if turn.participant.text_sha256 != text_sha256(shown_text(turn)):
        return read_again(turn, Phrase("agreement.text-changed"))
    return enrolment.enrol(turn)


def _let_go(turn: Turn) -> tuple[Effect, ...]:
    return (Discard(turn.participant.voice),) if turn.participant.voice else ()
