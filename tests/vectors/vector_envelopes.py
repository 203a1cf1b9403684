"""Envelopes that open, and those that must be refused (envelopes.json). See make.py."""

import hashlib
import os
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from vector_keys import CORE, ESCROW, PARTNER, STRANGER

from sealing.envelope import RECIPIENT_LENGTH, START, Envelope, Wrap, header, pad, parse
from sealing.keys import HPKE, PublicKey
from sealing.seal import Context, seal
from sealing.secret import SecretKey

CONTEXT = Context(
    "border-2026", "9f0c3d5e7a1b4c6d8e0f2a4b6c8d0e1f", "00112233445566778899aabbccddeeff", "answer"
)
SAID = "We crossed at night. I would rather not say where."


def _vector(
    name: str, about: str, expect: str, envelope: bytes, keys: Sequence[SecretKey] = (CORE,), **changes: Any
) -> dict[str, Any]:
    context = replace(CONTEXT, **changes.pop("context", {}))
    return {
        "name": name,
        "about": about,
        "expect": expect,
        "context": asdict(context),
        "keys": [one.name for one in keys],
        "envelope": b64encode(envelope).decode(),
        **changes,
    }


def opening() -> Iterator[dict[str, Any]]:
    everyone = (CORE, ESCROW, PARTNER)
    voice = hashlib.shake_256(b"a voice").digest(65_533)
    cases: list[tuple[str, str, bytes, Sequence[SecretKey], dict[str, str]]] = [
        ("empty", "Nothing at all was said.", b"", everyone[:2], {"kind": "skip"}),
        ("ascii", "Two recipients.", SAID.encode(), everyone[:2], {}),
        ("russian", "Three recipients, in another order.", "Мы перешли ночью. «Ёж»".encode(), everyone[::-1], {}),
        ("full", "252 bytes: the smallest bucket is full, no padding.", b"a" * 252, everyone[:2], {}),
        ("border", "253 bytes: one more than the smallest bucket holds.", b"a" * 253, everyone[:2], {}),
        ("zeros", "Ends in zeros, which are no padding.", b"\0" * 40, everyone[:2], {}),
        ("voice", "65533 bytes: one above 64 KiB with its length; the bucket is 67584.", voice, everyone,
         {"kind": "answer-voice"}),
        ("context", "A context with Russian, emoji, and an empty part.", SAID.encode(), everyone[:2],
         {"study": "граница", "participant": "🕊", "record": "", "kind": "a|b"}),
    ]  # fmt: skip
    for name, about, said, keys, context in cases:
        envelope = seal(said, replace(CONTEXT, **context), [one.public for one in keys])
        yield _vector(
            name, about, "opens", envelope, keys, context=context, length=len(said),
            sha256=hashlib.sha256(said).hexdigest(),
            plaintext=b64encode(said).decode() if len(said) < 1000 else None,
        )  # fmt: skip


def not_for_this_key() -> Iterator[dict[str, Any]]:
    envelope = sealed()
    expect = "not-for-this-key"
    yield _vector("stranger", "A key that is no recipient.", expect, envelope, [STRANGER, PARTNER])
    own = flipped(envelope, 7)
    yield _vector("own-id", "The reader's own key id is altered.", expect, own)


def broken() -> Iterator[dict[str, Any]]:
    for name, about, envelope in [*_flips(), *_cuts(), *_moved(), *_wrongly_made()]:
        yield _vector(name, about, "broken-seal", envelope)
    elsewhere = {"study": "border-2027", "participant": "9f", "record": "01", "kind": "skip"}
    for part, other in elsewhere.items():
        yield _vector(f"other-{part}", f"Of another {part}.", "broken-seal", sealed(), context={part: other})
    shifted = {"record": CONTEXT.record + CONTEXT.kind[:1], "kind": CONTEXT.kind[1:]}
    yield _vector("shifted", "The same letters, divided otherwise.", "broken-seal", sealed(), context=shifted)
    about = "The other recipient's key id is altered: the reader's own wrap is whole, the header is not."
    yield _vector("their-id", about, "broken-seal", flipped(sealed(), 7 + RECIPIENT_LENGTH))


def sealed(*keys: SecretKey) -> bytes:
    return seal(SAID.encode(), CONTEXT, [one.public for one in keys or (CORE, ESCROW)])


def flipped(envelope: bytes, at: int) -> bytes:
    at %= len(envelope)
    return envelope[:at] + bytes([envelope[at] ^ 1]) + envelope[at + 1 :]


