"""The agreement: said aloud, heard back, confirmed. Nobody signs anything."""

from handlers import enrolment, evidence, person, typed_agreement
from handlers.consent_text import agreed_to, in_quotes, shown_text
from handlers.declining import decline
from handlers.turn import Turn
from handlers.voices import NOT_FETCHED, written_under
from study.consent import text_sha256
from study.effects import Discard, Effect, Fetch
from study.ids import record_id
from study.inbound import Fetched, NotFetched, Spoke
from study.outcome import Outcome
from study.participant import Stage
from study.protocol import Protocol
from study.saying import Care, Key, Keys, Phrase, Say, SayVoice

CONFIRM = (
    (Key(Phrase("key.confirm")),),
    (Key(Phrase("key.record-again")),),
    (Key(Phrase("key.rather-not")),),
)
RATHER_NOT = (Key(Phrase("key.rather-not")),)
EARLIER = ("key.yes", "key.no", "key.go-on")
CHOOSE_AGAIN = (Key(Phrase("key.choose-again")),)


def ask(turn: Turn) -> Outcome:
    """Asks for the voice, or, of who has chosen that, for the words."""
    if typed_agreement.is_chosen(turn):
        return typed_agreement.ask(turn)
    statement = in_quotes(turn.protocol.consent.statement)
    kept_apart = turn.protocol.consent.custodian is not None
    asks = Phrase("agreement.ask-keeper" if kept_apart else "agreement.ask")
    return turn.stay(Say((asks, statement), keys(turn.protocol), care=Care.ONCE))


def keys(protocol: Protocol) -> tuple[tuple[Key, ...], ...]:
    """Under the question for the voice: where there was something to choose, the way back to it too; and the way to
    write instead, where the study has one."""
    optional = any(not scope.required for scope in protocol.consent.scopes)
    typed = (typed_agreement.OFFER,) if protocol.consent.typed else ()
    return (*typed, *((CHOOSE_AGAIN,) if optional else ()), RATHER_NOT)


def read_again(turn: Turn, why: Phrase) -> Outcome:
    """Agreed is only what was read: where that has changed, the voice is let go and the text comes first again."""
    said = Say((why,), otherwise=Keys.REMOVE)
    return turn.become(said, effects=_let_go(turn), stage=Stage.INFORMATION, sitting=None, **NOTHING)


NOTHING = {"voice": "", "voice_file": "", "voice_unique": "", "code_word": ""}
"""Of the agreement nothing is there yet."""


def repeat(turn: Turn) -> Outcome:
    """Where a voice is already there: on its way, or heard back."""
    if turn.participant.stage is Stage.HEARING:
        return turn.stay(Say((Phrase("voice.on-its-way"),)))
    if turn.participant.code_word:
        return typed_agreement.repeat(turn)
    return turn.stay(_heard_back(turn))


def answer(turn: Turn) -> Outcome:
    """The agreement is awaited, on its way, or heard back: what comes decides."""
    match turn.event:
        case Spoke() as voice:
            return _take(turn, voice)
        case Fetched(media=media) | NotFetched(media=media) if media != turn.participant.voice:
            return turn.stay(effects=(Discard(media),))
        case Fetched() | NotFetched() if turn.participant.stage is not Stage.HEARING:
            return turn.stay()
        case Fetched() as here:
            return _hear(turn, here)
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
        return _confirm(turn)
    if turn.means("key.choose-again"):
        return turn.become(stage=Stage.SCOPES)
    if turn.means("key.cannot-speak") and turn.protocol.consent.typed:
        return ask(turn) if turn.participant.code_word else typed_agreement.begin(turn)
    if turn.means("key.aloud"):
        return ask(turn.as_now(turn.participant.but(code_word="")))
    if typed_agreement.is_chosen(turn):
        return typed_agreement.answer(turn)
    if any(turn.means(key) for key in EARLIER):
        return ask(turn)  # an older question is on their screen, and this one never came
    if typed_agreement.says_so(turn):
        return turn.stay(Say((Phrase("agreement.aloud"),), keys(turn.protocol)))
    return person.hint(turn, evidence.instead(turn.event))


def _confirm(turn: Turn) -> Outcome:
    typed = bool(turn.participant.code_word)
    if typed and not turn.protocol.consent.typed:  # not any more
        return _once_more(turn)
    if turn.means("key.confirm"):
        return _agree(turn)
    if turn.means("key.record-again") or turn.means("key.aloud"):
        return _once_more(turn)
    return person.hint(turn, "hint.reply-keys", typed_agreement.CONFIRM if typed else CONFIRM)


def _take(turn: Turn, voice: Spoke) -> Outcome:
    if evidence.is_under_way(turn, voice):
        return repeat(turn)
    if (why := evidence.refused(turn, voice)) is not None:
        return turn.stay(Say((why,)))
    if _text_changed(turn):
        return read_again(turn, Phrase("agreement.text-changed"))
    media = record_id(turn.seed, "consent")
    content = agreed_to(turn) | written_under(voice)
    fetch = Fetch(media, voice.file, "consent", content, unique=voice.unique)
    effects: tuple[Effect, ...] = (*_let_go(turn), fetch)
    mine = {"voice": media, "voice_file": voice.file, "voice_unique": voice.unique, "code_word": ""}
    return turn.become(effects=effects, stage=Stage.HEARING, **mine)


def _hear(turn: Turn, voice: Fetched) -> Outcome:
    why = evidence.unheard(turn, voice)
    if why is not None:
        return _once_more(turn, Say((why,)))
    return turn.become(_heard_back(turn), stage=Stage.CONFIRMING)


def _once_more(turn: Turn, *why: Say) -> Outcome:
    """What was recorded is let go; on coming to the stage, the voice is asked for."""
    return turn.become(*why, effects=_let_go(turn), stage=Stage.STATEMENT, **NOTHING)


def _heard_back(turn: Turn) -> SayVoice:
    return SayVoice(
        turn.participant.voice_file, CONFIRM, (Phrase("agreement.heard"),), (Phrase("agreement.unplayed"),)
    )


def _agree(turn: Turn) -> Outcome:
    """Agreed, to the text that was shown; if the study's text has changed meanwhile, it is shown and asked again."""
    if _text_changed(turn):
        return read_again(turn, Phrase("agreement.text-changed"))
    way = "typed" if turn.participant.code_word else "voice"
    decided = turn.participant.but(voice_unique="", code_word="", requested_at=None, requested_after=None)
    return enrolment.enrol(turn.as_now(decided), way)


def _text_changed(turn: Turn) -> bool:
    return turn.participant.text_sha256 != text_sha256(shown_text(turn))


def _let_go(turn: Turn) -> tuple[Effect, ...]:
    return (Discard(turn.participant.voice),) if turn.participant.voice else ()
