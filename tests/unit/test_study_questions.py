"""Questions, groups and what bounds answers: what is read, and every mistake with its line."""
# ruff: noqa: E501 - a table reads better in rows

from datetime import date, time
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
from study_good import faults, read

from study.conditions import Condition
from study.instrument import AnswerType, Group, Question, Questionnaire

REST = """\
study: s
title: Road
languages: en
team: {name: Group, contact: me}
keys: {a: a.pub, b: b.pub}
sites: {AM: {name: Armenia, timezone: Asia/Yerevan}, GE: {name: Georgia, timezone: Asia/Tbilisi}}
recruitment: {sources: [{id: friends, kind: snowball}]}
consent: {version: "1.0", information: Who we are., statement: I agree.}
questionnaires:
  q:
"""
FIRST = REST.count("\n") + 1  # the line of the first question


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The study is named as a user names it: beside them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def with_questions(questions: str) -> str:
    """A study that asks these; questions of a group are indented by two."""
    return REST + indent(questions.strip("\n"), "    ") + "\n"


def questionnaire(folder: Path, questions: str) -> Questionnaire:
    return read(folder, with_questions(questions)).questionnaire("q")


def question(folder: Path, keys: str) -> Question:
    return questionnaire(folder, f"- {{id: one, ask: What?, {keys}}}").questions[0]


OPTIONS = "options: {a: A, b: B, c: C}"

# (keys of a question, what is read of them)
READ: list[tuple[str, dict[str, Any]]] = [
    ("type: yes-no", {"types": (AnswerType.YES_NO,), "required": False, "remember": False}),
    ("type: yes-no, remember: yes, required: yes", {"remember": True, "required": True}),
    ("type: scale, from: 0, to: 10", {"low": 0, "high": 10}),
    ("type: scale, from: 0, to: 100", {"low": 0, "high": 100}),
    ("type: scale, from: -5, to: 5, from-label: bad, to-label: good", {"low": -5}),
    (f"type: choice, {OPTIONS}, order: random", {"shuffled": True}),
    (f"type: choice, {OPTIONS}, order: as written", {"shuffled": False}),
    (f"type: choice, {OPTIONS}, remember: yes", {"remember": True}),
    (f"type: choices, {OPTIONS}, at-least: 1, at-most: 2", {"at_least": 1, "at_most": 2}),
    (f"type: choices, {OPTIONS}, at-least: 0", {"at_least": 0, "at_most": None}),
    ("type: number", {"low": None, "high": None, "decimals": 0, "unit": None}),
    ("type: number, from: 0, to: 20", {"low": 0, "high": 20}),
    ("type: number, from: 0.5, to: 2.50, decimals: 1", {"low": 0.5, "high": 2.5, "decimals": 1}),
    ("type: number, from: -40, decimals: 2, remember: yes", {"low": -40, "high": None}),
    ("type: date, from: 2022-02-24, to: today", {"first_day": date(2022, 2, 24), "last_day": "today"}),
    ("type: date, from: today, remember: yes", {"first_day": "today", "last_day": None}),
    ("type: date", {"first_day": None, "last_day": None}),
    ("type: time, from: 04:00, to: 14:00", {"first_time": time(4), "last_time": time(14)}),
    ("type: time, from: 21:00, to: 04:00", {"first_time": time(21), "last_time": time(4)}),
    ("type: time", {"first_time": None, "last_time": None}),
    ("type: text, at-least: 10, at-most: 2000", {"at_least": 10, "at_most": 2000}),
    ("type: [text, voice, photo], at-least: 10", {"types": (AnswerType.TEXT, AnswerType.VOICE, AnswerType.PHOTO), "at_least": 10}),
    ("type: place, within: 25km", {"within": 25.0}),
    ("type: [place, text], within: 1.5 km, at-most: 60", {"within": 1.5, "at_most": 60}),
    ("type: [number, voice], to: 9", {"types": (AnswerType.NUMBER, AnswerType.VOICE), "high": 9}),
    ("type: [scale, text], from: 1, to: 5", {"types": (AnswerType.SCALE, AnswerType.TEXT)}),
    (f"type: [choices, text], {OPTIONS}", {"types": (AnswerType.CHOICES, AnswerType.TEXT)}),
    ("type: note", {"types": (AnswerType.NOTE,)}),
    ("type: voice, when: site == 'AM'", {"when": Condition("site == 'AM'")}),
]  # fmt: skip


