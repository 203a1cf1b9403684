"""`restante run` with everything on. `python -m bench.ours STUDY DATA ROOT PLACES`; with 0 places it keeps
Telegram's pace, otherwise it sends that many at once as fast as it can: the local server has no limits, and is
asked how fast we are."""

import sys
from pathlib import Path

from pydantic import SecretStr

from bot.logs import set_up
from bot.loop import run_loop
from bot.pacing import Pace
from bot.service import serve
from bot.settings import Settings
from study.reading import read_protocol


def main(study: Path, data: Path, root: str, places: int) -> None:
    settings = Settings(token=SecretStr("7:bench"), api_url=root)
    pace = Pace.unhurried(places) if places else Pace()
    set_up()
    run_loop(serve(settings, read_protocol(study), data, pace=pace))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
