"""Whether anything is to be heard in a voice, told from the packets alone: real Opus, of voices and of microphones that
are switched off."""

import pytest

from bot.faults import Damaged
from bot.ogg import packets, samples
from bot.sounds import measured
from simulator.ogg import FIRST, opus_head, page, write_opus
from simulator.samples import VOICES, sample

OFF = bytes.fromhex("7807c979c8c957c0a21223faef67f31dc120")
BEGIN = [bytes.fromhex("780be4c136ecc58d8c4946999dac00"), bytes.fromhex("7807c97227e144ea55f1f0c0d5de978c90")]
NOT_SENT = bytes.fromhex("78")  # only the TOC byte: nothing is said of these 20 ms
SLOW = [bytes.fromhex("5802f9304dbb0de5e392098938ebcae1b1d1dd85")]
SLOW_OFF = bytes.fromhex("5801f25e7236921f05fa478d692c8f200afbfb2b20")  # 60 ms


HEAD = page(1, 0, 0, FIRST, [opus_head()]) + page(1, 1, 0, 0, [b"OpusTags" + bytes(8)])


def file(sound: list[bytes]) -> bytes:
    return write_opus(opus_head(), sound)


def goes_on() -> bytes:
    """A page whose one packet is not at its end there."""
    whole = page(1, 2, 960, 0, [b"\x78" * 254])
    return whole[:27] + b"\xff" + whole[28:] + b"\x78"


SILENCE = {
    "as music, 32 kbit/s": [bytes.fromhex("f8fffe")] * 250,
    "as speech, 16 kbit/s": [*BEGIN, *[OFF] * 248],
    "with DTX": [*BEGIN, *[OFF] * 8, *([*[NOT_SENT] * 20, OFF] * 12)],
    "in packets of 60 ms": [*SLOW, *[SLOW_OFF] * 82],
    "only what need not be sent": [NOT_SENT] * 250,
    "nothing but what is small": [bytes([0x78, n % 256, n // 256]) for n in range(400)],
}
"""Of a microphone that is switched off, as libopus 1.3.1 writes it, and some that no encoder would."""


@pytest.mark.parametrize("what", SILENCE)
def test_silence(what: str) -> None:
    assert measured(file(SILENCE[what])).silent


@pytest.mark.parametrize("name", [name for name in VOICES if name != "silent.ogg"])
def test_voices(name: str) -> None:
    assert not measured(sample(name)).silent


def test_the_sample_that_is_for_trying_it() -> None:
    sound = measured(sample("silent.ogg"))
    assert sound.silent
    assert sound.seconds == pytest.approx(5, abs=0.1)


@pytest.mark.parametrize(("heard", "silent"), [(0.4, True), (0.7, False)])
def test_a_few_words_in_a_long_silence_are_heard(heard: float, silent: bool) -> None:
    voice = list(packets(sample("consent-ru.ogg")))[12:]
    sound = [*BEGIN, *[OFF] * 1000, *voice[: round(heard * 50)], *[NOT_SENT] * 500]
    assert measured(file(sound)).silent is silent


@pytest.mark.parametrize("what", SILENCE)
def test_its_length_is_that_of_its_packets(what: str) -> None:
    sound = SILENCE[what]
    expected = (sum(samples(one) for one in sound if one) - 312) / 48_000
    assert measured(file(sound)).seconds == pytest.approx(expected)


def test_without_a_packet_it_has_no_length() -> None:
    assert measured(HEAD).seconds == 0


def test_a_gap_is_no_fault_and_nothing_to_hear() -> None:
    """A packet of no bytes stands for one that was lost."""
    sound = measured(HEAD + page(1, 2, 960, 4, [*BEGIN, *[b""] * 200]))
    assert (sound.silent, sound.seconds) == (True, pytest.approx((1920 - 312) / 48_000))


VOICE = sample("diary-en.ogg")
LAST_PAGE = VOICE.rindex(b"OggS")

CUT = {
    "within the last packet": VOICE[:-1],
    "within the lacing values": VOICE[: LAST_PAGE + 30],
    "within a page's head": VOICE[: LAST_PAGE + 9],
    "half of it": VOICE[: len(VOICE) // 2],
    "before the tags end": VOICE[:70],
    "no tags": page(1, 0, 0, FIRST, [opus_head()]),
    "a packet that goes on where there is no more": HEAD + goes_on(),
    "a packet that begins anew before it is over": HEAD + goes_on() + page(1, 3, 1920, 4, [OFF]),
    "Vorbis": page(1, 0, 0, FIRST, [b"\x01vorbis" + bytes(23)]),
    "Speex": page(1, 0, 0, FIRST, [b"Speex   1.2" + bytes(69)]),
    "an Opus frame that no packet can hold": file([OFF])[:-18] + b"\x7b\x3f" + bytes(16),
}


@pytest.mark.parametrize("what", CUT)
def test_cut_off_or_another_kind(what: str) -> None:
    with pytest.raises(Damaged):
        measured(CUT[what])


def test_a_phone_that_does_not_say_where_it_ends() -> None:
    """RFC 7845, section 3: a stream may end without the page that says so."""
    flags = LAST_PAGE + 5
    assert VOICE[flags] & 4
    unmarked = VOICE[:flags] + bytes([VOICE[flags] & ~4]) + VOICE[flags + 1 :]
    assert measured(unmarked) == measured(VOICE)


def test_what_is_hung_on_behind_the_end_is_not_heard() -> None:
    assert measured(VOICE + b"OggS" + bytes(500)) == measured(VOICE)


def test_one_endless_packet_holds_up_nobody() -> None:
    """20 MB of one packet: read in its length, not in its square."""
    first = goes_on()[:26] + b"\xff" * 256 + b"\x78" * 255 * 255
    on = first[:5] + b"\x01" + first[6:]
    with pytest.raises(Damaged):
        measured(HEAD + first + on * 300)
