"""`restante study try` and `simulate`: the real handlers, and people who are not."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.rehearsal.answering import answer, question_asked
from cli.rehearsal.counting import Count
from cli.rehearsal.enrolling import enrol, opened
from cli.rehearsal.life import Life
from cli.rehearsal.people import TEMPERS, tempers
from cli.rehearsal.rehearsing import Plan, rehearse
from cli.rehearsal.watching import Watcher
from cli.studies.trying import invented
from cli.study import app
from study.durations import parse_window
from study.inbound import Command, Fell
from study.participant import Stage
from study.protocol import Protocol
from study.reading import read_protocol
from study.sampling import SAMPLE

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
STUDIES = [SAMPLE / "study.yaml", *sorted(EXAMPLES.glob("*.yaml"))]
START = "2026-03-02"
run = CliRunner()


def tried(*lines: str, study: Path = SAMPLE / "study.yaml", words: tuple[str, ...] = ("evening",)) -> str:
    done = run.invoke(
        app, ["try", str(study), *words, "--language", "en"], input="".join(f"{x}\n" for x in lines)
    )
    assert done.exit_code == 0, done.output
    return done.stdout


def simulated(study: Path, *words: str) -> dict[str, Any]:
    done = run.invoke(app, ["simulate", str(study), "--json", "--start", START, *words])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


# Trying


def test_a_questionnaire_is_answered_by_numbers_and_words() -> None:
    told = tried("2", "because it rained", "1", "Here")
    for words in ("How was your day?", "What was hard today?", "heart-to-heart", "Where was home today?"):
        assert words in told
    kept = told[told.index("What the team would read") :]
    assert [row.split("│")[1:3] for row in kept.splitlines() if row.startswith("│")] == [
        [" mood     ", " 2                 "],
        [" why      ", " because it rained "],
        [" talked   ", " yes               "],
        [" home     ", " here              "],
    ]


def test_branches_are_taken_as_answers_say() -> None:
    assert "What was hard today?" not in tried("9", "1", "1")


def test_skipping_going_back_and_a_voice() -> None:
    told = tried("1", ":voice", "3", ".7", "No", ":quit")
    kept = told[told.index("What the team would read") :]
    assert "(voice)" in kept
    assert " no " in kept
    assert "declined" not in kept  # taken back, and answered


def test_keys_stay_where_an_answer_was_none() -> None:
    """As they stay on a phone: the hint brings none of its own."""
    told = tried("in spring", ".1", study=EXAMPLES / "journeys.yaml", words=("history",))
    assert f"left_on  │ {datetime.now(UTC):%Y}" in told[told.index("What the team would read") :]


def test_only_the_keys_of_the_open_question_can_be_pressed(tmp_path: Path) -> None:
    """Those of a question that was skipped by a word stay on a phone; here their numbers would be in the way."""
    study = study_with(tmp_path, "  waves: []\n")
    asked = (
        "[{id: paid, ask: Were you paid?, type: yes-no}, {id: where, ask: Where?, type: place, within: 5km}]"
    )
    study.write_text(study.read_text("utf-8").replace("  q: [{", f"  p: {asked}\n  q: [{{"), "utf-8")
    first, then = tried("skip", "skip", study=study, words=("p",)).split("Where?")
    assert "1  Yes" in first
    assert "Yes" not in then
    assert then.count("Skip") == 1  # and none when all is said


def test_stopping_in_the_middle_keeps_what_was_said() -> None:
    told = tried("7", "/stop")
    assert "mood" in told[told.index("What the team would read") :]


def test_what_is_typed_is_shown_as_it_stands(tmp_path: Path) -> None:
    """No markup of the terminal's, and nothing that turns it around."""
    study = study_with(tmp_path, "  waves: []\n")
    study.write_text(
        study.read_text("utf-8").replace("  q: [{", "  p: [{id: a, ask: A, type: text}]\n  q: [{"), "utf-8"
    )
    told = tried("[/x] [red]\u202eb", study=study, words=("p",))
    assert "[/x] [red]<U+202E>b" in told[told.index("What the team would read") :]


def test_a_date_long_gone_is_rehearsed(tmp_path: Path) -> None:
    study = study_with(tmp_path, f"  waves: [{WAVE.format(times=2)}]\n")
    asked = "{id: left_on, ask: When?, type: date, to: 0001-01-02, required: yes}"
    study.write_text(study.read_text("utf-8").replace("  q: [{", f"  q: [{asked}, {{"), "utf-8")
    found = simulated(study, "--people", "5", "--days", "10")
    assert found["plan"]["people"] == 5


