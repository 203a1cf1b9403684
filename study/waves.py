"""The schedule as a study file writes it."""

from dataclasses import dataclass
from datetime import timedelta

from study.durations import length, overlap, parse_days, parse_window, show_window
from study.faults import Report, meant, quoted
from study.fields import Fields, clock, duration, one_of, text, timed, unique, whole, word_id
from study.protocol import Anchor, Days, Schedule, Signal, Wave, Window
from study.tree import Node, Sequence

DAY = timedelta(days=1)
MOST_PROMPTS = 1_000
MOST_A_DAY = 24
BLANK = Window.model_validate({"opens": "00:00", "closes": "23:59"})


@dataclass(frozen=True)
class Waves:
    """Reads `schedule:` of a study with these questionnaires."""

    questionnaires: tuple[str, ...]

    def read(self, report: Report, node: Node) -> Schedule:
        fields = Fields(report, node, "schedule")
        quiet = fields.may("quiet", timed(parse_window))
        listing = fields.at("waves")
        if listing is not None and not isinstance(listing, Sequence):
            report.fault(listing, "waves should be a list", "begin each wave with `- `")
        waves: list[Wave] = []
        places: list[tuple[str, Node]] = []
        for item in listing.items if isinstance(listing, Sequence) else ():
            wave = Fields(report, item, "a wave")
            waves.append(self._wave(wave, quiet))
            wave.finish()
            places.append((waves[-1].id, wave.place("id")))
        unique(report, places, "wave")
        fields.finish()
        return Schedule(quiet=quiet, waves=tuple(waves))

    def _wave(self, fields: Fields, quiet: Window | None) -> Wave:
        report = fields.report
        id, ask = fields.need("id", word_id, ""), fields.need("ask", text, "")
        if ask and ask not in self.questionnaires:
            report.fault(
                fields.place("ask"),
                f"there is no questionnaire {quoted(ask)}",
                meant(ask, self.questionnaires),
            )
        after = fields.either("after", one_of(Anchor, later=frozenset({"moved"})), Anchor.CONSENT)
        expires = fields.need(
            "expires", duration(), timedelta(0), "write how long it can be answered, such as `expires: 3h`"
        )
        remind = self._remind(fields, expires)
        begun = {"id": id, "ask": ask, "after": after, "expires": expires, "remind": remind}
        signal, every = fields.at("signal"), fields.at("every")
        if (signal is None) == (every is None):
            if fields.whole:
                said = "both" if signal is not None else "neither"
                instead = "write one: `signal` for random moments of a day, `every` for a fixed interval"
                report.fault(
                    fields.node,
                    f'a wave has {said} "signal" {"and" if signal is not None else "nor"} "every"',
                    instead,
                )
            for key in ("days", "at", "times"):
                fields.at(key)
            return Wave(**begun)
        return Wave(**begun, **(self._every(fields) if signal is None else self._signal(fields, quiet)))

    def _signal(self, fields: Fields, quiet: Window | None) -> dict[str, object]:
        report = fields.report
        for key in ("at", "times"):
            if fields.at(key) is not None:
                instead = (
                    "write `times` inside `signal`"
                    if key == "times"
                    else "its moments are random; leave `at` out"
                )
                report.fault(fields.place(key), f'a wave with "signal" has no "{key}" of its own', instead)
        node = fields.at("signal")
        assert node is not None
        inner = Fields(report, node, "signal")
        times = inner.need("times", whole(1, MOST_A_DAY), 1)
        window = inner.need(
            "between", timed(parse_window), BLANK, "write two hours, such as `between: 18:00-21:00`"
        )
        apart = inner.either("apart", duration(timedelta(0)), timedelta(0))
        self._check_window(inner, times, window, apart, quiet)
        inner.finish()
        days = fields.need(
            "days", timed(parse_days), Days(first=1, last=1), "write the days, such as `days: 1-7`"
        )
        if times * (days.last - days.first + 1) > MOST_PROMPTS:
            report.fault(
                fields.place("days"),
                f"this is more than {MOST_PROMPTS} prompts",
                "ask less often, or on fewer days",
            )
        return {"signal": Signal(times=times, between=window, apart=apart), "days": days}

    def _check_window(
        self, inner: Fields, times: int, window: Window, apart: timedelta, quiet: Window | None
    ) -> None:
        if inner.at("between") is None:
            return
        if quiet is not None and overlap(window, quiet):
            what = f"{show_window(window)} runs into the quiet hours {show_window(quiet)}"
            inner.report.fault(inner.place("between"), what, "write hours outside them")
        if (times - 1) * apart >= length(window):
            what = f"{times} prompts this far apart do not fit into {show_window(window)}"
            inner.report.fault(
                inner.place("apart"), what, "write fewer `times`, a smaller `apart` or longer hours"
            )

    def _every(self, fields: Fields) -> dict[str, object]:
        report = fields.report
        if fields.at("days") is not None:
            report.fault(
                fields.place("days"),
                'a wave with "every" has no "days"',
                "write `times`, how often it is asked",
            )
        every = fields.need("every", duration(), DAY)
        at = fields.may("at", clock)
        times = fields.need(
            "times", whole(1, MOST_PROMPTS), 1, "write how often it is asked, such as `times: 6`"
        )
        if every > DAY and every % DAY:
            report.fault(
                fields.place("every"),
                "this is neither whole days nor less than one",
                "write such as 12h, 1d or 30d",
            )
        elif every < DAY and at is not None:
            report.fault(
                fields.place("at"),
                "a time of day does not go with less than a day",
                "leave `at` out, or write whole days",
            )
        if every * times > timedelta(days=3660):
            report.fault(
                fields.place("times"), "the last of these would be more than ten years away", "write fewer"
            )
        return {"every": every, "at": at, "times": times}

    def _remind(self, fields: Fields, expires: timedelta) -> tuple[timedelta, ...]:
        node = fields.at("remind")
        if node is None:
            return ()
        found: list[timedelta] = []
        for item in node.items if isinstance(node, Sequence) else (node,):
            wait = duration()(fields.report, item)
            if wait is None:
                continue
            if expires and wait >= expires:
                instead = "remind earlier, or let it expire later"
                fields.report.fault(item, "this reminder comes when the prompt has expired", instead)
            if wait in found:
                fields.report.fault(item, "the same reminder is here twice", "keep one")
            found.append(wait)
        if len(found) > 5:
            fields.report.fault(
                node, f"{len(found)} reminders of one prompt", "nobody should be hurried; five are the most"
            )
        return tuple(sorted(found))
