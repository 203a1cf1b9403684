"""The time of the service, which in a demonstration may have travelled."""

import time


def service_time(clock_url: str) -> float:
    """Unix time. `clock_url` is that of the simulator whose clock the service follows; empty: this computer's."""
    if not clock_url:
        return time.time()
    from desk.clock import travelling_clock

    return travelling_clock(clock_url)().timestamp()
