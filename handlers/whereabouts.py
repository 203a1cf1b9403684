"""Where somebody lives now: /moved, and the keys, words and places that answer it.

Whoever lives where the study has no site keeps theirs, and is asked for the city, for the sake of its clock. What is
said or sent here is not kept; what is no answer goes on its way as ever.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers import diary
from handlers.asked_beside import CITY, TALKS, listens, silent
from handlers.relocating import arrived, move
from handlers.site import shown
from handlers.steps import answer as go_on
from handlers.steps import repeat
from handlers.turn import Turn
from handlers.typed import named
from study.inbound import Located, Tapped, Wrote
from study.outcome import Outcome
from study.participant import Stage, Talk
from study.protocol import Site
from study.saying import Key, Keys, Phrase, Say, Utterance

PREFIX = "moved:"
ELSEWHERE, CLOCK = "elsewhere", "clock"
MOST_CLOCKS = 3
"""Nobody is asked about more clocks than this: a country that has more is asked for a city."""

LONGEST = 60
"""Characters. More than this is told to us, and is no name of a city."""


def offer(turn: Turn) -> Outcome:
    """/moved."""
    person = turn.participant
    if person.stage in (Stage.WITHDRAWN, Stage.FINISHED):
        return go_on(turn)
    if person.stage is not Stage.ENROLLED:
        return turn.hint("moved.after-consent")
    sites = tuple((Key(site.name, f"{PREFIX}{site.id}"),) for site in turn.protocol.sites)
    others = ((ELSEWHERE, "key.elsewhere"), (CLOCK, "key.other-clock"))
    keys = (*sites, *((Key(Phrase(name), f"{PREFIX}{carried}"),) for carried, name in others))
    return _asking(turn, Talk.SITE, Say((Phrase("site.ask"),), keys))


def answer(turn: Turn) -> Outcome | None:
    """What this event says to it; None where it says nothing, and is somebody else's to deal with."""
    if turn.participant.stage is not Stage.ENROLLED:
        return None
    match turn.event:
        case Tapped(data=data) if data.startswith(PREFIX):
            return _chosen(turn, data.removeprefix(PREFIX))
        case Wrote(forwarded=False):
            return _written(turn)
        case Located(forwarded=False, zones=zones) if listens(turn):
            return _by_clock(turn, zones) if zones else _unknown(turn)
    return None


def _chosen(turn: Turn, carried: str) -> Outcome:
    if carried == ELSEWHERE:
        return _ask_city(turn, *shown(turn, Phrase("key.elsewhere")))
    if carried == CLOCK:
        return _ask_city(turn, *shown(turn, Phrase("key.other-clock")))
    site = next((site for site in turn.protocol.sites if site.id == carried), None)
    return _to_site(turn, site) if site else turn.hint("hint.stale-key")


def _written(turn: Turn) -> Outcome | None:
    talk = turn.participant.talk
    if talk in TALKS and turn.means("key.leave-it"):
        return _over(turn, Phrase("moved.as-it-was"))
    if talk is Talk.CLOCK and (agreed := _says_whether(turn)) is not None:
        return _agreed(turn) if agreed else _next_clock(turn)
    return _named(turn) if listens(turn) else None


def _named(turn: Turn) -> Outcome | None:
    """A country or a city, in words. What is too long for a name, or may answer an open question, is let through."""
    assert isinstance(turn.event, Wrote)
    talk, text, zones = turn.participant.talk, turn.event.text, turn.event.zones
    if talk is Talk.SITE and (turn.means("key.elsewhere") or turn.means("key.other-clock")):
        return _ask_city(turn)
    if talk in CITY and turn.means("key.send-place"):  # typed, or sent by a Telegram that knows no places
        return turn.stay(Say((Phrase("hint.place"), Phrase("moved.not-kept")), _CITY_KEYS))
    site = named(text, turn.protocol.sites, lambda site: site.name)
    if site is not None:
        return _to_site(turn, site)
    if zones:
        return _by_name(turn, zones)
    short = len(text.strip()) <= LONGEST and "\n" not in text.strip()
    if talk in CITY and turn.participant.sitting is None and short and not turn.event.means:
        return _unknown(turn)
    return None


def _says_whether(turn: Turn) -> bool | None:
    """Yes or no to the clock. The words alone may also answer a question that is open, or one about the diary that was
    asked since."""
    bare = listens(turn) and turn.participant.sitting is None and not _diary_since(turn)
    for agreed, key, word in ((True, "key.clock-right", "key.yes"), (False, "key.clock-wrong", "key.no")):
        if turn.means(key) or (bare and turn.means(word)):
            return agreed
    return None


