"""The second opener (document_opener.py), written from docs/sealing.md alone, opens what must open and refuses what
must be refused: so the document says enough, and says it right."""

import ast
import hashlib
import json
import re
from base64 import b64decode
from pathlib import Path
from typing import Any

import document_opener
import pytest
from document_opener import (
    Refused,
    Secret,
    bucket,
    context_bytes,
    key_file,
    look_up,
    open_box,
    open_envelope,
    secret_key,
    unwrap,
)

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs" / "sealing.md"


def vectors(name: str) -> Any:
    return json.loads((HERE / f"{name}.json").read_text("utf-8"))


def named(vector: object) -> str:
    return vector["name"] if isinstance(vector, dict) else str(vector)


@pytest.fixture(scope="module")
def secrets() -> dict[str, Secret]:
    return {key["name"]: Secret(bytes.fromhex(key["secret"])) for key in vectors("keys")["keys"]}


@pytest.fixture(scope="module")
def operator() -> bytes:
    return key_file("OPERATOR KEY", (HERE / "operator.key").read_text("utf-8"))[1]


@pytest.mark.parametrize("key", vectors("keys")["keys"], ids=named)
def test_keys(key: dict[str, Any]) -> None:
    secret = Secret(bytes.fromhex(key["secret"]))
    assert hashlib.shake_256(bytes.fromhex(key["x_wing_seed"])).digest(96) == secret.raw
    assert secret.public.hex() == key["public"]
    assert secret.id.hex() == key["id"]
    public_text = (HERE / f"{key['name']}.pub").read_text("utf-8")
    assert key_file("PUBLIC KEY", public_text) == (key["name"], secret.public)
    assert secret_key((HERE / f"{key['name']}.key").read_text("utf-8"), key["passphrase"]) == secret


@pytest.mark.parametrize("vector", vectors("keys")["files"], ids=named)
def test_key_files(vector: dict[str, Any]) -> None:
    if vector["expect"] == "opens":
        assert secret_key(vector["text"], vector["passphrase"]).raw.hex() == vector["secret"]
    else:
        with pytest.raises(Refused, match=f"^{vector['expect']}$"):
            secret_key(vector["text"], vector["passphrase"])


@pytest.mark.parametrize("vector", vectors("envelopes"), ids=named)
def test_envelopes(vector: dict[str, Any], secrets: dict[str, Secret]) -> None:
    envelope, context = b64decode(vector["envelope"]), context_bytes(**vector["context"])
    for key in vector["keys"]:
        if vector["expect"] == "opens":
            opened = open_envelope(envelope, context, secrets[key])
            assert (len(opened), hashlib.sha256(opened).hexdigest()) == (vector["length"], vector["sha256"])
            assert vector["plaintext"] is None or opened == b64decode(vector["plaintext"])
        else:
            with pytest.raises(Refused, match=f"^{vector['expect']}$"):
                open_envelope(envelope, context, secrets[key])


@pytest.mark.parametrize("vector", vectors("operator")["boxes"], ids=named)
def test_boxes(vector: dict[str, Any], operator: bytes) -> None:
    box, place = b64decode(vector["box"]), vector["place"].encode()
    if vector["expect"] == "opens":
        assert open_box(operator, vector["purpose"], place, box) == b64decode(vector["plaintext"])
    else:
        with pytest.raises(Refused, match=r"^does-not-open$"):
            open_box(operator, vector["purpose"], place, box)


@pytest.mark.parametrize("vector", vectors("operator")["lookups"], ids=named)
def test_look_ups(vector: dict[str, Any], operator: bytes) -> None:
    assert look_up(operator, vector["purpose"], vector["value"].encode()).hex() == vector["hash"]


def test_steps(secrets: dict[str, Secret]) -> None:
    steps = vectors("steps")
    for context in steps["contexts"]:
        assert context_bytes(**context["parts"]).hex() == context["bytes"]
    for length, padded in steps["buckets"]:
        assert bucket(length) == padded, length
    wrap = steps["wrap"]
    values = unwrap(b64decode(wrap["entry"]), secrets[wrap["key"]], bytes.fromhex(wrap["context"]))
    assert {name: value.hex() for name, value in values.items()} == wrap["values"]


def test_the_table_of_buckets_in_the_document_is_right() -> None:
    rows = re.findall(r"^\| (?:L \(= 4 \+ n\)|bucket) \|(.+)\|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    lengths, buckets = ([int(cell.replace(" ", "")) for cell in row.split("|")] for row in rows)
    assert len(lengths) > 8
    assert [bucket(length) for length in lengths] == buckets


def test_the_opener_stands_alone() -> None:
    tree = ast.parse(Path(document_opener.__file__).read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "cryptography.exceptions" in names
    assert not {name for name in names if "sealing" in name or "hpke" in name}
