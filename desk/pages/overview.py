"""The first page: who came, who stays, who answers, and what needs a hand."""

from asyncio import to_thread
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from desk import compliance, recruitment
from desk.charts import Bar, bars, funnel
from desk.charts_in_time import columns, of_day
from desk.frame import language_of, page, room_of
from desk.recruitment import Funnel
from desk.room import Room
from desk.telling import many
from storage import requests
from storage.desk import Reading
from storage.older_backups import older_than_an_erasing

LATE = timedelta(minutes=10)
"""The bot wakes by the second; what waits longer than this waits for somebody to start it."""


async def overview(request: Request) -> Response:
    room, language = room_of(request), language_of(request)
    async with room.reading() as look:
        tallies, stages = await look.tallies(), await look.stages()
        people = compliance.by_code(await look.prompt_counts())
        days = await _days(room, look)
        hands = await _hands(room, look)
    sources = recruitment.by_source(tallies, stages)
    sites = recruitment.by_site(tallies, stages)
    whole = recruitment.total(sources)
    return page(
        request,
        "overview.html",
        whole=whole,
        erased=recruitment.erased(whole, stages),
        begun=any(funnel != Funnel() for funnel in sources.values()),
        sources=_named_sources(room, sources),
        sites=_named_sites(room, sites, language),
        funnel_chart=funnel("Recruitment, step by step", whole),
        source_chart=_source_chart(room, sources),
        site_chart=_site_chart(room, sites, language),
        answering=compliance.whole(people),
        days=days,
        days_chart=columns("Prompts of the last 14 days", [of_day(day) for day in days]),
        hands=hands,
    )


async def _days(room: Room, look: Reading) -> list[compliance.Day]:
    now = room.now()
    last = compliance.last_day(now, [site.zone for site in room.protocol.sites])
    prompts = await look.prompts_between((now - timedelta(days=16)).timestamp(), now.timestamp() + 1)
    asked = zip(room.asked(prompts), map(room.clock, prompts), strict=True)
    return compliance.days(asked, last, now)


async def _hands(room: Room, look: Reading) -> list[str]:
    """What needs somebody, in sentences."""
    said = []
    if asked := sum(one.done_at is None for one in await requests.asked(look.connection)):
        said.append(f"{many(asked, 'request waits', 'requests wait')} for you, on the page Requests.")
    if overdue := await look.overdue_timers((room.now() - LATE).timestamp()):
        said.append(
            f"{many(overdue, 'thing')} that the bot had to do by now {'is' if overdue == 1 else 'are'} not done, for "
            "instance a prompt to send. The bot does not run, or this is a copy of its data from earlier."
        )
    if unknown := await look.unknown_words():
        kinds = {"reply": "replies", "prompt": "prompts", "announcement": "announcements"}
        split = ", ".join(f"{kinds.get(words.haste, words.haste)}: {words.n}" for words in unknown)
        said.append(
            f"{many(sum(words.n for words in unknown), 'message')} with an unknown end ({split}). The bot stopped "
            "while sending, so nobody knows whether Telegram had them; they are never sent again blindly."
        )
    if parked := await look.parked_updates():
        said.append(
            f"{many(parked, 'update')} could not be understood and {'waits' if parked == 1 else 'wait'}. Somebody may "
            "have had no answer. Whoever runs the bot finds the reason in its log; after an update of the program, "
            "`restante retry --data DIR` tries again."
        )
    if waiting := await look.media_to_fetch():
        media = many(waiting, "voice or photo", "voices and photos")
        said.append(f"{media} still to be fetched from Telegram. The bot goes on trying.")
    return said + await to_thread(_older_backups, room)


def _older_backups(room: Room) -> list[str]:
    """Nothing of a folder that cannot be looked into: it may be another's."""
    try:
        older = older_than_an_erasing(room.data)
    except OSError:
        return []
    if not older:
        return []
    one = len(older) == 1
    which = f"1 backup, {older[-1]}, is" if one else f"{len(older)} backups, the latest {older[-1]}, are"
    return [
        f"Beside the data {which} older than an erasing, and may hold whoever was erased since. On the server, make "
        f"a new one with `restante backup`, then delete {'it' if one else 'them'}, and copies elsewhere."
    ]


def _named_sources(room: Room, funnels: dict[str, Funnel]) -> list[tuple[str, str, Funnel]]:
    """(name, kind, funnel): the study's sources first, in its order, then what else people came by."""
    known = [
        (source.id, str(source.kind), funnels.get(source.id, Funnel())) for source in room.protocol.sources
    ]
    named = {source.id for source in room.protocol.sources}
    rest = [
        (name or "without a link", "" if not name else "not in the study file", funnel)
        for name, funnel in sorted(funnels.items())
        if name not in named
    ]
    return known + rest


def _named_sites(
    room: Room, funnels: dict[str, Funnel], language: str
) -> list[tuple[str, str, int | None, Funnel]]:
    """(id, name, target, funnel) by site, and those who have not said where they live."""
    known = [
        (site.id, site.name.say(language), site.target, funnels.get(site.id, Funnel()))
        for site in room.protocol.sites
    ]
    named = {site.id for site in room.protocol.sites}
    rest = [
        (name, name or "not said yet", None, funnel)
        for name, funnel in sorted(funnels.items())
        if name not in named and funnel.after_screening
    ]
    return known + rest


def _source_chart(room: Room, funnels: dict[str, Funnel]) -> str:
    rows = [
        Bar(name, (("arrived", one.arrived), ("eligible", one.eligible), ("consented", one.consented)))
        for name, _, one in _named_sources(room, funnels)
    ]
    return bars("Consented, of the arrivals, by source", rows)


def _site_chart(room: Room, funnels: dict[str, Funnel], language: str) -> str:
    rows = [
        Bar(f"{name} ({id})" if id not in ("", name) else name, _at_site(one), target=target)
        for id, name, target, one in _named_sites(room, funnels, language)
        if target is not None or one.eligible or one.consented
    ]
    return bars("Consented, of the target or of those eligible, by site", rows)


def _at_site(one: Funnel) -> tuple[tuple[str, int], ...]:
    return ("eligible", one.eligible), ("consented", one.consented)
