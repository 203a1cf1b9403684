"""The keys of the vectors, from fixed seeds, and key files that open or must not (keys.json). See make.py."""

import hashlib
import struct
import unicodedata
from collections.abc import Iterator
from typing import Any

from sealing import textfile
from sealing.keys import SECRET_KIND
from sealing.secret import SecretKey, Work, lock

QUICK = Work(memory=64, passes=1, lanes=1)
PASSPHRASES = {
    "core": "eleven quiet herons",
    "escrow": "тихий зелёный ёж у йодного озера",
    "partner": "a",
    "stranger": "not in the study",
}


def key(name: str) -> SecretKey:
    """A key from a fixed seed, expanded as X-Wing does it, so that X-Wing libraries can load it too."""
    raw = hashlib.shake_256(seed(name)).digest(96)
    return SecretKey(name, raw[:64], raw[64:])


def seed(name: str) -> bytes:
    return hashlib.sha256(f"poste restante vectors v1: {name}".encode()).digest()


CORE, ESCROW, PARTNER, STRANGER = (key(name) for name in PASSPHRASES)
OPERATOR = hashlib.sha256(b"poste restante vectors v1: operator").digest()


def described(name: str) -> dict[str, str]:
    secret = key(name)
    return {
        "name": name,
        "passphrase": PASSPHRASES[name],
        "x_wing_seed": seed(name).hex(),
        "secret": (secret.seed + secret.x25519).hex(),
        "public": secret.public.raw.hex(),
        "id": secret.public.id.hex(),
    }


def key_files() -> Iterator[dict[str, Any]]:
    passphrase = "зелёный йод"
    text = lock(CORE, passphrase, QUICK)
    name, body = textfile.read(SECRET_KIND, text, "the vector")

    def case(label: str, text: str, expect: str, about: str, typed: str = passphrase) -> dict[str, Any]:
        secret = (CORE.seed + CORE.x25519).hex() if expect == "opens" else None
        facts = {"name": label, "about": about, "passphrase": typed, "text": text}
        return facts | {"expect": expect, "secret": secret}

    def altered(label: str, at: int, new: bytes, expect: str, about: str) -> dict[str, Any]:
        changed = body[:at] + new + body[at + len(new) :]
        return case(label, textfile.write(SECRET_KIND, name, changed), expect, about)

    lines = text.splitlines()
    decomposed = unicodedata.normalize("NFD", passphrase)
    yield case("as-written", text, "opens", "A passphrase in Russian, in NFC.")
    yield case(
        "decomposed", text, "opens", "The same passphrase in NFD: ё and й as two characters.", decomposed
    )
    yield case("crlf", text.replace("\n", "\r\n"), "opens", "Saved on Windows.")
    yield case("mark", "\ufeff" + text, "opens", "Saved by Notepad: a byte order mark first.")
    yield case("spaced", "\n  " + "  \n\n  ".join(lines) + "\n\n", "opens", "Pasted through a mail.")
    yield case("wrong", text, "wrong-passphrase", "Another passphrase.", "зеленый йод")
    yield case("case", text, "wrong-passphrase", "Capitals count.", "Зелёный йод")
    yield case("empty", text, "wrong-passphrase", "No passphrase.", "")
    renamed = textfile.write(SECRET_KIND, "escrow", body)
    yield case("renamed", renamed, "wrong-passphrase", "The name is authenticated; check line made anew.")
    yield altered(
        "salt", 14, bytes([body[14] ^ 1]), "wrong-passphrase", "Salt altered, check line made anew."
    )
    yield altered("nonce", 30, bytes([body[30] ^ 1]), "wrong-passphrase", "Nonce altered.")
    yield altered("secret", 42, bytes([body[42] ^ 1]), "wrong-passphrase", "Ciphertext altered.")
    yield altered("tag", 153, bytes([body[153] ^ 1]), "wrong-passphrase", "Tag altered.")
    yield altered("passes", 6, struct.pack(">I", 2), "wrong-passphrase", "Passes altered.")
    yield altered("version", 0, b"\2", "bad-key-file", "An unknown version.")
    yield altered("suite", 1, b"\2", "bad-key-file", "An unknown suite.")
    yield altered(
        "memory-high", 2, struct.pack(">I", 1_048_577), "bad-key-file", "More than 1 GiB of memory."
    )
    yield altered(
        "memory-low", 2, struct.pack(">I", 7), "bad-key-file", "Less memory than Argon2 can do with."
    )
    yield altered("passes-many", 6, b"\xff" * 4, "bad-key-file", "Passes without end.")
    yield altered("passes-none", 6, bytes(4), "bad-key-file", "No passes.")
    yield altered("lanes-many", 10, struct.pack(">I", 17), "bad-key-file", "More lanes than 16.")
    yield altered("lanes-none", 10, bytes(4), "bad-key-file", "No lanes.")
    for length in (0, 153, 155):
        resized = textfile.write(SECRET_KIND, name, (body + b"\0")[:length])
        yield case(
            f"length-{length}", resized, "bad-key-file", f"A body of {length} bytes; check line made anew."
        )
    yield case("cut", text[: len(text) // 2], "bad-key-file", "Cut off in the middle.")
    yield case("no-end", "\n".join(lines[:-1]), "bad-key-file", "The END line is missing.")
    yield case("no-name", "\n".join([lines[0], *lines[2:]]), "bad-key-file", "The name line is missing.")
    first = lines[2]
    mistyped = ("B" if first[0] != "B" else "C") + first[1:]
    yield case("mistyped", text.replace(first, mistyped), "bad-key-file", "One character changed.")
    cyrillic = text.replace(first, "А" + first[1:])
    yield case("cyrillic", cyrillic, "bad-key-file", "A Cyrillic А, which looks like a Latin A.")
    yield case("foreign", "-----BEGIN PRIVATE KEY-----\nAAAA\n", "bad-key-file", "A key of another program.")
    yield case("public", CORE.public.text(), "bad-key-file", "The public half.")
    unfit = textfile.write(SECRET_KIND, "../core", body)
    yield case("unfit-name", unfit, "bad-key-file", "A name that cannot be one.")
