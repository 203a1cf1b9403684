"""Who answers, where, when and how quickly: compliance by wave, site, week and person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from desk.charts import Bar, bars
from desk.charts_in_time import Column, columns
from desk.compliance import spread
from desk.frame import language_of, page, room_of
from desk.room import Room
from desk.telling import day, many, percent
from storage.desk_rows import DeskPrompt
from study.compliance import Asked, Figures, by_person, by_site, by_wave, by_week, figures

ALWAYS = (0.0, float("inf"))


@dataclass(frozen=True)
class Group:
    """One line of a table: `name`, and beside it what else it is called; `link` where it leads to."""

    name: str
    figures: Figures
    beside: str = ""
    link: str = ""


@dataclass(frozen=True)
class Groups:
    """Everything on the page."""

    whole: Figures
    waves: list[Group]
    buttons: list[Group]
    sites: list[Group]
    weeks: list[Group]
    people: list[Group]


async def compliance(request: Request) -> Response:
    room, language = room_of(request), language_of(request)
    async with room.reading() as look:
        prompts = await look.prompts_between(*ALWAYS)
    found = await run_in_threadpool(_groups, room, prompts, language)
    rates = spread(one.figures.counts for one in found.people)
    return page(
        request,
        "compliance.html",
        found=found,
        waves_chart=_shares("Compliance by wave", found.waves),
        sites_chart=_shares("Compliance by site", found.sites),
        weeks_chart=columns("Prompts by week", [_week(one) for one in found.weeks]),
        people_chart=columns("People by compliance", _spread(rates)),
        rates=[(_tenth(at), n) for at, n in enumerate(rates)],
    )


def _groups(room: Room, prompts: Sequence[DeskPrompt], language: str) -> Groups:
    rows = room.asked(prompts)
    clocks = {id(one): room.clock(prompt) for one, prompt in zip(rows, prompts, strict=True)}
    waves = by_wave(rows)
    return Groups(
        figures(rows),
        [Group(id, one) for id, one in _in_order(waves, room) if _told(one)],
        [_button(room, id, one, language) for id, one in waves.items() if one.counts.initiated],
        _sites(room, rows, language),
        [
            Group(str(week), one, day(week.monday).rpartition(" ")[0])
            for week, one in by_week(rows, lambda one: clocks[id(one)]).items()
            if _told(one)
        ],
        [
            Group(code, one, link=f"/participants/{code}")
            for code, one in by_person(rows).items()
            if _told(one)
        ],
    )


def _in_order(waves: dict[str, Figures], room: Room) -> Iterable[tuple[str, Figures]]:
    """As the study file has them; those that it no longer has come last."""
    known = [wave.id for wave in room.protocol.schedule.waves]
    return sorted(waves.items(), key=lambda pair: known.index(pair[0]) if pair[0] in known else len(known))


def _sites(room: Room, rows: list[Asked], language: str) -> list[Group]:
    found = by_site(rows)
    known = [site.id for site in room.protocol.sites]
    order = [*(id for id in known if id in found), *(id for id in found if id not in known)]
    return [Group(room.site_name(id, language), found[id], id) for id in order if _told(found[id])]


def _button(room: Room, id: str, one: Figures, language: str) -> Group:
    """By its label, while the study file has it."""
    button = room.protocol.button(id)
    return Group(button.label.say(language) if button else id, one, id)


def _told(one: Figures) -> bool:
    """Whether anything of it should have reached somebody by now."""
    return bool(one.counts.delivered or one.counts.not_asked or one.counts.unreached)


def _shares(title: str, groups: list[Group]) -> str:
    """Bars of the same length: answered, late, in part, and the rest of what was delivered."""
    rows = []
    for one in groups:
        counts = one.figures.counts
        late = counts.answered + counts.late
        layers = (
            *(("missing", counts.delivered), ("part", late + counts.partial)),
            *(("late", late), ("answered", counts.answered)),
        )
        rows.append(Bar(one.name, layers, said=f"{percent(counts.rate)} of {counts.delivered}"))
    return bars(title, rows, even=True)


def _week(one: Group) -> Column:
    counts = one.figures.counts
    year, _, number = one.name.partition("-W")
    told = f"week {int(number)} of {year}: {counts.answered} of {counts.delivered} answered"
    layers = (("delivered", counts.delivered), ("answered", counts.answered))
    return Column(str(int(number)), told, layers, year)


def _spread(rates: list[int]) -> list[Column]:
    return [
        Column(f"{10 * at}%", f"{_tenth(at)}: {many(n, 'person', 'people')}", (("answered", n),))
        for at, n in enumerate(rates)
    ]


def _tenth(at: int) -> str:
    return f"{10 * at} to {10 * at + 9}%" if at < 9 else "90 to 100%"
