"""What is known of any voice, photo and film, whatever it is for."""

from study.inbound import Fetched, Filmed, NotFetched, Showed, Spoke
from study.saying import Phrase

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes a bot can fetch (Bot API `getFile`)."""

SHORTEST_VOICE = 0.5
"""Seconds. Less than this is a slip of the thumb."""

NOT_FETCHED = {"gone": "voice.not-fetched", "large": "hint.too-large", "damaged": "voice.damaged"}
"""What to say of a voice that could not be had, by `NotFetched.reason`."""

NO_PHOTO = {"gone": "photo.not-fetched", "large": "photo.too-large", "damaged": "photo.damaged"}
"""The same of a photo."""

NO_FILM = {"gone": "film.not-fetched", "large": "film.too-large", "damaged": "film.damaged"}
"""The same of a film."""


def is_empty(event: Fetched) -> bool:
    """Nothing can be heard, and nothing was written under it."""
    return not (event.photo or event.film or event.written) and event.seconds < SHORTEST_VOICE


def lasting_name(sent: Spoke | Showed | Filmed) -> str:
    """Of a voice, the name by which it is known when it comes again: nobody agrees by what was an answer before."""
    return sent.unique if isinstance(sent, Spoke) else ""


def too_large(sent: Spoke | Showed | Filmed) -> Phrase:
    match sent:
        case Filmed():
            return Phrase(NO_FILM["large"])
        case Showed():
            return Phrase(NO_PHOTO["large"])
    return Phrase(NOT_FETCHED["large"])


def written_under(sent: Spoke | Showed) -> dict[str, str]:
    """What is sealed beside it of what was written under it."""
    return {"caption": sent.caption} if sent.caption else {}


def why_not(event: NotFetched) -> tuple[Phrase, ...]:
    """That it could not be had, to somebody who can send it again."""
    sorts = NO_FILM if event.film else NO_PHOTO if event.photo else NOT_FETCHED
    return _but_not_its_text(event, sorts[event.reason])


def lost(event: NotFetched) -> tuple[Phrase, ...]:
    """The same, once the question has gone on."""
    return _but_not_its_text(event, "photo.lost" if event.photo else "voice.lost")


def _but_not_its_text(event: NotFetched, name: str) -> tuple[Phrase, ...]:
    return (Phrase(name), Phrase("media.text-arrived")) if event.written else (Phrase(name),)
