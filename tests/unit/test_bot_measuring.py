"""The length of a voice is read from the sound itself, and no forged sound gets past as anything but damaged."""

import random

import pytest
from mutagen.ogg import OggPage

from bot.faults import Damaged
from bot.sounds import measured
from simulator.samples import VOICES, sample


@pytest.mark.parametrize(
    ("name", "seconds"), [("consent-ru.ogg", 4), ("diary-en.ogg", 8), ("too-short.ogg", 0.6)]
)
def test_samples(name: str, seconds: float) -> None:
    assert measured(sample(name)).seconds == pytest.approx(seconds, rel=0.35)


def forged_head(packet: bytes) -> bytes:
    """An Ogg stream whose first packet is this."""
    page = OggPage()
    page.first = page.last = page.complete = True
    page.packets = [packet]
    return bytes(page.write())


FORGED = {
    "nothing": b"",
    "no ogg": b"RIFF" + bytes(400),
    "a head cut short": forged_head(b"OpusHead\x01"),
    "a head of another version": forged_head(b"OpusHead\xff" + bytes(12)),
    "only its name": forged_head(b"OpusHead"),
    "cut off": sample("diary-en.ogg")[:60],
    "text": "голос".encode() * 100,
}


@pytest.mark.parametrize("name", FORGED)
def test_what_is_no_sound_is_damaged_and_nothing_worse(name: str) -> None:
    with pytest.raises(Damaged):
        measured(FORGED[name])


def test_a_stream_cut_from_a_longer_one_does_not_claim_hours() -> None:
    """Its last page may say any position (RFC 7845, 4.5); the packets cannot hold more than they do."""
    sound = sample("too-short.ogg")
    last = sound.rindex(b"OggS") + 6
    claims = sound[:last] + (48_000 * 90_000).to_bytes(8, "little") + sound[last + 8 :]
    assert measured(claims) == measured(sound)


def test_broken_bytes_are_read_or_refused() -> None:
    chance = random.Random(7)
    for number in range(3000):
        sound = bytearray(sample(VOICES[number % len(VOICES)])[: chance.randint(1, 3000)])
        for _ in range(chance.randint(1, 6)):
            sound[chance.randrange(len(sound))] = chance.randrange(256)
        try:
            assert measured(bytes(sound)).seconds >= 0
        except Damaged:
            continue
