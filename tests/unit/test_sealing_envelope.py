"""The bytes of an envelope: layout, what is refused, padding."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealing.envelope import (
    MOST_RECIPIENTS,
    RECIPIENT_LENGTH,
    WRAP_LENGTH,
    Envelope,
    EnvelopeError,
    Wrap,
    bucket,
    pad,
    parse,
    unpad,
)


def envelope(count: int = 2, payload: int = 256 + 16) -> bytes:
    wraps = tuple(Wrap(bytes([number] * 16), bytes([number]) * WRAP_LENGTH) for number in range(count))
    return Envelope(wraps, b"n" * 12, b"p" * payload).encode()


WHOLE = envelope()
TWICE = WHOLE[: 7 + RECIPIENT_LENGTH] + WHOLE[7 : 7 + 16] + WHOLE[7 + RECIPIENT_LENGTH + 16 :]
REFUSED = {
    "nothing": (b"", "not an envelope"),
    "text": (b"Dear all,", "not an envelope"),
    "another magic": (b"PRSF" + WHOLE[4:], "not an envelope"),
    "lower case": (b"prse" + WHOLE[4:], "not an envelope"),
    "something before": (b"\0" + WHOLE, "not an envelope"),
    "version 0": (WHOLE[:4] + b"\0" + WHOLE[5:], "version 0, suite 1"),
    "version 2": (WHOLE[:4] + b"\2" + WHOLE[5:], "version 2, suite 1"),
    "suite 0": (WHOLE[:5] + b"\0" + WHOLE[6:], "version 1, suite 0"),
    "suite 2": (WHOLE[:5] + b"\2" + WHOLE[6:], "version 1, suite 2"),
    "no recipient": (envelope(0), "0 recipients"),
    "one recipient": (envelope(1), "1 recipients"),
    "33 recipients": (envelope(33), "33 recipients"),
    "255 recipients": (WHOLE[:6] + b"\xff" + WHOLE[7:], "255 recipients"),
    "one recipient more than there is room for": (WHOLE[:6] + b"\3" + WHOLE[7:], "cut off"),
    "an empty payload": (envelope(payload=0), "cut off"),
    "a payload below the smallest bucket": (envelope(payload=256 + 15), "cut off"),
    "a recipient twice": (TWICE, "names a recipient twice"),
}

# Length with its four bytes, and the bucket it lies in. 256 and less: one bucket. Then PADMÉ, worked out by hand:
# E = ⌊log2 L⌋, S = ⌊log2 E⌋ + 1, up to a multiple of 2^(E-S).
BUCKETS = [
    (4, 256), (5, 256), (255, 256), (256, 256), (257, 272), (272, 272), (273, 288), (496, 496), (497, 512), (511, 512),
    (512, 512), (513, 544), (1023, 1024), (1024, 1024), (1025, 1088), (2049, 2176), (4097, 4352), (10_000, 10_240),
    (32_768, 32_768), (32_769, 34_816), (65_535, 65_536), (65_536, 65_536), (65_537, 67_584), (67_584, 67_584),
    (67_585, 69_632), (100_000, 100_352), (1_000_000, 1_015_808), (20_971_520, 20_971_520), (20_971_521, 21_495_808),
]  # fmt: skip

WRONG_INSIDE = {
    "empty": b"",
    "three bytes": b"\0\0\0",
    "a length and no more": bytes(4),
    "no bucket": bytes(255),
    "a bucket too large": bytes(272),
    "longer than the rest": (253).to_bytes(4, "big") + bytes(252),
    "endless": b"\xff" * 4 + bytes(252),
    "the last byte not zero": bytes(255) + b"\1",
    "the first byte of the padding not zero": (1).to_bytes(4, "big") + b"a\1" + bytes(250),
    "shorter than its bucket says": (10).to_bytes(4, "big") + bytes(508),
}


@pytest.mark.parametrize("count", [2, 3, MOST_RECIPIENTS])
def test_parse(count: int) -> None:
    data = envelope(count)
    assert len(data) == 7 + 1184 * count + 12 + 256 + 16
    parsed = parse(data)
    assert parsed.encode() == data
    assert parsed.header + parsed.payload == data
    assert [wrap.recipient[0] for wrap in parsed.wraps] == list(range(count))
    assert (parsed.nonce, parsed.payload) == (b"n" * 12, b"p" * 272)


@pytest.mark.parametrize(("data", "says"), REFUSED.values(), ids=REFUSED)
def test_refused(data: bytes, says: str) -> None:
    with pytest.raises(EnvelopeError, match=says):
        parse(data)


def test_cut_off_at_every_length() -> None:
    for length in range(len(WHOLE)):
        with pytest.raises(EnvelopeError):
            parse(WHOLE[:length])


@given(start=st.binary(max_size=7), rest=st.binary(max_size=40), cut=st.integers(0, len(WHOLE)))
def test_any_bytes_parse_to_themselves_or_are_refused(start: bytes, rest: bytes, cut: int) -> None:
    data = (WHOLE[: 7 - len(start)] + start + WHOLE[7:])[: len(WHOLE) - cut] + rest
    with suppress(EnvelopeError):
        assert parse(data).encode() == data


@pytest.mark.parametrize(("length", "padded"), BUCKETS, ids=str)
def test_buckets(length: int, padded: int) -> None:
    assert bucket(length) == padded


@given(st.integers(min_value=0, max_value=2**31))
def test_a_bucket_holds_what_it_is_for_and_wastes_little(length: int) -> None:
    assert bucket(length) >= length
    assert bucket(length) <= max(256, length * 1.0625)
    assert bucket(bucket(length)) == bucket(length)
    assert bucket(length) <= bucket(length + 1)


def test_short_answers_look_alike() -> None:
    assert {len(pad(b"a" * length)) for length in range(253)} == {256}


@pytest.mark.parametrize("padded", WRONG_INSIDE.values(), ids=WRONG_INSIDE)
def test_wrong_inside(padded: bytes) -> None:
    with pytest.raises(EnvelopeError, match="wrong length inside"):
        unpad(padded)


@given(st.binary(max_size=3000))
def test_what_is_padded_comes_back(plaintext: bytes) -> None:
    padded = pad(plaintext)
    assert unpad(padded) == plaintext
    assert len(padded) == bucket(4 + len(plaintext))


@given(st.binary(max_size=600), st.integers(min_value=0), st.integers(1, 255))
def test_only_what_pad_makes_is_unpadded(plaintext: bytes, place: int, change: int) -> None:
    padded = bytearray(pad(plaintext))
    padded[place % min(len(padded), 8)] ^= change  # the length, or the first bytes after it
    with suppress(EnvelopeError):
        assert pad(unpad(bytes(padded))) == padded
    padded[-1] ^= change
    with suppress(EnvelopeError):
        assert pad(unpad(bytes(padded))) == padded
