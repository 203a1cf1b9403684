"""Identifiers: what people read (`AM-05`), and names drawn from an inbound's seed, so that a replay draws the same."""

import base64
import hashlib

TOKEN_LENGTH = 8
RECORD_LENGTH = 32


def code(site: str, number: int) -> str:
    """The pseudonym: the site and a number of at least two digits."""
    return f"{site}-{number:02d}"


def token(seed: int, *parts: object) -> str:
    """Eight lower-case base32 characters (40 bits): long enough that a forged key does not hit the question asked."""
    return base64.b32encode(_digest("token", seed, parts)[:5]).decode().lower()


def record_id(seed: int, *parts: object) -> str:
    """32 hexadecimal characters (128 bits), the name of a record, a prompt or a person."""
    return _digest("record", seed, parts).hex()[:RECORD_LENGTH]


def _digest(purpose: str, seed: int, parts: tuple[object, ...]) -> bytes:
    named = "".join(f"{len(str(part))}:{part}" for part in (purpose, seed, *parts))
    return hashlib.sha256(named.encode()).digest()
