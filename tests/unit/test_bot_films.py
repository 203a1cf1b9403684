"""Video notes: what is kept of an MP4, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_films import FTYP, MADE, MDAT, PLACE, box, film, movie, track, wide

from bot.faults import Damaged
from bot.films import LARGEST, LONGEST, cleaned


def test_a_film_is_kept() -> None:
    kept = cleaned(film())
    assert kept.seconds == 4.2
    assert len(kept.content) == len(film())
    assert MDAT in kept.content, "the pictures are as they came, where they were"
    assert kept.content.index(MDAT) == film().index(MDAT)


@pytest.mark.parametrize("name", [b"udta", b"meta", b"uuid", b"free", b"skip", b"Xtra", b"\0\0\0\0"])
@pytest.mark.parametrize("where", ["film", "moov", "trak"])
def test_what_was_written_beside_it_is_blanked(name: bytes, where: str) -> None:
    """In place: what points into the film still fits."""
    more = box(name, bytes(16), PLACE)
    came = {
        "film": film(more),
        "moov": film(moov=movie(track(), more)),
        "trak": film(moov=movie(track(b"vide", more))),
    }[where]
    kept = cleaned(came)
    assert PLACE in came
    assert PLACE not in kept.content
    assert (len(kept.content), kept.content.count(b"free")) == (len(came), 1)
    assert cleaned(kept.content) == kept, "and there is nothing more to take out"


def test_neither_when_nor_with_what() -> None:
    kept = cleaned(film()).content
    assert MADE.to_bytes(4, "big") in film()
    assert MADE.to_bytes(4, "big") not in kept
    assert b"Anna" in film()
    assert b"Anna" not in kept


@pytest.mark.parametrize("handler", [b"meta", b"camm", b"text", b"hint", b"\0\0\0\0"])
def test_a_track_that_may_be_a_path_of_places(handler: bytes) -> None:
    with pytest.raises(Damaged):
        cleaned(film(moov=movie(track(), track(handler))))


def test_with_sound() -> None:
    assert cleaned(film(moov=movie(track(), track(b"soun")))).seconds == 4.2


@pytest.mark.parametrize(
    ("moov", "seconds"),
    [
        (movie(seconds=0), 0.0),
        (movie(seconds=59.5), 59.5),
        (movie(seconds=4_000), LONGEST),
        (movie(parts=0), 0.0),
    ],
)
def test_how_long_it_says_it_is(moov: bytes, seconds: float) -> None:
    assert cleaned(film(moov=moov)).seconds == seconds


def test_sizes_of_other_kinds() -> None:
    assert cleaned(FTYP + wide(b"mdat", b"pictures") + movie()).seconds == 4.2
    assert cleaned(FTYP + movie() + b"\0\0\0\0mdatto the end").seconds == 4.2


HOSTILE = {
    "nothing": b"",
    "a word": b"MP4",
    "a JPEG": b"\xff\xd8\xff\xe0" + bytes(40),
    "an Ogg": b"OggS" + bytes(60),
    "no ftyp": MDAT + movie(),
    "ftyp late": MDAT + FTYP + movie(),
    "only ftyp": FTYP,
    "no pictures": FTYP + movie(),
    "no movie": FTYP + MDAT,
    "no track": FTYP + MDAT + box(b"moov", movie()[8 : 8 + 96]),
    "sound alone": film(moov=movie(track(b"soun"))),
    "cut in a box": film()[:-1],
    "cut in a header": film() + b"\0\0\0",
    "a box larger than the film": FTYP + MDAT + b"\xff\xff\xff\xffmoov",
    "a box smaller than its header": FTYP + b"\0\0\0\7moov" + MDAT,
    "a wide box smaller than its header": FTYP + MDAT + b"\0\0\0\1moov" + (15).to_bytes(8, "big"),
    "a wide box without its size": film() + b"\0\0\0\1mdat",
    "a wide box of all there is": film() + b"\0\0\0\1mdat" + b"\xff" * 8,
    "an inner box over the end of its own": film(moov=box(b"moov", b"\0\0\1\0trak")),
    "an inner box of no size": film(moov=box(b"moov", b"\0\0\0\0trak")),
    "a handler of no length": film(moov=box(b"moov", box(b"trak", box(b"mdia", box(b"hdlr"))))),
    "a clock of no length": film(moov=box(b"moov", box(b"mvhd"))),
    "a wide clock cut short": film(moov=box(b"moov", box(b"mvhd", b"\1" + bytes(20)))),
    "too many boxes": film(*[box(b"free")] * 2_000),
    "too large": film() + box(b"free", bytes(LARGEST)),
    "moov in moov": FTYP + MDAT + box(b"moov", movie()),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_film(name: str) -> None:
    with pytest.raises(Damaged):
        cleaned(HOSTILE[name])


@given(st.binary(max_size=400))
def test_any_bytes(came: bytes) -> None:
    for one in (came, FTYP + came, film() + came, FTYP + MDAT + box(b"moov", came)):
        try:
            kept = cleaned(one)
        except Damaged:
            continue
        assert len(kept.content) == len(one)
        assert 0 <= kept.seconds <= LONGEST


@given(st.integers(0, 2**32 - 1), st.sampled_from([b"udta", b"meta", b"uuid"]))
def test_a_place_in_a_box_of_any_claimed_size(size: int, kind: bytes) -> None:
    """It is let in whole or not at all."""
    try:
        kept = cleaned(film(size.to_bytes(4, "big") + kind + PLACE))
    except Damaged:
        return
    assert PLACE not in kept.content
