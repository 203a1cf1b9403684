"""Schedules as people write them, well and badly: every mistake has its line, and a sentence about what to write."""
# ruff: noqa: E501 - a table reads better in rows

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from study_good import GOOD, faults, read

from study.conditions import Condition
from study.timetable import told
from study.timing import Anchor, Arms, Burst, Span, Start, Wave


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The study is named as a user names it: beside them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


QUESTIONS = """\
questionnaires:
  evening:
    - {id: mood, ask: {ru: Как день?, en: How was it?}, type: scale, from: 0, to: 10, remember: yes}
    - {id: left_on, ask: {ru: Когда?, en: When?}, type: date, remember: yes}
    - {id: born_on, ask: {ru: Когда?, en: When?}, type: date}
  follow:
    - {id: why, ask: {ru: Почему?, en: Why?}, type: text}
  spare:
    - {id: back_on, ask: {ru: Когда?, en: When?}, type: date, remember: yes}
    - {id: calm, ask: {ru: Спокойно?, en: Calm?}, type: yes-no, remember: yes}
"""
HEAD = """\
schedule:
  quiet: 22:00-08:00
  most-a-day: 4
  never: [2024-12-31, 2025-01-01..2025-01-07]
  arms: {calls: 2, texts: 1, blocks: 2, by: site, seed: 20240224}
  waves:
"""
FIRST = "    - {id: first, ask: evening, signal: {times: 2, between: 10:00-21:00, apart: 3h}, days: 1-7, expires: 2h}\n"
LINE = (GOOD.split("questionnaires:")[0] + QUESTIONS + HEAD + FIRST).count("\n") + 1


def whole(wave: str, head: str = HEAD, first: str = FIRST) -> str:
    """A study in which `wave` stands on line LINE, where the head has as many lines as HEAD."""
    return f"{GOOD.split('questionnaires:')[0]}{QUESTIONS}{head}{first}    - {{id: w, ask: follow, {wave}, expires: 1d}}\n"


ONE = timedelta(days=1)
READ = {
    "signal: {times: 1, between: 22:00-02:00}, days: 0-3, on: [mon, sat-sun], each: 2, arm: calls": {
        "weekdays": (0, 5, 6), "each": 2, "arms": ("calls",),
    },
    "signal: {times: 1, between: 10:00-12:00}, days: 1, on: sat-mon, arm: [calls, texts]": {
        "weekdays": (0, 5, 6), "arms": ("calls", "texts"),
    },
    "every: 30d, at: [19:00, 09:30], times: 6": {"at": (time(9, 30), time(19)), "times": 6},
    "every: 1d, at: 19:00, times: 300, wait: 14d, until: interview, lasts: 90d": {
        "wait": 14 * ONE, "until": Start(anchor=Anchor.INTERVIEW), "lasts": 90 * ONE, "at": (time(19),),
    },
    "signal: {times: 1, between: 10:00-12:00}, days: 1-7, burst: {every: 90d, times: 4}": {
        "burst": Burst(every=90 * ONE, times=4),
    },
    "once: 2h, after: answered evening, when: mood <= 3": {
        "once": timedelta(hours=2), "after": Start(anchor=Anchor.ANSWERED, name="evening"), "when": Condition("mood <= 3"),
    },
    "every: 365d, times: 2, after: left_on": {"after": Start(anchor=Anchor.DATE, name="left_on")},
    "once: 0s, at: 12:00, after: 2019-02-24": {
        "once": timedelta(0), "after": Start(anchor=Anchor.CALENDAR, day=date(2019, 2, 24)),
    },
    "once: 3d, after: answered evening, until: answered evening": {
        "until": Start(anchor=Anchor.ANSWERED, name="evening"),
    },
    "once: 1d, at: 11:00, after: moved": {"after": Start(anchor=Anchor.MOVED)},
    "once: 1d, after: interview, until: moved": {"until": Start(anchor=Anchor.MOVED)},
    "once: 1d, after: 2024-02-24, until: 2024-04-01": {"until": Start(anchor=Anchor.CALENDAR, day=date(2024, 4, 1))},
    'once: 1d, when: arm == "calls" and site != "GE" and language == "ru"': {},
    "every: 20s, times: 3": {"every": timedelta(seconds=20)},
}  # fmt: skip


