"""Key files as people handle them: a first line that says what it is, a name, base64, and a checksum, so that a file
that was cut off or mistyped is told plainly."""

import base64
import hashlib
import re
import textwrap

WIDTH = 64
LARGEST = 16_384
KINDS = {"PUBLIC KEY": "a public key", "SECRET KEY": "a secret key", "OPERATOR KEY": "the operator key"}


class KeyFileError(Exception):
    """A key file cannot be used; the message says why and what to do."""


def write(kind: str, name: str, body: bytes) -> str:
    """The text of a key file of this kind."""
    lines = textwrap.wrap(base64.b64encode(body).decode(), WIDTH)
    return "\n".join(
        [_begin(kind), f"name: {name}", *lines, f"check: {_checksum(name, body)}", _end(kind), ""]
    )


def read(kind: str, text: str, where: str) -> tuple[str, bytes]:
    """Name and body. Raises KeyFileError when it is of another kind, cut off or damaged."""
    text = text.removeprefix("\ufeff")[:LARGEST]  # Windows' Notepad puts that mark before UTF-8
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = next((known for known in KINDS if lines and lines[0] == _begin(known)), None)
    if found is None:
        raise KeyFileError(f"{where} is not a Poste Restante key file.")
    if found != kind:
        raise KeyFileError(f"{where} holds {KINDS[found]}; {KINDS[kind]} is needed here.")
    if len(lines) < 5 or lines[-1] != _end(kind) or not lines[1].startswith("name: "):
        raise KeyFileError(f"{where} is cut off. Copy the whole file again, up to its END line.")
    try:
        body = base64.b64decode("".join(lines[2:-2]), validate=True)
    except ValueError:  # binascii.Error, or a letter that is not ASCII
        raise KeyFileError(f"{where} is damaged. Copy it again from its source.") from None
    name = lines[1].removeprefix("name: ")
    if lines[-2] != f"check: {_checksum(name, body)}":
        raise KeyFileError(f"{where} is damaged: its check line does not fit. Copy it again from its source.")
    return name, body


def blocks(text: str) -> list[str]:
    """A text of several key files, one after the other, as the text of each. At least one, whatever it is."""
    found: list[list[str]] = [[]]
    for line in text[:LARGEST].splitlines():
        found[-1].append(line)
        if line.strip().startswith("-----END "):
            found.append([])
    whole = ["\n".join(lines) for lines in found]
    return [block for block in whole if block.strip()] or [text]


def fit_name(name: str) -> str:
    """Raises KeyFileError unless `name` is 1 to 40 letters, digits, dashes or underscores."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", name):
        raise KeyFileError(
            "A key's name is 1 to 40 Latin letters, digits, dashes or underscores, such as core or escrow-2."
        )
    return name


def _begin(kind: str) -> str:
    return f"-----BEGIN RESTANTE {kind}-----"


def _end(kind: str) -> str:
    return f"-----END RESTANTE {kind}-----"


def _checksum(name: str, body: bytes) -> str:
    return hashlib.sha256(name.encode() + b"\0" + body).hexdigest()[:16]
