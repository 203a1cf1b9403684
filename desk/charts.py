"""Charts as SVG, drawn on the server. Widths are in percent, so letters keep their size on a phone; colours
are classes of desk.css, so they follow light and dark. Every chart stands beside a table of the same numbers,
and its accessible name tells them too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from markupsafe import Markup

from desk.compliance import Day
from desk.recruitment import Funnel
from desk.telling import day as told_day
from desk.telling import many, moment
from storage.desk_rows import DeskPrompt

_ROW = 46
_PLOT = 132  # px between the highest value and the ground
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
    return _svg(f"{title}: {told}", len(steps) * (_STEP + _FLOW) - _FLOW, parts)


def _step(name: str, n: int, top: int, share: float) -> Markup:
    breadth = share * _BREADTH
    drawn = Markup(
        '<text class="name" x="0" y="{}">{}</text><text class="figure" x="100%" y="{}">{}</text>'
        '<rect class="step" x="{}" y="{}" width="{}" height="{}" rx="2"/>'
    )
    return drawn.format(
        top + 20, name, top + 20, n, _percent(_MIDDLE - breadth / 2), top, _percent(breadth), _STEP
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
        *(_percent(_MIDDLE - _BREADTH / 2), top, _percent(_BREADTH), _FLOW),
        *(100 - above, 100 + above, 100 + below, 100 - below),
        *(_percent(_MIDDLE), top + 22, said),
    )


def _lost(*counts: tuple[int, str]) -> str:
    return ", ".join(f"{n} {what}" for n, what in counts if n)


@dataclass(frozen=True)
class Bar:
    """One bar: `layers` are (class, number), the longest first, drawn over each other. `target` is a mark."""

    label: str
    layers: tuple[tuple[str, int], ...]
    target: int | None = None

    @property
    def reach(self) -> int:
        return max(*(n for _, n in self.layers), self.target or 0)

    @property
    def figure(self) -> str:
        """The number at the end of the line: of the last layer, of how many."""
        whole = self.target if self.target is not None else self.layers[0][1]
        return f"{self.layers[-1][1]} of {whole}"


def bars(title: str, rows: Sequence[Bar]) -> Markup:
    """Horizontal bars, one below the other, with their names above."""
    most = max((row.reach for row in rows), default=0) or 1
    parts = [_bar(row, index * _ROW, most) for index, row in enumerate(rows)]
    told = ", ".join(f"{row.label} {row.figure}" for row in rows)
    return _svg(f"{title}: {told}", len(rows) * _ROW - 8, parts)


def _bar(row: Bar, top: int, most: int) -> Markup:
    parts = [
        Markup('<text class="name" x="0" y="{}">{}</text>').format(top + 15, row.label),
        Markup('<text class="figure" x="100%" y="{}">{}</text>').format(top + 15, row.figure),
        Markup('<rect class="track" x="0" y="{}" width="100%" height="14" rx="2"/>').format(top + 23),
    ]
    layer = Markup('<rect class="{}" x="0" y="{}" width="{}" height="14" rx="2"/>')
    parts += [layer.format(kind, top + 23, _percent(n / most)) for kind, n in row.layers]
    if row.target is not None:
        parts.append(_mark(top + 19, row.target / most))
    return Markup("").join(parts)


def _mark(top: int, share: float) -> Markup:
    drawn = Markup('<line class="target" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>')
    return drawn.format(_percent(min(share, 0.997)), top, top + 22)


def columns(title: str, days: Sequence[Day]) -> Markup:
    """Prompts per day: answered in front of delivered in front of due, so that a column is full when all answered."""
    scale = ticks(max((max(day.due, day.delivered, day.answered) for day in days), default=0))
    ground = _PLOT + 22
    parts = [_grid(scale, ground)]
    step = 0.92 / max(len(days), 1)
    for index, day in enumerate(days):
        middle = 0.08 + (index + 0.5) * step
        parts.append(Markup("<g><title>{}</title>").format(_day_told(day)))
        for kind, value in (("due", day.due), ("delivered", day.delivered), ("answered", day.answered)):
            parts.append(_column(kind, middle, step * 0.64, value / scale[-1] * _PLOT, ground))
        parts += [Markup("</g>"), _day_name(day, index, middle, ground)]
    told = ", ".join(_day_told(day) for day in days if day.due)
    return _svg(f"{title}: {told or 'none yet'}", ground + 40, parts)


def ticks(most: int) -> list[int]:
    """Round numbers from 0 to `most` or just above it, at most five."""
    unit = next(one for one in _units() if one * 4 >= most)
    return list(range(0, max(most, 1) + unit, unit))[: -(-max(most, 1) // unit) + 1]


def _units() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _day_told(day: Day) -> str:
    return f"{told_day(day.date)}: {day.due} due, {day.delivered} delivered, {day.answered} answered"


def _column(kind: str, middle: float, width: float, height: float, ground: int) -> Markup:
    drawn = Markup('<rect class="{}" x="{}" y="{:.1f}" width="{}" height="{:.1f}"/>')
    return drawn.format(kind, _percent(middle - width / 2), ground - height, _percent(width), height)


def _grid(scale: Sequence[int], ground: int) -> Markup:
    lines = Markup("")
    for value in scale:
        y = ground - value / scale[-1] * _PLOT
        lines += Markup('<line class="grid" x1="8%" x2="100%" y1="{0:.1f}" y2="{0:.1f}"/>').format(y)
        lines += Markup('<text class="scale" x="6.5%" y="{:.1f}">{}</text>').format(y + 4, value)
    return lines


def _day_name(day: Day, index: int, middle: float, ground: int) -> Markup:
    name = Markup('<text class="day" x="{}" y="{}">{}</text>').format(
        _percent(middle), ground + 17, day.date.day
    )
    if index == 0 or day.date.day == 1:
        month = Markup('<text class="day month" x="{}" y="{}">{}</text>')
        name += month.format(_percent(middle), ground + 33, told_day(day.date).split()[1])
    return name


def ribbon(prompts: Sequence[DeskPrompt], zone: tzinfo) -> Markup:
    """Every prompt of one participant as a small mark, in order, coloured by how it ended."""
    share = 1 / max(len(prompts), 14)
    mark = Markup(
        '<rect class="state {}" x="{}" y="1" width="{}" height="24" rx="2"><title>{}</title></rect>'
    )
    parts = [
        mark.format(
            prompt.state,
            _percent(index * share),
            _percent(share * 0.8),
            f"{moment(prompt.due_at, zone)}: {prompt.state}",
        )
        for index, prompt in enumerate(prompts)
    ]
    states = list(dict.fromkeys(prompt.state for prompt in prompts))
    told = ", ".join(f"{sum(one.state == state for one in prompts)} {state}" for state in states)
    return _svg(f"{many(len(prompts), 'prompt')} in the order in which they fell due: {told}", 26, parts)


def meter(title: str, share: float) -> Markup:
    """A share between 0 and 1 as one short bar."""
    parts = [
        Markup('<rect class="track" x="0" y="0" width="100%" height="6" rx="3"/>'),
        Markup('<rect class="answered" x="0" y="0" width="{}" height="6" rx="3"/>').format(_percent(share)),
    ]
    return _svg(title, 6, parts, "chart meter")


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"


def _svg(title: str, height: int, parts: Sequence[Markup], kind: str = "chart") -> Markup:
    opening = Markup('<svg class="{}" role="img" aria-label="{}" width="100%" height="{}">')
    return opening.format(kind, title, height) + Markup("").join(parts) + Markup("</svg>")
