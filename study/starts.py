"""What a wave counts from, and what ends it, as a study file writes it: `after`, `until`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from study.asked import Asked, Kind
from study.durations import EARLIEST, LATEST
from study.faults import Report, meant, quoted
from study.instrument import AnswerType, Question
from study.timing import Anchor, Start
from study.tree import Node
from study.values import day, text

AT_ONCE = frozenset({Anchor.CONSENT, Anchor.ENROLLED})
NAMED = (Anchor.CONSENT, Anchor.ENROLLED, Anchor.MOVED, Anchor.INTERVIEW)

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ANSWERED = re.compile(r"answered(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True)
class Starts:
    """Reads them, for a study with these questionnaires and questions; `remembered` are those whose answers stay."""

    questionnaires: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    remembered: Mapping[str, Asked] = field(default_factory=dict)

    def after(self, report: Report, node: Node) -> Start | None:
        said = text(report, node)
        if said is None:
            return None
        if said in NAMED:
            return Start(anchor=Anchor(said))
        if _DATE.fullmatch(said):
            return self._calendar(report, node)
        answered = _ANSWERED.fullmatch(said)
        if answered:
            return self._answered(report, node, answered[1] or "")
        return self._date(report, node, said)

    def until(self, report: Report, node: Node) -> Start | None:
        start = self.after(report, node)
        if start is not None and start.anchor in AT_ONCE:
            what = f"everybody who is asked has come past {quoted(start.anchor)} by then"
            report.fault(node, what, f"end it with one of: {', '.join(self._known(AT_ONCE))}")
            return None
        return start

    def _calendar(self, report: Report, node: Node) -> Start | None:
        on = day(report, node)
        if on is None or EARLIEST <= on <= LATEST:
            return None if on is None else Start(anchor=Anchor.CALENDAR, day=on)
        instead = f"write a year from {EARLIEST.year} to {LATEST.year}"
        report.fault(node, f"{quoted(str(on))} is too far away", instead)
        return None

    def _answered(self, report: Report, node: Node, name: str) -> Start | None:
        if name in self.questionnaires:
            return Start(anchor=Anchor.ANSWERED, name=name)
        if name:
            report.fault(node, f"there is no questionnaire {quoted(name)}", meant(name, self.questionnaires))
        else:
            shown = self.questionnaires[0] if self.questionnaires else "evening"
            report.fault(node, "it is not said which answers", f"name a questionnaire: `answered {shown}`")
        return None

    def _date(self, report: Report, node: Node, said: str) -> Start | None:
        asked = self.remembered.get(said)
        if asked is not None and asked.kind is Kind.DATE:
            return Start(anchor=Anchor.DATE, name=said)
        if asked is not None and asked.doubtful:
            return None
        question = next((one for one in self.questions if one.id == said), None)
        if said in self.questionnaires:
            report.fault(node, f"{quoted(said)} is a questionnaire", f"write `answered {said}`")
        elif question is not None and AnswerType.DATE in question.types:
            what = f"the answer to {quoted(said)} is not remembered"
            report.fault(
                node, what, "write `remember: yes` at that question (in a group that repeats it cannot be)"
            )
        elif question is not None or asked is not None:
            report.fault(
                node,
                f"{quoted(said)} does not ask for a date",
                f"what can stand here: {', '.join(self._known())}",
            )
        else:
            report.fault(
                node, f"nothing is known here that is called {quoted(said)}", meant(said, self._known())
            )
        return None

    def _known(self, but: frozenset[Anchor] = frozenset()) -> list[str]:
        return [
            *(str(anchor) for anchor in NAMED if anchor not in but),
            *(f"answered {name}" for name in self.questionnaires),
            *(id for id, asked in self.remembered.items() if asked.kind is Kind.DATE),
            "a day such as 2025-02-24",
        ]
