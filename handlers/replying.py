"""What an event says to the question on the screen."""

from dataclasses import dataclass

from handlers.answers import Choice, Mark, Screen, hint_for, reading_of, tapped_of
from handlers.answers.place import place_of
from handlers.answers.text import unfit
from handlers.turn import Turn
from handlers.voices import LARGEST_FILE
from study.coarsening import Coarse
from study.inbound import Located, Showed, Spoke, Tapped, Wrote
from study.instrument import AnswerType
from study.saying import Phrase

OWN = frozenset({AnswerType.TEXT, AnswerType.VOICE, AnswerType.PHOTO, AnswerType.PLACE})
"""What is the participant's own, and cannot be somebody else's passed on."""


@dataclass(frozen=True)
class Chosen:
    choice: Choice


@dataclass(frozen=True)
class Marked:
    mark: Mark


@dataclass(frozen=True)
class WroteOut:
    text: str


@dataclass(frozen=True)
class Sounded:
    """A voice or a photo, to be fetched."""

    sent: Spoke | Showed


@dataclass(frozen=True)
class Placed:
    place: Coarse


@dataclass(frozen=True)
class Skipped:
    """Passed over, or `declined`: they would rather not say."""

    declined: bool


@dataclass(frozen=True)
class Back:
    """To the question before."""


@dataclass(frozen=True)
class AsBefore:
    """An answer given before stays as it is."""


@dataclass(frozen=True)
class NotNow:
    """To be asked again in an hour."""


@dataclass(frozen=True)
class Outdated:
    """A key of a question that the study file has changed since it was put: nobody can tell what was meant."""


@dataclass(frozen=True)
class Unfit:
    """Not an answer. `words` say kindly what to do."""

    words: Phrase


Reply = Chosen | Marked | WroteOut | Sounded | Placed | Skipped | Back | AsBefore | NotNow | Outdated | Unfit


def reply_to(screen: Screen, turn: Turn) -> Reply:
    """What this event says to the question."""
    types = frozenset(screen.question.types)
    match turn.event:
        case Tapped(data=data):
            return _tapped(screen, data)
        case Wrote(forwarded=True) | Spoke(forwarded=True) | Showed(forwarded=True) | Located(forwarded=True):
            return Unfit(Phrase("hint.forwarded") if types & OWN else hint_for(screen))
        case Wrote() as wrote:
            return _written(screen, wrote)
        case Spoke() as spoke if AnswerType.VOICE in types:
            return Unfit(Phrase("hint.too-large")) if _large(spoke) else Sounded(spoke)
        case Showed() as showed if AnswerType.PHOTO in types:
            return Unfit(Phrase("photo.too-large")) if _large(showed) else Sounded(showed)
        case Located() as located if AnswerType.PLACE in types:
            place = place_of(screen, located)
            return Placed(place) if place else Unfit(hint_for(screen))
    return Unfit(hint_for(screen))


def _tapped(screen: Screen, data: str) -> Reply:
    about, carried = f"q:{screen.token}:", ""
    if data.startswith(about):
        carried = data.removeprefix(about)
    found = _beside(screen, carried)
    if found is None and carried:
        found = Outdated() if screen.outdated else _as_reply(tapped_of(screen, carried))
    return found or Unfit(Phrase("hint.stale-key"))


def _written(screen: Screen, wrote: Wrote) -> Reply:
    names = ("key.skip", "key.decline", "key.back", "key.as-before", "key.not-now")
    pressed = next((name for name in names if name in wrote.means), "key.")
    found = _beside(screen, pressed.removeprefix("key."))
    if found is not None:
        return found
    read = reading_of(screen, wrote.text, wrote.means)
    if AnswerType.TEXT not in screen.question.types:
        return _as_reply(read) or Unfit(hint_for(screen))
    if isinstance(read, Choice):
        return Chosen(read)
    if not wrote.text.strip():
        return Unfit(hint_for(screen))
    why_not = unfit(screen, wrote.text)
    return Unfit(why_not) if why_not else WroteOut(wrote.text)


def _beside(screen: Screen, carried: str) -> Reply | None:
    """The keys that stand under any question."""
    match carried:
        case "skip" | "decline" if screen.skip:
            return Skipped(carried == "decline")
        case "back" if screen.back:
            return Back()
        case "as-before" if screen.before:
            return AsBefore()
        case "not-now" if screen.not_now:
            return NotNow()
    return None


def _as_reply(found: Choice | Mark | Phrase | None) -> Reply | None:
    match found:
        case Choice():
            return Chosen(found)
        case Mark():
            return Marked(found)
        case Phrase():
            return Unfit(found)
    return None


def _large(sent: Spoke | Showed) -> bool:
    return sent.size is not None and sent.size > LARGEST_FILE
