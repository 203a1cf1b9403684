"""What becomes of a recording: a browser's WebM arrives as Ogg Opus, as from a phone."""

import io
import struct
from collections.abc import AsyncIterator, Iterator

import pytest
from mutagen.oggopus import OggOpus
from simulator_bench import Stage, stage

from simulator.samples import VOICES, sample

PACKET = bytes([0x78]) + b"\x07" * 40  # CELT, 20 ms, one frame (RFC 6716, section 3.1)
LONG = bytes([0x78]) + b"\x09" * 700  # needs three lacing values
HEAD = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48_000, 0, 0)


@pytest.fixture
async def on() -> AsyncIterator[Stage]:
    async with stage() as on:
        yield on


def element(identity: str, body: bytes, known: bool = True) -> bytes:
    """An EBML element with an eight-byte size, or of unknown size, as a live recording has them."""
    size = (1 << 56 | len(body)).to_bytes(8, "big") if known else b"\x01" + b"\xff" * 7
    return bytes.fromhex(identity) + size + body


def block(packet: bytes, flags: int = 0x80) -> bytes:
    return b"\x81" + struct.pack(">h", 0) + bytes([flags]) + packet


def webm(packets: list[bytes], *, live: bool = True, head: bytes = HEAD) -> bytes:
    """What MediaRecorder gives: EBML head, Segment, Tracks, Cluster."""
    track = element("AE", element("D7", b"\x01") + element("86", b"A_OPUS") + element("63A2", head))
    blocks = b"".join(element("A3", block(packet)) for packet in packets)
    cluster = element("1F43B675", element("E7", b"\x00") + blocks, known=not live)
    info = element("1549A966", element("2AD7B1", b"\x0f\x42\x40"))
    segment = element("18538067", info + element("1654AE6B", track) + cluster, known=not live)
    return element("1A45DFA3", element("4282", b"webm")) + segment


def pages(ogg: bytes) -> Iterator[bytes]:
    while ogg:
        count = ogg[26]
        size = 27 + count + sum(ogg[27 : 27 + count])
        yield ogg[:size]
        ogg = ogg[size:]


def crc(page: bytes) -> bytes:
    """RFC 3533, section 6: a CRC-32 that is not reflected, bit by bit."""
    register = 0
    for bit in range(len(page) * 8):
        top = register >> 31 ^ (page[bit // 8] >> (7 - bit % 8) & 1)
        register = register << 1 & 0xFFFFFFFF ^ (0x04C11DB7 if top else 0)
    return register.to_bytes(4, "little")


async def arrived(on: Stage, recording: bytes) -> tuple[int, bytes]:
    """The length in seconds and the bytes that a bot gets of a recording."""
    anna = await on.anna()
    voice = (await anna.speaks(recording))["voice"]
    path = (await on.bot("getFile", file_id=voice["file_id"]))["file_path"]
    return voice["duration"], (await on.bot.fetch(path))[1]


@pytest.mark.parametrize("live", [True, False])
@pytest.mark.parametrize("packets", [[PACKET] * 250, [LONG] * 250, [PACKET, LONG] * 125])
async def test_a_recording_arrives_as_ogg_opus(on: Stage, live: bool, packets: list[bytes]) -> None:
    duration, ogg = await arrived(on, webm(packets, live=live))
    sound = OggOpus(io.BytesIO(ogg))
    assert duration == 5
    assert sound.info.length == pytest.approx(5 - 312 / 48_000)
    assert sound.info.channels == 1
    assert all(packet in ogg for packet in (packets[0], packets[-1]))
    assert all(crc(page[:22] + bytes(4) + page[26:]) == page[22:26] for page in pages(ogg))


async def test_a_recording_that_breaks_off_keeps_what_came(on: Stage) -> None:
    whole = webm([PACKET] * 100)
    duration, ogg = await arrived(on, whole[:-20])
    assert duration == 2
    assert OggOpus(io.BytesIO(ogg)).info.length == pytest.approx(99 * 0.02 - 312 / 48_000)


@pytest.mark.parametrize(
    "recording",
    [
        webm([]),
        webm([PACKET])[:4],
        element("1A45DFA3", b"") + element("A3", block(PACKET, flags=0x02)),
        element("1A45DFA3", b"") + element("A3", b""),
        element("1A45DFA3", b"") + element("A3", b"\x81\x00"),
        element("1A45DFA3", b"") + element("A3", block(b"")),
        element("1A45DFA3", b"") + element("A3", block(b"\x03")),
        element("1A45DFA3", b"") + element("A3", block(b"\x78" * 70_000)),
        element("1A45DFA3", b"") + b"\x00" * 20,
    ],
    ids=range(9),
)
async def test_a_recording_without_sound_is_sent_as_it_is(on: Stage, recording: bytes) -> None:
    assert await arrived(on, recording) == (0, recording)


@pytest.mark.parametrize("name", VOICES)
async def test_a_sample_says_how_long_it_is(on: Stage, name: str) -> None:
    anna = await on.anna()
    voice = (await anna.speaks(name))["voice"]
    assert voice["duration"] == round(OggOpus(io.BytesIO(sample(name))).info.length)
    assert (voice["duration"] < 3) == (name == "too-short.ogg")
