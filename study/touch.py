"""How a study stays in touch beside its waves: the diary at any time, buttons of its own, and the end."""

from datetime import timedelta
from enum import StrEnum

from study.model import Localized, Model, Text


class Takes(StrEnum):
    """What an entry of the diary can be made of."""

    TEXT = "text"
    VOICE = "voice"
    PHOTO = "photo"
    PLACE = "place"
    VIDEO_NOTE = "video-note"


class Diary(Model):
    """`longest` counts the characters of one entry, `pieces` its messages; `within` is the side of the square, in km,
    to which a place is coarsened before it is sealed."""

    takes: tuple[Takes, ...] = (Takes.TEXT, Takes.VOICE)
    longest: int = 20_000
    pieces: int = 20
    within: float = 10


class Button(Model):
    """Something that happens to people ("I crossed a border"), for them to report: the questionnaire `ask` begins at
    once and can be answered until it `expires`. Its id stands where a wave's would in what is kept."""

    id: str
    label: Localized
    ask: str
    expires: timedelta = timedelta(days=1)


class Ending(Model):
    """`after` the agreement the study is over for a participant, and `say` is said. `letter` is the consent scope of
    those who want to hear of the results; they are asked then unless they said so before."""

    after: timedelta
    say: Text | None = None
    letter: str = ""