@pytest.mark.parametrize("wave", READ)
def test_waves_are_read(folder: Path, wave: str) -> None:
    text = whole(wave)
    if "22:00-02:00" in wave:
        text = text.replace("quiet: 22:00-08:00", "quiet: 02:00-08:00")
    found = read(folder, text).schedule.waves[-1]
    assert {key: getattr(found, key) for key in READ[wave]} == READ[wave]
    assert told(found)


def test_what_holds_for_all_waves_is_read(folder: Path) -> None:
    schedule = read(folder, whole("once: 1d")).schedule
    assert schedule.a_day == 4
    assert schedule.never == (
        Span(first=date(2024, 12, 31), last=date(2024, 12, 31)),
        Span(first=date(2025, 1, 1), last=date(2025, 1, 7)),
    )
    assert schedule.arms == Arms(shares={"calls": 2, "texts": 1}, blocks=2, by_site=True, seed=20240224)
    plain = HEAD.replace("{calls: 2, texts: 1, blocks: 2, by: site, seed", "{names: {seed: 1, by: 3}, seed")
    arms = read(folder, whole("once: 1d, arm: by", plain)).schedule.arms
    assert arms == Arms(shares={"seed": 1, "by": 3}, blocks=1, by_site=False, seed=20240224)


BAD = [
    # which of the three
    ("days: 1", 'a wave has neither "signal", "every" nor "once"; write one: `signal` for random moments'),
    ("once: 1d, every: 1d, times: 1", 'a wave has both "every" and "once"'),
    ("once: 1d, every: 1d, signal: {}", 'a wave has "signal", "every" and "once"'),
    # signal
    ("signal: {times: 1, between: 21:00-23:00}, days: 1", "21:00-23:00 runs into the quiet hours 22:00-08:00"),
    ("signal: {times: 3, between: 10:00-12:00, apart: 1h}, days: 1", "3 prompts this far apart do not fit"),
    ("signal: {times: 1, between: 10:00-12:00}, days: 1, on: [mon, monday]", '"monday" is not a day of the week'),
    ("signal: {times: 1, between: 10:00-12:00}, days: 1, on: [mon-wed, tue]", "tue stands here already; write each day"),
    ("signal: {times: 1, between: 10:00-12:00}, days: 1, each: 0", "write one from 1 to 366"),
    ("signal: {times: 1, between: 10:00-12:00}, days: 1, times: 3", 'with "signal" has no "times" of its own; write `times`'),
    ("signal: {times: 1, between: 10:00-12:00}, days: 1, ever: 3", 'a wave has no key "ever"; did you mean "every"?'),
    ("signal: {times: 4, between: 10:00-12:00}, days: 1-63, burst: {every: 63d, times: 4}", "more than 1000 prompts"),
    # every
    ("every: 36h, times: 2", "this is neither whole days nor less than one; write such as 12h, 1d or 30d"),
    ("every: 1d, times: 2, on: mon", 'a wave with "every" has no "on"; days of the week belong to `signal`'),
    ("every: 1d, times: 2, each: 2", 'a wave with "every" has no "each"; write a longer interval'),
    ("every: 1d, at: [09:00, 09:00], times: 2", "09:00 stands here already; write each time once"),
    ("every: 1d, at: [09:00, 10:00], times: 501", "this is more than 1000 prompts"),
    ("every: 1h, at: 09:00, times: 2", "a time of day does not go with less than a day"),
    ("every: 300d, times: 13", "more than ten years away"),
    ("every: 30d, times: 3, wait: 3650d", "more than ten years away"),
    # once
    ("once: 2h, at: 11:00", "a time of day goes only with whole days"),
    ("once: 1d, at: [11:00, 12:00]", "what is asked once has one time of day; write one time, or a wave for each"),
    ("once: 1d, times: 3", 'a wave with "once" has no "times"; it asks once; write `every` for more'),
    ("once: 1y", '"1y" is not a time that can be read'),
    # burst
    ("once: 1d, burst: {every: 90d, times: 1}", "write one from 2 to 1000"),
    ("once: 1d, burst: {every: 90d}", 'burst has no "times"; write how often the wave comes'),
    ("every: 1d, times: 7, burst: {every: 6d, times: 2}", "would begin before the last one is over; write at least 7d"),
    ("signal: {times: 1, between: 10:00-12:00}, days: 1-7, burst: {every: 36h, times: 2}", "begin whole days apart"),
    # after and until
    ("once: 1d, after: consnt", 'nothing is known here that is called "consnt"; did you mean "consent"?'),
    ("once: 1d, after: evening", '"evening" is a questionnaire; write `answered evening`'),
    ("once: 1d, after: answered", "it is not said which answers; name a questionnaire: `answered evening`"),
    ("once: 1d, after: answered evning", 'there is no questionnaire "evning"; did you mean "evening"?'),
    ("once: 1d, after: born_on", 'the answer to "born_on" is not remembered; write `remember: yes` at that question'),
    ("once: 1d, after: mood", '"mood" does not ask for a date; what can stand here: consent, enrolled, moved'),
    ("once: 1d, after: 2024-02-30", '"2024-02-30" is not a date; write year-month-day'),
    ("once: 1d, until: consent", 'everybody who is asked has come past "consent" by then; end it with one of: moved'),
    ("once: 1d, after: left_on, until: left_on", "this ends with what it begins with"),
    ("once: 1d, wait: 1", '"1" is not a time that can be read'),
    # never asks anybody
    ("once: 1d, lasts: 1d", "this is over after 1d, before the first prompt; write more than 1d"),
    ("every: 2d, at: 06:00, times: 9, lasts: 30h", "this is over after 30h, before the first prompt"),
    ("signal: {times: 1, between: 10:00-12:00}, days: 8-9, lasts: 1w", "this is over after 1w, before the first prompt"),
    ("once: 5d, after: 2024-03-01, until: 2024-03-06", "this is over on 2024-03-06, before the first prompt"),
    ("once: 1d, after: 2024-12-31", "it asks only on days on which nobody is asked: see `never`; count from another day"),
    ("signal: {times: 1, between: 10:00-12:00}, days: 0-1, on: fri, after: 2024-02-24", "none of these days of the week"),
    ("once: 1d, after: answered spare", 'nobody is ever asked "spare", so this never begins; add a wave that asks it'),
    ("once: 1d, after: answered follow", 'nobody is ever asked "follow", so this never begins'),
    ("once: 1d, after: back_on", 'nobody is ever asked "back_on", so this never begins'),
    ("once: 1d, when: calm", 'nobody is ever asked "calm"; add a wave that asks it, or look at another answer'),
    # when and arm
    ("once: 1d, when: moood < 3", 'there is no question "moood" whose answer is remembered; did you mean "mood"?'),
    ("once: 1d, when: mood > 30", "mood is a number from 0 to 10, and 30 lies outside"),
    ("once: 1d, when: 'arm == \"call\"'", '"call" is not an option of arm; did you mean "calls"?'),
    ("once: 1d, arm: call", 'there is no arm "call"; did you mean "calls"?'),
    ("once: 1d, arm: [calls, calls]", '"calls" stands here already; write each arm once'),
]  # fmt: skip


