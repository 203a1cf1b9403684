"""One person's part of a rehearsal, as it is counted."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from cli.rehearsal.counting import Count, OfWave, OfWeek
from cli.rehearsal.reading import words_to_read
from study.effects import Fetch, Keep, PromptMoved, PromptPlanned, PromptState
from study.inbound import Event, Fell
from study.outcome import Outcome
from study.participant import Participant, Stage
from study.protocol import Protocol
from study.saying import Haste, Say
from study.schedule import left_alone, plan
from study.timing import Anchor, Wave


class Watcher:
    """Counts what happens to one person from their agreement on."""

    def __init__(self, count: Count, person: Participant, since: datetime, until: datetime) -> None:
        self._count = count
        self._until = until
        self._zone = count.protocol.site(person.site).zone
        self._begun = self._day(since)
        self._busy = _without_rest(count.protocol)
        self._wave_of: dict[str, str] = {}
        self._put: dict[str, OfWeek] = {}
        self._gone: datetime | None = None
        self._days: Counter[date] = Counter()
        self._words: Counter[date] = Counter()
        count.people += 1
        self._rest(since, {}, person)

    def planned(self, outcome: Outcome) -> None:
        for effect in outcome.effects:
            if isinstance(effect, PromptPlanned):
                self._wave_of[effect.prompt] = effect.wave

    def see(self, at: datetime, event: Event, before: Participant | None, outcome: Outcome) -> None:
        self.planned(outcome)
        if before is not None and outcome.participant is not None:
            self._rest(at, before.anchors, outcome.participant)
        self._gone = self._gone or (at if _is_gone(outcome.participant) else None)
        self._read(at, outcome)
        if _is_unasked(outcome):
            self._night(at)
            if isinstance(event, Fell) and event.kind == "remind":
                self._of(event.prompt).reminders += 1
        for effect in outcome.effects:
            match effect:
                case PromptMoved(prompt=prompt, state=state):
                    self._moved(prompt, state, at, before)
                case Keep(kind="answer", prompt=prompt) | Fetch(kind="answer", prompt=prompt):
                    self._week(at).answers += 1
                    self._of(prompt).answers += 1

    def _read(self, at: datetime, outcome: Outcome) -> None:
        words = words_to_read(outcome, outcome.participant.language if outcome.participant else "")
        self._week(at).words += words
        self._words[self._day(at)] += words

    def done(self) -> None:
        """How long they were there."""
        self._count.left += self._gone is not None
        days = (self._day(self._gone or self._until) - self._begun).days + 1
        for number in range(-(-days // 7)):
            week = self._count.weeks[number]
            week.people += 1
            week.person_days += min(days - 7 * number, 7)
        for day, put in self._days.items():
            week = self._count.weeks[(day - self._begun).days // 7]
            week.most = max(week.most, put)
        self._longest()

    def _longest(self) -> None:
        for day, put in self._days.items():
            if (put, self._words[day]) > (self._count.longest, self._count.longest_words):
                self._count.longest, self._count.longest_on = put, day.isoformat()
                self._count.longest_words = self._words[day]

    def _rest(self, at: datetime, before: Mapping[str, datetime], person: Participant) -> None:
        """Counts what would have been planned now, were there no days on which nobody is asked."""
        schedule = self._count.protocol.schedule
        new = [key for key, moment in person.anchors.items() if before.get(key) != moment]
        if not schedule.never or not new:
            return
        for key in (*new, *(() if before else (Anchor.CALENDAR,))):
            for one in plan(self._busy, person.anchors, self._zone, 1, key, since=at, arm=person.arm):
                if one.due_at < self._until and left_alone(schedule, self._day(one.due_at)):
                    self._count.waves[one.wave].dropped["never"] += 1

    def _moved(self, prompt: str, state: PromptState, at: datetime, before: Participant | None) -> None:
        wave, week = self._of(prompt), self._week(at)
        if state is PromptState.DELIVERED:
            self._put[prompt] = week
            wave.put += 1
            week.put += 1
            self._days[self._day(at)] += 1
        elif state is PromptState.ANSWERED:
            wave.answered += 1
            self._put.get(prompt, week).answered += 1
        elif state is PromptState.PARTIAL:
            wave.partial += 1
        elif state is PromptState.SKIPPED:
            wave.skipped += 1
        elif prompt not in self._put and state is not PromptState.BEGUN:
            wave.dropped[self._reason(prompt, state, at, before)] += 1
        elif state is PromptState.EXPIRED:
            wave.expired += 1

    def _reason(self, prompt: str, state: PromptState, at: datetime, before: Participant | None) -> str:
        """Why a prompt was never put, as far as the study says it."""
        schedule = self._count.protocol.schedule
        wave = next((one for one in schedule.waves if one.id == self._wave_of.get(prompt)), None)
        day = self._day(at)
        if before is None or before.blocked:
            return "gone"
        if state is not PromptState.NOT_ASKED:
            return "no time left"
        if wave is not None and wave.when is not None and not _holds(wave, before, day):
            return "when"
        if left_alone(schedule, day):
            return "never"
        full = schedule.a_day is not None and self._days[day] >= schedule.a_day
        return "most-a-day" if full else "until"

    def _night(self, at: datetime) -> None:
        """Reckoned here once more, and not asked of the code that is rehearsed."""
        quiet, local = self._count.protocol.schedule.quiet, at.astimezone(self._zone).time()
        if quiet is None:
            return
        over_midnight = quiet.opens > quiet.closes
        inside = (
            (local >= quiet.opens or local < quiet.closes)
            if over_midnight
            else quiet.opens <= local < quiet.closes
        )
        self._count.collisions += inside

    def _week(self, at: datetime) -> OfWeek:
        return self._count.weeks[(self._day(at) - self._begun).days // 7]

    def _of(self, prompt: str) -> OfWave:
        return self._count.waves.setdefault(self._wave_of.get(prompt, ""), OfWave())

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()


def _without_rest(protocol: Protocol) -> Protocol:
    return protocol.model_copy(update={"schedule": protocol.schedule.model_copy(update={"never": ()})})


def _is_unasked(outcome: Outcome) -> bool:
    """Whether something is said that they did not ask for: a prompt, or a reminder."""
    return any(isinstance(said, Say) and said.haste is Haste.PROMPT for said in outcome.say)


def _is_gone(person: Participant | None) -> bool:
    return person is None or person.stage is not Stage.ENROLLED or person.blocked


def _holds(wave: Wave, person: Participant, day: date) -> bool:
    assert wave.when is not None
    known = {"site": person.site, "language": person.language, "arm": person.arm, "source": person.source}
    return wave.when.holds(known | person.remembered | {"today": day.isoformat()})
