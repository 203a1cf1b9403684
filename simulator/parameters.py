"""A call's parameters, however they came: query string, form, multipart or JSON, nested values as JSON text."""

import json
import math
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar

from starlette.datastructures import UploadFile
from starlette.requests import Request

from simulator.refusal import Refusal, bad

LARGEST = 2**63 - 1  # what the store can hold; Telegram's ids have at most 52 bits
LARGEST_BODY = 64 * 1024 * 1024  # bytes; the Bot API takes files up to 50 MB
Kind = TypeVar("Kind", bound="Parameters")


@dataclass(frozen=True)
class Upload:
    """A file as it came."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True)
class Parameters:
    """Typed access as lenient as Telegram's: what is no number counts as absent."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """A string; numbers are taken as written."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number of at most 64 bits, or `default`."""
        number = as_integer(self.values.get(name, default))
        return default if number is None else number

    def number(self, name: str, default: float) -> float:
        """A finite number, or `default`."""
        number = as_number(self.values.get(name, default))
        return default if number is None else number

    def flag(self, name: str) -> bool:
        """True for true, 1, "true", "1", "yes"."""
        return str(self.values.get(name, "")).lower() in {"true", "1", "yes"}

    def structure(self, name: str) -> Any:
        """A nested value, or None. Raises 400 when it should be JSON and is not."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        return parsed(value, f"{name.replace('_', ' ')} JSON object") if value else None

    def upload(self, name: str) -> Upload | None:
        """The file sent under `name`, or the one it points to as attach://part."""
        if name in self.files:
            return self.files[name]
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.files.get(value.removeprefix("attach://"))
        return None


class Exact(Parameters):
    """Typed access for people and stage hands: nothing is guessed. Raises Refusal 400 naming the parameter."""

    def text(self, name: str, default: str = "") -> str:
        """A string, or `default` when it is absent."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, str):
            self._not(name, "a string")
        return default if value is None else value

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number, or `default` when it is absent."""
        value = self.values.get(name)
        number = default if value is None else as_integer(value)
        return self._not(name, "a whole number of at most 64 bits") if number is None else number

    def number(self, name: str, default: float) -> float:
        """A finite number, or `default` when it is absent."""
        value = self.values.get(name)
        number = default if value is None else as_number(value)
        return self._not(name, "a number") if number is None else number

    def flag(self, name: str) -> bool:
        """True or false; false when it is absent."""
        if self.values.get(name) not in (None, True, False, "true", "false", "1", "0"):
            self._not(name, "true or false")
        return super().flag(name)

    def within(self, name: str, default: int, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        number = self.integer(name, default)
        return number if low <= number <= high else self._not(name, f"from {low} to {high}")

    @staticmethod
    def _not(name: str, what: str) -> NoReturn:
        raise bad(f'"{name}" must be {what}')


def as_integer(value: Any) -> int | None:
    """A whole number of at most 64 bits, or None."""
    if isinstance(value, bool | float) or not isinstance(value, int | str):
        return None
    try:
        number = int(value)
    except ValueError:
        return None
    return number if abs(number) <= LARGEST else None


def as_number(value: Any) -> float | None:
    """A finite number, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def parsed(text: str | bytes, what: str) -> Any:
    """JSON. Raises Refusal 400 for what is none, or what could not be sent on: NaN, half a character."""
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        raise bad("strings must be encoded in UTF-8") from None
    except (ValueError, RecursionError):
        raise bad(f"can't parse {what}") from None
    return value


async def read_parameters(request: Request, kind: type[Kind]) -> Kind:
    """Read them all; the body wins over the query string. Raises Refusal 400, or 413 for too large a body."""
    values: dict[str, Any] = dict(request.query_params)
    files: dict[str, Upload] = {}
    length = as_integer(request.headers.get("content-length"))
    if length is not None and length > LARGEST_BODY:
        raise Refusal(413, "Request Entity Too Large")
    media = request.headers.get("content-type", "")
    if media.startswith("application/json"):
        body = parsed(await request.body() or b"{}", "JSON object")
        if not isinstance(body, dict):
            raise bad("object expected as the JSON body")
        values.update(body)
    elif media.startswith(("multipart/form-data", "application/x-www-form-urlencoded")):
        async with request.form() as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    mime = value.content_type or "application/octet-stream"
                    files[name] = Upload(value.filename or name, mime, await value.read())
                else:
                    values[name] = value
    return kind(values, files)