def _diary_since(turn: Turn) -> bool:
    person = turn.participant
    entry, asked_at = person.draft.entry if person.draft else "", person.talk_at
    return any(one.entry == entry and asked_at is not None and one.at > asked_at for one in person.today)


def _to_site(turn: Turn, site: Site) -> Outcome:
    same = (turn.participant.site, turn.participant.zone) == (site.id, "")
    said = arrived(turn, site)
    words = Phrase("moved.same", said.arguments) if same else said
    return _moved(turn, site.id, "", words)


def _by_name(turn: Turn, zones: tuple[str, ...]) -> Outcome:
    """The city, or country, of a site, and they live there; another country may have several clocks."""
    sites = [site for site in turn.protocol.sites if site.timezone in zones]
    if len(sites) == 1:
        return _to_site(turn, sites[0])
    clocks = _clocks(zones, turn.at)
    if len(clocks) > MOST_CLOCKS:
        return _ask_city(turn, name="moved.which-city")
    return _to_zone(turn, clocks[0]) if len(clocks) == 1 else _ask_clock(turn, clocks)


def _by_clock(turn: Turn, zones: tuple[str, ...]) -> Outcome:
    """A place: a border may lie between it and the city that is nearest."""
    return _ask_clock(turn, _clocks(zones, turn.at)[:MOST_CLOCKS])


def _to_zone(turn: Turn, zone: str) -> Outcome:
    there = turn.participant.site
    return _moved(turn, there, zone, Phrase("moved.clock", {"time": _clock(zone, turn.at)}))


def _moved(turn: Turn, site: str, zone: str, words: Phrase) -> Outcome:
    moved = move(turn, site, zone)
    assert moved.participant is not None
    picked = shown(turn, turn.protocol.site(site).name)
    return turn.stay(*picked).then(moved).then(_over(turn.as_now(moved.participant), words))


def _ask_city(turn: Turn, *first: Utterance, name: str = "moved.city") -> Outcome:
    return _asking(turn, Talk.CITY, *first, Say((Phrase(name), Phrase("moved.not-kept")), _CITY_KEYS))


def _ask_clock(turn: Turn, zones: tuple[str, ...]) -> Outcome:
    asked = Phrase("moved.is-it", {"time": _clock(zones[0], turn.at)})
    return _asking(turn, Talk.CLOCK, Say((asked,), _CLOCK_KEYS), zones=zones)


def _agreed(turn: Turn) -> Outcome:
    return _to_zone(turn, turn.participant.zones_asked[0])


def _next_clock(turn: Turn) -> Outcome:
    left = turn.participant.zones_asked[1:]
    return _ask_clock(turn, left) if left else _ask_city(turn, name="moved.bigger")


def _unknown(turn: Turn) -> Outcome:
    """Said once. After that nothing changes, and their words go where they would have gone."""
    if turn.participant.talk is not Talk.BIGGER:
        hint = Say((Phrase("moved.unknown"), Phrase("moved.bigger")), _CITY_KEYS)
        return _asking(turn, Talk.BIGGER, hint)
    over = turn.as_now(silent(turn.participant))
    said = over.stay(Say((Phrase("moved.still-unknown"),), otherwise=Keys.REMOVE))
    return said.then(go_on(over))


def _asking(turn: Turn, talk: Talk, *say: Utterance, zones: tuple[str, ...] = ()) -> Outcome:
    return turn.become(*say, talk=talk, talk_at=turn.at, zones_asked=zones)


def _over(turn: Turn, words: Phrase) -> Outcome:
    """It is answered, or let be. What was open before is put again, so that it is in sight, with its keys."""
    keys = Keys.LEAVE if turn.participant.talk in (Talk.SITE, None) else Keys.REMOVE
    now = turn.as_now(silent(turn.participant))
    said = now.stay(Say((words,), otherwise=keys))
    if now.participant.draft is not None:
        return said.then(diary.repeat(now))
    return said.then(repeat(now)) if now.participant.sitting is not None else said


def _clocks(zones: tuple[str, ...], at: datetime) -> tuple[str, ...]:
    """The first zone of each that shows another time now."""
    first = {at.astimezone(ZoneInfo(zone)).utcoffset(): zone for zone in reversed(zones)}
    return tuple(zone for zone in zones if zone in first.values())


def _clock(zone: str, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


_CITY_KEYS = ((Key(Phrase("key.send-place"), place=True),), (Key(Phrase("key.leave-it")),))
_CLOCK_KEYS = tuple((Key(Phrase(name)),) for name in ("key.clock-right", "key.clock-wrong", "key.leave-it"))
