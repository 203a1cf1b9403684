"""What must be true of every step of a conversation, whatever came before: what was said, when, and to whom. It knows
the study file and what the person did; of the bot only what it said and what lies on its disk."""

import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clockwork import House, Step
from disk import Prompt, prompts, zone_of
from screen import Heard

from study.inbound import Blocked, Command, Fell, Fetched, NotFetched, Tapped, Wrote
from study.participant import Participant, Rest, Stage, Why
from study.timing import Wave

MANY = frozenset({"arrival", "border"})
"""What may be asked several times on the same day of the study: it begins anew."""

MACHINE = Fell | Fetched | NotFetched | Blocked
"""What no person did."""

LENGTHS = {"Pause for a day": timedelta(days=1), "Pause for a week": timedelta(weeks=1)}
LOOKS = frozenset({"pause", "status", "help", "language", "times", "moved"})
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@dataclass
class Put:
    """A prompt that was put on the screen, how often it was called to since, and how often it may come again."""

    prompt: Prompt
    calls: Counter[str] = field(default_factory=Counter)
    put_off: int = 0
    displaced: int = 0


class Watch:
    """Sees each step of `house`. Raises AssertionError."""

    def __init__(self, house: House, person: Participant) -> None:
        self.house = house
        self.waves = {wave.id: wave for wave in house.protocol.schedule.waves}
        self.read = len(house.phone.heard)
        self.put: dict[str, Put] = {}
        self.sent: set[str] = set()
        self.asked: set[tuple[object, ...]] = set()
        self.day, self.times = "", 0
        self.acted_at = house.now
        self.hindered_at = house.now  # when something last stood between a prompt and its time
        self.laid_anew_at = house.now
        self.back = timedelta(0)  # by how much the clock was put back, all in all
        self.person = person
        self.code = person.code
        house.watched = self.step

    @property
    def now(self) -> datetime:
        return self.house.now

    def hindered(self) -> None:
        """Something stands, or stood until now, between prompts and their time."""
        self.hindered_at = self.now

    def step(self, step: Step | None) -> None:
        """One row of the inbox has had its effect; or words have gone out that were held up."""
        if step is None:
            self._words(machine=True, held_up=True)
            return
        before, after = step.before, step.after
        assert after is not None, "nobody here is forgotten"
        assert before == self.person, "as it was on disk"
        self.person = after
        self._looks(step)
        self._changes(step)
        if not isinstance(step.event, MACHINE):
            self.acted_at = self.now
        self._words(machine=isinstance(step.event, MACHINE))
        if not self._free(after):
            self.hindered_at = self.now

    # what may change, and by what

    def _changes(self, step: Step) -> None:
        before, after, event = step.before, step.after, step.event
        assert after is not None
        assert after.code == self.code, "the code stays"
        if (before.site, before.zone) != (after.site, after.zone):
            asked = before.sitting is not None and before.sitting.wave == "week"
            assert asked or isinstance(event, Tapped | Wrote), f"moved by {event}"
            self.hindered_at = self.laid_anew_at = self.now
        if before.wishes != after.wishes:
            assert isinstance(event, Tapped)
            assert event.data.startswith(("shift:", "fewer:"))
            self.hindered_at = self.laid_anew_at = self.now
        self._anchors(before, after)
        self._rests(before, after, step)

    def _anchors(self, before: Participant, after: Participant) -> None:
        old, new = before.anchors, after.anchors
        if after.stage is Stage.ENROLLED:
            assert new["consent"] <= self.now + 27 * HOUR, "it has happened, by whatever clock"
            assert "moved" not in new or new["moved"] > new["consent"]
        same = [key for key in old if key in new and key != "moved" and before.stage is after.stage]
        for one in same:
            for other in same:
                assert not old[one] < old[other] or new[one] <= new[other], "in their order"

    def _rests(self, before: Participant, after: Participant, step: Step) -> None:
        was, rest, event = before.rest, after.rest, step.event
        text = event.text if isinstance(event, Wrote) else ""
        if before.stage is not Stage.ENROLLED or after.stage is not Stage.ENROLLED:
            return
        if text in LENGTHS:
            until = self._later(step.at, LENGTHS[text])
            assert rest == Rest(Why.ASKED, step.at, until), f"{text}: {rest}"
        elif text == "Pause until I write" or (text == "Don’t write for now" and before.sitting is None):
            assert rest is not None
            assert rest.until is None
        elif text == "End the pause":
            assert rest is None
        elif isinstance(event, Command) and event.name in LOOKS:
            assert rest == was, "whoever looks around rests on"
        elif isinstance(event, MACHINE):
            self._rests_by_itself(was, rest)
        elif was is not None and was.until is not None:
            assert rest == was or text == "Yes, still here", "a pause has its time"
        elif was is not None and text == "hello" and before.talk is None:
            assert rest is None, "whoever writes is back"

    def _rests_by_itself(self, was: Rest | None, rest: Rest | None) -> None:
        if rest is not None and rest != was:
            assert was is None
            assert rest.why is Why.SILENT
            self._was_silent()
        if was is not None and rest is None:
            assert was.until is not None
            assert was.until <= self.now
            assert not self._quiet(self.now)

    def _was_silent(self) -> None:
        """So many in a row, put and untouched, and not a word from them since the first of these was put."""
        over = [one for one in self._prompts() if one.ended_at and one.ended_at >= self.acted_at]
        missed = [one for one in over if one.delivered_at and not one.begun_at]
        assert len(missed) >= (self.house.protocol.schedule.silence or 0), "silent after so few"

    # what was said

    def _words(self, machine: bool, held_up: bool = False) -> None:
        heard = self.house.phone.heard[self.read :]
        self.read = len(self.house.phone.heard)
        asked = {one.wave for one in heard if one.number}
        assert len(asked) <= 1, f"one question at a time: {heard}"
        if self.person.stage is not Stage.ENROLLED:
            assert not any(one.call for one in heard), f"{self.person.stage} and called: {heard}"
        for one in heard:
            if one.call == "silence":
                self._silence(one, held_up)
            elif one.call or one.wave == "border":
                self._called(one, machine)

    def _silence(self, one: Heard, held_up: bool) -> None:
        """(What a line that was down has held up may come by night, and to somebody who is back.)"""
        if held_up:
            return
        self._calls(one)
        assert self.person.rest is not None
        assert self.person.rest.why is Why.SILENT

    def _called(self, one: Heard, machine: bool) -> None:
        rows = {row.id: row for row in self._prompts()}
        new = [row for row in rows.values() if row.sent_at is not None and row.id not in self.sent]
        if one.call == "begin" or (new and one.wave == "border"):  # who presses a button is not greeted
            [prompt] = [row for row in new if row.wave == one.wave]
            self.sent.add(prompt.id)
            self._begins(one, prompt)
            return
        put = self._open(one.wave, rows)
        put.calls[one.call] += 1
        prompt = rows[put.prompt.id]
        assert not prompt.over or one.at <= prompt.ended_at + self.back, f"called to what is over: {prompt}"
        if machine:
            self._calls(one)
        if one.call == "remind" and machine:
            wave = self.waves.get(one.wave)
            assert wave is not None
            assert prompt.begun_at is None, "reminded of what is begun"
            assert put.calls["reminded"] < len(wave.remind)
            put.calls["reminded"] += 1
        if one.call == "again":
            assert put.calls["again"] <= put.put_off + put.displaced, "again without not now"

    def _open(self, wave: str, rows: dict[str, Prompt]) -> Put:
        """What was put last. Who had blocked the bot then may see it later for the first time."""
        open = self.person.sitting
        if (
            open is not None
            and open.wave == wave
            and (wave not in self.put or self.put[wave].prompt.id != open.prompt)
        ):
            self.put[wave] = Put(rows[open.prompt])
        return self.put[wave]

    def _begins(self, one: Heard, prompt: Prompt) -> None:
        older = self.put.get(one.wave)
        assert older is None or older.prompt.id != prompt.id, "put twice"
        place = (prompt.wave, prompt.day, prompt.beep, self.person.anchors["consent"].date())
        assert prompt.wave in MANY or place not in self.asked, "asked twice under two names"
        self.asked.add(place)
        in_order = older is None or older.prompt.due_at <= prompt.due_at + self.back
        laid_behind = prompt.due_at <= self.laid_anew_at  # by a clock or hours that had it earlier than now
        assert in_order or laid_behind, f"{prompt} after {older}"
        self.put[one.wave] = Put(prompt)
        assert prompt.due_at <= one.at + self.back, "put before its time"
        assert one.at < prompt.expires_at + SECOND, "put when it had lapsed"
        if one.wave == "border":
            return
        self._calls(one)
        wave = self.waves[one.wave]
        late = one.at - prompt.due_at > SECOND
        night = self._quiet(prompt.due_at)
        assert not late or night or self.hindered_at >= prompt.due_at, (
            f"{one.at - prompt.due_at} late: {prompt}"
        )
        self._one_more(prompt, wave)

    def _one_more(self, prompt: Prompt, wave: Wave) -> None:
        """Of so many a day."""
        assert prompt.delivered_at is not None
        today = prompt.delivered_at.astimezone(self.zone).date().isoformat()
        self.day, self.times = (today, 1) if today > self.day else (self.day, self.times + 1)
        most = [self.house.protocol.schedule.a_day or 99, self.person.wishes.a_day or 99]
        assert self.times <= min(most), f"{self.times} on {self.day}"

    def _calls(self, one: Heard) -> None:
        """To somebody who has said nothing."""
        person = self.person
        assert person.rest is None or one.call == "silence", f"called to who rests: {one}"
        assert not person.blocked
        assert not self._quiet(one.at), f"called by night: {one}"
        assert not self._left_alone(one.at), f"called on a day on which nobody is: {one}"

    # helpers

    def _looks(self, step: Step) -> None:
        """What is put off, or has made room for a button and nobody stands aside, comes again."""
        event, open = step.event, step.before.sitting
        if open is None or open.wave not in self.put:
            return
        tapped = isinstance(event, Tapped) and event.data.endswith(":not-now")
        written = isinstance(event, Wrote) and event.text == "Not now"
        before = {one.prompt for one in step.before.waiting}
        room = step.after and any(one.again and one.prompt not in before for one in step.after.waiting)
        put = self.put[open.wave]
        if (tapped or written) and not open.put_off:
            put.put_off = 1
        put.displaced += bool(room)

    def _free(self, person: Participant) -> bool:
        held = person.sitting or person.aside or person.rest or person.blocked or person.put_off
        return not held and not self.house.phone.down and person.stage is Stage.ENROLLED

    @property
    def zone(self) -> ZoneInfo:
        return zone_of(self.house.protocol, self.person)

    def _quiet(self, at: datetime) -> bool:
        wall = at.astimezone(self.zone).time()
        return wall >= time(22) or wall < time(8)

    def _left_alone(self, at: datetime) -> bool:
        day = at.astimezone(self.zone).date()
        return any(span.first <= day <= span.last for span in self.house.protocol.schedule.never)

    def _later(self, at: datetime, length: timedelta) -> datetime:
        wall = at.astimezone(self.zone).replace(tzinfo=None)
        return (wall + length).replace(tzinfo=self.zone).astimezone(UTC)

    def _prompts(self) -> list[Prompt]:
        rows = sqlite3.connect(self.house.path)
        try:
            return prompts(rows)
        finally:
            rows.close()