def test_it_speaks_the_language_asked_for_and_begins_with_the_first_questionnaire() -> None:
    done = run.invoke(app, ["try", str(SAMPLE / "study.yaml"), "--language", "ru"], input=":quit\n")
    assert "Как прошёл день?" in done.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["try", "{study}", "evning"], "There are: evening, month"),
        (["try", "{study}", "--language", "fr"], "It speaks ru, en"),
        (["show", "{study}", "--language", "fr"], "It speaks ru, en"),
        (["simulate", "{study}", "--start", "soon"], "Write year-month-day"),
        (["simulate", "{study}", "--start", "9999-12-31"], "write a year from 1900 to 2199"),
        (["try", "nowhere.yaml"], "there is no such file"),
        (["show", "nowhere.yaml"], "there is no such file"),
        (["preview", "nowhere.yaml"], "there is no such file"),
        (["simulate", "nowhere.yaml"], "there is no such file"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(words: list[str], sentence: str) -> None:
    done = run.invoke(app, [word.format(study=SAMPLE / "study.yaml") for word in words])
    assert (done.exit_code, done.stdout) == (2, "")
    assert sentence in done.stderr


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_every_questionnaire_can_be_answered_to_its_end(path: Path) -> None:
    """By answers drawn at random, so that groups repeat and branches are taken; nothing may be refused."""
    protocol = read_protocol(path)
    for questionnaire in protocol.questionnaires:
        for seed in range(8):
            life, chance = invented(protocol, questionnaire.id, protocol.languages[0]), Random(seed)
            life.tell(Fell("prompt", life.at, "try", "try", questionnaire.id, life.at.replace(year=2100)))
            for _ in range(300):
                now = life.participant
                question = question_asked(life.protocol, now) if now else None
                if now is None or question is None or now.sitting is None:
                    break
                life.tell(answer(question, chance, now.language, life.at.date()))
                after = life.participant
                assert after is not None
                assert after.sitting is None or after.sitting.asking != now.sitting.asking, question.id
            assert life.participant is not None
            assert life.participant.sitting is None


# Simulating


def test_the_sample_rehearsed() -> None:
    found = simulated(SAMPLE / "study.yaml", "--people", "20", "--days", "60")
    assert found["people"] == 20
    assert found["collisions"] == 0
    first, monthly = found["waves"]["first-week"], found["waves"]["monthly"]
    assert first["put"] + sum(first["dropped"].values()) >= 7 * (20 - found["left"])
    assert first["put"] <= 7 * 20
    assert first["reminders"] > 0
    assert monthly["put"] > 20
    assert found["longest"] == 1
    week = found["weeks"][0]
    assert 0.8 < week["prompts_a_day"] <= 1
    assert week["people"] == 20
    assert week["reading_minutes"] > 0
    assert sum(one["answers"] for one in found["weeks"]) == first["answers"] + monthly["answers"]


def test_the_same_seed_gives_the_same_numbers_and_another_does_not() -> None:
    words = (SAMPLE / "study.yaml", "--people", "6", "--days", "20")
    one, again, other = simulated(*words), simulated(*words), simulated(*words, "--seed", "2")
    assert one == again
    assert one["waves"] != other["waves"]


def study_with(folder: Path, schedule: str) -> Path:
    """The small study of the docs, asked like this."""
    path = folder / "study.yaml"
    path.write_text(
        "study: s\ntitle: Road\nlanguages: en\nteam: {name: Group, contact: me}\nkeys: {a: a.pub, b: b.pub}\n"
        "sites: {AM: {name: Armenia, timezone: Asia/Yerevan}}\n"
        'consent: {version: "1.0", information: We., statement: I.}\n'
        "questionnaires:\n  q: [{id: mood, ask: How?, type: scale, from: 0, to: 10, remember: yes}]\n"
        f"schedule:\n{schedule}",
        "utf-8",
    )
    return path


WAVE = "{{id: w, ask: q, signal: {{times: {times}, between: 09:00-21:00}}, days: 1-5, expires: 2h}}"


def test_caps_days_of_rest_and_conditions_are_told(tmp_path: Path) -> None:
    words = ("--people", "10", "--days", "40")
    wave = f"  waves: [{WAVE.format(times=5)}]\n"
    capped = simulated(study_with(tmp_path, f"  most-a-day: 2\n{wave}"), *words)
    assert capped["longest"] == 2
    assert capped["waves"]["w"]["dropped"]["most-a-day"] > 50
    rested = simulated(study_with(tmp_path, f"  never: [2026-03-02..2026-03-20]\n{wave}"), *words)
    free = simulated(study_with(tmp_path, wave), *words)
    assert rested["waves"]["w"]["put"] < free["waves"]["w"]["put"]
    assert rested["waves"]["w"]["dropped"]["never"] > 50
    asked = "{id: c, ask: q, every: 1d, times: 9, when: mood > 7, expires: 1d}"
    conditional = simulated(study_with(tmp_path, f"  waves: [{WAVE.format(times=5)}, {asked}]\n"), *words)
    assert conditional["waves"]["c"]["dropped"]["when"] > 20


def test_a_prompt_in_the_quiet_hours_would_be_seen(tmp_path: Path) -> None:
    """The watcher believes in quiet hours that the handlers know nothing of."""
    quiet = read_protocol(study_with(tmp_path, "  waves: []\n"))
    protocol = read_protocol(study_with(tmp_path, f"  waves: [{WAVE.format(times=3)}]\n"))
    count = Count(_quiet_all_day(quiet))
    life = Life(opened(protocol), "en", datetime(2026, 3, 2, 9, tzinfo=UTC), Random(1), {})
    person = enrol(life, "AM")
    life.watch = Watcher(count, person, life.at, datetime(2027, 1, 1, tzinfo=UTC)).see
    while life.next(datetime(2026, 3, 9, tzinfo=UTC)):
        pass
    assert count.collisions > 10


def _quiet_all_day(protocol: Protocol) -> Protocol:
    schedule = protocol.schedule.model_copy(update={"quiet": parse_window("00:00-23:59")})
    return protocol.model_copy(update={"schedule": schedule})


def test_whoever_left_is_left_alone() -> None:
    life = Life(
        read_protocol(SAMPLE / "study.yaml"), "en", datetime(2026, 3, 2, 9, tzinfo=UTC), Random(1), {}
    )
    enrol(life, "AM")
    later = datetime(2028, 1, 1, tzinfo=UTC)
    assert life.next(later) is not None
    life.tell(Command("stop"))
    assert life.next(later) is None


def test_a_wave_that_was_taken_back_asks_nothing_more(tmp_path: Path) -> None:
    asked = "{id: a, ask: q, every: 1d, at: 09:00, times: 30, until: answered q, expires: 2h}"
    found = simulated(study_with(tmp_path, f"  waves: [{asked}]\n"), "--people", "10", "--days", "40")
    wave = found["waves"]["a"]
    assert wave["answered"] <= 10
    assert wave["put"] < 10 * 30 / 2
    assert "until" not in wave["dropped"]


def test_people_leave_forget_and_sleep() -> None:
    assert [temper.name for temper in tempers(10)].count("punctual") == 4
    assert {temper.name for temper in tempers(10)} == {temper.name for temper in TEMPERS}
    count = rehearse(read_protocol(SAMPLE / "study.yaml"), Plan(40, 365, 1, date(2026, 3, 2)))
    assert 1 <= count.left <= 6
    first = count.waves["first-week"]
    assert 0.5 < first.answered / first.put < 0.95
    assert 0 < first.partial / first.put < 0.08
    assert count.weeks[40].people == 40 - count.left


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_nobody_is_kept_out_of_a_study(path: Path) -> None:
    protocol = opened(read_protocol(path))
    for language in protocol.languages:
        life = Life(protocol, language, datetime(2026, 3, 2, 9, tzinfo=UTC), Random(3), {})
        person = enrol(life, protocol.sites[-1].id)
        assert (person.stage, person.language, person.site) == (
            Stage.ENROLLED,
            language,
            protocol.sites[-1].id,
        )


def test_the_tables_say_what_the_numbers_say() -> None:
    words = ["simulate", str(SAMPLE / "study.yaml"), "--people", "5", "--days", "30", "--start", START]
    told = run.invoke(app, words, env={"COLUMNS": "120"}).stdout
    for part in (
        "first-week",
        "By week after the agreement",
        "5 invented people over 30 days",
        "quiet hours",
    ):
        assert part in told


def test_no_number_of_a_table_is_cut_off_in_a_narrow_terminal() -> None:
    words = ["simulate", str(EXAMPLES / "bursts.yaml"), "--people", "5", "--days", "30", "--start", START]
    narrow, wide = (run.invoke(app, words, env={"COLUMNS": columns}).stdout for columns in ("40", "150"))
    assert "…" not in narrow
    assert narrow.split() == wide.split()


# Preview, page, faults as data


def test_every_message_is_previewed_with_its_length() -> None:
    told = run.invoke(
        app, ["preview", str(SAMPLE / "study.yaml"), "--language", "en"], env={"COLUMNS": "120"}
    ).stdout
    assert "How was your day?" in told
    assert "17 characters" in told
    assert "Как прошёл день?" not in told


def test_the_page_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    done = run.invoke(app, ["show", str(SAMPLE / "study.yaml"), "--out", str(out)])
    assert (done.exit_code, done.stdout) == (0, f"{out}: open it in a browser, or print it.\n")
    assert "Дорога и дом" in out.read_text("utf-8")
    done = run.invoke(app, ["show", str(SAMPLE / "study.yaml"), "--out", str(tmp_path / "no" / "out.html")])
    assert (done.exit_code, "could not be written" in done.stderr) == (1, True)


def test_faults_as_json_lines(tmp_path: Path) -> None:
    path = study_with(tmp_path, "  waves: [{id: w, ask: p, every: 1x, times: 2, expires: 1d}]\n")
    done = run.invoke(app, ["check", "--json", str(path)])
    faults = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 2
    assert [set(fault) for fault in faults] == [{"kind", "file", "line", "column", "what", "instead"}] * 2
    assert {(fault["kind"], fault["file"], fault["line"]) for fault in faults} == {("fault", str(path), 11)}
    assert faults[0]["what"] == 'there is no questionnaire "p"'


def test_cautions_as_json_lines(tmp_path: Path) -> None:
    done = run.invoke(app, ["check", "--json", str(study_with(tmp_path, "  waves: []\n"))])
    kinds = [json.loads(line)["kind"] for line in done.stdout.splitlines()]
    assert (done.exit_code, kinds) == (0, ["caution"] * 3)
