"""What a study file costs: reading and checking 300 questions with their texts in five languages, one condition of
four comparisons, and the next prompt of somebody in a study with three waves. In this process, in turn; the
quickest of several goes counts, because whatever else a machine does only makes it slower."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.figures import Findings, Row, Target, median, seconds
from bench.folders import Folders
from bench.stage import scratch
from bench.step import Step
from study.conditions import Condition
from study.protocol import Protocol
from study.reading import read_protocol
from study.schedule import upcoming

TITLE = "A study file"
LANGUAGES = ("en", "ru", "hy", "ka", "kk")
QUESTIONS = 300
READING = Target(most=0.5)
CONDITION = Target(most=5)
PROMPT = Target(most=100)
CONSENTED = datetime(2024, 3, 1, 9, tzinfo=UTC)


def steps(runs: int) -> int:
    return runs


def measure(runs: int, folders: Folders, step: Step) -> Findings:
    found = Findings()
    with scratch() as folder:
        study = folder / "study.yaml"
        study.write_text(written(), "utf-8")
        for _ in range(runs):
            step("reading, asking, planning")
            for name, figure in _figures(study).items():
                found.raw.setdefault(name, []).append(figure)
    reading, condition, prompt = (median(found.raw[name]) for name in ("reading", "condition", "prompt"))
    found.rows = [
        Row(
            f"reading {QUESTIONS} questions in {len(LANGUAGES)} languages",
            seconds(reading),
            "",
            reading,
            " s",
            READING,
        ),
        Row("a condition", _micro(condition), "", condition * 1e6, " µs", CONDITION),
        Row("the next prompt of a person", _micro(prompt), "", prompt * 1e6, " µs", PROMPT),
    ]
    return found


def _figures(study: Path) -> dict[str, float]:
    protocol = read_protocol(study)
    condition, values = Condition('q1 > 3 and (q2 <= 5 or c == "b") and q3 + q4 > 2'), _values()
    anchors = {"consent": CONSENTED}
    zone = ZoneInfo("Asia/Yerevan")
    return {
        "reading": _quickest(lambda: read_protocol(study), 1, 3),
        "condition": _quickest(lambda: condition.holds(values), 10_000, 5),
        "prompt": _quickest(lambda: _next(protocol, anchors, zone), 200, 5),
    }


def _next(protocol: Protocol, anchors: dict[str, datetime], zone: ZoneInfo) -> None:
    next(upcoming(protocol, anchors, zone, 7, "consent", since=CONSENTED))


def _quickest(work: Callable[[], object], times: int, goes: int) -> float:
    """Seconds for one of `times` in a row, in the quickest of `goes`."""
    took = []
    for _ in range(goes):
        began = time.perf_counter()
        for _ in range(times):
            work()
        took.append((time.perf_counter() - began) / times)
    return min(took)


def _values() -> dict[str, object]:
    return {"q1": 4, "q2": 6, "q3": 1, "q4": 2, "c": "b"}


def _micro(value: float) -> str:
    return f"{value * 1e6:.3g} µs"


def written() -> str:
    """The study, as YAML."""
    lines = [
        "study: bench",
        f"title: {_said('Road and home')}",
        f"languages: [{', '.join(LANGUAGES)}]",
        f"team: {{name: {_said('Research group')}, contact: us@crossing.example}}",
        "keys: {core: core.pub, escrow: escrow.pub}",
        f"sites: {{AM: {{name: {_said('Armenia')}, timezone: Asia/Yerevan}}}}",
        f'consent: {{version: "1.0", information: {_said("About.")}, statement: {_said("I agree.")}}}',
        "questionnaires:",
        "  evening:",
    ]
    lines += [_question(n) for n in range(QUESTIONS)]
    lines += [
        "schedule:",
        "  quiet: 22:00-08:00",
        "  waves:",
        "    - {id: a, ask: evening, signal: {times: 3, between: 10:00-21:00, apart: 2h}, days: 1-60, expires: 1h}",
        "    - {id: b, ask: evening, every: 7d, at: 19:00, times: 50, expires: 1d}",
        "    - {id: c, ask: evening, signal: {times: 2, between: 09:00-20:00}, days: 1-7, expires: 1h,",
        "       burst: {every: 90d, times: 4}}",
    ]
    return "\n".join(lines) + "\n"


def _question(n: int) -> str:
    when = f", when: q{n - 1} > 3" if n % 3 == 2 else ""
    if n % 3:
        return f"    - {{id: q{n}, ask: {_said(f'Question {n}?')}, type: scale, from: 0, to: 10{when}}}"
    options = ", ".join(f"o{k}: {_said(f'Answer {k}')}" for k in range(4))
    return f"    - {{id: q{n}, ask: {_said(f'Question {n}?')}, type: choice, options: {{{options}}}}}"


def _said(text: str) -> str:
    """The text in every language, as if it had been translated."""
    return "{" + ", ".join(f'{language}: "{text} ({language})"' for language in LANGUAGES) + "}"
