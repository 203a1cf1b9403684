"""A move from any clock to any other, at any moment: by the new one each day's question comes once, on time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from conversation import Conversation
from conversation_places import WAY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_handlers_schedule import studied

from study.effects import PromptMoved, PromptPlanned, PromptState
from study.inbound import Event
from study.protocol import Protocol

CHANGES = {
    "Europe/Warsaw": datetime(2024, 3, 31, 1, tzinfo=UTC),
    "Asia/Almaty": datetime(2024, 2, 29, 18, tzinfo=UTC),  # an hour back, for good
    "Asia/Ulaanbaatar": datetime(2016, 3, 25, 18, tzinfo=UTC),  # for one of its last summers
    "Pacific/Apia": datetime(2011, 12, 30, 10, tzinfo=UTC),  # a day that never was
    "Australia/Lord_Howe": datetime(2024, 4, 6, 15, tzinfo=UTC),  # by half an hour
    "Europe/Moscow": datetime(2014, 10, 25, 22, tzinfo=UTC),
    "America/St_Johns": datetime(2024, 11, 3, 4, 30, tzinfo=UTC),
}
"""The clocks, each with a moment at which it was changed."""

DAILY = "{id: daily, ask: evening, every: 1d, at: 19:00, times: 12, expires: 2h}"
RANDOM = (
    "{id: random, ask: month, signal: {times: 2, between: 09:00-13:00, apart: 1h}, days: 0-11, expires: 40m}"
)
AT, EXPIRES, DAYS = time(19), timedelta(hours=2), 12
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Put:
    """A prompt as it was laid when it was put, the moment, and the clock at that moment."""

    laid: PromptPlanned
    at: datetime
    zone: str


class Watched(Conversation):
    """Remembers what was put, when, and by which clock."""

    put: list[Put]
    laid: dict[str, PromptPlanned]

    def tell(self, event: Event) -> None:
        super().tell(event)
        for effect in self.outcome.effects if self.outcome else ():
            if isinstance(effect, PromptPlanned):
                self.laid[effect.prompt] = effect
            elif isinstance(effect, PromptMoved) and effect.state is PromptState.DELIVERED:
                zone = self.protocol.site(self.now.site).timezone
                self.put.append(Put(self.laid[effect.prompt], self.at, zone))


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[datetime, str]]:
    """Where somebody lives from when on: at first, after a move, and perhaps after another."""
    change = draw(st.sampled_from(sorted(CHANGES.values())))
    first, second = draw(st.lists(st.sampled_from(sorted(CHANGES)), min_size=2, max_size=2, unique=True))
    seconds = st.integers(0, 4 * 24 * 60).map(lambda n: timedelta(minutes=n, seconds=17))
    life = [(change - 2 * DAY - draw(seconds) / 2, first)]
    life.append((life[0][0] + draw(seconds), second))
    if draw(st.booleans()):
        life.append((life[1][0] + draw(seconds), first))
    return [(at.replace(microsecond=0), zone) for at, zone in life]


@cache
def study(wave: str) -> Protocol:
    return studied(wave)


def lived(wave: str, life: list[tuple[datetime, str]]) -> Watched:
    """From the agreement on until a fortnight has passed, by its own keys and timers."""
    protocol = study(wave)
    clocks = {"AM": life[0][1], "GE": life[1][1]}
    sites = tuple(
        one.model_copy(update={"timezone": clocks.get(one.id, one.timezone)}) for one in protocol.sites
    )
    talk = Watched(protocol.model_copy(update={"sites": sites}))
    talk.at, talk.put, talk.laid = life[0][0], [], {}
    for _, step in WAY[1:]:
        step(talk)
    for number, (at, _) in enumerate(life[1:]):
        talk.wait(at - talk.at)
        talk.write("/moved")
        talk.tap_newest(("moved:GE", "moved:AM")[number])
        talk.wait(timedelta(0))
    talk.wait(16 * DAY)
    return talk


def shows(day: date, zone: ZoneInfo) -> datetime | None:
    """The first minute at which the clock on the wall shows that day and 19:00; none on a day that never was."""
    minute = datetime.combine(day, AT, UTC) - 15 * 60 * MINUTE
    for _ in range(30 * 60):
        wall = minute.astimezone(zone)
        if wall.date() == day and wall.time() >= AT:
            return minute
        minute += MINUTE
    return None


def expected(life: list[tuple[datetime, str]]) -> list[tuple[datetime, str]]:
    """When each day's question comes: at seven, or at once after a move to where it has been seven for less than two
    hours. Days are counted from the one on the wall when they agreed, or the next where that one never was."""
    first = life[0][0].astimezone(ZoneInfo(life[0][1])).date()
    ends = [at for at, _ in life[1:]] + [life[0][0] + 40 * DAY]
    asked: dict[int, tuple[datetime, str]] = {}
    for number, ((begin, zone), end) in enumerate(zip(life, ends, strict=True)):
        if zone == "Pacific/Apia" and first == date(2011, 12, 30):
            first += DAY
        for day in range(1, DAYS + 1):
            due = shows(first + day * DAY, ZoneInfo(zone))
            if due is None or day in asked:
                continue
            if begin < due < end:
                asked[day] = (due, zone)
            elif number and due <= begin < due + EXPIRES:
                asked[day] = (begin, zone)
    return sorted(asked.values())


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(lives())
def test_each_day_is_asked_once_at_its_hour(life: list[tuple[datetime, str]]) -> None:
    talk = lived(DAILY, life)
    assert [(one.at, one.zone) for one in talk.put] == expected(life)
    assert len({one.laid.prompt for one in talk.put}) == len(talk.put)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(lives())
def test_random_moments_are_in_their_hours_by_the_clock_they_then_have(
    life: list[tuple[datetime, str]],
) -> None:
    talk = lived(RANDOM, life)
    moves = {at for at, _ in life[1:]}
    days: dict[tuple[date, int], str] = {}
    for one in talk.put:
        laid, zone = one.laid, ZoneInfo(one.zone)
        due, wall = laid.due_at.astimezone(zone), one.at.astimezone(zone)
        assert time(9) <= due.time() < time(13), due
        assert one.at == laid.due_at or (one.at in moves and laid.due_at <= one.at < laid.expires_at)
        assert time(8) <= wall.time() < time(22), "quiet by the clock on their wall"
        assert days.setdefault((due.date(), laid.beep), laid.prompt) == laid.prompt
    assert len({one.laid.prompt for one in talk.put}) == len(talk.put)
