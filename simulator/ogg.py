"""Ogg pages with Opus inside: writing them and measuring them.

RFC 3533 (Ogg), RFC 7845 (Opus in Ogg), RFC 6716 section 3.1 (how long an Opus packet is).
"""

import struct
from collections.abc import Iterator, Sequence

RATE = 48_000  # samples per second; Opus granule positions always count at this rate
PAGE_PACKETS = 50  # one second of 20 ms packets to a page
FIRST, LAST = 2, 4  # header type flags: begin and end of the stream


class Damaged(ValueError):
    """The bytes are not what they claim to be."""


def _table() -> list[int]:
    table = []
    for byte in range(256):
        register = byte << 24
        for _ in range(8):
            register = (register << 1) ^ (0x04C11DB7 if register & 0x80000000 else 0)
        table.append(register & 0xFFFFFFFF)
    return table


CRC = _table()


def checksum(page: bytes) -> int:
    """The CRC-32 of a page whose checksum field is zero."""
    register = 0
    for byte in page:
        register = ((register << 8) & 0xFFFFFFFF) ^ CRC[(register >> 24) ^ byte]
    return register


def page(serial: int, number: int, granule: int, flags: int, packets: Sequence[bytes]) -> bytes:
    """One page of whole packets. Raises Damaged when they need more than 255 segments."""
    lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in packets)
    if len(lacing) > 255:
        raise Damaged("too much for one Ogg page")
    head = b"OggS" + struct.pack("<BBqIIIB", 0, flags, granule, serial, number, 0, len(lacing))
    whole = head + lacing + b"".join(packets)
    return whole[:22] + struct.pack("<I", checksum(whole)) + whole[26:]


def packet_samples(packet: bytes) -> int:
    """How long an Opus packet sounds, in samples at 48 kHz. Raises Damaged for an empty one."""
    if not packet:
        raise Damaged("an empty Opus packet")
    config, code = packet[0] >> 3, packet[0] & 3
    if config < 12:
        frame = (480, 960, 1920, 2880)[config & 3]
    elif config < 16:
        frame = (480, 960)[config & 1]
    else:
        frame = (120, 240, 480, 960)[config & 3]
    if code == 3 and len(packet) < 2:
        raise Damaged("an Opus packet without its frame count")
    return frame * (1, 2, 2, packet[1] & 0x3F if code == 3 else 0)[code]


def opus_head(channels: int = 1, skip: int = 312) -> bytes:
    """An OpusHead packet: `skip` samples to drop at the start."""
    return b"OpusHead" + struct.pack("<BBHIhB", 1, channels, skip, RATE, 0, 0)


def _pages_of(packets: Sequence[bytes]) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    segments = 0
    for packet in packets:
        need = len(packet) // 255 + 1
        if batch and (segments + need > 255 or len(batch) == PAGE_PACKETS):
            yield batch
            batch, segments = [], 0
        batch.append(packet)
        segments += need
    if batch:
        yield batch


def write_opus(head: bytes, packets: Sequence[bytes], serial: int = 1) -> bytes:
    """An Ogg Opus file of these packets. `head` is the OpusHead packet. Raises Damaged when there is no sound."""
    if not packets:
        raise Damaged("no sound in it")
    vendor = b"poste restante"
    tags = b"OpusTags" + struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", 0)
    out = [page(serial, 0, 0, FIRST, [head]), page(serial, 1, 0, 0, [tags])]
    granule = 0
    batches = list(_pages_of(packets))
    for number, batch in enumerate(batches):
        granule += sum(packet_samples(packet) for packet in batch)
        flags = LAST if number == len(batches) - 1 else 0
        out.append(page(serial, number + 2, granule, flags, batch))
    return b"".join(out)


def opus_seconds(ogg: bytes) -> float:
    """How long an Ogg Opus file sounds: its last granule position less the pre-skip. Raises Damaged."""
    head, last = ogg.find(b"OpusHead"), ogg.rfind(b"OggS")
    if head < 0 or len(ogg) < max(head + 12, last + 14):
        raise Damaged("this is not Ogg Opus")
    skip: int
    granule: int
    (skip,) = struct.unpack_from("<H", ogg, head + 10)
    (granule,) = struct.unpack_from("<q", ogg, last + 6)
    return max(0, granule - skip) / RATE
