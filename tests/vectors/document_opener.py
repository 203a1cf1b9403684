"""A second opener, written from docs/sealing.md alone: HPKE and the hybrid KEM by hand, nothing from `sealing`."""

import hashlib
import hmac
import re
import struct
import unicodedata
from base64 import b64decode
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

X_WING_LABEL = bytes.fromhex("5c2e2f2f5e5c")
HPKE_SUITE = b"HPKE" + bytes.fromhex("647a 0001 0002")


class Refused(Exception):
    """Nothing opens; the message is the class of the failure, as the vectors name it."""


# Keys


@dataclass(frozen=True)
class Secret:
    raw: bytes

    @property
    def mlkem(self) -> MLKEM768PrivateKey:
        return MLKEM768PrivateKey.from_seed_bytes(self.raw[:64])

    @property
    def x25519(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self.raw[64:])

    @property
    def public(self) -> bytes:
        return self.mlkem.public_key().public_bytes_raw() + self.x25519.public_key().public_bytes_raw()

    @property
    def id(self) -> bytes:
        return hashlib.sha256(b"\x01" + self.public).digest()[:16]


def key_file(kind: str, text: str) -> tuple[str, bytes]:
    """Name and body of a key file."""
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    if len(lines) < 5 or lines[0] != f"-----BEGIN RESTANTE {kind}-----":
        raise Refused("bad-key-file")
    if lines[-1] != f"-----END RESTANTE {kind}-----" or not lines[1].startswith("name: "):
        raise Refused("bad-key-file")
    name = lines[1].removeprefix("name: ")
    try:
        body = b64decode("".join(lines[2:-2]), validate=True)
    except ValueError:
        raise Refused("bad-key-file") from None
    check = hashlib.sha256(name.encode() + b"\0" + body).hexdigest()[:16]
    if lines[-2] != f"check: {check}" or not re.fullmatch("[A-Za-z0-9_-]{1,40}", name):
        raise Refused("bad-key-file")
    return name, body


def secret_key(text: str, passphrase: str) -> Secret:
    name, body = key_file("SECRET KEY", text)
    if len(body) != 154 or body[:2] != b"\x01\x01":
        raise Refused("bad-key-file")
    memory, passes, lanes = struct.unpack(">III", body[2:14])
    if not (8 * lanes <= memory <= 1_048_576 and 1 <= passes <= 16 and 1 <= lanes <= 16):
        raise Refused("bad-key-file")
    argon = Argon2id(salt=body[14:30], length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    key = argon.derive(unicodedata.normalize("NFC", passphrase).encode())
    try:
        return Secret(AESGCM(key).decrypt(body[30:42], body[42:], body[:30] + name.encode()))
    except InvalidTag:
        raise Refused("wrong-passphrase") from None


# Envelopes


def lp(part: bytes) -> bytes:
    return struct.pack(">I", len(part)) + part


def context_bytes(study: str, participant: str, record: str, kind: str) -> bytes:
    parts = [b"restante envelope v1", *(part.encode() for part in (study, participant, record, kind))]
    return b"".join(map(lp, parts))


def labeled_extract(salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return hmac.digest(salt, b"HPKE-v1" + HPKE_SUITE + label + ikm, "sha256")


def labeled_expand(prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labeled = struct.pack(">H", length) + b"HPKE-v1" + HPKE_SUITE + label + info
    return HKDFExpand(SHA256(), length, labeled).derive(prk)


def unwrap(entry: bytes, secret: Secret, context: bytes) -> dict[str, bytes]:
    """Every value on the way to the content key. Raises ValueError or InvalidTag."""
    ct_m, ct_x, wrapped = entry[16:1104], entry[1104:1136], entry[1136:1184]
    ss_m = secret.mlkem.decapsulate(ct_m)
    ss_x = secret.x25519.exchange(X25519PublicKey.from_public_bytes(ct_x))  # refuses 32 zero bytes
    pk_x = secret.public[1184:]
    shared = hashlib.sha3_256(ss_m + ss_x + ct_x + pk_x + X_WING_LABEL).digest()
    psk_id_hash = labeled_extract(b"", b"psk_id_hash", b"")
    info_hash = labeled_extract(b"", b"info_hash", context)
    schedule = b"\0" + psk_id_hash + info_hash
    root = labeled_extract(shared, b"secret", b"")
    key = labeled_expand(root, b"key", schedule, 32)
    nonce = labeled_expand(root, b"base_nonce", schedule, 12)
    return {
        "ss_m": ss_m,
        "ss_x": ss_x,
        "shared_secret": shared,
        "psk_id_hash": psk_id_hash,
        "info_hash": info_hash,
        "secret": root,
        "key": key,
        "base_nonce": nonce,
        "content_key": AESGCM(key).decrypt(nonce, wrapped, b""),
    }


def bucket(length: int) -> int:
    if length <= 256:
        return 256
    e = length.bit_length() - 1
    s = e.bit_length()
    step = 2 ** (e - s)
    return -(-length // step) * step


def unpad(padded: bytes) -> bytes:
    (n,) = struct.unpack(">I", padded[:4])
    if n > len(padded) - 4 or len(padded) != bucket(4 + n) or any(padded[4 + n :]):
        raise Refused("broken-seal")
    return padded[4 : 4 + n]


def open_envelope(envelope: bytes, context: bytes, secret: Secret) -> bytes:
    """The plaintext. Raises Refused."""
    if len(envelope) < 7 or envelope[:6] != b"PRSE\x01\x01" or not 2 <= envelope[6] <= 32:
        raise Refused("broken-seal")
    end = 7 + 1184 * envelope[6]
    entries = {envelope[at : at + 16]: envelope[at : at + 1184] for at in range(7, end, 1184)}
    if len(envelope) < end + 12 + 256 + 16 or len(entries) != envelope[6]:
        raise Refused("broken-seal")
    if secret.id not in entries:
        raise Refused("not-for-this-key")
    header, nonce, payload = envelope[: end + 12], envelope[end : end + 12], envelope[end + 12 :]
    try:
        content_key = unwrap(entries[secret.id], secret, context)["content_key"]
        padded = AESGCM(content_key).decrypt(nonce, payload, context + header)
    except (InvalidTag, ValueError):
        raise Refused("broken-seal") from None
    return unpad(padded)


# Operator boxes


def derived(operator: bytes, label: str) -> bytes:
    return HKDF(SHA256(), 32, None, b"restante operator " + label.encode()).derive(operator)


def open_box(operator: bytes, purpose: str, place: bytes, box: bytes) -> bytes:
    if box[:2] != b"\x01\x01" or len(box) < 14 + 64 + 16:
        raise Refused("does-not-open")
    try:
        whole = AESGCM(derived(operator, f"box {purpose}")).decrypt(box[2:14], box[14:], b"\x01\x01" + place)
    except InvalidTag:
        raise Refused("does-not-open") from None
    (n,) = struct.unpack(">I", whole[:4])
    return whole[4 : 4 + n]


def look_up(operator: bytes, purpose: str, value: bytes) -> bytes:
    return hmac.digest(derived(operator, f"lookup {purpose}"), value, "sha256")
