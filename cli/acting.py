"""What the desk can have done, where the operator key is at hand: each is the command of that name, in a process of its
own. So the desk, which may hold a key that opens seals, never holds the operator's."""

import asyncio
import os
import sys
from pathlib import Path

from bot.settings import Settings
from desk.acting import Acts
from study.protocol import Protocol

NOT_FOR_IT = ("RESTANTE_PASSPHRASE", "RESTANTE_TOKEN")


def acts_at(protocol: Protocol, study: Path, data: Path) -> Acts | None:
    """None on a computer without the operator key."""
    if not Settings.load().operator_key(protocol.folder).is_file():
        return None

    async def erase(code: str) -> str:
        return await _done("erase", str(study), code, "--data", str(data), "--yes")

    async def done(request: int) -> str:
        return await _done("requests", str(study), "--data", str(data), "--done", str(request))

    return Acts(erase, done)


async def _done(*words: str) -> str:
    """What the command says, whatever comes of it."""
    environment = {name: value for name, value in os.environ.items() if name not in NOT_FOR_IT}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "cli.main",
        *words,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    out, err = await process.communicate()
    return (out + err).decode("utf-8", "replace").strip()
