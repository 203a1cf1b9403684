"""What `sealing` makes of the committed vectors. They are frozen: later versions must open them as this one does."""

import hashlib
import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import make
import pytest

from sealing.envelope import bucket
from sealing.keys import KeyFileError, load_public_key
from sealing.operator import OperatorKey, OperatorKeyError
from sealing.seal import Context
from sealing.secret import SecretKey, WrongPassphrase, load_secret_key, unlock
from sealing.unseal import BrokenSeal, NotForThisKey, unseal

HERE = Path(__file__).parent
REFUSALS = {
    "broken-seal": BrokenSeal,
    "not-for-this-key": NotForThisKey,
    "wrong-passphrase": WrongPassphrase,
    "bad-key-file": KeyFileError,
    "does-not-open": OperatorKeyError,
}
FROZEN = {
    "core.key": "d8d206888711590877302ed09d9af09d688f64b88f052cf87ffe6a4292ca814e",
    "core.pub": "50f4685d2e0748eaa05439ac5ae156dee381dc47386a70d34eb80cbacb6efdfa",
    "envelopes.json": "c939bf72548bf71bbe45b6177f35712ede9f2754784200d81c6c0f7f19aec936",
    "escrow.key": "0f65f19e1ad4a87a969c9c0cc5ca63e72395b1831436186620e44303989114b3",
    "escrow.pub": "1b0fa4e9cc9e701d09e4bd68c3c88ed2a2e7fe9c519a0db05686b49e15ab6734",
    "keys.json": "a029b8c345d1d9ebcd7f247e7759630d5d7dc517fa9c0a0720607711f98f394c",
    "operator.json": "d9f5c93d448393a12008d97df62bb67b91e75b733f379a77f1c191e22bf6e28a",
    "operator.key": "12b58ea860b1142a03f384a5f1164860ae9d4927ec10ede6ba53df396f14bf88",
    "partner.key": "acb1e644e3dac9262f31ffe363a24973fdfad88d1d9312998db8e1b2f244ccdf",
    "partner.pub": "6234cb1d457e427b77afaec30a56c65a0a0bd732892d6dd4d73546e49cd4a58d",
    "steps.json": "6678cb35e03c5434fc216cfe0a2f4d7852932d4bef768af05a3d1f251291ab1a",
    "stranger.key": "ba8079117f38efb6dd83243e2825ef8ea5a4b0d89962176a3a9e34c0a201abd8",
    "stranger.pub": "82e5136a50c695e4ad9d6e56cbaeb76816d7901006006ff8df01a66182f38e79",
}


def vectors(name: str, folder: Path = HERE) -> Any:
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


def named(vector: object) -> str:
    return vector["name"] if isinstance(vector, dict) else str(vector)


@pytest.fixture(scope="module")
def secrets() -> dict[str, SecretKey]:
    raw = {key["name"]: bytes.fromhex(key["secret"]) for key in vectors("keys")["keys"]}
    return {name: SecretKey(name, one[:64], one[64:]) for name, one in raw.items()}


@pytest.mark.parametrize("name", FROZEN)
def test_the_vectors_are_as_they_were(name: str) -> None:
    assert hashlib.sha256((HERE / name).read_bytes()).hexdigest() == FROZEN[name], (
        f"{name} has changed. Vectors of v1 are never written anew: whoever holds data of v1 relies on them."
    )


def test_nothing_of_the_vectors_is_unfrozen() -> None:
    data = {path.name for path in HERE.iterdir() if path.suffix in {".json", ".key", ".pub"}}
    assert data == set(FROZEN)


@pytest.mark.parametrize("key", vectors("keys")["keys"], ids=named)
def test_keys(key: dict[str, Any], secrets: dict[str, SecretKey]) -> None:
    secret = load_secret_key(HERE / f"{key['name']}.key", key["passphrase"])
    assert secret == secrets[key["name"]]
    assert secret.public == load_public_key(HERE / f"{key['name']}.pub")
    assert (secret.public.raw.hex(), secret.public.id.hex()) == (key["public"], key["id"])


@pytest.mark.parametrize("vector", vectors("keys")["files"], ids=named)
def test_key_files(vector: dict[str, Any]) -> None:
    if vector["expect"] == "opens":
        secret = unlock(vector["text"], vector["passphrase"])
        assert (secret.seed + secret.x25519).hex() == vector["secret"]
    else:
        with pytest.raises(REFUSALS[vector["expect"]]) as caught:
            unlock(vector["text"], vector["passphrase"])
        assert caught.type is REFUSALS[vector["expect"]]


@pytest.mark.parametrize("vector", vectors("envelopes"), ids=named)
def test_envelopes(vector: dict[str, Any], secrets: dict[str, SecretKey]) -> None:
    check_envelope(vector, secrets)


def check_envelope(vector: dict[str, Any], secrets: dict[str, SecretKey]) -> None:
    envelope, context = b64decode(vector["envelope"]), Context(**vector["context"])
    for key in vector["keys"]:
        if vector["expect"] == "opens":
            opened = unseal(envelope, context, secrets[key])
            assert (len(opened), hashlib.sha256(opened).hexdigest()) == (vector["length"], vector["sha256"])
            assert vector["plaintext"] is None or opened == b64decode(vector["plaintext"])
        else:
            with pytest.raises(REFUSALS[vector["expect"]]):
                unseal(envelope, context, secrets[key])


@pytest.mark.parametrize("vector", vectors("operator")["boxes"], ids=named)
def test_boxes(vector: dict[str, Any]) -> None:
    operator = OperatorKey.load(HERE / "operator.key")
    box, place = b64decode(vector["box"]), vector["place"].encode()
    if vector["expect"] == "opens":
        assert operator.unbox(vector["purpose"], box, place) == b64decode(vector["plaintext"])
    else:
        with pytest.raises(OperatorKeyError):
            operator.unbox(vector["purpose"], box, place)


@pytest.mark.parametrize("vector", vectors("operator")["lookups"], ids=named)
def test_look_ups(vector: dict[str, Any]) -> None:
    operator = OperatorKey.load(HERE / "operator.key")
    assert operator.lookup(vector["purpose"], vector["value"].encode()).hex() == vector["hash"]


def test_steps() -> None:
    for context in vectors("steps")["contexts"]:
        assert Context(**context["parts"]).encode().hex() == context["bytes"]
    assert [[length, bucket(length)] for length, _ in vectors("steps")["buckets"]] == vectors("steps")[
        "buckets"
    ]


def test_vectors_written_anew_say_the_same(tmp_path: Path, secrets: dict[str, SecretKey]) -> None:
    make.write(tmp_path)
    for vector in vectors("envelopes", tmp_path):
        check_envelope(vector, secrets)
    for name in ("keys", "envelopes", "operator"):
        assert _claims(vectors(name, tmp_path)) == _claims(vectors(name))
    assert {path.name for path in tmp_path.iterdir()} == set(FROZEN)


def _claims(data: Any) -> Any:
    """A vector file without what is drawn at random."""
    if isinstance(data, list):
        return [_claims(one) for one in data]
    if isinstance(data, dict):
        return {key: _claims(one) for key, one in data.items() if key not in {"envelope", "box", "text"}}
    return data