@pytest.mark.parametrize(("keys", "wanted"), READ, ids=[keys for keys, _ in READ])
def test_what_a_question_has(folder: Path, keys: str, wanted: dict[str, Any]) -> None:
    made = question(folder, keys)
    for name, value in wanted.items():
        assert getattr(made, name) == value
        assert type(getattr(made, name)) is type(value)


def test_every_type_is_in_the_table() -> None:
    assert all(any(str(type) in keys for keys, _ in READ) for type in AnswerType)


def test_options_know_their_places(folder: Path) -> None:
    made = question(folder, f"type: choices, {OPTIONS}, order: random, fixed: c, alone: [c]")
    assert [(one.id, one.label.say("en"), one.fixed, one.alone) for one in made.options] == [
        ("a", "A", False, False),
        ("b", "B", False, False),
        ("c", "C", True, True),
    ]


ROAD = """
- {id: companions, ask: How many?, type: number, from: 0, to: 20}
- group: companion
  title: Person {n}
  when: companions > 0
  repeat: {times: companions, at-most: 5}
  questions:
    - {id: friend, ask: "Is person {n} of {companions} a friend?", type: yes-no}
    - {id: together, ask: Do you live together?, type: yes-no, when: friend and companions < 9}
- group: home
  questions:
    - {id: rent, ask: What do you pay?, type: number}
    - {id: dear, ask: "Is {rent} much?", type: yes-no, when: rent > 0}
- group: border
  repeat: {again: "Another border after {hours} hours?", at-most: 10}
  questions:
    - {id: hours, ask: How long?, type: number}
- {id: end, ask: "{companions} and {rent}. That is all.", type: note, when: dear and rent > 0}
"""


def test_groups_are_read(folder: Path) -> None:
    road = questionnaire(folder, ROAD)
    assert [(one.id, one.group) for one in road.questions] == [
        ("companions", ""),
        ("friend", "companion"),
        ("together", "companion"),
        ("rent", "home"),
        ("dear", "home"),
        ("hours", "border"),
        ("end", ""),
    ]
    companion, home, border = road.groups
    assert companion.when == Condition("companions > 0")
    assert companion.title is not None
    assert companion.title.say("en") == "Person {n}"
    assert companion.repeat is not None
    assert (companion.repeat.times, companion.repeat.again, companion.repeat.at_most) == (
        "companions",
        None,
        5,
    )
    assert home == Group(id="home")
    assert border.repeat is not None
    assert border.repeat.again is not None
    assert (border.repeat.times, border.repeat.at_most) == ("", 10)


