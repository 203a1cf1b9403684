"""Charts as SVG, drawn on the server: the funnel, and bars. Those of prompts in time are in `desk.charts_in_time`."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from desk.recruitment import Funnel
from desk.svg import percent, svg

_ROW = 46
_STEP, _FLOW = 30, 34  # px: a step of the funnel, and the way to the next
_MIDDLE, _BREADTH = 0.60, 0.58  # of the funnel, as shares of the chart's width


def funnel(title: str, counts: Funnel) -> Markup:
    """The way into the study as a funnel: each step as broad as its number, and between two steps the share that
    went on, with what became of others."""
    steps, most = counts.steps, max(n for _, n in counts.steps) or 1
    lost = (
        _lost((counts.ineligible, "could not take part")),
        _lost((counts.declined, "declined")),
        _lost((counts.withdrew, "withdrew"), (counts.blocked, "blocked the bot")),
    )
    parts = []
    for index, (name, n) in enumerate(steps):
        top = index * (_STEP + _FLOW)
        if index:
            parts.append(_flow(top - _FLOW, steps[index - 1][1], n, most, lost[index - 1]))
        parts.append(_step(name, n, top, n / most))
    told = ", ".join(f"{name} {n}" for name, n in steps)
    return svg(f"{title}: {told}", len(steps) * (_STEP + _FLOW) - _FLOW, parts)


def _step(name: str, n: int, top: int, share: float) -> Markup:
    breadth = share * _BREADTH
    drawn = Markup(
        '<text class="name" x="0" y="{}">{}</text><text class="figure" x="100%" y="{}">{}</text>'
        '<rect class="step" x="{}" y="{}" width="{}" height="{}" rx="2"/>'
    )
    return drawn.format(
        top + 20, name, top + 20, n, percent(_MIDDLE - breadth / 2), top, percent(breadth), _STEP
    )


def _flow(top: int, before: int, after: int, most: int, lost: str) -> Markup:
    shape = Markup(
        '<svg x="{}" y="{}" width="{}" height="{}" viewBox="0 0 200 1" preserveAspectRatio="none">'
        '<polygon class="flow" points="{:.1f},0 {:.1f},0 {:.1f},1 {:.1f},1"/></svg>'
        '<text class="went" x="{}" y="{}">{}</text>'
    )
    above, below = before / most * 100, after / most * 100
    share = f"{after / before:.0%} went on" if before else ""
    said = " · ".join(part for part in (share, lost) if part)
    return shape.format(
        *(percent(_MIDDLE - _BREADTH / 2), top, percent(_BREADTH), _FLOW),
        *(100 - above, 100 + above, 100 + below, 100 - below),
        *(percent(_MIDDLE), top + 22, said),
    )


def _lost(*counts: tuple[int, str]) -> str:
    return ", ".join(f"{n} {what}" for n, what in counts if n)


@dataclass(frozen=True)
class Bar:
    """One bar: `layers` are (class, number), the longest first, drawn over each other. `target` is a mark; `said` is
    the figure at the end of the line, where it is another than the number of the last layer."""

    label: str
    layers: tuple[tuple[str, int], ...]
    target: int | None = None
    said: str = ""

    @property
    def reach(self) -> int:
        return max(*(n for _, n in self.layers), self.target or 0)

    @property
    def figure(self) -> str:
        """The number at the end of the line: of the last layer, of how many."""
        if self.said:
            return self.said
        whole = self.target if self.target is not None else self.layers[0][1]
        return f"{self.layers[-1][1]} of {whole}"


def bars(title: str, rows: Sequence[Bar], *, even: bool = False) -> Markup:
    """Horizontal bars, one below the other, with their names above; `even` where each is as long as the others, and
    its layers are shares of it."""
    most = max((row.reach for row in rows), default=0) or 1
    parts = [_bar(row, index * _ROW, (row.reach or 1) if even else most) for index, row in enumerate(rows)]
    told = ", ".join(f"{row.label} {row.figure}" for row in rows)
    return svg(f"{title}: {told}", len(rows) * _ROW - 8, parts)


def _bar(row: Bar, top: int, most: int) -> Markup:
    parts = [
        Markup('<text class="name" x="0" y="{}">{}</text>').format(top + 15, row.label),
        Markup('<text class="figure" x="100%" y="{}">{}</text>').format(top + 15, row.figure),
        Markup('<rect class="track" x="0" y="{}" width="100%" height="14" rx="2"/>').format(top + 23),
    ]
    layer = Markup('<rect class="{}" x="0" y="{}" width="{}" height="14" rx="2"/>')
    parts += [layer.format(kind, top + 23, percent(n / most)) for kind, n in row.layers]
    if row.target is not None:
        parts.append(_mark(top + 19, row.target / most))
    return Markup("").join(parts)


def _mark(top: int, share: float) -> Markup:
    drawn = Markup('<line class="target" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>')
    return drawn.format(percent(min(share, 0.997)), top, top + 22)


def meter(title: str, share: float) -> Markup:
    """A share between 0 and 1 as one short bar."""
    parts = [
        Markup('<rect class="track" x="0" y="0" width="100%" height="6" rx="3"/>'),
        Markup('<rect class="answered" x="0" y="0" width="{}" height="6" rx="3"/>').format(percent(share)),
    ]
    return svg(title, 6, parts, "chart meter")
