"""Public keys: what the server seals to. Hybrid ML-KEM-768 and X25519: one of the two must hold for a seal to hold."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PublicKey, Suite

from sealing import textfile
from sealing.textfile import KeyFileError

__all__ = [
    "HPKE",
    "SECRET_KEY_MARK",
    "SUITE",
    "KeyFileError",
    "PublicKey",
    "key_of_nobody",
    "load_public_key",
]

PUBLIC_KIND = "PUBLIC KEY"
SECRET_KIND = "SECRET KEY"
SECRET_KEY_MARK = f"-----BEGIN RESTANTE {SECRET_KIND}-----"
"""How every secret key file begins. The server looks for it, and refuses to start beside one."""

SUITE = 1
"""HPKE base mode (RFC 9180) with MLKEM768_X25519, HKDF-SHA256 and AES-256-GCM; payload AES-256-GCM."""

HPKE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
MLKEM_LENGTH = 1184
X25519_LENGTH = 32
ID_LENGTH = 16


@dataclass(frozen=True)
class PublicKey:
    """One recipient. `raw` is the ML-KEM-768 key (1184 bytes, FIPS 203) and the X25519 key (32, RFC 7748).
    Raises KeyFileError when it is neither."""

    name: str = field(compare=False)
    raw: bytes = field(repr=False)
    handle: MLKEM768X25519PublicKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.raw) != MLKEM_LENGTH + X25519_LENGTH:
            raise KeyFileError(f"The public key {self.name} has {len(self.raw)} bytes; it must have 1216.")
        try:
            mlkem = MLKEM768PublicKey.from_public_bytes(self.raw[:MLKEM_LENGTH])
            x25519 = X25519PublicKey.from_public_bytes(self.raw[MLKEM_LENGTH:])
            X25519PrivateKey.generate().exchange(x25519)  # refuses the points that nobody can seal to
        except ValueError:
            raise KeyFileError(
                f"The public key {self.name} is damaged. Copy it again from its source."
            ) from None
        object.__setattr__(self, "handle", MLKEM768X25519PublicKey(mlkem, x25519))

    @cached_property
    def id(self) -> bytes:
        """16 bytes that name the key in an envelope."""
        return hashlib.sha256(bytes([SUITE]) + self.raw).digest()[:ID_LENGTH]

    def text(self) -> str:
        """The content of NAME.pub."""
        return textfile.write(PUBLIC_KIND, self.name, self.raw)


def load_public_key(path: Path) -> PublicKey:
    """Raises KeyFileError: missing, of another kind, cut off, damaged."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise KeyFileError(f"There is no key file {path}. Make a pair with `restante keys new`.") from None
    except (OSError, UnicodeDecodeError):
        raise KeyFileError(f"{path} cannot be read as a key file.") from None
    name, raw = textfile.read(PUBLIC_KIND, text, str(path))
    return PublicKey(textfile.fit_name(name), raw)


def key_of_nobody() -> PublicKey:
    """A key whose secret half is forgotten as soon as it is made. It takes the second place in an envelope that one
    reader alone is to open."""
    mlkem = MLKEM768PrivateKey.generate().public_key().public_bytes_raw()
    return PublicKey("nobody", mlkem + X25519PrivateKey.generate().public_key().public_bytes_raw())