# Each question of a table below stands in the first line, at `FIRST`, unless it says otherwise:
# (questions, which line of them, words). One fault each, and no other.
ONE = "- {id: one, ask: What?, "
NUMBER = "- {id: many, ask: How many?, type: number}\n"
WRONG = [
    # types
    (ONE + "type: scales}", 0, '"scales" is not known here; did you mean "scale"?'),
    (ONE + "type: multiple}", 0, '"multiple" is not known here; '),
    (ONE + "type: [text, foto]}", 0, 'did you mean "photo"?'),
    (ONE + "type: [text, text]}", 0, "text is here twice"),
    (ONE + "type: []}", 0, "a question has no type; write `type: yes-no`, or choice, choices, scale"),
    (ONE.rstrip(", ") + "}", 0, 'a question has no "type"; write `type: yes-no`'),
    (ONE + "type: [yes-no, number]}", 0, "yes-no and number cannot be one question; ask two questions"),
    (ONE + "type: [date, time, voice]}", 0, "date and time cannot be one question"),
    (ONE + "type: [number, text]}", 0, "what somebody writes could be the number or the text; leave text out"),
    (ONE + "type: [text, date]}", 0, "what somebody writes could be the date or the text"),
    (ONE + "type: [time, text, voice]}", 0, "what somebody writes could be the time or the text"),
    (ONE + "type: [note, text]}", 0, "a note asks nothing, and stands alone; write `type: note`"),
    # whose the keys are
    (ONE + "type: yes-no, from: 1}", 0, '"from" belongs to scale, number, date and time; leave it out here'),
    (ONE + "type: voice, at-most: 3}", 0, '"at-most" belongs to choices and text'),
    (ONE + "type: text, options: {a: A, b: B}}", 0, '"options" belongs to choice and choices'),
    (ONE + "type: yes-no, order: random}", 0, '"order" belongs to choice and choices'),
    (ONE + f"type: choice, {OPTIONS}, alone: a}}", 0, '"alone" belongs to choices'),
    (ONE + f"type: choice, {OPTIONS}, at-most: 1}}", 0, '"at-most" belongs to choices and text'),
    (ONE + "type: number, from-label: few}", 0, '"from-label" belongs to scale'),
    (ONE + "type: scale, from: 1, to: 3, unit: km}", 0, '"unit" belongs to number'),
    (ONE + "type: date, decimals: 1}", 0, '"decimals" belongs to number'),
    (ONE + "type: text, within: 1km}", 0, '"within" belongs to place'),
    (ONE + "type: note, options: {a: A, b: B}}", 0, '"options" belongs to choice and choices'),
    (ONE + "type: note, required: yes}", 0, 'a note asks nothing, so it has no "required"; leave it out'),
    (ONE + "type: note, remember: no}", 0, 'a note asks nothing, so it has no "remember"'),
    (ONE + "type: yes-no, optional: yes}", 0, 'a question has no key "optional"; '),
    (ONE + "type: yes-no, whn: site == 'AM'}", 0, 'a question has no key "whn"; did you mean "when"?'),
    (ONE + "type: text, remember: yes}", 0, "what people say, write or show is sealed at once, and cannot be remembered"),
    (ONE + "type: [photo, voice], remember: yes}", 0, "cannot be remembered; remember answers that are chosen"),
    (ONE + "type: place, within: 9km, remember: yes}", 0, "cannot be remembered"),
    # options
    (ONE + "type: choices}", 0, "a question of type choices has no options"),
    (ONE + "type: choices, options: {a: A}}", 0, "a choice of 1; write 2 to 20 options"),
    (ONE + "type: choice, options: [A, B]}", 0, "options should be a mapping; write `name: …` lines"),
    (ONE + "type: choice, options: {a: A, b: a}}", 0, 'two options say "a"'),
    (ONE + "type: choice, options: {a b: A, b: B, c: C}}", 0, '"a b" cannot be an id'),
    (ONE + f"type: choice, {OPTIONS}, order: shuffled}}", 0, '"shuffled" is no order; what can stand here: as written, random'),
    (ONE + f"type: choice, {OPTIONS}, order: ramdom}}", 0, 'did you mean "random"?'),
    (ONE + f"type: choice, {OPTIONS}, fixed: a}}", 0, "`fixed` keeps options in their places, and nothing moves here; write `order: random`"),
    (ONE + f"type: choice, {OPTIONS}, order: random, fixed: [a, b]}}", 0, "nothing is left to be shuffled"),
    (ONE + f"type: choice, {OPTIONS}, order: random, fixed: d}}", 0, '"d" is not one of the options; what can stand here: a, b, c'),
    (ONE + f"type: choice, {OPTIONS}, order: random, fixed: [a, a]}}", 0, '"a" is here twice'),
    (ONE + f"type: choices, {OPTIONS}, alone: [a, b, c]}}", 0, "every option stands alone; write `type: choice`"),
    (ONE + f"type: choices, {OPTIONS}, alone: nobody}}", 0, '"nobody" is not one of the options'),
    (ONE + f"type: choices, {OPTIONS}, at-least: 3, at-most: 2}}", 0, "at least 3 and at most 2 leave nothing"),
    (ONE + f"type: choices, {OPTIONS}, at-most: 4}}", 0, "4 of them can never be chosen together; write at most 3"),
    (ONE + f"type: choices, {OPTIONS}, alone: c, at-least: 3}}", 0, "3 of them can never be chosen together; write at most 2"),
    (ONE + f"type: choices, {OPTIONS}, at-most: 0}}", 0, '"0" should be a whole number; write one from 1 to 20'),
    (ONE + f"type: [choices, text], {OPTIONS}, at-most: 2}}", 0, '"at-most" could count the choices or the characters here'),
    # bounds
    (ONE + "type: scale, from: 0}", 0, 'a question has no "to"'),
    (ONE + "type: scale, from: 10, to: 0}", 0, "a scale from 10 to 0; write the smaller number at `from`"),
    (ONE + "type: scale, from: 0.5, to: 3}", 0, '"0.5" should be a whole number'),
    (ONE + "type: scale, from: 0, to: 9999999}", 0, "write one from -1000000 to 1000000"),
    (ONE + "type: scale, from: 0, to: 3, to-label: well}", 0, "one end of the scale has words, the other has none"),
    (ONE + "type: number, from: 5, to: 5}", 0, "a number from 5 to 5"),
    (ONE + "type: number, to: many}", 0, '"many" is no number; write digits, with a point: 12 or 0.5'),
    (ONE + 'type: number, to: "1,5"}', 0, '"1,5" is no number'),
    (ONE + "type: number, to: 9999999999999}", 0, "is no number"),
    (ONE + "type: number, to: 1.5}", 0, "1.5 has more digits after the point than can be answered; write a whole number, or more `decimals`"),
    (ONE + "type: number, decimals: 2, to: 1.555}", 0, "1.555 has more digits"),
    (ONE + "type: number, decimals: 9}", 0, "write one from 0 to 6"),
    (ONE + f"type: number, unit: {'x' * 61}}}", 0, "61 characters are too many for a key on a phone"),
    (ONE + "type: date, from: 24.02.2022}", 0, '"24.02.2022" is not a date; write year-month-day, such as 2023-03-14'),
    (ONE + "type: date, to: tomorrow}", 0, '"tomorrow" is not a date; write one such as 2023-03-14, or today'),
    (ONE + "type: date, from: 2024-01-01, to: 2023-01-01}", 0, "dates from 2024-01-01 to 2023-01-01; write the earlier one"),
    (ONE + "type: date, from: today, to: today}", 0, "dates from today to today"),
    (ONE + "type: time, from: 4am}", 0, '"4am" is not a time that can be read; write hours and minutes'),
    (ONE + "type: time, from: 14:00, to: 14:00}", 0, "times from 14:00 to 14:00"),
    (ONE + "type: text, at-least: 10, at-most: 5}", 0, "at least 10 and at most 5 leave nothing"),
    (ONE + "type: text, at-most: 5000}", 0, "write one from 1 to 4000"),
    (ONE + "type: place}", 0, 'a question has no "within"; write the side of the square that is kept of it, such as `within: 25km`'),
    (ONE + "type: place, within: 25}", 0, '"25" is no distance; write 1km to 500km'),
    (ONE + "type: place, within: 500m}", 0, '"500m" is no distance'),
    (ONE + "type: place, within: 0.5km}", 0, '"0.5km" is no distance'),
    # ids and lists
    ("- {id: two words, ask: What?, type: yes-no}", 0, '"two words" cannot be an id; use a to z'),
    ("- {ask: What?, type: yes-no}", 0, 'a question has no "id"'),
    ("- {id: today, ask: What?, type: yes-no}", 0, '"today" is a word that conditions have already; give the question another id'),
    ("- {id: count, ask: What?, type: yes-no}", 0, '"count" is a word that conditions have already'),
    (ONE + "type: yes-no}\n" + ONE + "type: voice}", 1, f'there is a question "one" already (line {FIRST}); give one of them another id'),
    ("[]", 0, "there is no question here; write at least one"),
    ("{id: one, ask: What?, type: yes-no}", 0, "the questions should be a list; begin each item with `- `"),
    ("- one", 0, "a question should be a mapping of keys and values"),
    # groups
    ("- group: g", 0, 'a group has no "questions"; write its questions as a list'),
    ("- group: g\n  questions: []", 1, "there is no question here"),
    ("- group: g h\n  questions:\n    " + ONE + "type: yes-no}", 0, '"g h" cannot be an id'),
    ("- group: one\n  questions:\n    " + ONE + "type: yes-no}", 2, f'there is a question "one" already (line {FIRST})'),
    ("- group: g\n  type: note\n  questions:\n    " + ONE + "type: yes-no}", 1, 'a group has no key "type"'),
    ("- group: g\n  by: many\n  questions:\n    " + ONE + "type: yes-no}", 1, 'a group has no key "by"'),
    ("- group: g\n  questions:\n    - group: h\n      questions:\n        " + ONE + "type: yes-no}", 2, 'a group within the group "g"; end the first before the second begins'),
    ("- group: g\n  repeat: {at-most: 3}\n  questions:\n    " + ONE + "type: yes-no}", 1, "repeat has neither `times` nor `again`; write `times`"),
    (NUMBER + "- group: g\n  repeat: {times: many, again: More?, at-most: 3}\n  questions:\n    " + ONE + "type: yes-no}", 2, "repeat has both `times` and `again`"),
    (NUMBER + "- group: g\n  repeat: {times: many}\n  questions:\n    " + ONE + "type: yes-no}", 2, 'repeat has no "at-most"; write how often at most'),
    (NUMBER + "- group: g\n  repeat: {times: many, at-most: 51}\n  questions:\n    " + ONE + "type: yes-no}", 2, "write one from 1 to 50"),
    (NUMBER + "- group: g\n  repeat: {times: mani, at-most: 5}\n  questions:\n    " + ONE + "type: yes-no}", 2, 'there is no question "mani" before this group; did you mean "many"?'),
    ("- group: g\n  repeat: {times: 3, at-most: 5}\n  questions:\n    " + ONE + "type: yes-no}", 1, "write the id of a number question, and how often at most"),
    ("- group: g\n  repeat: 3\n  questions:\n    " + ONE + "type: yes-no}", 1, "repeat should be a mapping of keys and values"),
    ("- group: g\n  repeat: {times: many, at-most: 5}\n  questions:\n    " + NUMBER, 1, 'there is no question "many" before this group'),
    (ONE + "type: yes-no}\n- group: g\n  repeat: {times: one, at-most: 5}\n  questions:\n    " + NUMBER, 2, "one is not answered with a whole number"),
    (ONE + "type: number, decimals: 1}\n- group: g\n  repeat: {times: one, at-most: 5}\n  questions:\n    " + NUMBER, 2, "one is not answered with a whole number"),
    (ONE + "type: text}\n- group: g\n  repeat: {times: one, at-most: 5}\n  questions:\n    " + NUMBER, 2, "one is written, spoken or shown, and sealed at once; write the id of a number question"),
    ("- group: g\n  repeat: {again: More?, at-most: 5}\n  questions:\n    " + ONE + "type: yes-no, remember: yes}", 3, "an answer in a group that repeats cannot be remembered: each round has its own"),
]  # fmt: skip