@pytest.mark.parametrize(("wave", "words"), BAD, ids=[wave for wave, _ in BAD])
def test_a_wave_with_one_mistake(folder: Path, wave: str, words: str) -> None:
    (found,) = faults(folder, whole(wave))
    assert found.startswith(f"study.yaml:{LINE}: ")
    assert words in found


ABOVE = [
    ("most-a-day: 4", "most-a-day: 0", 2, "write one from 1 to 100"),
    ("2024-12-31,", "2024-13-31,", 3, "write a day, such as 2024-12-31, or two: 2025-01-01..2025-01-07"),
    ("2024-12-31,", "2025-01-08..2025-01-02,", 3, "2025-01-02 comes before 2025-01-08; write the first day first"),
    ("2024-12-31,", "2025-01-07,", 3, "2025-01-01..2025-01-07 and 2025-01-07 have days in common"),
    ("calls: 2, texts: 1, ", "", 4, "there are not two arms to draw from; write the names with their shares"),
    ("calls: 2, texts: 1, ", "calls: 2, texts: 0, ", 4, '"0" should be a whole number; write one from 1 to 100'),
    ("calls: 2, texts: 1, ", "Calls: 2, texts: 1, ", 4, '"Calls" cannot be an id'),
    ("calls: 2, texts: 1, ", "names: [calls, texts], ", 4, "arms should be a mapping"),
    (", seed: 20240224", "", 4, 'arms has no "seed"; write any number, and never change it: `seed: 20240224`'),
    ("by: site", "by: source", 4, 'arms cannot be drawn by "source"; write `by: site`, or leave it out'),
    ("blocks: 2", "blocks: 0", 4, "write one from 1 to 100"),
    ("calls: 2, texts: 1, blocks: 2", "calls: 9, texts: 9, blocks: 99", 4, "a block of 1782 people is too large"),
    ("{calls: 2, texts: 1, blocks: 2, by: site, seed: 20240224}", "2", 4, "arms should be a mapping of keys and values"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "words"), ABOVE, ids=[new or old for old, new, *_ in ABOVE])
