"""What charts are made of. Widths are in percent, so letters keep their size on a phone; colours are classes of
desk.css, so they follow light and dark, and they differ in how dark they are, so that print and every eye can tell
them apart. Every chart stands beside a table of the same numbers, and its accessible name tells them too."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup


def svg(title: str, height: int, parts: Sequence[Markup], kind: str = "chart") -> Markup:
    """`height` is in px."""
    opening = Markup('<svg class="{}" role="img" aria-label="{}" width="100%" height="{}">')
    return opening.format(kind, title, height) + Markup("").join(parts) + Markup("</svg>")


def percent(share: float) -> str:
    return f"{share * 100:.2f}%"


def ticks(most: int) -> list[int]:
    """Round numbers from 0 to `most` or just above it, at most five."""
    unit = next(one for one in _units() if one * 4 >= most)
    return list(range(0, max(most, 1) + unit, unit))[: -(-max(most, 1) // unit) + 1]


def _units() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10
