"""The operator key: what the running service must read again (contacts, the inbox, the outbox, conversations under
way) lies on disk under it. It opens nothing that is sealed to the researchers."""

import hmac
import os
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sealing import textfile
from sealing.textfile import KeyFileError

OPERATOR_KIND = "OPERATOR KEY"
KEY_LENGTH = 32
NONCE_LENGTH = 12
BLOCK = 64
VERSION_AND_GENERATION = b"\x01\x01"


class OperatorKeyError(Exception):
    """The operator key is missing, damaged, or not the one these data lie under."""


class OperatorKey:
    """Boxes bytes for a purpose ("inbox", "contact", …), each under a key of its own (HKDF-SHA256, RFC 5869)."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEY_LENGTH:
            raise OperatorKeyError("An operator key has 32 bytes.")
        self._raw = raw
        self._ciphers: dict[str, AESGCM] = {}
        self._derivations: dict[str, bytes] = {}

    def __repr__(self) -> str:
        return "OperatorKey(…)"

    @classmethod
    def create(cls, path: Path) -> Self:
        """A fresh key in a new file that only its owner can read. Raises OperatorKeyError if the file is there."""
        raw = os.urandom(KEY_LENGTH)
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            raise OperatorKeyError(f"{path} is already there; it was left as it is.") from None
        except OSError:
            raise OperatorKeyError(
                f"The operator key cannot be written to {path}. Is the folder there, and writable?"
            ) from None
        with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(textfile.write(OPERATOR_KIND, "operator", raw))
            file.flush()
            os.fsync(file.fileno())
        return cls(raw)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Raises OperatorKeyError: missing, unreadable, of another kind, damaged."""
        try:
            _, raw = textfile.read(OPERATOR_KIND, path.read_text("utf-8"), str(path))
        except FileNotFoundError:
            raise OperatorKeyError(f"There is no operator key at {path}.") from None
        except (OSError, UnicodeDecodeError):
            raise OperatorKeyError(f"The operator key {path} cannot be read.") from None
        except KeyFileError as error:
            raise OperatorKeyError(str(error)) from None
        return cls(raw)

    def box(self, purpose: str, plaintext: bytes, bound_to: bytes = b"") -> bytes:
        """Encrypted, and padded to blocks of 64 bytes. `bound_to` must be given again to open it."""
        nonce = os.urandom(NONCE_LENGTH)
        whole = len(plaintext).to_bytes(4, "big") + plaintext
        whole += bytes(-len(whole) % BLOCK)
        sealed = self._cipher(purpose).encrypt(nonce, whole, VERSION_AND_GENERATION + bound_to)
        return VERSION_AND_GENERATION + nonce + sealed

    def unbox(self, purpose: str, boxed: bytes, bound_to: bytes = b"") -> bytes:
        """Raises OperatorKeyError when it was boxed under another key or for something else, or was altered."""
        if boxed[:2] != VERSION_AND_GENERATION:
            raise OperatorKeyError("These data lie under an operator key of another generation.")
        try:
            whole = self._cipher(purpose).decrypt(boxed[2:14], boxed[14:], VERSION_AND_GENERATION + bound_to)
        except (InvalidTag, ValueError):
            raise OperatorKeyError(
                "These data do not open with this operator key. Start with the key file they were written with."
            ) from None
        return whole[4 : 4 + int.from_bytes(whole[:4], "big")]

    def lookup(self, purpose: str, value: bytes) -> bytes:
        """A keyed hash (HMAC-SHA256): equal for equal values, and says nothing without the key."""
        return hmac.digest(self._derived(f"lookup {purpose}"), value, "sha256")

    def _cipher(self, purpose: str) -> AESGCM:
        if purpose not in self._ciphers:
            self._ciphers[purpose] = AESGCM(self._derived(f"box {purpose}"))
        return self._ciphers[purpose]

    def _derived(self, label: str) -> bytes:
        if label not in self._derivations:
            kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"restante operator " + label.encode())
            self._derivations[label] = kdf.derive(self._raw)
        return self._derivations[label]
