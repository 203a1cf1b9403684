"""Charts as SVG, drawn on the server. Widths are in percent, so letters keep their size on a phone; colours
are classes of desk.css, so they follow light and dark. Every chart stands beside a table of the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from desk.compliance import Day
from storage.desk_rows import DeskPrompt

_ROW = 46
_PLOT = 132  # px between the highest value and the ground


@dataclass(frozen=True)
class Bar:
    """One bar. `behind` is drawn pale below it (arrived behind consented); `target` is a mark on the track."""

    label: str
    value: int
    behind: int | None = None
    target: int | None = None

    @property
    def reach(self) -> int:
        return max(self.value, self.behind or 0, self.target or 0)

    @property
    def figure(self) -> str:
        """The number at the end of the line."""
        if self.target is not None:
            return f"{self.value} of {self.target}"
        return f"{self.value} of {self.behind}" if self.behind is not None else str(self.value)


def bars(title: str, rows: Sequence[Bar]) -> Markup:
    """Horizontal bars, one below the other, with their names above."""
    most = max((row.reach for row in rows), default=0) or 1
    parts = [_bar(row, index * _ROW, most) for index, row in enumerate(rows)]
    return _svg(title, len(rows) * _ROW - 8, parts)


def _bar(row: Bar, top: int, most: int) -> Markup:
    parts = [
        Markup('<text class="name" x="0" y="{}">{}</text>').format(top + 15, row.label),
        Markup('<text class="figure" x="100%" y="{}">{}</text>').format(top + 15, row.figure),
        Markup('<rect class="track" x="0" y="{}" width="100%" height="12" rx="2"/>').format(top + 23),
    ]
    if row.behind is not None:
        parts.append(_length("behind", top + 23, row.behind / most))
    parts.append(_length("value", top + 23, row.value / most))
    if row.target is not None:
        parts.append(_mark(top + 20, row.target / most))
    return Markup("").join(parts)


def _length(kind: str, top: int, share: float) -> Markup:
    drawn = Markup('<rect class="{}" x="0" y="{}" width="{}" height="12" rx="2"/>')
    return drawn.format(kind, top, _percent(share))


def _mark(top: int, share: float) -> Markup:
    drawn = Markup('<line class="target" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>')
    return drawn.format(_percent(min(share, 0.996)), top, top + 18)


def columns(title: str, days: Sequence[Day]) -> Markup:
    """Prompts per day: answered in front of delivered in front of due, each narrower than the one behind."""
    most = max((max(day.due, day.delivered, day.answered) for day in days), default=0) or 1
    ground = _PLOT + 22
    parts = [_grid(most, ground)]
    for index, day in enumerate(days):
        middle = (index + 0.5) / len(days) * 0.92 + 0.08
        step = 0.92 / len(days)
        for kind, value, width in (
            ("due", day.due, 0.78),
            ("delivered", day.delivered, 0.56),
            ("answered", day.answered, 0.34),
        ):
            parts.append(_column(kind, middle, step * width, value / most * _PLOT, ground))
        parts.append(_day_name(day, index, middle, ground))
    return _svg(title, ground + 40, parts)


def _column(kind: str, middle: float, width: float, height: float, ground: int) -> Markup:
    drawn = Markup('<rect class="{}" x="{}" y="{:.1f}" width="{}" height="{:.1f}"/>')
    return drawn.format(kind, _percent(middle - width / 2), ground - height, _percent(width), height)


def _grid(most: int, ground: int) -> Markup:
    lines = Markup("")
    for value in sorted({0, most // 2 if most > 1 else 0, most}):
        y = ground - value / most * _PLOT
        lines += Markup('<line class="grid" x1="8%" x2="100%" y1="{0:.1f}" y2="{0:.1f}"/>').format(y)
        lines += Markup('<text class="scale" x="6.5%" y="{:.1f}">{}</text>').format(y + 4, value)
    return lines


def _day_name(day: Day, index: int, middle: float, ground: int) -> Markup:
    name = Markup('<text class="day" x="{}" y="{}">{}</text>').format(
        _percent(middle), ground + 17, day.date.day
    )
    if index == 0 or day.date.day == 1:
        month = Markup('<text class="day month" x="{}" y="{}">{:%b}</text>')
        name += month.format(_percent(middle), ground + 33, day.date)
    return name


def ribbon(title: str, prompts: Sequence[DeskPrompt]) -> Markup:
    """Every prompt of one participant as a small mark, in order, coloured by how it ended."""
    share = 1 / max(len(prompts), 14)
    parts = [
        Markup('<rect class="state {}" x="{}" y="0" width="{}" height="22" rx="2"/>').format(
            prompt.state, _percent(index * share), _percent(share * 0.8)
        )
        for index, prompt in enumerate(prompts)
    ]
    return _svg(title, 22, parts)


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"


def _svg(title: str, height: int, parts: Sequence[Markup]) -> Markup:
    opening = Markup('<svg class="chart" role="img" aria-label="{}" width="100%" height="{}">')
    return opening.format(title, height) + Markup("").join(parts) + Markup("</svg>")