@pytest.mark.parametrize(("questions", "line", "words"), WRONG, ids=[one[0][:70] for one in WRONG])
def test_a_mistake_has_its_line_and_a_sentence(folder: Path, questions: str, line: int, words: str) -> None:
    (fault,) = faults(folder, with_questions(questions))
    assert fault.startswith(f"study.yaml:{FIRST + line}: ")
    assert words in fault
    assert "; " in fault


KNOWN = """\
- {id: adult, ask: Adult?, type: yes-no}
- {id: mood, ask: Mood?, type: scale, from: 0, to: 10}
- {id: papers, ask: Papers?, type: choices, options: {visa: V, permit: P}}
- {id: home, ask: Home?, type: choice, options: {here: H, there: T}}
- {id: rent, ask: Rent?, type: number, from: 0}
- {id: left_on, ask: When?, type: date}
- {id: woke, ask: When?, type: time}
- {id: story, ask: Tell., type: [text, voice]}
- {id: hello, ask: Hello., type: note}
- {id: first-mood, ask: Mood?, type: scale, from: 0, to: 10}
- group: round
  repeat: {again: More?, at-most: 3}
  questions:
    - {id: inner, ask: Inner?, type: yes-no}
"""
LAST = FIRST + KNOWN.count("\n")
FINE = [
    "adult and mood > 3",
    '"visa" in papers and count(papers) == 1',
    'home in ["here", "there"]',
    "home in papers",
    "mood + rent * 2 >= 12.5",
    "rent / mood > 100000",
    "-mood < 0",
    "days_since(left_on) > 30",
    'days_since("2024-02-24") > 30',
    'left_on < "2024-02-24"',
    "left_on < today",
    'today >= "2024-02-24"',
    '"09:00" <= woke < "12:00"',
    'site == "AM" or site in ["GE"]',
    'language == "en"',
    'source != "friends"',
    "mood == rent",
]

