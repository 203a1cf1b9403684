"""Charts of what happened when: columns by day or week, every prompt of one person, and where they lived."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from markupsafe import Markup

from desk.compliance import Day
from desk.stays import Stay
from desk.svg import percent, svg, ticks
from desk.telling import day as told_day
from desk.telling import many, moment, utc
from storage.desk_rows import DeskPrompt

_PLOT = 132  # px between the highest value and the ground
_NAMES = 14  # as many fit below the columns on a phone


@dataclass(frozen=True)
class Column:
    """One column: `layers` are (class, number), the highest first, drawn over each other. `name` stands below it, with
    `era` below that where it is not the era of the column before. `told` says its numbers."""

    name: str
    told: str
    layers: tuple[tuple[str, int], ...]
    era: str = ""

    @property
    def reach(self) -> int:
        return max(n for _, n in self.layers)


def of_day(day: Day) -> Column:
    """Answered in front of delivered in front of due, so that a column is full when all answered."""
    told = f"{told_day(day.date)}: {day.due} due, {day.delivered} delivered, {day.answered} answered"
    layers = (("due", day.due), ("delivered", day.delivered), ("answered", day.answered))
    return Column(str(day.date.day), told, layers, told_day(day.date).split()[1])


def columns(title: str, rows: Sequence[Column]) -> Markup:
    """Side by side, over a grid. Where there are many, not each has its name."""
    scale = ticks(max((row.reach for row in rows), default=0))
    ground = _PLOT + 22
    parts = [_grid(scale, ground)]
    step, every = 0.92 / max(len(rows), 1), -(-len(rows) // _NAMES)
    before = ""
    for index, row in enumerate(rows):
        middle = 0.08 + (index + 0.5) * step
        parts.append(Markup("<g><title>{}</title>").format(row.told))
        for kind, value in row.layers:
            parts.append(_column(kind, middle, step * 0.64, value / scale[-1] * _PLOT, ground))
        parts.append(Markup("</g>"))
        if index % every == 0:
            parts.append(_name(row, before, middle, ground))
            before = row.era
    told = "; ".join(row.told for row in rows if row.reach)
    return svg(f"{title}: {told or 'none yet'}", ground + 40, parts)


def _column(kind: str, middle: float, width: float, height: float, ground: int) -> Markup:
    drawn = Markup('<rect class="{}" x="{}" y="{:.1f}" width="{}" height="{:.1f}"/>')
    return drawn.format(kind, percent(middle - width / 2), ground - height, percent(width), height)


def _grid(scale: Sequence[int], ground: int) -> Markup:
    lines = Markup("")
    for value in scale:
        y = ground - value / scale[-1] * _PLOT
        lines += Markup('<line class="grid" x1="8%" x2="100%" y1="{0:.1f}" y2="{0:.1f}"/>').format(y)
        lines += Markup('<text class="scale" x="6.5%" y="{:.1f}">{}</text>').format(y + 4, value)
    return lines


def _name(row: Column, before: str, middle: float, ground: int) -> Markup:
    name = Markup('<text class="day" x="{}" y="{}">{}</text>').format(percent(middle), ground + 17, row.name)
    if row.era != before:
        era = Markup('<text class="day era" x="{}" y="{}">{}</text>')
        name += era.format(percent(middle), ground + 33, row.era)
    return name


def ribbon(prompts: Sequence[DeskPrompt], clock: Callable[[DeskPrompt], tzinfo]) -> Markup:
    """Every prompt of one participant as a small mark, in order, coloured by how it ended."""
    share = 1 / max(len(prompts), 14)
    mark = Markup(
        '<rect class="state {}" x="{}" y="1" width="{}" height="24" rx="2"><title>{}</title></rect>'
    )
    parts = [
        mark.format(
            prompt.state,
            percent(index * share),
            percent(share * 0.8),
            f"{moment(prompt.due_at, clock(prompt))}: {prompt.state}",
        )
        for index, prompt in enumerate(prompts)
    ]
    states = list(dict.fromkeys(prompt.state for prompt in prompts))
    told = ", ".join(f"{sum(one.state == state for one in prompts)} {state}" for state in states)
    return svg(f"{many(len(prompts), 'prompt')} in the order in which they fell due: {told}", 26, parts)


def journey(stays: Sequence[Stay], until: float, name: Callable[[str], str]) -> Markup:
    """Where somebody lived, each stay as long as it was; `until` is the end of the picture. Short ones have no name on
    it: the table has it."""
    first = stays[0].since
    whole = max(until - first, 1.0)
    parts, told = [], []
    for index, stay in enumerate(stays):
        begins, ends = (min(max(at - first, 0) / whole, 1) for at in (stay.since, stay.until or until))
        said = f"{name(stay.site)} from {moment(stay.since, stay.zone)}"
        told.append(said)
        block = Markup('<rect class="{}" x="{}" y="20" width="{}" height="16"><title>{}</title></rect>')
        parts.append(
            block.format("stay other" if index % 2 else "stay", percent(begins), percent(ends - begins), said)
        )
        if ends - begins >= 0.12:
            text = Markup('<text class="name" x="{}" y="14">{}</text>')
            parts.append(text.format(percent(begins), stay.site))
    dates = Markup(
        '<text class="scale first" x="0" y="54">{}</text><text class="scale" x="100%" y="54">{}</text>'
    )
    parts.append(
        dates.format(
            *(
                told_day(utc(at).astimezone(stay.zone).date())
                for at, stay in ((first, stays[0]), (until, stays[-1]))
            )
        )
    )
    return svg(f"Where they have lived: {', '.join(told)}", 58, parts)
