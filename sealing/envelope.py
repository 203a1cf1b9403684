"""Envelope v1, the bytes: no cryptography here. Layout in docs/sealing.md."""

import struct
from dataclasses import dataclass

from sealing.keys import ID_LENGTH, SUITE

MAGIC = b"PRSE"
VERSION = 1
NONCE_LENGTH = 12
TAG_LENGTH = 16
MOST_RECIPIENTS = 32
WRAP_LENGTH = 1120 + 32 + 16
"""Encapsulation (ML-KEM-768 ciphertext 1088 and X25519 share 32), the content key, and its tag."""

START = struct.Struct(">4sBBB")
RECIPIENT_LENGTH = ID_LENGTH + WRAP_LENGTH
SMALLEST_BUCKET = 256


class EnvelopeError(ValueError):
    """These bytes are no envelope of ours."""


@dataclass(frozen=True)
class Wrap:
    """The content key, wrapped to one recipient."""

    recipient: bytes
    wrapped: bytes


@dataclass(frozen=True)
class Envelope:
    wraps: tuple[Wrap, ...]
    nonce: bytes
    payload: bytes

    @property
    def header(self) -> bytes:
        """Everything before the payload. It is authenticated with it."""
        return header(self.wraps, self.nonce)

    def encode(self) -> bytes:
        return self.header + self.payload


def header(wraps: tuple[Wrap, ...], nonce: bytes) -> bytes:
    start = START.pack(MAGIC, VERSION, SUITE, len(wraps))
    return start + b"".join(wrap.recipient + wrap.wrapped for wrap in wraps) + nonce


def parse(data: bytes) -> Envelope:
    """Raises EnvelopeError: foreign, of an unknown version or suite, cut off, or with recipients that cannot be."""
    if len(data) < START.size or data[:4] != MAGIC:
        raise EnvelopeError("not an envelope")
    _, version, suite, count = START.unpack_from(data)
    if version != VERSION or suite != SUITE:
        raise EnvelopeError(
            f"envelope version {version}, suite {suite}: this program reads version 1, suite 1"
        )
    if not 2 <= count <= MOST_RECIPIENTS:
        raise EnvelopeError(f"{count} recipients; an envelope has 2 to {MOST_RECIPIENTS}")
    end = START.size + count * RECIPIENT_LENGTH
    if len(data) < end + NONCE_LENGTH + SMALLEST_BUCKET + TAG_LENGTH:
        raise EnvelopeError("an envelope that is cut off")
    wraps = []
    for start in range(START.size, end, RECIPIENT_LENGTH):
        entry = data[start : start + RECIPIENT_LENGTH]
        wraps.append(Wrap(entry[:ID_LENGTH], entry[ID_LENGTH:]))
    if len({wrap.recipient for wrap in wraps}) != count:
        raise EnvelopeError("an envelope that names a recipient twice")
    return Envelope(tuple(wraps), data[end : end + NONCE_LENGTH], data[end + NONCE_LENGTH :])


def bucket(length: int) -> int:
    """The padded length for `length` bytes: at least 256, then PADMÉ (Nikitin et al., PETS 2019, §4): the length
    says at most O(log log) bits of itself, and costs at most 12 %."""
    if length <= SMALLEST_BUCKET:
        return SMALLEST_BUCKET
    exponent = length.bit_length() - 1
    spare = exponent - exponent.bit_length()
    mask = (1 << spare) - 1
    return (length + mask) & ~mask


def pad(plaintext: bytes) -> bytes:
    """Four bytes of true length, the plaintext, zeros up to the bucket."""
    whole = len(plaintext).to_bytes(4, "big") + plaintext
    return whole + bytes(bucket(len(whole)) - len(whole))


def unpad(padded: bytes) -> bytes:
    """Raises EnvelopeError when the length within does not fit, or the rest is not zeros."""
    length = int.from_bytes(padded[:4], "big")
    plaintext, rest = padded[4 : 4 + length], padded[4 + length :]
    if len(plaintext) != length or bucket(4 + length) != len(padded) or any(rest):
        raise EnvelopeError("a payload with a wrong length inside")
    return plaintext
