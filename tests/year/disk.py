"""What lies on the disk of a service that stands still, and how its parts must fit: prompts, timers, stays, and the
person they are of."""

import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from study.participant import Participant, Stage
from study.protocol import Protocol
from study.timing import Wave

OVER = frozenset({"answered", "partial", "expired", "skipped", "withdrawn", "not-asked"})
BEGUN = frozenset({"begun", "answered", "partial", "skipped"})
CALLS = frozenset({"prompt", "again", "waiting", "resume"})
GONE = ("end", "cut")
ANY_DAY = date(2000, 1, 2)


@dataclass(frozen=True)
class Prompt:
    id: str
    wave: str
    day: int
    beep: int
    state: str
    site: str
    late: bool
    asked: int | None
    given: int | None
    due_at: datetime
    expires_at: datetime
    delivered_at: datetime | None
    sent_at: datetime | None
    begun_at: datetime | None
    ended_at: datetime | None

    @property
    def over(self) -> bool:
        return self.state in OVER


@dataclass(frozen=True)
class Timer:
    kind: str
    prompt: str
    due_at: datetime


@dataclass(frozen=True)
class Disk:
    """All of one person."""

    prompts: dict[str, Prompt]
    timers: tuple[Timer, ...]
    stays: tuple[tuple[str, str, datetime], ...]
    unfinished: int  # rows of the inbox that failed, or wait
    unsaid: int  # questions that wait to be sent

    @classmethod
    def of(cls, path: Path) -> "Disk":
        rows = sqlite3.connect(path)
        try:
            found = prompts(rows)
            timers = rows.execute("SELECT kind, prompt, due_at FROM timers").fetchall()
            stays = rows.execute("SELECT site, zone, since FROM stays ORDER BY rowid").fetchall()
            [unfinished] = rows.execute(
                "SELECT COUNT(*) FROM inbox WHERE state <> 'done' OR tries > 0"
            ).fetchone()
            unsaid = rows.execute(
                "SELECT COUNT(*) FROM outbox WHERE state = 'pending' AND prompt IS NOT NULL"
            )
            [unsaid] = unsaid.fetchone()
        finally:
            rows.close()
        return cls(
            {one.id: one for one in found},
            tuple(Timer(kind, prompt, _at(due)) for kind, prompt, due in timers),
            tuple((site, zone, _at(since)) for site, zone, since in stays),
            unfinished,
            unsaid,
        )


def prompts(rows: sqlite3.Connection) -> list[Prompt]:
    """All that were ever planned, the first first."""
    found = rows.execute(
        "SELECT id, wave, day, beep, state, site, late, asked, given, due_at, expires_at, delivered_at, sent_at, "
        "begun_at, ended_at FROM prompts ORDER BY due_at"
    )
    return [Prompt(*row[:6], bool(row[6]), *row[7:9], *map(_moment, row[9:])) for row in found]


