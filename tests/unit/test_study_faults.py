"""Every mistake in a study file: its line, and a sentence."""
# ruff: noqa: E501 - a table reads better in rows

from pathlib import Path

import pytest
from study_good import GOOD, faults

from study.reading import StudyFileError, read_protocol


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The study is named as a user names it: beside them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


E = "{ru: а, en: a}"

# (what is changed, into what, the line of the fault, words of the sentence). One fault each, and no other.
ONE = [
    # keys and shape
    ("schedule:", "schedul:", 36, 'no key "schedul"; did you mean "schedule"?'),
    ("study: crossing\n", "", 1, 'the study has no "study"'),
    ("study: crossing", "study: Crossing", 1, '"Crossing" cannot be an id; use a to z'),
    ("study: crossing", "study: " + "x" * 41, 1, "cannot be an id"),
    ("study: crossing", "study:", 1, '"study" has nothing after it'),
    ("study: crossing", "study: [a]", 1, "a list or mapping where one text should stand"),
    ("study: crossing", "study: crossing\nstudy: again", 2, '"study" is here twice (first in line 1)'),
    ("team: {name: {ru: Группа, en: Group}, contact: fieldwork@example.org}", "team: Group", 4, "the team should be a mapping"),
    ("quotes, ask:", "quotes, aks:", 30, None),
    ("study: crossing", "interviews: {minutes: 75}\nstudy: crossing", 1, 'interviews has no "ways"'),
    ("recruitment:\n", "recruitment:\n  referrals: {depth: 3}\n", 12, 'referrals has no "coupons"'),
    # languages and texts
    ("[ru, en]", "[ru, english]", 3, '"english" is not a language code; did you mean "en"?'),
    ("[ru, en]", "[ru, ua]", 3, 'did you mean "uk"?'),
    ("[ru, en]", "[]", 3, "a study needs a language"),
    ("[ru, en]", "[ru, en, ru]", 3, '"ru" is here twice'),
    ("title: {ru: Дорога, en: Road}", "title: {ru: Дорога}", 2, 'a text is missing in "en"'),
    ("title: {ru: Дорога, en: Road}", "title: Road", 2, '"Road" is in one language of 2; write {ru: …, en: …}'),
    ("title: {ru: Дорога, en: Road}", "title: {ru: Дорога, en: Road, de: Weg}", 2, '"de" is not a language of this study'),
    ("title: {ru: Дорога, en: Road}", 'title: {ru: Дорога, en: ""}', 2, "a text is empty"),
    ("title: {ru: Дорога, en: Road}", "title: {ru: Дорога, en: }", 2, "a text is empty"),
    ("title: {ru: Дорога, en: Road}", "title: {ru: Дорога, en: Road, and home}", 2, '"and home" stands alone; inside { } a comma ends a text'),
    ("title: {ru: Дорога, en: Road}", "title: {ru: Дорога, en: Road, ru: Путь}", 2, 'the text is here twice in "ru"'),
    ("title: {ru: Дорога, en: Road}", "title: {ru: Дорога, en: " + "x" * 101 + "}", 2, "101 characters are too many for a name"),
    ("en: Who we are.}", "en: " + "x" * 3501 + "}", 22, "3501 characters are too many for one message"),
    ("en: Why?}", "en: " + "x" * 3501 + "}", 34, "3501 characters are too many for one message"),
    ("en: Why?}", "en: " + "😀" * 1751 + "}", 34, "3502 characters are too many for one message"),
    ("en: After}", "en: " + "x" * 61 + "}", 18, "61 characters are too many for a key on a phone"),
    ("en: After}", 'en: "After {site}"}', 18, "{site} would be shown as it stands"),
    ("en: Why?}", 'en: "Still in {sit}?"}', 34, 'there is nothing called {sit} to say here; did you mean "site"?'),
    # team, approvals, keys
    ("contact: fieldwork@example.org", "contact: ''", 4, "a text is empty"),
    (", contact: fieldwork@example.org", "", 4, 'the team has no "contact"'),
    ("2023-03-14", "14.03.2023", 6, '"14.03.2023" is not a date; write year-month-day'),
    ("2023-03-14", "2023-02-30", 6, '"2023-02-30" is not a date'),
    (", granted: 2023-03-14", "", 6, 'an approval has no "granted"'),
    (", escrow: keys/escrow.pub", "", 7, "1 key is named here; name two, so that losing one is not the end"),
    ("keys/escrow.pub", "keys/core.pub", 7, '"escrow" is the same key as another'),
    ("keys/escrow.pub", "keys/escrow.key", 7, '"keys/escrow.key" is a secret key'),
    ("keys: {core: keys/core.pub, escrow: keys/escrow.pub}\n", "", 1, 'no "keys"; name two'),
    # sites and sources
    ("  GE:", "  ge:", 10, '"ge" cannot be a site'),
    ("  GE:", "  AM:", 10, '"AM" is here twice (first in line 9)'),
    ("Asia/Tbilisi", "Asia/Tiblisi", 10, 'the time zone "Asia/Tiblisi" is not known; did you mean "Asia/Tbilisi"?'),
    ("Asia/Tbilisi", "../../etc/passwd", 10, "is not known"),
    ("Asia/Tbilisi", "Asia", 10, "is not known"),
    ("target: 25", "target: many", 9, '"many" should be a whole number; write one from 1 to 100000'),
    ("target: 25", "target: 0", 9, "should be a whole number"),
    ("target: 25", "target: 2.5", 9, "should be a whole number"),
    ("site: AM}", "site: am}", 13, 'there is no site "am"; write it in capitals: "AM"'),
    ("kind: snowball", "kind: snowbal", 14, '"snowbal" is not known here; did you mean "snowball"?'),
    ("id: friends", "id: yerevan-chat", 14, 'a source "yerevan-chat" already (line 13)'),
    ("id: friends", "id: друзья", 14, "cannot be an id"),
    # questions
    ("id: left", "id: adult", 18, None),
    ("type: scale", "type: scales", 33, None),
    ("type: [text, voice]", "type: [text, foto]", 34, '"foto" is not known here; did you mean "photo"?'),
    ("type: [text, voice]", "type: [text, text]", 34, "text is here twice"),
    ("type: [text, voice]", "type: []", 34, "a question has no type"),
    ("type: [text, voice]", "type: [yes-no, scale], from: 1, to: 3", 34, "yes-no and scale cannot be one question"),
    ("from: 0, to: 10", "from: 10, to: 0", 33, None),
    ("from: 0, to: 10", "from: 0", 33, 'a question has no "to"'),
    ("from: 0, to: 10", f"from: 0, to: 10, from-label: {E}", 33, "one end of the scale has words, the other has none"),
    ("type: yes-no, remember: true", "type: yes-no, from: 1", 35, '"from" belongs to scale, number, date and time; leave it out here'),
    ("type: yes-no, remember: true", f"type: yes-no, options: {{a: {E}, b: {E}}}", 35, '"options" belongs to choice and choices; leave it out here'),
    ("type: yes-no, remember: true", "type: choice", 35, "a question of type choice has no options"),
    ("type: yes-no, remember: true", f"type: choice, options: {{a: {E}}}", 35, "a choice of 1; write 2 to 20 options"),
    ("type: yes-no, remember: true", f"type: choice, options: {{a: {E}, b: {E}}}", 35, "two options say"),
    ("type: yes-no, remember: true", f"type: choice, options: {{a: {E}, a: {E}}}", 35, None),
    ("type: yes-no, remember: true", "type: yes-no, remember: maybe", 35, '"maybe" is neither yes nor no'),
    ("type: yes-no, remember: true", "type: text, remember: true", 35, "sealed at once, and cannot be remembered"),
    ("type: yes-no}\n", "type: voice}\n", 17, None),
    ("  evening:", "  screening:", 32, None),
    # conditions
    ("when: mood <= 3", "when: mod <= 3", 34, 'there is no question "mod" before this one'),
    ("when: mood <= 3", "when: same", 34, 'there is no question "same" before this one'),
    ("when: mood <= 3", "when: mood <= 30", 34, "mood is a number from 0 to 10, and 30 lies outside"),
    ("when: mood <= 3", 'when: mood == "low"', 34, "mood is a number from 0 to 10; compare it with a number"),
    ("when: mood <= 3", "when: mood", 34, "mood by itself is neither true nor false; compare it: mood > 0"),
    ("when: mood <= 3", "when: mood <=", 34, '"mood <=" is not a condition; write it like'),
    ("when: mood <= 3", "when: len(mood) > 3", 34, "is not a condition"),
    ("when: mood <= 3", "when: 1 < 2", 34, "two values are compared here, and no answer"),
    ("when: mood <= 3", 'when: ""', 34, "a text is empty"),
    ('left == "after"', "left == after", 19, "after is an option of left, not a question; put it in quotes"),
    ('left == "after"', 'left == "afterr"', 19, '"afterr" is not an option of left; did you mean "after"?'),
    ('left == "after"', 'left > "after"', 19, "the options of left have no order"),
    ('left == "after"', "left", 19, "left by itself is neither true nor false"),
    ("adult and", "adult == yes and", 19, "yes is not a question here"),
    ("adult and", 'adult == "yes" and', 19, "adult is answered yes or no; write `adult` or `not adult`"),
    ('eligible: adult and left == "after"', "", 16, "screening has questions and no decision"),
    # consent
    ('"1.0"', '"one"', 21, '"one" is not a version'),
    ("statement: {ru: Я участвую., en: I take part.}", "statement: {ru: Я участвую., en: ''}", 25, "a text is empty"),
    ("  statement: {ru: Я участвую., en: I take part.}\n", "", 21, 'consent has no "statement"'),
    ("answer: yes", "answer: perhaps", 24, '"perhaps" is neither yes nor no'),
    (", answer: yes", "", 24, 'has no "answer"'),
    ("type: yes-no, answer: yes", "type: scale, from: 1, to: 2, answer: 1", 24, "scale cannot be asked here; the check asks"),
    ("type: yes-no, answer: yes", "type: choice, options: {a: {ru: а, en: a}, b: {ru: б, en: b}}, answer: c", 24, '"c" is not one of the options'),
    ("answer: yes", "answer: yes, remember: yes", 24, 'has no "remember"'),
    ("record: voice", "record: text", 26, '"text" is not a way to agree'),
    ("record: voice", "record: [voice, video]", 26, '"video" is not a way to agree'),
    ("record: voice", "record: typed", 26, "nobody could agree aloud"),
    ("record: voice", "record: []", 26, "nobody could agree aloud"),
    ("at-least: 3s", "at-least: 3", 27, '"3" is not a time that can be read; write a number and s, m, h, d or w'),
    ("at-least: 3s", "at-least: 90s", 27, "the longest voice is not longer than the shortest"),
    ("at-most: 90s", "at-most: 2h", 27, "very long for one sentence"),
    ("required: true, ", "", 29, "no scope is required"),
    ("id: quotes", "id: diary", 30, 'there is a scope "diary" already (line 29)'),
    # schedule
    ("22:00-08:00", "22-8", 37, '"22-8" is not a time that can be read; write hours and minutes'),
    ("22:00-08:00", "22:00-25:00", 37, "write hours and minutes"),
    ("22:00-08:00", "22:00-22:00", 37, "begins and ends at the same time"),
    ("22:00-08:00", "20:00-08:00", 39, "18:00-21:00 runs into the quiet hours 20:00-08:00"),
    ("ask: evening, signal", "ask: evenin, signal", 39, 'no questionnaire "evenin"; did you mean "evening"?'),
    ("id: monthly", "id: first-week", 40, 'a wave "first-week" already (line 39)'),
    ("times: 2", "times: 4", 39, "4 prompts this far apart do not fit into 18:00-21:00"),
    ("times: 2", "times: 25", 39, "write one from 1 to 24"),
    ("times: 2", "times: 0", 39, "write one from 1 to 24"),
    ("days: 1-7", "days: 7-1", 39, "day 1 comes before day 7"),
    ("days: 1-7", "days: 1-900", 39, "more than 1000 prompts"),
    ("days: 1-7, ", "", 39, 'a wave has no "days"'),
    ("expires: 3h, ", "", 39, 'a wave has no "expires"'),
    ("remind: [1h]", "remind: [3h]", 39, "this reminder comes when the prompt has expired"),
    ("remind: [1h]", "remind: [1h, 1h]", 39, "the same reminder is here twice"),
    ("remind: [1h]", "every: 1d", 39, 'a wave has both "signal" and "every"'),
    ("remind: [1h]", "at: 19:00", 39, 'a wave with "signal" has no "at" of its own'),
    ("every: 30d, at", "at", 40, 'a wave has neither "signal", "every" nor "once"'),
    ("every: 30d", "every: 36h", 40, "neither whole days nor less than one"),
    ("every: 30d", "every: 12h", 40, "a time of day does not go with less than a day"),
    ("times: 6, ", "", 40, 'a wave has no "times"'),
    ("times: 6", "times: 1001", 40, "write one from 1 to 1000"),
    ("times: 6", "times: 200", 40, "more than ten years away"),
    ("times: 6", "times: 6, days: 1-7", 40, 'a wave with "every" has no "days"'),
]  # fmt: skip