# (condition, words)
DOUBTFUL = [
    ("mod > 3", 'there is no question "mod" before this one, in the same list; did you mean "mood"?'),
    ("last", f'there is no question "last" before this one, in the same list: it comes in line {LAST}; ask it earlier'),
    ("later", f'there is no question "later" before this one, in the same list: it comes in line {LAST + 1}'),
    ("inner", "inner is asked in a group that repeats, and has an answer for each round; look at it within its group"),
    ("story", "story is written, spoken or shown, and sealed at once; look only at answers that are chosen"),
    ("hello", "hello is a note, and nobody answers it"),
    ("first-mood > 3", "first-mood is taken for a minus here; write its id with _"),
    ("visa", 'visa is an option of papers, not a question; put it in quotes: "visa" in papers'),
    ("home == here", 'here is an option of home, not a question; put it in quotes: home == "here"'),
    ("adult == yes", "yes is not a question here; write `adult` for yes, and `not adult` for no"),
    ('adult == "yes"', "adult is answered yes or no; write `adult` or `not adult`"),
    ("adult > 0", "adult is answered yes or no"),
    ("mood", "mood by itself is neither true nor false; compare it: mood > 0"),
    ("papers", 'papers by itself is neither true nor false; compare it: "visa" in papers'),
    ("home", 'home by itself is neither true nor false; compare it: home == "here"'),
    ("left_on", "compare it: days_since(left_on) > 30"),
    ("woke", 'compare it: woke < "12:00"'),
    ("today", 'compare it: today > "2024-02-24"'),
    ("site", 'compare it: site == "AM"'),
    ("mood <= 30", "mood is a number from 0 to 10, and 30 lies outside"),
    ("rent < -1", "rent is a number from 0, and -1 lies outside"),
    ('mood == "low"', "mood is a number from 0 to 10; compare it with a number: mood > 0"),
    ('mood + 1 == "low"', "mood + 1 is a number; compare it with a number: mood + 1 > 0"),
    ('home == "her"', '"her" is not an option of home; did you mean "here"?'),
    ('home > "here"', "the options of home have no order; compare with ==, != or in"),
    ('home in ["here", "elsewhere"]', '"elsewhere" is not an option of home'),
    ('"vis" in papers', '"vis" is not an option of papers; did you mean "visa"?'),
    ('papers == "visa"', 'papers may have several choices; write "visa" in papers'),
    ('papers in ["visa"]', 'papers may have several choices; write "visa" in papers'),
    ('"here" in home', "home is not a question with several choices; write home == … instead of `in`"),
    ("mood in papers", 'mood cannot be a choice; write "visa" in papers'),
    ("3 in papers", '3 cannot be a choice; write "visa" in papers'),
    ("count(home) > 1", "home is not a question with several choices; count(…) counts the choices of one"),
    ("days_since(mood) > 1", 'mood is not a date; write the id of a date question, or a date: "2024-02-24"'),
    ('days_since("24.02.2024") > 1', "is not a date"),
    ('left_on < "24.02.2024"', '"24.02.2024" is not a date; write it as "2024-02-24"'),
    ("left_on < 2024", '"2024" is not a date'),
    ('woke < "9:00"', '"9:00" is not a time of day; write it as "09:30"'),
    ("left_on > woke", "left_on is a date, and woke is a time of day; compare answers of one type"),
    ("mood == adult", "mood is a number, and adult is yes or no"),
    ("today - left_on > 30", "days_since(…) reckons with dates"),
    ("adult + 1 > 1", "adult is no number; reckon with numbers only"),
    ("mood < papers", "mood is a number, and papers is some of its options"),
    ("papers < papers", "papers and papers have no order"),
    ("1 < 2", "two values are compared here, and no answer; compare the answer to a question"),
    ('"a" == "a"', "two values are compared here"),
    ('site == "AZ"', '"AZ" is not an option of site; '),
    ('site == "am"', '"am" is not an option of site; what can stand here: AM, GE'),
    ('language == "ru"', '"ru" is not an option of language'),
    ('arm == "calls"', "there is no arm in this study; leave it out"),
    ("mood = 3", "is not a condition; write == to compare"),
    ("x" * 100_000, "is not a condition; it has 100000 characters, and 2000 are the most"),
]  # fmt: skip


