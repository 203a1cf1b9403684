"""Rows of an export: a chosen value has a label, and somebody's own words have none."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from study_good import GOOD, read

from desk.columns import CONSENTS, ENTRIES, PARTICIPANTS, PROMPTS, STAYS, answers_header
from desk.compliance import asked
from desk.opening import Opened
from desk.scopes import Agreed
from desk.stays import Stay, Stays
from desk.tables import Media, Rows
from desk.wording import Wording
from storage.desk_rows import DeskConsent, DeskParticipant, DeskPrompt, DeskRecord
from study.compliance import Figures
from study.wordings import wordings as as_kept

BOTH = "type: [choice, text], options: {before: {ru: До, en: Before}, after: {ru: После, en: After}}"
PERSON = DeskParticipant("a5", "AM-05", "AM", "", "ru", "enrolled", 0, 0.0, None, None, None)
PROMPT = DeskPrompt(
    "p", "AM-05", "AM", "first-week", "evening", 3, 2, "answered", 60.0, 90.0, None, None, None
)
YEREVAN, BERLIN = ZoneInfo("Asia/Yerevan"), ZoneInfo("Europe/Berlin")
MOVED = datetime(2024, 3, 9, tzinfo=UTC).timestamp()
LIVED = Stays((Stay("AM", YEREVAN, 0.0, MOVED), Stay("DE", BERLIN, MOVED)), Stay("AM", YEREVAN, 0.0))
AT_HOME = Stays((), Stay("AM", YEREVAN, 0.0))


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rows:
    """Makes rows of AM-05 in a study where "why" may be chosen or written."""
    monkeypatch.chdir(tmp_path)
    text = GOOD.replace(
        "ask: {ru: Почему?, en: Why?}, type: [text, voice]", "ask: {ru: Почему?, en: Why?}, " + BOTH
    )
    return Rows(PERSON, AT_HOME, Wording(read(tmp_path, text)), Agreed())


def said(kind: str = "answer", **content: Any) -> Opened:
    record = DeskRecord("aa", kind, "", 0.0, b"", 0)
    return Opened(record, datetime(2024, 3, 9, 15, 12, 30, 900, tzinfo=UTC), "", content)


def test_labels_are_those_of_the_version_that_was_answered(made: Rows) -> None:
    """A study file changes while records stay; a version that nobody kept has the words of the file."""
    now = as_kept(made.wording.protocol)
    [why] = [one for one in now if one.place == ("evening", "why")]
    body = why.body.replace("After", "Later").replace("Why?", "What for?")
    old = Wording.of(made.wording.protocol, [replace(why, version=2), replace(why, version=1, body=body)])
    rows = replace(made, wording=old)
    for version, label, ask in ((1, "Later", "What for?"), (2, "After", "Why?"), (9, "After", "Why?")):
        content = {"questionnaire": "evening", "question": "why", "type": "choice", "value": "after"}
        row = rows.answer(said(**content, version=version), None, Media())
        assert dict(zip(answers_header(("ru", "en")), row, strict=True))["label_en"] == label
        assert old.ask("evening", "why", "en", version=version) == ask


@pytest.mark.parametrize(
    ("kind", "value", "labels"),
    [
        ("choice", "after", ("После", "After")),
        ("text", "after", ("", "")),  # written, and by chance an option's name
        ("choice", "gone", ("", "")),
        ("", "after", ("После", "After")),
    ],
)
def test_labels(made: Rows, kind: str, value: str, labels: tuple[str, str]) -> None:
    row = dict(
        zip(
            answers_header(("ru", "en")),
            made.answer(said(questionnaire="evening", question="why", type=kind, value=value), None, Media()),
            strict=True,
        )
    )
    assert (row["label_ru"], row["label_en"]) == labels
    assert row["value"] == value


@pytest.mark.parametrize("value", [[1], {"a": 1}, None])
def test_a_value_that_no_bot_writes_is_left_out(made: Rows, value: object) -> None:
    row = made.answer(said(questionnaire="evening", question="why", value=value), PROMPT, Media())
    assert row[answers_header(("ru", "en")).index("value")] is None


def test_every_row_fits_its_header(made: Rows) -> None:
    consent = DeskConsent("1.0", "ru", "00", "text", '["diary"]', 0, "aa", 0.0)
    for header, row in (
        (PARTICIPANTS, made.participant(Figures())),
        (STAYS, made.stay(LIVED.stays[0])),
        (PROMPTS, made.prompt(PROMPT, asked(PROMPT))),
        (CONSENTS, made.consent(consent, "texts/00.txt", Media(), "")),
        (ENTRIES, made.entry(said("entry", type="text", value="да"), 1, Media())),
        (
            answers_header(("ru", "en")),
            made.answer(said("skip", question="why"), PROMPT, Media("a.ogg", 4.2)),
        ),
    ):
        assert len(header) == len(set(header)) == len(row)


def test_the_arm_that_was_drawn_is_a_column(made: Rows) -> None:
    drawn = replace(made, person=replace(made.person, arm="calls"))
    assert dict(zip(PARTICIPANTS, drawn.participant(Figures()), strict=True))["arm"] == "calls"
    assert dict(zip(PARTICIPANTS, made.participant(Figures()), strict=True))["arm"] == ""


def test_times_are_whole_seconds_in_utc_and_on_site(made: Rows) -> None:
    row = dict(zip(ENTRIES, made.entry(said("entry", value="да"), 1, Media()), strict=True))
    assert (row["said_utc"], row["said_local"]) == ("2024-03-09T15:12:30Z", "2024-03-09T19:12:30+04:00")
    empty = dict(zip(PROMPTS, made.prompt(PROMPT, asked(PROMPT)), strict=True))
    assert (empty["due_utc"], empty["ended_utc"], empty["ended_local"]) == ("1970-01-01T00:01:00Z", "", "")


def test_the_past_keeps_the_old_place_and_clock(made: Rows) -> None:
    """They moved to Germany in the night to 9 March, 2024."""
    rows = replace(made, lived=LIVED, person=replace(PERSON, site="DE"))
    then = PROMPT.due_at
    old = dict(zip(PROMPTS, rows.prompt(PROMPT, asked(PROMPT)), strict=True))
    assert (old["site"], old["timezone"], old["due_local"]) == (
        "AM",
        "Asia/Yerevan",
        "1970-01-01T04:01:00+04:00",
    )
    across = replace(PROMPT, due_at=MOVED - 60, begun_at=MOVED + 60, sent_at=MOVED - 60)
    row = dict(zip(PROMPTS, rows.prompt(across, asked(across)), strict=True))
    assert (row["sent_local"], row["begun_local"]) == (
        "2024-03-09T03:59:00+04:00",
        "2024-03-09T01:01:00+01:00",
    )
    assert row["latency_seconds"] == 120
    entry = dict(zip(ENTRIES, rows.entry(said("entry", value="да"), 1, Media()), strict=True))
    assert (entry["site"], entry["timezone"]) == ("DE", "Europe/Berlin")
    assert entry["said_local"] == "2024-03-09T16:12:30+01:00"
    consent = DeskConsent("1.0", "ru", "00", "text", "[]", 0, "aa", then)
    given = dict(zip(CONSENTS, rows.consent(consent, "", Media(), ""), strict=True))
    assert (given["site"], given["timezone"]) == ("AM", "Asia/Yerevan")
    assert dict(zip(PARTICIPANTS, rows.participant(Figures()), strict=True))["site"] == "DE"


def test_stays_are_a_time_line(made: Rows) -> None:
    told = [dict(zip(STAYS, made.stay(one), strict=True)) for one in LIVED.stays]
    assert [(one["site"], one["timezone"], one["since_local"], one["until_local"]) for one in told] == [
        ("AM", "Asia/Yerevan", "1970-01-01T04:00:00+04:00", "2024-03-09T04:00:00+04:00"),
        ("DE", "Europe/Berlin", "2024-03-09T01:00:00+01:00", ""),
    ]


def test_what_a_prompt_came_to(made: Rows) -> None:
    late = replace(PROMPT, sent_at=61.0, begun_at=100.4, ended_at=160.0, late=1, asked=4, given=3)
    row = dict(zip(PROMPTS, made.prompt(late, asked(late)), strict=True))
    names = ("state", "late", "asked", "given", "latency_seconds", "completion_seconds", "initiated")
    assert [row[name] for name in names] == ["answered", True, 4, 3, 39, 60, False]
    assert (
        dict(zip(PROMPTS, made.prompt(late, asked(replace(late, beep=0))), strict=True))["initiated"] is True
    )