NAMES = [f"{new[:40]}:{line}" for _, new, line, _ in ONE]


@pytest.mark.parametrize(("old", "new", "line", "words"), ONE, ids=NAMES)
def test_every_fault_has_its_line_and_a_sentence(
    folder: Path, old: str, new: str, line: int, words: str | None
) -> None:
    assert GOOD.count(old) >= 1
    found = faults(folder, GOOD.replace(old, new, 1))
    if words is None:  # one mistake from which others follow: the first is the one to tell
        assert found[0].startswith(f"study.yaml:{line}: ")
    else:
        assert len(found) == 1
        assert found[0].startswith(f"study.yaml:{line}: ")
        assert words in found[0]
    assert all("; " in fault for fault in found)


def test_all_faults_are_told_at_once_in_the_order_of_the_file(folder: Path) -> None:
    text = GOOD
    changes = [
        ("Asia/Tbilisi", "Tbilisi"),
        ("kind: snowball", "kind: x"),
        ('"1.0"', "one"),
        ("to: 10", "to: -9"),
    ]
    for old, new in changes:
        text = text.replace(old, new)
    lines = [fault.split(":")[1] for fault in faults(folder, text + "more: 1\n")]
    assert lines == ["10", "14", "21", "33", "41"]


def test_a_hundred_faults_are_enough(folder: Path) -> None:
    found = faults(folder, GOOD + "".join(f"key{n}: 1\n" for n in range(150)))
    assert len(found) == 101
    assert found[-1] == "study.yaml: 50 more faults; put these right first"


def test_the_file_is_named_as_it_was_given(folder: Path) -> None:
    (folder / "deep").mkdir()
    (folder / "deep" / "my study.yaml").write_text(GOOD.replace("[ru, en]", "[ru, en, xx]"), "utf-8")
    with pytest.raises(StudyFileError) as caught:
        read_protocol(Path("deep/my study.yaml"))
    assert str(caught.value.faults[0]).startswith("deep/my study.yaml:3: ")
