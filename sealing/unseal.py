"""Opening seals. Only the desk imports this; nothing on the server's import path does."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sealing.envelope import EnvelopeError, parse, unpad
from sealing.keys import HPKE
from sealing.seal import Context
from sealing.secret import SecretKey, WrongPassphrase, load_secret_key

__all__ = [
    "BrokenSeal",
    "NotForThisKey",
    "SecretKey",
    "UnsealError",
    "WrongPassphrase",
    "load_secret_key",
    "unseal",
]


class UnsealError(Exception):
    """An envelope did not open."""


class NotForThisKey(UnsealError):
    """The envelope is sealed to other keys."""


class BrokenSeal(UnsealError):
    """The envelope was altered, cut off, or belongs to another record."""


def unseal(envelope: bytes, context: Context, key: SecretKey) -> bytes:
    """What was sealed. Raises NotForThisKey or BrokenSeal; never returns anything that is not whole."""
    try:
        parsed = parse(envelope)
    except EnvelopeError as error:
        raise BrokenSeal(str(error)) from None
    mine = next((wrap for wrap in parsed.wraps if wrap.recipient == key.id), None)
    if mine is None:
        raise NotForThisKey(f"sealed to other keys than {key.name}")
    try:
        bound = context.encode()
        content_key = HPKE.decrypt(mine.wrapped, key.handle, info=bound)
        header = envelope[: -len(parsed.payload)]
        padded = AESGCM(content_key).decrypt(parsed.nonce, parsed.payload, bound + header)
        return unpad(padded)
    except (InvalidTag, ValueError):
        raise BrokenSeal("the seal is broken: altered, or of another record") from None
