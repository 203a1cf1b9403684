"""Films: only MP4, and only what pictures and sound are played from.

A phone can write beside them where and when a film was taken, and with which device: user data, metadata, boxes of its
own, a track of places. So the boxes that a player needs are let through (ISO/IEC 14496-12), and every other is blanked
where it stands, as `free`: nothing moves, so what points into the file still fits.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.faults import Damaged

LARGEST = 20 * 1024 * 1024
"""Bytes; more a bot cannot fetch (Bot API, getFile)."""

LONGEST = 60.0
"""Seconds of a video note (Bot API, sendVideoNote); what a film claims beyond that is not believed."""

_MOST_BOXES = 2_000
"""A film of two tracks has some dozens; each takes time, however small it is."""

_HOLDS = {
    b"": b"ftyp styp moov moof mdat sidx",
    b"moov": b"mvhd trak mvex",
    b"trak": b"tkhd edts mdia tref",
    b"edts": b"elst",
    b"mdia": b"mdhd hdlr elng minf",
    b"minf": b"vmhd smhd nmhd dinf stbl",
    b"dinf": b"dref",
    b"stbl": b"stsd stts ctts cslg stsc stsz stz2 stco co64 stss stsh padb stdp sdtp sbgp sgpd subs",
    b"mvex": b"mehd trex",
    b"moof": b"mfhd traf",
    b"traf": b"tfhd trun tfdt sbgp sgpd subs sdtp",
}
"""What each box may hold; the film itself is the first. What is no key here holds no boxes that we look at."""

_TRACKS = frozenset({b"vide", b"soun"})
"""Handlers. The bytes of another track lie among those of the pictures: they could be a path of places."""

_NAMED_AT = 24  # version, flags, predefined, handler and three reserved numbers stand before a handler's name
_CLOCKS = {b"mvhd", b"tkhd", b"mdhd"}  # they begin with when they were made, and last changed


@dataclass(frozen=True)
class Film:
    """What is kept of the bytes that came, and how long it says that it is, in seconds."""

    content: bytes
    seconds: float


@dataclass(frozen=True)
class _Box:
    kind: bytes
    at: int
    body: int
    end: int


def cleaned(film: bytes) -> Film:
    """The same film without anything that was written beside it. Raises Damaged for what is no whole MP4 with a
    picture, has a track that is neither picture nor sound, is larger than Telegram lets a bot have, or has more boxes
    than a film needs."""
    if len(film) > LARGEST:
        raise Damaged
    work = _Work(bytearray(film))
    work.walk(b"", 0, len(film), outermost=True)
    if not {b"moov", b"mdat"} <= work.met or b"vide" not in work.tracks:
        raise Damaged
    return Film(bytes(work.film), work.seconds)


class _Work:
    """One film while it is gone through."""

    def __init__(self, film: bytearray) -> None:
        self.film = film
        self.met: set[bytes] = set()
        self.tracks: set[bytes] = set()
        self.seconds = 0.0
        self._boxes = 0

    def walk(self, within: bytes, start: int, end: int, *, outermost: bool = False) -> None:
        """The boxes of a box. Raises Damaged."""
        allowed = _HOLDS[within].split()
        for box in self._there(start, end, outermost):
            if outermost and not self.met and box.kind != b"ftyp":
                raise Damaged
            if box.kind not in allowed:
                self._blank(box)
                continue
            self.met.add(box.kind)
            self._look(box)
            if box.kind in _HOLDS:
                self.walk(box.kind, box.body, box.end)

    def _there(self, start: int, end: int, outermost: bool) -> Iterator[_Box]:
        """One after the other to the last byte. The last of all may leave its size open."""
        while start < end:
            self._boxes += 1
            size, body = self._number(start, 4, end), start + 8
            if size == 1:
                size, body = self._number(start + 8, 8, end), start + 16
            elif size == 0 and outermost:
                size = end - start
            if self._boxes > _MOST_BOXES or size < body - start or start + size > end:
                raise Damaged
            yield _Box(bytes(self.film[start + 4 : start + 8]), start, body, start + size)
            start += size

    def _look(self, box: _Box) -> None:
        if box.kind in _CLOCKS:
            self._clock(box)
        elif box.kind == b"hdlr":
            handler = bytes(self.film[box.body + 8 : box.body + 12])
            if box.end - box.body < _NAMED_AT or handler not in _TRACKS:
                raise Damaged
            self.tracks.add(handler)
            self._wipe(box.body + _NAMED_AT, box.end)

    def _clock(self, box: _Box) -> None:
        """When it was made is not kept. How long the whole film is stands in `mvhd`, in parts of a second."""
        wide = 8 if self._number(box.body, 1, box.end) == 1 else 4
        after = box.body + 4 + 2 * wide
        if after > box.end:
            raise Damaged
        self._wipe(box.body + 4, after)
        if box.kind == b"mvhd":
            parts, length = self._number(after, 4, box.end), self._number(after + 4, wide, box.end)
            self.seconds = min(length / parts, LONGEST) if parts else 0.0

    def _number(self, at: int, width: int, end: int) -> int:
        if at + width > end:
            raise Damaged
        return int.from_bytes(self.film[at : at + width], "big")

    def _blank(self, box: _Box) -> None:
        self.film[box.at + 4 : box.at + 8] = b"free"
        self._wipe(box.body, box.end)

    def _wipe(self, start: int, end: int) -> None:
        self.film[start:end] = bytes(end - start)
