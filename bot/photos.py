"""Photos: only JPEG, which is what Telegram keeps, and only the picture in it.

What a phone writes beside a picture can say where and when it was taken, and with which device: Exif, XMP, IPTC,
colour profiles, thumbnails, comments, and whatever is hung on after the end (a film, on some phones). So nothing is
searched for and taken out; the parts that a picture is drawn from are let through, and no others (ITU-T T.81, annex B).
"""

import re
from collections.abc import Iterator

from bot.faults import Damaged

LARGEST = 20 * 1024 * 1024
"""Bytes; more a bot cannot fetch (Bot API, getFile)."""

_MOST_PARTS = 2_000
"""A progressive picture has some dozens; each takes memory, however small it is."""

_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD})  # Huffman, arithmetic, quantization, lines, restarts
_SCAN, _END = 0xDA, 0xD9
_JFIF, _ADOBE = 0xE0, 0xEE
_ADOBE_BYTES = (
    12  # "Adobe", version, two flags, colour transform: without it some pictures have wrong colours
)
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)  # a marker that ends the drawn data of a scan


def cleaned(photo: bytes) -> bytes:
    """The same picture without anything that was written beside it. Raises Damaged for what is no whole JPEG, is
    larger than Telegram lets a bot have, or has more parts than a picture needs."""
    if len(photo) > LARGEST or not photo.startswith(b"\xff\xd8\xff"):
        raise Damaged
    kept, framed, drawn = [b"\xff\xd8"], False, False
    for marker, body in _parts(photo):
        if len(kept) > _MOST_PARTS:
            raise Damaged
        framed = framed or (marker in _FRAMES and _has_size(body))
        drawn = drawn or (marker == _SCAN and framed)
        kept.append(_let_through(marker, body))
    if not drawn:
        raise Damaged
    return b"".join(kept)


def _parts(photo: bytes) -> Iterator[tuple[int, bytes]]:
    """Every marker with what belongs to it, from the first to the end of the picture. Raises Damaged."""
    at = 2
    while True:
        marker, at = _marker(photo, at)
        if marker == _END:
            yield marker, b""
            return
        length = int.from_bytes(photo[at : at + 2], "big")
        if marker == 0xD8 or length < 2 or at + length > len(photo):
            raise Damaged
        end = at + length
        if marker == _SCAN:
            found = _NEXT.search(photo, end)
            if found is None or found.start() == end:
                raise Damaged
            end = found.start()
        yield marker, photo[at:end]
        at = end


def _marker(photo: bytes, at: int) -> tuple[int, int]:
    """The next marker and where what belongs to it begins. Any number of FF may stand before it."""
    if photo[at : at + 1] != b"\xff":
        raise Damaged
    while photo[at : at + 1] == b"\xff":
        at += 1
    if at >= len(photo):
        raise Damaged
    return photo[at], at + 1


def _has_size(frame: bytes) -> bool:
    """Length, precision, lines, samples per line: lines may follow later (DNL), samples may not."""
    return len(frame) >= 8 and frame[5:7] != b"\0\0"


def _let_through(marker: int, body: bytes) -> bytes:
    """The part as it is, shortened to what drawing needs, or nothing."""
    if marker in _FRAMES or marker in _TABLES or marker in (_SCAN, _END):
        return bytes((0xFF, marker)) + body
    if marker == _JFIF and body[2:7] == b"JFIF\0" and len(body) >= 14:
        return _part(marker, body[2:14] + b"\0\0")  # no thumbnail
    if marker == _ADOBE and body[2:7] == b"Adobe" and len(body) >= 2 + _ADOBE_BYTES:
        return _part(marker, body[2 : 2 + _ADOBE_BYTES])
    return b""


def _part(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2, "big") + content
