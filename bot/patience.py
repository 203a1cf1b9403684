"""How long to wait before trying again."""


def pause(tries: int, at_most: float = 30.0) -> float:
    """Seconds to wait after `tries` failures in a row: 1, 2, 4, 8 … up to `at_most`."""
    return min(at_most, 2.0 ** min(max(tries, 1) - 1, 16))
