"""One generation of the operator key: its boxes and its look-ups. Layout in docs/sealing.md."""

import hmac
import os
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
NONCE_LENGTH = 12
BLOCK = 64


@dataclass(frozen=True)
class Generation:
    number: int
    raw: bytes = field(repr=False)
    _ciphers: dict[str, AESGCM] = field(default_factory=dict, repr=False, compare=False)
    _derivations: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    def box(self, purpose: str, plaintext: bytes, bound_to: bytes) -> bytes:
        head, nonce = VERSION + bytes([self.number]), os.urandom(NONCE_LENGTH)
        whole = len(plaintext).to_bytes(4, "big") + plaintext
        whole += bytes(-len(whole) % BLOCK)
        return head + nonce + self._cipher(purpose).encrypt(nonce, whole, head + bound_to)

    def unbox(self, purpose: str, boxed: bytes, bound_to: bytes) -> bytes:
        """Raises cryptography.exceptions.InvalidTag, ValueError for what is too short."""
        whole = self._cipher(purpose).decrypt(boxed[2:14], boxed[14:], boxed[:2] + bound_to)
        return whole[4 : 4 + int.from_bytes(whole[:4], "big")]

    def lookup(self, purpose: str, value: bytes) -> bytes:
        return hmac.digest(self.lookup_key(purpose), value, "sha256")

    def lookup_key(self, purpose: str) -> bytes:
        return self._derived(f"lookup {purpose}")

    def _cipher(self, purpose: str) -> AESGCM:
        if purpose not in self._ciphers:
            self._ciphers[purpose] = AESGCM(self._derived(f"box {purpose}"))
        return self._ciphers[purpose]

    def _derived(self, label: str) -> bytes:
        if label not in self._derivations:
            kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"restante operator " + label.encode())
            self._derivations[label] = kdf.derive(self.raw)
        return self._derivations[label]
