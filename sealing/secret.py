"""Secret keys, on the researcher's side only. The server's import path never reaches this file."""

import os
import struct
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from sealing import textfile
from sealing.keys import SECRET_KIND, SUITE, PublicKey
from sealing.textfile import KeyFileError

SEED_LENGTH = 64
X25519_LENGTH = 32
SALT_LENGTH = 16
NONCE_LENGTH = 12
HEADER = struct.Struct(">BBIII")  # version, suite, Argon2id memory (KiB), passes, lanes
VERSION = 1


class WrongPassphrase(KeyFileError):
    """The passphrase does not open this key (or the file was altered on purpose: the two look alike)."""


@dataclass(frozen=True)
class Work:
    """Argon2id (RFC 9106): memory in KiB, passes, lanes."""

    memory: int = 65_536
    passes: int = 3
    lanes: int = 4


MOST_WORK = Work(memory=1_048_576, passes=16, lanes=16)
"""A key file asking for more is refused: it would only stop the machine."""


@dataclass(frozen=True)
class SecretKey:
    """A recipient's secret half, opened: the ML-KEM seed (64 bytes, FIPS 203 d‖z) and the X25519 key (32)."""

    name: str
    seed: bytes = field(repr=False)
    x25519: bytes = field(repr=False)

    @cached_property  # an export opens thousands of seals with one key
    def handle(self) -> MLKEM768X25519PrivateKey:
        return MLKEM768X25519PrivateKey(
            MLKEM768PrivateKey.from_seed_bytes(self.seed), X25519PrivateKey.from_private_bytes(self.x25519)
        )

    @cached_property
    def public(self) -> PublicKey:
        mlkem = MLKEM768PrivateKey.from_seed_bytes(self.seed).public_key().public_bytes_raw()
        x25519 = X25519PrivateKey.from_private_bytes(self.x25519).public_key().public_bytes_raw()
        return PublicKey(self.name, mlkem + x25519)

    @cached_property
    def id(self) -> bytes:
        """The 16 bytes that name the public half in an envelope."""
        return self.public.id


def create_key_pair(name: str, passphrase: str, work: Work | None = None) -> tuple[str, str]:
    """The texts of NAME.pub and NAME.key. Raises KeyFileError for a name that cannot be one."""
    textfile.fit_name(name)
    secret = SecretKey(name, os.urandom(SEED_LENGTH), os.urandom(X25519_LENGTH))
    return secret.public.text(), lock(secret, passphrase, work or Work())


def lock(secret: SecretKey, passphrase: str, work: Work) -> str:
    """The text of NAME.key: the secret under Argon2id and AES-256-GCM; the header is authenticated too."""
    salt, nonce = os.urandom(SALT_LENGTH), os.urandom(NONCE_LENGTH)
    header = HEADER.pack(VERSION, SUITE, work.memory, work.passes, work.lanes) + salt
    locked = AESGCM(_derive(passphrase, salt, work)).encrypt(
        nonce, secret.seed + secret.x25519, header + secret.name.encode()
    )
    return textfile.write(SECRET_KIND, secret.name, header + nonce + locked)


def unlock(text: str, passphrase: str, where: str = "The key file") -> SecretKey:
    """Raises WrongPassphrase, or KeyFileError for a file that is none of ours, cut off or damaged."""
    name, body = textfile.read(SECRET_KIND, text, where)
    textfile.fit_name(name)
    header_length = HEADER.size + SALT_LENGTH
    if len(body) != header_length + NONCE_LENGTH + SEED_LENGTH + X25519_LENGTH + 16:
        raise KeyFileError(f"{where} is damaged: it has the wrong length. Take it from a copy.")
    version, suite, memory, passes, lanes = HEADER.unpack(body[: HEADER.size])
    if (version, suite) != (VERSION, SUITE):
        raise KeyFileError(f"{where} was made by a newer version. Update this installation and try again.")
    work = Work(memory, passes, lanes)
    if not _bearable(work):
        raise KeyFileError(f"{where} asks for more work than any key we make. It was not opened.")
    header, rest = body[:header_length], body[header_length:]
    key = _derive(passphrase, header[HEADER.size :], work)
    try:
        opened = AESGCM(key).decrypt(rest[:NONCE_LENGTH], rest[NONCE_LENGTH:], header + name.encode())
    except InvalidTag:
        raise WrongPassphrase(
            f"{where} does not open with this passphrase. Check the keyboard's language, and try again."
        ) from None
    return SecretKey(name, opened[:SEED_LENGTH], opened[SEED_LENGTH:])


def load_secret_key(path: Path, passphrase: str) -> SecretKey:
    """`unlock` of a file. Raises the same, and KeyFileError when it is missing."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise KeyFileError(f"There is no key file {path}.") from None
    except (OSError, UnicodeDecodeError):
        raise KeyFileError(f"{path} cannot be read as a key file.") from None
    return unlock(text, passphrase, str(path))


def _bearable(work: Work) -> bool:
    return (
        8 * work.lanes <= work.memory <= MOST_WORK.memory
        and 1 <= work.passes <= MOST_WORK.passes
        and 1 <= work.lanes <= MOST_WORK.lanes
    )


def _derive(passphrase: str, salt: bytes, work: Work) -> bytes:
    """NFC first (as RFC 8265, §4.2.2): «й» typed on one system must be «й» on the next."""
    try:
        typed = unicodedata.normalize("NFC", passphrase).encode()
    except UnicodeEncodeError:
        raise KeyFileError(
            "The passphrase has bytes that are no UTF-8 text. Type it in, or save it as UTF-8."
        ) from None
    kdf = Argon2id(salt=salt, length=32, iterations=work.passes, lanes=work.lanes, memory_cost=work.memory)
    return kdf.derive(typed)