def asking(condition: str) -> str:
    quoted = condition.replace("'", "''")
    last = f"- {{id: last, ask: Last?, type: yes-no, when: '{quoted}'}}\n- {{id: later, ask: Later?, type: yes-no}}"
    return with_questions(KNOWN + last)


@pytest.mark.parametrize("condition", FINE)
def test_what_a_condition_may_look_at(folder: Path, condition: str) -> None:
    assert read(folder, asking(condition)).questionnaire("q").questions[-2].when == Condition(condition)


@pytest.mark.parametrize(("condition", "words"), DOUBTFUL, ids=[one[0][:70] for one in DOUBTFUL])
def test_a_condition_that_cannot_be_true_is_told(folder: Path, condition: str, words: str) -> None:
    (fault,) = faults(folder, asking(condition))
    assert fault.startswith(f"study.yaml:{LAST}: ")
    assert words in fault


def test_a_question_in_doubt_is_told_once(folder: Path) -> None:
    """What follows from it is not told besides."""
    text = with_questions(
        "- {id: mood, ask: Mood?, type: scal}\n- {id: home, ask: Home?, type: choice}\n"
        "- {id: why, ask: Why?, type: text, when: 'mood > 3 and mood + 1 > 3 and home == \"here\" or home'}"
    )
    assert [fault.split(": ")[0] for fault in faults(folder, text)] == [
        f"study.yaml:{FIRST}",
        f"study.yaml:{FIRST + 1}",
    ]


