"""Sealing, which needs no secret: a content key per record, wrapped to every recipient."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sealing.envelope import MOST_RECIPIENTS, NONCE_LENGTH, Envelope, Wrap, header, pad
from sealing.keys import HPKE, PublicKey

CONTENT_KEY_LENGTH = 32
DOMAIN = b"restante envelope v1"


class TooFewRecipients(ValueError):
    """A record is sealed to at least two keys, so that losing one is not the end."""


class TooManyRecipients(ValueError):
    """An envelope names at most 32 keys. One more would never be opened again, so nothing is sealed."""


@dataclass(frozen=True)
class Context:
    """What a record is and whose. Bound into every seal: an envelope moved to another place does not open."""

    study: str
    participant: str
    record: str
    kind: str

    def encode(self) -> bytes:
        """Each part behind its length in bytes (four, big-endian), so no two contexts encode alike."""
        parts = (DOMAIN, *(part.encode() for part in (self.study, self.participant, self.record, self.kind)))
        return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def seal(plaintext: bytes, context: Context, recipients: Sequence[PublicKey]) -> bytes:
    """An envelope that each recipient opens alone. Raises TooFewRecipients with fewer than two different keys,
    TooManyRecipients with more than 32.

    RFC 9180 base mode carries the context in `info`; the payload's additional data is context and header."""
    keys = list(dict.fromkeys(recipients))
    if len(keys) < 2:
        raise TooFewRecipients("at least two different keys are needed to seal")
    if len(keys) > MOST_RECIPIENTS:
        raise TooManyRecipients(f"{len(keys)} keys; an envelope is sealed to at most {MOST_RECIPIENTS}")
    bound = context.encode()
    content_key, nonce = os.urandom(CONTENT_KEY_LENGTH), os.urandom(NONCE_LENGTH)
    wraps = tuple(Wrap(key.id, HPKE.encrypt(content_key, key.handle, info=bound)) for key in keys)
    aad = bound + header(wraps, nonce)
    payload = AESGCM(content_key).encrypt(nonce, pad(plaintext), aad)
    return Envelope(wraps, nonce, payload).encode()
