"""The Bot API as data, where this machine has it: what is sent either way is held against it, field by field.

Bot API 10.1 in the form of PaulSonOfLars/telegram-bot-api-spec. It is not part of the project; without it the tests
that need it are skipped.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).resolve().parents[3] / "shared" / "telegram" / "api.min.json"
PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,), "Float": (int, float), "String": (str,), "Boolean": (bool,), "True": (bool,),
}  # fmt: skip
LIST = "Array of "


@lru_cache(maxsize=1)
def api() -> dict[str, Any]:
    if not FILE.is_file():
        pytest.skip("the Bot API as data is not on this machine")
    told: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
    return told


def method(name: str) -> dict[str, Any]:
    """A method by its name in lower case, which Telegram does not look at either."""
    methods: dict[str, Any] = {known.lower(): one for known, one in api()["methods"].items()}
    assert name.lower() in methods, f"there is no method {name}"
    found: dict[str, Any] = methods[name.lower()]
    return found


def faults(value: Any, kinds: list[str], where: str) -> list[str]:
    """What of `value` is none of `kinds`, in words; of several kinds, as little as can be said."""
    return min((_faults(value, kind, where) for kind in kinds), key=len)


def call_faults(name: str, parameters: dict[str, Any]) -> list[str]:
    """What of a call with these parameters the Bot API does not describe."""
    return _fields(parameters, method(name).get("fields", []), name)


def _faults(value: Any, kind: str, where: str) -> list[str]:
    if kind.startswith(LIST):
        if not isinstance(value, list):
            return [f"{where}: no list"]
        inner = kind.removeprefix(LIST)
        return [fault for n, one in enumerate(value) for fault in _faults(one, inner, f"{where}[{n}]")]
    if kind in PLAIN:
        right = isinstance(value, PLAIN[kind]) and (isinstance(value, bool) == (bool in PLAIN[kind]))
        return [] if right else [f"{where}: no {kind}"]
    described = api()["types"][kind]
    if "subtypes" in described:
        return faults(value, described["subtypes"], where)
    if not isinstance(value, dict):
        return [f"{where}: no {kind}"]
    return _fields(value, described.get("fields", []), where)


def _fields(value: dict[str, Any], described: list[dict[str, Any]], where: str) -> list[str]:
    known = {field["name"]: field for field in described}
    wrong = [f"{where}.{name}: not in the Bot API" for name in value if name not in known]
    wrong += [
        f"{where}.{name}: missing" for name, field in known.items() if field["required"] and name not in value
    ]
    for name, one in value.items():
        if name in known:
            wrong += faults(one, known[name]["types"], f"{where}.{name}")
    return wrong
