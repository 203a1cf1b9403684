"""The event loop of the service: libuv's where there is one. Most of an answer's time goes into hops between threads
and sockets, and its are shorter."""

import asyncio
from collections.abc import Coroutine
from typing import Any

try:
    from uvloop import new_event_loop
except ImportError:  # Windows has none; a laptop there only reads and exports, and the demo runs as well
    new_event_loop = asyncio.new_event_loop  # type: ignore[assignment]


def run_loop(work: Coroutine[Any, Any, None]) -> None:
    """As `asyncio.run`."""
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(work)