def _flips() -> Iterator[tuple[str, str, bytes]]:
    payload = START.size + 2 * RECIPIENT_LENGTH + 12
    places = {
        "magic": 0, "version": 4, "suite": 5, "count": 6, "ct-m": 7 + 16, "ct-m-end": 7 + 1103, "ct-x": 7 + 1104,
        "wrapped": 7 + 1136, "wrapped-tag": 7 + 1168, "their-wrap": 7 + 1184 + 500, "nonce": payload - 12,
        "payload": payload, "padding": payload + 200, "tag": -1,
    }  # fmt: skip
    envelope = sealed()
    for name, at in places.items():
        yield f"flip-{name}", f"The last bit of byte {at % len(envelope)} is turned.", flipped(envelope, at)


def _cuts() -> Iterator[tuple[str, str, bytes]]:
    envelope = sealed()
    lengths = {
        "all": 0,
        "magic": 4,
        "start": 7,
        "header": 7 + 2 * RECIPIENT_LENGTH + 12,
        "last": len(envelope) - 1,
    }
    for name, length in lengths.items():
        yield f"cut-{name}", f"Only the first {length} bytes.", envelope[:length]
    long = seal(b"a" * 300, CONTEXT, [CORE.public, ESCROW.public])
    yield "cut-long", "16 bytes less, still above the smallest size.", long[:-16]
    yield "longer", "One byte more.", envelope + b"\0"


def _moved() -> Iterator[tuple[str, str, bytes]]:
    one, other, three = parse(sealed()), parse(sealed()), parse(sealed(CORE, ESCROW, PARTNER))
    yield "swapped", "Recipients in another order.", replace(one, wraps=one.wraps[::-1]).encode()
    yield "removed", "One of three recipients taken away.", replace(three, wraps=three.wraps[:2]).encode()
    added = (*one.wraps, three.wraps[2])
    yield "added", "A recipient added.", replace(one, wraps=added).encode()
    yield (
        "wrap-of-another",
        "The reader's wrap is of another envelope.",
        replace(one, wraps=(other.wraps[0], one.wraps[1])).encode(),
    )
    yield (
        "payload-of-another",
        "Nonce and payload are of another envelope.",
        replace(other, wraps=one.wraps).encode(),
    )


def _wrongly_made() -> Iterator[tuple[str, str, bytes]]:
    """Whole in every tag, made by somebody who has the public keys and does it wrong."""
    whole = pad(SAID.encode())
    yield "alone", "One recipient.", _built([CORE.public], whole)
    yield "twice", "A recipient named twice.", _built([CORE.public, ESCROW.public, CORE.public], whole)
    yield (
        "bucket",
        "A padded length that is no bucket.",
        _built([CORE.public, ESCROW.public], whole + bytes(16)),
    )
    dirty = whole[:-1] + b"\1"
    yield "dirty", "Padding that is not zeros.", _built([CORE.public, ESCROW.public], dirty)
    endless = b"\xff" * 4 + whole[4:]
    yield (
        "endless",
        "A length inside that is longer than the payload.",
        _built([CORE.public, ESCROW.public], endless),
    )
    wrong_info = _built([CORE.public, ESCROW.public], whole, info=b"")
    yield "no-info", "Wraps without the context.", wrong_info
    yield (
        "no-header",
        "A payload bound to the context alone.",
        _built([CORE.public, ESCROW.public], whole, bind=False),
    )
    low = parse(sealed())
    entry = low.wraps[0]
    zero = entry.wrapped[:1088] + bytes(32) + entry.wrapped[1120:]
    yield (
        "low-order",
        "An X25519 share that gives 32 zero bytes.",
        replace(low, wraps=(Wrap(entry.recipient, zero), low.wraps[1])).encode(),
    )


def _built(keys: Sequence[PublicKey], padded: bytes, info: bytes | None = None, bind: bool = True) -> bytes:
    bound = CONTEXT.encode()
    content_key, nonce = os.urandom(32), os.urandom(12)
    wraps = tuple(
        Wrap(one.id, HPKE.encrypt(content_key, one.handle, info=bound if info is None else info))
        for one in keys
    )
    aad = bound + (header(wraps, nonce) if bind else b"")
    return Envelope(wraps, nonce, AESGCM(content_key).encrypt(nonce, padded, aad)).encode()