def test_a_mistake_in_what_holds_for_all(folder: Path, old: str, new: str, line: int, words: str) -> None:
    (found,) = faults(folder, whole("once: 1d", HEAD.replace(old, new)))
    assert found.startswith(f"study.yaml:{LINE - 7 + line}: ")
    assert words in found


def test_an_arm_where_there_are_none(folder: Path) -> None:
    head = "".join(line for line in HEAD.splitlines(keepends=True) if "arms" not in line)
    (found,) = faults(folder, whole("once: 1d, arm: calls", head))
    assert "this schedule has no arms; write `arms: {…}` above the waves" in found


CIRCLES = {
    "every: 1d, times: 2, after: answered follow": True,
    "once: 1d, after: answered follow": False,
    "every: 1d, times: 2, after: answered follow, until: answered follow": False,
    "once: 1d, after: answered follow, expires: 1d}\n    - {id: x, ask: follow, once: 2d, after: answered follow": True,
    "once: 1d, after: answered follow, arm: calls, expires: 1d}\n"
    "    - {id: x, ask: follow, once: 2d, after: answered follow, arm: texts": False,
    "once: 1d, after: answered evening, expires: 1d}\n"
    "    - {id: x, ask: evening, every: 1d, times: 2, after: answered follow": True,
    "every: 1d, times: 2, after: answered evening, expires: 1d}\n    - {id: x, ask: spare, once: 1d, after: answered follow": False,
}


@pytest.mark.parametrize("wave", CIRCLES)
def test_what_asks_without_end(folder: Path, wave: str) -> None:
    """A questionnaire that its own answers bring again may go on; it may not bring two of itself."""
    first = FIRST + FIRST.replace("id: first, ask: evening", "id: second, ask: follow")
    text = whole(wave, first=first)
    if not CIRCLES[wave]:
        read(folder, text)
        return
    assert all(
        "what this asks begins it again, and every answer brings more" in fault
        for fault in faults(folder, text)
    )


TOLD = {
    "signal: {times: 3, between: 10:00-21:00}, days: 1-60, on: [mon, sat-sun], each: 3, burst: {every: 90d, times: 4}":
        "3 times a day between 10:00-21:00, days 1 to 60, every 3 days, on mon, sat, sun, in 4 bursts, 90d apart",
    "every: 30d, at: [09:00, 19:00], times: 1, arm: calls": "every 30d at 09:00 and 19:00, 1 time, for calls",
    "once: 2h, after: answered evening, until: left_on, wait: 1d, lasts: 9d, when: mood <= 3":
        "once after 2h, after answered evening, waiting 1d, until left_on, for 9d, when mood <= 3",
    "once: 0s, at: 12:00, after: 2025-02-24": "once after 0s at 12:00, after 2025-02-24",
}  # fmt: skip


@pytest.mark.parametrize("wave", TOLD)
def test_a_wave_in_a_few_words(folder: Path, wave: str) -> None:
    found: Wave = read(folder, whole(wave)).schedule.waves[-1]
    assert told(found) == TOLD[wave]
