"""The time, as the desk takes it: this computer's, or in a demonstration that of the time-travelling chat."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.error import URLError
from urllib.request import urlopen


def system_clock() -> datetime:
    return datetime.now(UTC)


def travelling_clock(root: str) -> Callable[[], datetime]:
    """This computer's time plus the shift that the simulator at `root` has (RESTANTE_CLOCK_URL). When it does
    not answer, the last shift it told holds."""
    address = f"{root.rstrip('/')}/time"
    shift = timedelta(0)

    def now() -> datetime:
        nonlocal shift
        try:
            with urlopen(address, timeout=0.5) as answer:  # noqa: S310 - the operator's own address
                shift = timedelta(seconds=float(json.load(answer)["shift"]))
        except (URLError, OSError, ValueError, KeyError, TypeError):
            pass
        return system_clock() + shift

    return now
