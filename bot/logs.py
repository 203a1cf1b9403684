"""Logs that can be shown to anybody: one JSON line per event on stderr, with fields from a short list.

Of what a library logs only its name, the level and the class of an exception remain. Its messages, arguments and
tracebacks hold tokens and what people said, so they are never rendered.
"""

import json
import logging
import sys
import time
from typing import Any, TextIO

FIELDS = ("event", "kind", "count", "code", "seconds", "class")
HOUSE = "restante"
SILENCED = ("httpx", "httpcore", "telegram", "aiohttp", "apscheduler", "aiosqlite", "asyncio")

_log = logging.getLogger(HOUSE)


class JsonLines(logging.Formatter):
    """A record as one line of JSON, or nothing of it but where it came from."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
        }
        fields = getattr(record, "restante", None)
        if record.name == HOUSE and isinstance(fields, dict):
            line |= {name: fields[name] for name in FIELDS if name in fields}
        else:
            line["logger"] = record.name
            if record.exc_info and record.exc_info[0]:
                line["class"] = record.exc_info[0].__name__
        return json.dumps(line)


def set_up(stream: TextIO | None = None) -> None:
    """Sends every log of this process through `JsonLines` to `stream` (stderr), libraries from WARNING up."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.raiseExceptions = False  # a handler's own complaint would print the record's arguments
    for name in SILENCED:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    _log.setLevel(logging.INFO)


def note(event: str, level: int = logging.INFO, **fields: str | int | float) -> None:
    """Logs `event`. Other fields than the allowed are a mistake in our code. `fault` names an exception's class."""
    if "fault" in fields:
        fields["class"] = fields.pop("fault")
    unknown = fields.keys() - set(FIELDS)
    if unknown:
        raise ValueError(f"not a field of the log: {sorted(unknown)}")
    _log.log(level, event, extra={"restante": {"event": event, **fields}})


def warn(event: str, **fields: str | int | float) -> None:
    """Logs `event` as a warning."""
    note(event, logging.WARNING, **fields)
