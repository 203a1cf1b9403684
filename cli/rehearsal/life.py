"""One invented person as the service would keep them: their state, their timers, and what is on their calendar.

Every event goes through `handlers.routing.respond`, and what comes of it is kept as `storage.commit` keeps it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from random import Random

from handlers.routing import respond
from study.effects import CancelTimers, Fetch, SetTimer, WaveTakenBack
from study.inbound import Event, Facts, Fell, Fetched, Inbound, Showed
from study.outcome import Outcome
from study.participant import Participant
from study.protocol import Protocol

FETCHED_SECONDS, FETCHED_SIZE = 20.0, 40_000
"""Of every invented voice."""

Act = Callable[[], Event | None]
"""What somebody means to do; None if by then it is no longer to be done."""
Watch = Callable[[datetime, Event, Participant | None, Outcome], None]


@dataclass
class Life:
    """`numbers` are the codes given so far by site, shared by all. `watch` sees every turn: when, what happened, who
    they were before, and what came of it."""

    protocol: Protocol
    language: str
    at: datetime
    chance: Random
    numbers: dict[str, int]
    watch: Watch | None = None
    participant: Participant | None = None
    _timers: dict[str, dict[str, SetTimer]] = field(default_factory=dict)  # by prompt, then by kind
    _calendar: list[tuple[datetime, int, SetTimer | Act]] = field(default_factory=list)
    _order: int = 0

    def tell(self, event: Event) -> Outcome:
        """Everything that one event leads to."""
        before = self.participant
        now = before or Participant.new(f"{self.chance.getrandbits(128):032x}", self.language, self.at)
        inbound = Inbound(self.at, self.chance.getrandbits(63), event, self.language)
        outcome = respond(now, inbound, self.protocol, self._facts())
        self._commit(before, outcome)
        if self.watch is not None:
            self.watch(self.at, event, before, outcome)
        for effect in outcome.effects:
            if isinstance(effect, Fetch):
                photo = isinstance(event, Showed)
                seconds = 0.0 if photo else FETCHED_SECONDS
                return self.tell(Fetched(effect.media, seconds, FETCHED_SIZE, photo))
        return outcome

    def mean(self, at: datetime, act: Act) -> None:
        """Puts something that they mean to do on the calendar."""
        self._put(at, act)

    def next(self, until: datetime) -> Outcome | None:
        """Lets the next thing on the calendar happen; None if there is nothing before `until`."""
        while self._calendar and self._calendar[0][0] < until:
            at, _, entry = heappop(self._calendar)
            if isinstance(entry, SetTimer):
                if self._timers.get(entry.prompt, {}).get(entry.kind) is not entry:
                    continue  # cancelled, or set anew
                del self._timers[entry.prompt][entry.kind]
                event: Event | None = Fell(
                    entry.kind, entry.due_at, entry.prompt, entry.wave, entry.questionnaire, entry.expires_at
                )
            else:
                event = entry()
            if event is None:
                continue
            self.at = max(self.at, at)
            return self.tell(event)
        return None

    def drop_timers(self) -> None:
        self._timers.clear()

    def _facts(self) -> Facts:
        numbers = {site.id: self.numbers.get(site.id, 0) + 1 for site in self.protocol.sites}
        return Facts(numbers, dict.fromkeys(self.protocol.languages, ""))

    def _commit(self, before: Participant | None, outcome: Outcome) -> None:
        """Cancelled first, then set, whatever the order of effects."""
        after = self.participant = outcome.participant
        if after is None:
            self._timers.clear()
            return
        for effect in outcome.effects:
            if isinstance(effect, CancelTimers | WaveTakenBack):
                self._cancel(effect)
        for effect in outcome.effects:
            if isinstance(effect, SetTimer):
                self._timers.setdefault(effect.prompt, {})[effect.kind] = effect
                self._put(effect.due_at, effect)
        if after.code and (before is None or not before.code):
            self.numbers[after.site] = self.numbers.get(after.site, 0) + 1

    def _cancel(self, gone: CancelTimers | WaveTakenBack) -> None:
        match gone:
            case CancelTimers(prompt=prompt, kind=kind):
                asked = [self._timers.get(prompt, {})] if prompt else list(self._timers.values())
                for timers in asked:
                    for one in [one for one in timers if kind in ("", one)]:
                        del timers[one]
            case WaveTakenBack(wave=wave, after=after):
                for timers in self._timers.values():
                    timer = timers.get("prompt")
                    if timer is not None and timer.wave == wave and timer.due_at > after:
                        del timers["prompt"]

    def _put(self, at: datetime, entry: SetTimer | Act) -> None:
        self._order += 1
        heappush(self._calendar, (at, self._order, entry))