SEVERAL = """
screening:
  questions: [{id: left, ask: Left?, type: yes-no, remember: yes}, {id: kept, ask: Kept?, type: yes-no}]
  eligible: left
questionnaires:
  first:
    - {id: home, ask: Home?, type: choice, options: {here: H, there: T}, remember: yes}
    - {id: mood, ask: Mood?, type: scale, from: 0, to: 10}
    - {id: later, ask: Later?, type: yes-no, when: CONDITION}
    - {id: rent, ask: Rent?, type: number, to: 99, remember: yes}
  second:
    - {id: since, ask: Since?, type: date, remember: yes}
    - {id: mood, ask: Mood?, type: yes-no, remember: yes}
    - group: once
      questions:
        - {id: deep, ask: Deep?, type: choices, options: {x: X, y: Y}, remember: yes}
"""


def several(condition: str) -> str:
    return REST.split("questionnaires:")[0] + SEVERAL.replace("CONDITION", f"'{condition}'")


@pytest.mark.parametrize(
    "condition",
    ["left", "days_since(since) > 3", '"x" in deep', "mood > 3", 'home == "here"', "left and mood < 3"],
)
def test_what_is_remembered_can_be_looked_at_from_everywhere(folder: Path, condition: str) -> None:
    """And of two with one name, the nearer counts: `mood` is a scale here, and answered yes or no elsewhere."""
    assert read(folder, several(condition)).questionnaire("first").questions[2].when == Condition(condition)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("kept", 'there is no question "kept" before this one'),
        ("rent > 3", 'there is no question "rent" before this one, in the same list: it comes in line'),
        ("mood", "mood by itself is neither true nor false"),
        ('"z" in deep', '"z" is not an option of deep'),
    ],
)
def test_what_is_not_remembered_cannot(folder: Path, condition: str, words: str) -> None:
    (fault,) = faults(folder, several(condition))
    assert words in fault


def test_a_question_is_nearer_than_what_the_bot_knows(folder: Path) -> None:
    asked = "- {id: language, ask: Which?, type: choice, options: {mine: M, local: L}}\n"
    asking = asked + "- {id: two, ask: Two?, type: yes-no, when: 'language == \"WORD\"'}"
    assert questionnaire(folder, asking.replace("WORD", "local")).questions[1].when is not None
    (fault,) = faults(folder, with_questions(asking.replace("WORD", "en")))
    assert '"en" is not an option of language' in fault


