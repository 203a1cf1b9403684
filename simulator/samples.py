"""Ready-made voices, a photo and a film, and what becomes of a sound that is sent."""

from pathlib import Path

from simulator.mp4 import film
from simulator.ogg import Damaged, opus_head, opus_seconds, write_opus
from simulator.refusal import bad
from simulator.webm import EBML, webm_to_ogg

STATIC = Path(__file__).parent / "static"
SILENT = "silent.ogg"
VOICES = ("consent-ru.ogg", "consent-en.ogg", "diary-ru.ogg", "diary-en.ogg", "too-short.ogg", SILENT)
NOTHING = bytes.fromhex("f8fffe")
"""20 ms of a microphone that is switched off, as libopus writes it."""
PHOTO = "sample-photo.jpg"
FILM = "sample-film.mp4"


def sample(name: str) -> bytes:
    """A sample by its file name. Raises Refusal 400 with the names there are."""
    if name == PHOTO:
        return (STATIC / PHOTO).read_bytes()
    if name == FILM:
        return film(4.0)
    if name == SILENT:
        return write_opus(opus_head(), [NOTHING] * 250)
    if name not in VOICES:
        raise bad(f"there is no sample of that name; there are {', '.join((*VOICES, PHOTO, FILM))}")
    return (STATIC / "voices" / name).read_bytes()


def sound(content: bytes) -> tuple[bytes, float]:
    """A recorded sound as Ogg Opus and its length in seconds. What is neither is sent as it is, with length 0."""
    try:
        ogg = webm_to_ogg(content) if content.startswith(EBML) else content
        return ogg, opus_seconds(ogg)
    except Damaged:
        return content, 0.0
