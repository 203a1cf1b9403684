"""Small MP4s made by hand (ISO/IEC 14496-12): the boxes of a film of one picture, with or without what phones add."""

from struct import pack

PLACE = b"+40.1776+044.5126/"
MATRIX = pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
MADE = 0xDA5E0001  # a moment, in the seconds of a film


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return pack(">I", 8 + len(body)) + kind + body


def wide(kind: bytes, *content: bytes) -> bytes:
    """With its size in 64 bits."""
    body = b"".join(content)
    return pack(">I4sQ", 1, kind, 16 + len(body)) + body


def track(handler: bytes = b"vide", *more: bytes) -> bytes:
    table = box(b"stbl", box(b"stsd", bytes(8)), box(b"stco", pack(">III", 0, 1, 40)))
    media = box(b"mdhd", pack(">IIIIIHH", 0, MADE, MADE, 1000, 4200, 0, 0))
    named = box(b"hdlr", pack(">II", 0, 0), handler, bytes(12), b"Anna's phone\0")
    header = box(b"tkhd", pack(">IIIII", 7, MADE, MADE, 1, 0), bytes(64))
    return box(b"trak", header, box(b"mdia", media, named, box(b"minf", table)), *more)


def movie(*tracks: bytes, seconds: float = 4.2, parts: int = 1000) -> bytes:
    lasts = pack(">IIIII", 0, MADE, MADE, parts, int(seconds * parts))
    return box(b"moov", box(b"mvhd", lasts, bytes(10), MATRIX), *(tracks or (track(),)))


FTYP = box(b"ftyp", b"isom", pack(">I", 512), b"isommp42")
MDAT = box(b"mdat", b"pictures and sound, as they were coded")


def film(*more: bytes, moov: bytes = b"") -> bytes:
    return FTYP + MDAT + (moov or movie()) + b"".join(more)