class Fit:
    """Whether all of it fits together; `slack` is by how much the clock was put back, all in all. Raises
    AssertionError."""

    def __init__(
        self, protocol: Protocol, disk: Disk, person: Participant, now: datetime, slack: timedelta
    ) -> None:
        self.protocol, self.disk, self.person = protocol, disk, person
        self.now, self.slack = now, slack
        self.zone = zone_of(protocol, person)
        self.timers = {(one.kind, one.prompt): one for one in disk.timers}
        self.held = {one.prompt: one for one in (person.sitting, person.aside) if one is not None}
        self.waiting = {one.prompt: one for one in person.waiting}
        self.put_off = {one.prompt: one for one in person.put_off}

    def check(self) -> None:
        assert self.disk.unfinished == 0, "a row of the inbox failed"
        for prompt in self.disk.prompts.values():
            self._state(prompt)
            self._stamps(prompt)
            self._place(prompt)
            if ("prompt", prompt.id) in self.timers:
                self._hours(prompt)
        self._known()
        for timer in self.disk.timers:
            self._timer(timer)
        self._days()
        self._stays()
        self._nobody_waits_for_nothing()

    def _state(self, one: Prompt) -> None:
        assert (one.ended_at is not None) == one.over, one
        assert one.delivered_at is not None or one.state in ("due", "expired", "not-asked", "withdrawn"), one
        assert one.begun_at is not None or one.state not in BEGUN, one
        assert one.state not in ("due", "not-asked") or one.delivered_at is None, one
        assert not one.late or self._wave(one.wave).late is not None, one
        assert (one.asked or 0) >= (one.given or 0), one

    def _stamps(self, one: Prompt) -> None:
        order = [one.due_at, one.delivered_at, one.begun_at, one.ended_at]
        if one.state == "withdrawn" and one.delivered_at is None:  # it lay ahead when they left
            order = order[1:]
        if one.state in ("expired", "partial"):  # what is begun late was over before
            order = order[:-1]
        for earlier, later in pairwise([at for at in order if at is not None]):
            assert earlier <= later + self.slack, one
        assert one.sent_at is None or (one.delivered_at and one.delivered_at <= one.sent_at + self.slack), one
        assert one.begun_at is None or one.sent_at is None or one.sent_at <= one.begun_at + self.slack, one

    def _place(self, one: Prompt) -> None:
        """Where it is, if it is not over: nothing is lost, and nothing is in two places."""
        places = [one.id in place for place in (self.held, self.waiting, self.put_off)]
        assert sum(places) <= 1, one
        if self.person.stage is not Stage.ENROLLED:
            assert one.over, f"{self.person.stage}: {one}"
        timed = ("prompt", one.id) in self.timers
        match one.state:
            case "due":
                assert timed != any(places), f"lost: {one}"
                assert not timed or self.timers["prompt", one.id].due_at == one.due_at, one
                assert timed or one.id in self.waiting, one
            case "delivered" | "begun":
                assert any(places), f"lost: {one}"
                assert not timed, one
                assert ("expire", one.id) in self.timers, f"never lapses: {one}"
            case _:
                assert not any(places) or (one.id in self.held and self.held[one.id].late), f"over: {one}"

    def _known(self) -> None:
        for id, sitting in self.held.items():
            assert id in self.disk.prompts, "a sitting of no prompt"
            assert not sitting.touched or self.disk.prompts[id].begun_at is not None, self.disk.prompts[id]
        for id, one in (self.waiting | self.put_off).items():
            assert self.disk.prompts[id].state == ("delivered" if one.again else "due"), self.disk.prompts[id]
            assert ("expire", id) in self.timers, f"waits for ever: {self.disk.prompts[id]}"
        for id in self.put_off:
            assert ("again", id) in self.timers, f"put off for ever: {self.disk.prompts[id]}"

    def _timer(self, one: Timer) -> None:
        kept_back = self.disk.unsaid and one.kind in CALLS
        assert one.due_at > self.now or kept_back, f"it has not fallen: {one}"
        if self.person.stage is not Stage.ENROLLED:
            assert one.kind in (*GONE, "forget"), f"{self.person.stage}: {one}"
        match one.kind:
            case "prompt" | "expire" | "remind" | "again":
                prompt = self.disk.prompts[one.prompt]
                late = one.kind == "expire" and prompt.id in self.held and self.held[prompt.id].late
                assert not prompt.over or late, f"{one} of {prompt}"
                assert one.kind != "remind" or prompt.state == "delivered", f"{one} of {prompt}"
            case "resume":
                assert self.person.rest is not None
                assert self.person.rest.until is not None
            case "silence":
                assert self.person.rest is not None
                assert self.person.rest.until is None

    def _hours(self, one: Prompt) -> None:
        """It falls due in the hours of its wave, by the clock on their wall, and not when nobody is asked."""
        wave, wall = self._wave(one.wave), one.due_at.astimezone(self.zone)
        shift = self.person.wishes.shift
        if wave.signal is not None:
            between = wave.signal.between
            assert _moved(between.opens, shift) <= wall.time() < _moved(between.closes, shift), (
                f"{wall}: {one}"
            )
        else:
            assert wall.time() in [_moved(at, shift) for at in wave.at], f"{wall}: {one}"
        assert time(8) <= wall.time() < time(22)
        assert not any(span.first <= wall.date() <= span.last for span in self.protocol.schedule.never), one
        assert one.site == self.person.site, "laid where they live"

    def _days(self) -> None:
        coming = [self.disk.prompts[id] for kind, id in self.timers if kind == "prompt"]
        times = Counter((one.wave, one.due_at.astimezone(self.zone).date()) for one in coming)
        for (wave, day), n in times.items():
            signal = self._wave(wave).signal
            most = min(signal.times if signal else 1, self.person.wishes.a_day or 99)
            assert n <= most, f"{wave}: {n} times on {day}"

    def _stays(self) -> None:
        stays = self.disk.stays
        for (*_, earlier), (*_, later) in pairwise(stays):
            assert earlier <= later + self.slack, stays
        if self.person.stage is Stage.ENROLLED:
            site, zone, _ = max(stays, key=lambda one: one[2])
            assert self.slack or (site, zone) == (self.person.site, self.zone.key), stays

    def _nobody_waits_for_nothing(self) -> None:
        """What waits is put as soon as it may be."""
        person, here = self.person, self.now.astimezone(self.zone)
        clocks = [at.astimezone(self.zone).time() for at in (self.now, self.now + self.slack)]
        night = any(not time(8) <= at < time(22) for at in clocks)
        alone = any(span.first <= here.date() <= span.last for span in self.protocol.schedule.never)
        held = person.sitting or person.rest or person.blocked or person.put_off or night
        fresh = [one for one in person.waiting if not (one.again and alone)]
        assert held or not fresh, f"waits for nothing: {fresh}"

    def _wave(self, id: str) -> Wave:
        return self.protocol.wave(id)


def zone_of(protocol: Protocol, person: Participant) -> ZoneInfo:
    return ZoneInfo(person.zone or protocol.site(person.site).timezone)


def _moved(at: time, shift: timedelta) -> time:
    return (datetime.combine(ANY_DAY, at) + shift).time()


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else _at(seconds)
