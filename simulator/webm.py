"""Reading the Opus packets out of WebM, which is what a browser's MediaRecorder gives.

RFC 8794 (EBML) and RFC 9559 (Matroska). Recorded live, Segment and Cluster have no size; so the elements
that hold others are walked into, never skipped, and the rest is skipped by size.
"""

from collections.abc import Iterator

from simulator.ogg import Damaged, opus_head, write_opus

EBML = b"\x1a\x45\xdf\xa3"
CODEC_PRIVATE, SIMPLE_BLOCK, BLOCK = 0x63A2, 0xA3, 0xA1
# Segment, Tracks, TrackEntry, Cluster, BlockGroup
HOLDERS = {0x18538067, 0x1654AE6B, 0xAE, 0x1F43B675, 0xA0}
LACING = 0x06


def _number(data: bytes, at: int, keep_marker: bool) -> tuple[int, int]:
    """A variable-size integer and where it ends. "Size unknown", all ones, is larger than any file."""
    if at >= len(data) or data[at] == 0:
        raise Damaged("the WebM breaks off")
    length = 9 - data[at].bit_length()
    value = int.from_bytes(data[at : at + length], "big")
    if keep_marker:
        return value, at + length
    return value & ((1 << 7 * length) - 1), at + length


def elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Every element that holds no others, in order: its id and its bytes. A cut-off last one is left out."""
    at = 0
    while at < len(data):
        identity, at = _number(data, at, keep_marker=True)
        size, at = _number(data, at, keep_marker=False)
        if identity in HOLDERS:
            continue
        if at + size > len(data):
            return
        yield identity, data[at : at + size]
        at += size


def webm_to_ogg(data: bytes) -> bytes:
    """The same Opus packets in an Ogg. Raises Damaged when `data` is no WebM with unlaced Opus blocks."""
    if not data.startswith(EBML):
        raise Damaged("this is not WebM")
    head, packets = opus_head(), []
    for identity, body in elements(data):
        if identity == CODEC_PRIVATE and body.startswith(b"OpusHead"):
            head = body
        elif identity in {SIMPLE_BLOCK, BLOCK}:
            _, start = _number(body, 0, keep_marker=False)
            if len(body) < start + 3:
                raise Damaged("a WebM block without its head")
            if body[start + 2] & LACING:
                raise Damaged("laced WebM blocks are not read here")
            packets.append(body[start + 3 :])
    return write_opus(head, packets)
