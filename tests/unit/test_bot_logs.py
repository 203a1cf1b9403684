"""What reaches the log, and what never does."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import note, set_up, warn

SECRET = "110201543:token-and-an-answer"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level, raising = list(root.handlers), root.level, logging.raiseExceptions
    stream = io.StringIO()
    set_up(stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.raiseExceptions = raising


def test_our_own_events_with_allowed_fields(lines: io.StringIO) -> None:
    note("poll-failed", code=502, seconds=2.0, fault="Unclear")
    line = json.loads(lines.getvalue())
    assert line.pop("at")
    assert line == {"level": "info", "event": "poll-failed", "code": 502, "seconds": 2.0, "class": "Unclear"}


def test_another_field_is_a_mistake_in_our_code(lines: io.StringIO) -> None:
    with pytest.raises(ValueError, match="chat"):
        warn("sent", chat=7)


@pytest.mark.parametrize(
    "name", ["", "telegram.Bot", "httpx", "apscheduler.executors", "some.library", "restante"]
)
def test_of_others_only_name_level_and_class(lines: io.StringIO, name: str) -> None:
    logger = logging.getLogger(name)
    try:
        raise KeyError(SECRET)
    except KeyError:
        logger.critical("Failed for %s: " + SECRET, SECRET, exc_info=True, stack_info=True)
    logger.critical("%d is not a number", SECRET)
    assert SECRET not in lines.getvalue()
    first = json.loads(lines.getvalue().splitlines()[0])
    assert first["class"] == "KeyError"
    assert first["logger"] == logger.name
    assert first.keys() == {"at", "level", "logger", "class"}


@pytest.mark.parametrize("name", ["telegram.ext", "httpx", "asyncio"])
def test_some_libraries_say_nothing_below_critical(lines: io.StringIO, name: str) -> None:
    logging.getLogger(name).error("anything")
    assert lines.getvalue() == ""
