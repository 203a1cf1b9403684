"""A small MP4, by its boxes (ISO/IEC 14496-12): a film of one track, as long as wanted, without a picture in it."""

from struct import pack

_MATRIX = pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
_SIDE = 240  # pixels


def film(seconds: float, *, beside: bytes = b"") -> bytes:
    """`beside` stands where phones write the place: in user data, `©xyz`."""
    lasts = int(seconds * 1000)
    header = _box(
        b"mvhd",
        pack(">IIIIIIH", 0, 0, 0, 1000, lasts, 0x10000, 0x100),
        bytes(10),
        _MATRIX,
        bytes(24),
        pack(">I", 2),
    )
    user = _box(b"udta", _box(b"\xa9xyz", pack(">HH", len(beside), 0), beside)) if beside else b""
    kind = _box(b"ftyp", b"isom", pack(">I", 512), b"isomiso2mp41")
    return kind + _box(b"mdat", bytes(64)) + _box(b"moov", header, _track(lasts), user)


def _track(lasts: int) -> bytes:
    side = pack(">II", _SIDE << 16, _SIDE << 16)
    header = _box(b"tkhd", pack(">IIIIII", 7, 0, 0, 1, 0, lasts), bytes(16), _MATRIX, side)
    times = _box(b"mdhd", pack(">IIIIIHH", 0, 0, 0, 1000, lasts, 0x55C4, 0))
    handler = _box(b"hdlr", pack(">II", 0, 0), b"vide", bytes(12), b"\0")
    where = _box(b"dinf", _box(b"dref", pack(">II", 0, 1), _box(b"url ", pack(">I", 1))))
    table = _box(
        b"stbl",
        *(_box(name, bytes(8)) for name in (b"stsd", b"stts", b"stsc", b"stco")),
        _box(b"stsz", bytes(12)),
    )
    return _box(
        b"trak", header, _box(b"mdia", times, handler, _box(b"minf", _box(b"vmhd", bytes(12)), where, table))
    )


def _box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return pack(">I", 8 + len(body)) + kind + body
