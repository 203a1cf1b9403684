"""A quiet face: until somebody writes a word of their own, the bot shows nothing of the study.

Who takes the phone sees a bot that greets. /stop works all the same. Of the word there is only a slow hash, so nobody
can tell it to somebody who has forgotten it."""

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

from handlers import caring
from handlers.home import pressed
from handlers.renewing import outdated
from handlers.steps import repeat
from handlers.turn import Turn
from study.effects import CancelTimers, ClearChat, Effect, SetTimer
from study.folding import folded
from study.inbound import Command, Departed, Edited, Event, Fell, Grouped, Tapped, Wrote
from study.outcome import Outcome
from study.participant import Face, Participant, Shows, Stage
from study.protocol import Protocol
from study.saying import Haste, Key, Keys, Menu, Phrase, Say, SayVoice, Utterance

A_WHILE = timedelta(minutes=15)
"""So long after they last wrote it closes by itself."""

TO_CHOOSE = timedelta(hours=1)
SHORTEST, LONGEST = 3, 40  # characters of the word
ROUNDS = 50_000  # of PBKDF2: some hundredths of a second on a small server
ON = Shows.STUDY, Shows.NOTHING
CHOOSE = ((Key(Phrase("key.face-on")),), (Key(Phrase("key.leave-it")),))


def is_on(person: Participant) -> bool:
    return person.face is not None and person.face.shows in ON


def is_shut(turn: Turn) -> bool:
    """Whether what they do now is met by the face. Leaving is not."""
    return turn.is_theirs and covers(turn.participant, turn.event, turn.protocol)


def covers(person: Participant | None, event: Event, protocol: Protocol) -> bool:
    """Whether nothing of the study may be said to this. Somebody who cannot be opened (None) may have a shut face."""
    if _leaves(event):
        return False
    if person is None:
        return protocol.chat.face
    return person.face is not None and person.face.shows is Shows.NOTHING


def hello(*, silent: bool = False) -> Say:
    """All that the face says."""
    return Say((Phrase("face.hello"),), otherwise=Keys.BARE, silent=silent)


def met(turn: Turn) -> Outcome:
    """Their word opens it, and goes from the chat; everything else is greeted, or met with care, and nothing of it is
    kept."""
    match turn.event:
        case Wrote(text=text, forwarded=False) if _fits(turn.participant.face, text):
            return _open(turn)
        case Tapped() | Edited():
            return turn.stay()
        case Command(name="hide"):
            return turn.stay(hello(), effects=(ClearChat(),))
    return turn.stay(*(caring.unnamed(turn) or (hello(),)))


def offer(turn: Turn) -> Outcome:
    """/quiet: the way to a word; or, where there is one, the end of it."""
    person = turn.participant
    if is_on(person):  # also where the study file does not have it any more
        said = Say((Phrase("face.off"),), otherwise=Keys.HOME)
        return turn.become(said, effects=(CancelTimers(kind="close"),), face=None)
    if not turn.protocol.chat.face:
        return turn.hint("hint.unknown-command")
    if person.stage not in (Stage.ENROLLED, Stage.FINISHED):
        return turn.hint("face.taking-part")
    bounds = {"least": SHORTEST, "most": LONGEST}
    return turn.become(Say((Phrase("face.ask", bounds),)), face=Face(Shows.ASKING, turn.at))


def decides(turn: Turn) -> bool:
    """Whether these words are the word, or a key about it. What comes long after is neither."""
    face = turn.participant.face
    if face is None or face.shows in ON or turn.at - face.at > TO_CHOOSE:
        return False
    if face.shows is Shows.CHOSEN:  # what they are asked about where they live came after it
        return turn.means("key.face-on") or (turn.means("key.leave-it") and turn.participant.talk is None)
    return isinstance(turn.event, Wrote) and not turn.event.forwarded


def decide(turn: Turn) -> Outcome:
    face, event = turn.participant.face, turn.event
    assert face is not None
    assert isinstance(event, Wrote)
    if turn.means("key.face-on") and face.shows is Shows.CHOSEN:
        return shut(turn)
    if face.shows is Shows.CHOSEN:
        return turn.become(Say((Phrase("face.as-it-was"),), otherwise=Keys.REMOVE), face=None)
    if not _will_do(turn, event):
        return turn.stay(Say((Phrase("face.word-how", {"least": SHORTEST, "most": LONGEST}),)))
    salt = hashlib.sha256(f"face:{turn.seed}".encode()).hexdigest()
    chosen = Face(Shows.CHOSEN, turn.at, salt, _slow(salt, event.text))
    said = Say((Phrase("face.chosen", {"word": " ".join(event.text.split())}),), CHOOSE)
    return turn.become(said, face=chosen)


def shut(turn: Turn, *, silent: bool = False) -> Outcome:
    """From now on nothing of the study is to be seen: what can go from the chat goes, the keys and the menu too."""
    face = turn.participant.face
    assert face is not None
    now = turn.participant.but(face=replace(face, shows=Shows.NOTHING), hidden=False)
    effects: tuple[Effect, ...] = (ClearChat(), CancelTimers(kind="close"))
    return Outcome(now, (Menu(plain=True), hello(silent=silent)), effects, silence=True)


