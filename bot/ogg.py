"""The packets of an Ogg Opus: nothing is decoded, and each still says how long it sounds.

RFC 3533 section 6 (pages), RFC 7845 (Opus in Ogg), RFC 6716 section 3 (packets). A stream that ends without a page
that says so is whole: some phones leave it out, and RFC 7845 section 3 expects it. One that ends within a page or a
packet was cut off.
"""

import struct
from collections.abc import Iterator

from bot.faults import Damaged

RATE = 48_000
"""Samples a second: Opus counts so, whatever it was recorded at."""

LONGEST_PACKET = 5760  # samples: 120 ms (RFC 6716, section 3.2.5)
_PAGE = struct.Struct(
    "<4sBBqIIIB"
)  # capture pattern, version, flags, granule, serial, number, checksum, segments
_CONTINUED, _FIRST, _LAST = 1, 2, 4
_HEAD = 19  # bytes of an OpusHead at least


def skipped(head: bytes) -> int:
    """How many samples at the beginning an OpusHead lets go unheard. Raises Damaged for what is none."""
    if not head.startswith(b"OpusHead") or len(head) < _HEAD or head[8] & 0xF0 or not head[9]:
        raise Damaged
    return int.from_bytes(head[10:12], "little")


def samples(packet: bytes) -> int:
    """How long a packet sounds. Raises Damaged for one that cannot be."""
    config, code = packet[0] >> 3, packet[0] & 3
    if config < 12:
        frame = (480, 960, 1920, 2880)[config & 3]
    elif config < 16:
        frame = (480, 960)[config & 1]
    else:
        frame = (120, 240, 480, 960)[config & 3]
    if code == 3 and len(packet) < 2:
        raise Damaged
    length = frame * (1, 2, 2, packet[1] & 0x3F if code == 3 else 0)[code]
    if not 0 < length <= LONGEST_PACKET:
        raise Damaged
    return length


def packets(ogg: bytes) -> Iterator[bytes]:
    """The packets of the first stream: OpusHead, OpusTags, and the sound. Raises Damaged where it is cut off, or no
    Ogg."""
    at, ours, begun = 0, None, bytearray()
    while at < len(ogg):
        flags, serial, lacing, body = _page(ogg, at)
        at = body + sum(lacing)
        if ours is None and flags & _FIRST:
            ours = serial
        if serial != ours:
            continue
        if bool(begun) != bool(flags & _CONTINUED):
            raise Damaged
        for segment in lacing:
            begun += ogg[body : body + segment]
            body += segment
            if segment < 255:
                yield bytes(begun)
                begun.clear()
        if flags & _LAST:
            break
    if begun or ours is None:
        raise Damaged


def _page(ogg: bytes, at: int) -> tuple[int, int, bytes, int]:
    """Flags, serial number, lacing values, and where the body begins."""
    if at + _PAGE.size > len(ogg):
        raise Damaged
    capture, version, flags, _, serial, _, _, count = _PAGE.unpack_from(ogg, at)
    body = at + _PAGE.size + count
    lacing = ogg[at + _PAGE.size : body]
    if capture != b"OggS" or version or body + sum(lacing) > len(ogg) or len(lacing) < count:
        raise Damaged
    return flags, serial, lacing, body
