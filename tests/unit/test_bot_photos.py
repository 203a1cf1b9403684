"""A photo keeps its picture, and loses whatever was written beside it; what is no whole JPEG is damaged."""

import random
import time

import pytest
from pictures import ADOBE, BARE, JFIF, SECRETS, TOLD, frame, gps, part, scan

from bot.faults import Damaged
from bot.photos import LARGEST, cleaned
from simulator.samples import PHOTO, sample


def test_where_and_with_what_it_was_taken_is_gone() -> None:
    assert all(secret in TOLD for secret in SECRETS)
    assert cleaned(TOLD) == BARE


def test_a_bare_picture_stays_as_it_is() -> None:
    assert cleaned(BARE) == BARE
    assert cleaned(cleaned(sample(PHOTO))) == cleaned(sample(PHOTO))


def test_what_colours_need_is_kept_and_shortened() -> None:
    hidden = part(0xEE, ADOBE[4:] + b"Tbilisi, Vera")
    assert (
        cleaned(b"\xff\xd8" + hidden + frame() + scan() + b"\xff\xd9")
        == b"\xff\xd8" + ADOBE + frame() + scan() + b"\xff\xd9"
    )


MORE_SCANS = frame() + scan() + part(0xE1, gps()) + scan()

KEPT = [
    ("progressive", frame(0xC2) + scan(), frame(0xC2) + scan()),
    ("filled up with FF", b"\xff\xff" + frame() + scan(), frame() + scan()),
    ("a byte FF and restarts in the scan", *[frame() + scan(b"\x3f\xff\x00\xff\xd0\x3f")] * 2),
    ("Exif between two scans", MORE_SCANS, MORE_SCANS.replace(part(0xE1, gps()), b"")),
    ("Exif as another kind of part", part(0xEA, gps()) + frame() + scan(), frame() + scan()),
    ("a part that nobody knows", part(0xF7, b"41.7151") + frame() + scan(), frame() + scan()),
]


def test_many_small_parts_do_not_fill_the_memory() -> None:
    """Five million fit into a photo, and each is an object of its own: the smallest server has 256 MB."""
    many = b"\xff\xd8" + frame() + part(0xC4, b"") * 1_000_000 + scan() + b"\xff\xd9"
    begun = time.monotonic()
    with pytest.raises(Damaged):
        cleaned(many)
    assert time.monotonic() - begun < 0.5


@pytest.mark.parametrize(("body", "kept"), [case[1:] for case in KEPT], ids=[case[0] for case in KEPT])
def test_pictures_of_other_making(body: bytes, kept: bytes) -> None:
    assert cleaned(b"\xff\xd8" + JFIF + body + b"\xff\xd9") == b"\xff\xd8" + JFIF + kept + b"\xff\xd9"


DAMAGED = {
    "nothing": b"",
    "a PNG": b"\x89PNG\r\n\x1a\n" + bytes(80),
    "a page": b"<script>alert(1)</script>",
    "its beginning": b"\xff\xd8\xff",
    "no picture in it": b"\xff\xd8" + JFIF + b"\xff\xd9",
    "no end": BARE[:-2],
    "cut off in a part": TOLD[:60],
    "a part longer than all": b"\xff\xd8\xff\xe1\xff\xff" + bytes(9) + b"\xff\xd9",
    "a part shorter than its length": b"\xff\xd8\xff\xe1\x00\x01" + frame() + scan() + b"\xff\xd9",
    "a frame without width": b"\xff\xd8" + frame(samples=0) + scan() + b"\xff\xd9",
    "a scan without data": b"\xff\xd8" + frame() + scan(b"") + b"\xff\xd9",
    "a scan before its frame": b"\xff\xd8" + scan() + frame() + b"\xff\xd9",
    "a picture in a picture": b"\xff\xd8" + BARE,
    "larger than a bot may have": BARE[:-2] + bytes(LARGEST) + b"\xff\xd9",
}


@pytest.mark.parametrize("name", DAMAGED)
def test_what_is_no_whole_photo_is_damaged_and_nothing_worse(name: str) -> None:
    with pytest.raises(Damaged):
        cleaned(DAMAGED[name])


def test_broken_bytes_are_cleaned_or_refused() -> None:
    chance = random.Random(7)
    for _ in range(3000):
        photo = bytearray(TOLD)
        for _ in range(chance.randint(1, 6)):
            photo[chance.randrange(2, len(photo))] = chance.randrange(256)
        try:
            kept = cleaned(bytes(photo))
        except Damaged:
            continue
        assert kept.startswith(b"\xff\xd8")
        assert kept.endswith(b"\xff\xd9")


@pytest.mark.parametrize("fill", [b"\xff", b"\xff\x00", b"\xff\xd0", b"\x00"])
def test_a_large_forgery_takes_no_time(fill: bytes) -> None:
    forged = b"\xff\xd8" + frame() + scan() + fill * ((LARGEST - 1000) // len(fill)) + b"\xff\xd9"
    begun = time.process_time()
    assert len(cleaned(forged)) == len(forged)
    assert time.process_time() - begun < 5