def test_one_name_is_remembered_in_one_way(folder: Path) -> None:
    text = several("left").replace(
        "{id: rent, ask: Rent?, type: number, to: 99,", "{id: since, ask: Since?, type: yes-no,"
    )
    (fault,) = faults(folder, text)
    assert '"since" is remembered in line' in fault
    assert "answered in another way there; give one of them another id" in fault


SCREENED = [
    ("adult and site == 'AM' and source == 'friends' and language == 'en'", None),
    ("adlt", 'there is no question "adlt" in screening; did you mean "adult"?'),
    ("home == 'here'", 'there is no question "home" in screening'),
    ("arm == 'calls'", 'there is no question "arm" in screening'),
]


@pytest.mark.parametrize(("condition", "words"), SCREENED)
def test_screening_knows_less(folder: Path, condition: str, words: str | None) -> None:
    text = several("left").replace(
        "{id: left, ask: Left?, type: yes-no, remember: yes}", "{id: adult, ask: Adult?, type: yes-no}"
    )
    text = text.replace("eligible: left", f'eligible: "{condition}"').replace(", when: 'left'", "")
    if words is None:
        assert read(folder, text).screening.eligible == Condition(condition)
    else:
        (fault,) = faults(folder, text)
        assert words in fault


def test_screening_has_no_groups_and_asks_by_keys(folder: Path) -> None:
    text = several('home == "here"').replace("eligible: left", "eligible: kept")
    grouped = text.replace("{id: left, ask: Left?, type: yes-no, remember: yes}", "{group: g, questions: []}")
    (fault,) = faults(folder, grouped)
    assert "a group cannot stand here; ask the questions of screening one by one" in fault
    for type in ("text", "number", "date", "note", "choices, options: {a: A, b: B}"):
        typed = text.replace(
            "{id: left, ask: Left?, type: yes-no, remember: yes}", f"{{id: left, ask: Left?, type: {type}}}"
        )
        (fault,) = faults(folder, typed)
        assert f"{type.split(',')[0]} cannot be asked here; screening asks what is chosen by a key" in fault


def test_who_is_not_enrolled_has_no_code(folder: Path) -> None:
    assert question(folder, "type: yes-no").ask.say("en") == "What?"
    coded = with_questions('- {id: one, ask: "Are you {code} in {site}?", type: yes-no}')
    assert read(folder, coded).questionnaire("q").questions[0].ask.say("en") == "Are you {code} in {site}?"
    screened = several("left").replace("ask: Left?", 'ask: "Are you {code} in {site}?"')
    (fault,) = faults(folder, screened)
    assert "{code}" in fault


def test_arms_are_known_from_the_schedule(folder: Path) -> None:
    text = asking('arm in ["calls", "texts"]')
    schedule = "schedule:\n  arms: {calls: 1, texts: 1, blocks: 2, by: site, seed: 20240224}\n"
    assert read(folder, text + schedule).questionnaire("q").questions[-2].when is not None
    (fault,) = faults(folder, asking('arm == "seed"') + schedule)
    assert '"seed" is not an option of arm; what can stand here: calls, texts' in fault


def test_as_many_questions_as_there_may_be(folder: Path) -> None:
    def many(count: int) -> str:
        return with_questions("\n".join(f"- {{id: q{n}, ask: What?, type: yes-no}}" for n in range(count)))

    assert len(read(folder, many(500)).questionnaire("q").questions) == 500
    (fault,) = faults(folder, many(501))
    assert "501 questions in a row; 500 are the most" in fault


def test_as_many_rounds_as_may_be_remembered(folder: Path) -> None:
    def rounds(questions: int) -> str:
        inside = "\n".join(f"    - {{id: q{n}, ask: What?, type: yes-no}}" for n in range(questions))
        return with_questions(f"- group: g\n  repeat: {{again: More?, at-most: 50}}\n  questions:\n{inside}")

    assert len(read(folder, rounds(40)).questionnaire("q").questions) == 40
    (fault,) = faults(folder, rounds(41))
    assert "may ask 2050 questions; 2000 are the most" in fault
