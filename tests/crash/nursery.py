"""Starts the real service again and again, quickly: everything is imported once, and each start is a fork.

Reads one JSON line per command. {"start": {"milestone": "sent" or "", "pass": 3}} forks a service that kills itself
with SIGKILL at the third pass of that milestone, and answers {"pid": …}. {"wait": pid} answers {"status": …} when it
has ended. Nothing is threaded here before the fork."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from pydantic import SecretStr

import bot.service as service
import handlers.routing  # noqa: F401 - imported before the fork, like everything
from bot.logs import set_up
from bot.milestones import Milestone
from bot.pacing import Pace
from bot.settings import Settings
from study.reading import read_protocol


def killer(milestone: str, passes: int) -> Any:
    """Kills this process at the given pass of a milestone, as a power cut would."""
    left = passes

    def passing(name: Milestone) -> None:
        nonlocal left
        if name == milestone:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return passing


def serve(study: Path, data: Path, root: str, token: str, milestone: str, passes: int) -> None:
    settings = Settings(token=SecretStr(token), api_url=root, poll_seconds=5)
    asyncio.run(
        service.serve(
            settings, read_protocol(study), data, pace=Pace.unhurried(), passing=killer(milestone, passes)
        )
    )


def main(study: Path, data: Path, root: str, token: str) -> None:
    set_up()
    for line in sys.stdin:
        asked = json.loads(line)
        if "start" in asked:
            start = asked["start"]
            child = os.fork()
            if child == 0:
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                try:
                    serve(study, data, root, token, start["milestone"], start["pass"])
                finally:
                    os._exit(0)
            print(json.dumps({"pid": child}), flush=True)
        else:
            _, status = os.waitpid(asked["wait"], 0)
            print(json.dumps({"status": status}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
