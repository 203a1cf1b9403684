"""The ledger as docs/consent.md describes it: its example is what the program makes."""

import hashlib
import re
from pathlib import Path

from study.ledger import FIRST, canonical, chained, commitment, named

DOCS = Path(__file__).resolve().parents[2] / "docs" / "consent.md"
EXAMPLE = re.compile(r"^(\{.*\})\ncommitment ([0-9a-f]{64})\nhash       ([0-9a-f]{64})$", re.MULTILINE)


def test_the_example_of_the_document() -> None:
    examples = EXAMPLE.findall(DOCS.read_text("utf-8"))
    assert len(examples) == 2
    previous = FIRST
    for n, (body, committed, hash) in enumerate(examples, start=1):
        salt = bytes(range(32 * (n - 1), 32 * n))
        assert commitment(salt, body).hex() == committed
        assert chained(n, previous, bytes.fromhex(committed)).hex() == hash
        previous = bytes.fromhex(hash)


def test_as_the_document_says_it_in_words() -> None:
    """Written out once more, as somebody with only the document would."""
    salt, body = bytes(32), '{"kind":"told"}'
    committed = hashlib.sha256(b"restante ledger entry 1" + b"\x0a" + salt + body.encode("utf-8")).digest()
    assert commitment(salt, body) == committed
    linked = b"restante ledger 1" + b"\x0a" + (7).to_bytes(8, "big") + bytes(32) + committed
    assert chained(7, bytes(32), committed) == hashlib.sha256(linked).digest()


def test_how_somebody_else_is_named() -> None:
    salt = bytes(range(0x40, 0x60))
    assert f"with       {named(salt, 'AM-05')}" in DOCS.read_text("utf-8")
    assert (
        named(salt, "AM-05") == hashlib.sha256(b"restante ledger other 1\x0a" + salt + b"AM-05").hexdigest()
    )
    assert len({named(salt, "AM-05"), named(salt, "AM-06"), named(bytes(32), "AM-05")}) == 3


def test_a_body_is_the_same_however_its_keys_came() -> None:
    assert canonical({"b": 1, "a": "я"}) == canonical({"a": "я", "b": 1}) == '{"a":"я","b":1}'


def test_nothing_can_be_tried_without_the_salt() -> None:
    body = canonical({"kind": "withdrawal"})
    assert commitment(bytes(32), body) != commitment(b"\x01" + bytes(31), body)
