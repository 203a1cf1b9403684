"""A photo as a phone takes it, made by hand: a grey square of eight by eight, and all that was written beside it."""

import struct

SECRETS = (
    b"41.7151",
    b"Spyphone 7",
    b"Tbilisi, Vera",
    b"http://ns.adobe.com/xap",
    b"ftypisom",
    b"ICC_PROFILE",
)


def part(marker: int, content: bytes) -> bytes:
    """One marker segment (ITU-T T.81, B.1.1.4)."""
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def gps() -> bytes:
    """Exif with a camera's name and a latitude, as numbers (41° 42′ 54″) and as text."""
    make, place = b"Spyphone 7\0", b"41.7151 N\0\0\0"
    degrees = struct.pack("<6L", 41, 1, 42, 1, 54, 1)
    gps_at = 8 + 2 + 2 * 12 + 4
    entries = [(0x010F, 2, len(make), 200), (0x8825, 4, 1, gps_at)]
    gps_entries = [(1, 2, 2, 0x4E), (2, 5, 3, 240), (0x1B, 2, len(place), 220)]
    tiff = b"II*\0\x08\0\0\0" + _ifd(entries) + _ifd(gps_entries)
    tiff = tiff.ljust(200, b"\0") + make.ljust(20, b"\0") + place.ljust(20, b"\0") + degrees
    return b"Exif\0\0" + tiff


def _ifd(entries: list[tuple[int, int, int, int]]) -> bytes:
    body = b"".join(struct.pack("<HHLL", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + body + b"\0\0\0\0"


def scan(data: bytes = b"\x3f") -> bytes:
    return part(0xDA, b"\x01\x01\x00\x00\x3f\x00") + data


def frame(marker: int = 0xC0, samples: int = 8) -> bytes:
    """Tables, and how large the picture is."""
    table = bytes([1] + [0] * 15 + [0])  # one code of one bit, for the value 0
    return (
        part(0xDB, b"\0" + bytes([1] * 64))
        + part(marker, struct.pack(">BHHBBBB", 8, 8, samples, 1, 1, 0x11, 0))
        + part(0xC4, b"\0" + table)
        + part(0xC4, b"\x10" + table)
    )


JFIF = part(0xE0, b"JFIF\0\x01\x02\0\0\x48\0\x48\0\0")
ADOBE = part(0xEE, b"Adobe\0\x64\0\0\0\0\0")
BARE = b"\xff\xd8" + JFIF + frame() + scan() + b"\xff\xd9"
"""The picture, and nothing else."""

TOLD = (
    b"\xff\xd8"
    + part(0xE0, b"JFIF\0\x01\x02\0\0\x48\0\x48\x01\x01" + b"\x77\x88\x99")  # with a thumbnail
    + part(0xE1, gps())
    + part(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>41.7151</x:xmpmeta>")
    + part(0xE2, b"ICC_PROFILE\0\x01\x01 Spyphone 7 P3")
    + part(0xED, b"Photoshop 3.0\0 8BIM Tbilisi, Vera")
    + part(0xFE, b"Tbilisi, Vera")
    + frame()
    + scan()
    + b"\xff\xd9"
    + b"\0\0\0\x18ftypisom 41.7151"  # a film behind the picture
)
"""The same picture, with where and with what it was taken."""
