"""`restante run` with everything on, but for Telegram's pace: the local server has no limits, and here it is asked how
fast we are. `python -m bench.ours STUDY DATA ROOT PLACES`"""

import asyncio
import sys
from pathlib import Path

from pydantic import SecretStr

from bot.logs import set_up
from bot.pacing import Pace
from bot.service import serve
from bot.settings import Settings
from study.reading import read_protocol


async def main(study: Path, data: Path, root: str, at_once: int) -> None:
    settings = Settings(token=SecretStr("7:bench"), api_url=root)
    pace = Pace.unhurried(at_once)
    await serve(settings, read_protocol(study), data, pace=pace)


if __name__ == "__main__":
    set_up()
    import uvloop
    uvloop.run(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