def time_is_up(turn: Turn) -> Outcome:
    """Nobody has written for a while. The line only takes the keys away, and comes without a sound."""
    face = turn.participant.face
    if face is None or face.shows is not Shows.STUDY:
        return turn.stay()
    if turn.at < face.at + A_WHILE:
        return turn.stay(effects=(SetTimer("close", face.at + A_WHILE),))
    return shut(turn, silent=True)


def worn(before: Participant, turn: Turn, outcome: Outcome) -> Outcome:
    """What the machine makes the bot say behind a face becomes one line that says nothing, and a face that shows the
    study is kept open by who writes. Who leaves needs none."""
    after = outcome.participant
    if before.face is None or (isinstance(turn.event, Fell) and turn.event.kind == "close"):
        return outcome
    if after is None or after.stage is Stage.WITHDRAWN:
        return _taken_off(before, outcome, told=not isinstance(turn.event, Departed))
    if after.face is None:
        return outcome
    if isinstance(turn.event, Command) and after.face == before.face and _let_be(turn, after.face):
        return replace(outcome, participant=after.but(face=None))
    if before.face.shows is Shows.NOTHING:
        return replace(outcome, say=_in_plain_words(outcome.say))
    ends = before.stage is not after.stage  # then all timers went
    if after.face.shows is Shows.STUDY and (turn.is_theirs or ends):
        later = SetTimer("close", turn.at + A_WHILE)
        still = after.but(face=replace(after.face, at=turn.at))
        return replace(outcome, participant=still, effects=(*outcome.effects, later))
    return outcome


def pressed_late(turn: Turn) -> bool:
    """Whether this is the key that turns it on, and there is no word (any more) to turn on."""
    return turn.means("key.face-on") and turn.participant.stage in (Stage.ENROLLED, Stage.FINISHED)


def over(turn: Turn) -> Outcome:
    """It says where a word is chosen; who has one that is on can close it with that key, too."""
    if is_on(turn.participant):
        return shut(turn)
    name = "face.over" if turn.protocol.chat.face else "hint.closed"
    return turn.become(Say((Phrase(name),), otherwise=Keys.REMOVE), face=None)


def _let_be(turn: Turn, face: Face) -> bool:
    """A command is no word, and ends the question for one. A word that is chosen can still be turned on: its key is on
    the phone."""
    return face.shows is Shows.ASKING or (face.shows is Shows.CHOSEN and turn.at - face.at > TO_CHOOSE)


def _open(turn: Turn) -> Outcome:
    """What is open is put again: it could not be seen."""
    person, face = turn.participant, turn.participant.face
    assert face is not None
    now = person.but(face=replace(face, shows=Shows.STUDY, at=turn.at))
    said = (Menu(plain=False), Say((Phrase("face.open"),), otherwise=Keys.HOME))
    opened = Outcome(now, said, (ClearChat(), SetTimer("close", turn.at + A_WHILE)))
    idle = person.stage is Stage.ENROLLED and person.sitting is None and person.draft is None
    if outdated(turn):  # the new text comes first
        return opened
    return opened if idle else opened.then(repeat(turn.as_now(now)))


def _taken_off(before: Participant, outcome: Outcome, *, told: bool) -> Outcome:
    """The menu is as in any chat again, where it was another; not where they left long ago."""
    worn_so_far = before.face is not None and before.face.shows in ON
    say = (*outcome.say, Menu(plain=False)) if worn_so_far and told else outcome.say
    if outcome.participant is None:
        return replace(outcome, say=say)
    effects = (*outcome.effects, CancelTimers(kind="close"))
    return replace(outcome, participant=outcome.participant.but(face=None), say=say, effects=effects)


def _in_plain_words(say: tuple[Utterance, ...]) -> tuple[Utterance, ...]:
    """One line, without keys, instead of all. It marks a prompt as put, and lapses, as what it stands for."""
    said = [one for one in say if isinstance(one, Say | SayVoice)]
    if not said:
        return tuple(one for one in say if isinstance(one, Menu))
    puts = next((one for one in said if isinstance(one, Say) and one.prompt), said[-1])
    line = Say((Phrase("neutral.line"),), otherwise=Keys.BARE, haste=Haste.PROMPT)
    if isinstance(puts, Say):
        line = replace(line, haste=puts.haste, prompt=puts.prompt, not_after=puts.not_after)
    return (line,)


def _leaves(event: Event) -> bool:
    return isinstance(event, Grouped) or (isinstance(event, Command) and event.name in ("stop", "erase"))


def _will_do(turn: Turn, event: Wrote) -> bool:
    """A word that the bot takes for something else would open the face to anybody."""
    plain = folded(event.text)
    own = bool(event.means) or pressed(turn) is not None
    fits = len(plain) >= SHORTEST and len(event.text) <= LONGEST and len(event.text.splitlines()) == 1
    return fits and not own and not event.text.startswith("/")


def _fits(face: Face | None, text: str) -> bool:
    if face is None or not text.strip() or len(text) > 2 * LONGEST:
        return False
    return hmac.compare_digest(_slow(face.salt, text), face.word)


def _slow(salt: str, text: str) -> str:
    """(PBKDF2-HMAC-SHA256, RFC 8018.)"""
    word = folded(text).encode("utf-8", "surrogatepass")
    return hashlib.pbkdf2_hmac("sha256", word, salt.encode(), ROUNDS).hex()
