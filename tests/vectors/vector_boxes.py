"""Operator boxes and look-ups (operator.json). See make.py."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from vector_envelopes import flipped
from vector_keys import OPERATOR

from sealing.operator import OperatorKey


def boxes() -> Iterator[dict[str, Any]]:
    operator = OperatorKey(OPERATOR)

    def case(
        name: str, box: bytes, plaintext: bytes | None, purpose: str = "state", place: str = "9f0c"
    ) -> dict[str, Any]:
        return {
            "name": name,
            "purpose": purpose,
            "place": place,
            "box": b64encode(box).decode(),
            "expect": "does-not-open" if plaintext is None else "opens",
            "plaintext": None if plaintext is None else b64encode(plaintext).decode(),
        }

    said = b'{"stage":"diary"}'
    for name, plaintext in {"empty": b"", "json": said, "full": b"a" * 60, "over": b"a" * 61}.items():
        yield case(name, operator.box("state", plaintext, b"9f0c"), plaintext)
    yield case(
        "russian-place", operator.box("inbox", said, "update:7·я".encode()), said, "inbox", "update:7·я"
    )
    yield case("no-place", operator.box("inbox", said), said, "inbox", "")
    box = operator.box("state", said, b"9f0c")
    yield case("other-place", box, None, place="9f0d")
    yield case("other-purpose", box, None, purpose="contact")
    yield case("other-key", OperatorKey(bytes(32)).box("state", said, b"9f0c"), None)
    yield case("altered", flipped(box, 20), None)
    yield case("nonce", flipped(box, 2), None)
    yield case("version", flipped(box, 0), None)
    yield case("generation", flipped(box, 1), None)
    yield case("cut", box[:-1], None)
    yield case("start", box[:2], None)
    yield case("nothing", b"", None)


def lookups() -> Iterator[dict[str, str]]:
    operator = OperatorKey(OPERATOR)
    for purpose, value in (
        ("contact", "5001001"),
        ("contact", "-1001"),
        ("check", "operator key"),
        ("contact", ""),
    ):
        name = f"{purpose} of {value!r}"
        yield {
            "name": name,
            "purpose": purpose,
            "value": value,
            "hash": operator.lookup(purpose, value.encode()).hex(),
        }
