"""Texts with names in them, and texts that a number bends: what is read, and every mistake in them."""
# ruff: noqa: E501 - a table reads better in rows

from pathlib import Path

import pytest
from study_good import GOOD as GOOD_STUDY
from study_good import faults
from study_good import read as read_study

from study.asked import Asked, Hidden, Kind
from study.faults import Report
from study.growing import grow
from study.languages import CODES, forms
from study.model import Counted, Localized, Text
from study.piping import Sayable
from study.texts import Texts
from study.tree import Mapping

ASKED = {
    "companions": Asked("companions", Kind.NUMBER, low=0, high=20),
    "children": Asked("children", Kind.NUMBER),
    "mood": Asked("mood", Kind.OPTION, ("good", "bad")),
    "story": Asked("story", None, hidden=Hidden.SEALED),
    "friend": Asked("friend", None, hidden=Hidden.ROUNDS),
}


def read(
    source: str, *, languages: str = "en", folder: Path = Path(), repeat: bool = False
) -> tuple[Text | None, list[str]]:
    """What is made of the YAML of one question, `ask: …` and perhaps `by: …`, and the faults."""
    report = Report("study.yaml")
    tree = grow(source, "study.yaml")
    assert isinstance(tree, Mapping)
    fields = {key.text: value for key, value in tree.pairs}
    sayable = Sayable.of(ASKED, repeat=repeat)
    text = Texts(tuple(languages.split()), folder).piped(
        report,
        fields["ask"],
        sayable.names,
        sayable.numbers,
        hidden=sayable.hidden,
        by=fields.get("by"),
    )
    return text, [f"{fault.line}: {fault.what}; {fault.instead}" for fault in report.faults]


GOOD = [
    ("ask: In {site}, with {companions}?", "en", Localized({"en": "In {site}, with {companions}?"})),
    ("ask: A {{ and **bold**", "en", Localized({"en": "A {{ and **bold**"})),
    ('ask: {one: "{companions} person", other: "{companions} people"}', "en",
     Counted(by="companions", forms={"en": {"one": "{companions} person", "other": "{companions} people"}})),
    ('ask: {one: one person, other: "{companions} people, {mood}"}', "en",
     Counted(by="companions", forms={"en": {"one": "one person", "other": "{companions} people, {mood}"}})),
    ('ask: {one: "{companions} of {children}", other: "{children}"}\nby: children', "en",
     Counted(by="children", forms={"en": {"one": "{companions} of {children}", "other": "{children}"}})),
    ("ask: {one: somebody, other: people}\nby: companions", "en",
     Counted(by="companions", forms={"en": {"one": "somebody", "other": "people"}})),
    ('ask: {en: {one: "a {children}", other: "b"}, zh: "{children}"}', "en zh",
     Counted(by="children", forms={"en": {"one": "a {children}", "other": "b"}, "zh": {"other": "{children}"}})),
    ('ask: {one: "a", other: "b {children}", many: "c"}', "es",
     Counted(by="children", forms={"es": {"one": "a", "other": "b {children}", "many": "c"}})),
]  # fmt: skip


@pytest.mark.parametrize(("source", "languages", "wanted"), GOOD)
def test_texts_that_are_read(source: str, languages: str, wanted: Text) -> None:
    assert read(source, languages=languages) == (wanted, [])


RU = 'ru: {one: "{children} ребёнок", few: "{children} ребёнка", many: "{children} детей", other: "{children} ребёнка"}'

# (the YAML, its languages, all faults)
FAULTS = [
    # names
    ("ask: With {companion}?", "en", ['1: there is nothing called {companion} to say here; did you mean "companions"?']),
    ("ask: With {Mood}?", "en", ['1: there is nothing called {Mood} to say here; did you mean "mood"?']),
    ("ask: You said {story}.", "en", ["1: {story} cannot be said here: it is written, spoken or shown, and sealed at once; name an answer that is chosen or typed as a value, or leave it out"]),
    ("ask: Is {friend} well?", "en", ["1: {friend} cannot be said here: it is asked in a group that repeats, and has an answer for each round; name an answer that is chosen or typed as a value, or leave it out"]),
    ("ask: Person {n}", "en", ["1: {n} is the round of a group that repeats; write it inside one, or leave it out"]),
    ("ask: In {arm}?", "en", ["1: {arm} is for conditions, and is not said to anybody; leave it out"]),
    ('ask: "a { b"', "en", ["1: a { here begins no name; write {{ for the brace itself"]),
    ('ask: "a {} b"', "en", ["1: a { here begins no name; write {{ for the brace itself"]),
    ("ask: '[our page](https://a.org/?m={mood})'", "en", ["1: a link would carry what somebody answered to another server; leave the {name} out of the address"]),
    ("ask: |\n\n  one\n  two\n  three {childen}", "en", ['5: there is nothing called {childen} to say here; did you mean "children"?']),
    ("ask: 'https://a.org/?m={mood}'", "en", ["1: a link would carry what somebody answered to another server; leave the {name} out of the address"]),
    ("ask: 'see a.org/{{{mood}'", "en", ["1: a link would carry what somebody answered to another server; leave the {name} out of the address"]),
    ("ask: 'https://a.org/{{m}} or {mood}? Yes/{mood}'", "en", []),
    ("ask: '[our page](http://a.org)'", "en", ['1: "http://a.org" cannot be the address of a link; write one such as https://example.org/page, or the address alone']),
    # forms
    ('ask:\n  one: "{children} child"', "en", ['2: "en" needs the form "other"; write `other: …`, for 0, 2, 3 …']),
    ('ask:\n  en: {one: "{children} child", other: "{children} children"}\n  ru: {one: "{children} ребёнок", many: "{children} детей", other: "{children}"}', "en ru",
     ['3: "ru" needs the form "few"; write `few: …`, for 2, 3, 4 …']),
    ('ask:\n  en: {one: "{children} child", few: x, other: "{children} children"}\n  ' + RU, "en ru",
     ['2: "few" is no form of "en"; what can stand here: one, other']),
    ('ask:\n  en: "{children} children"\n  ' + RU, "en ru",
     ['2: "en" has no forms here, though it needs them; write {one: …, other: …}']),
    ('ask:\n  en: {one: "{children} child", other: "{children} children"}', "en ru", ['2: a text is missing in "ru"; write `ru: …` beside the others']),
    ("ask: {one: a child, other: children}", "en ru", ["1: these forms are in one language of 2; write {en: {…}, ru: {…}}"]),
    ("ask: {one: a, othr: b, other: c}\nby: children", "en", ['1: "othr" is no form of "en"; did you mean "other"?']),
    ("ask: {one: a, one: b, other: c}\nby: children", "en", ['1: the form "one" is here twice; keep one']),
    ("ask: {one: '', other: c}\nby: children", "en", ["1: a text is empty; write something here"]),
    ("ask: {other: a}\nby: children", "av", []),
    ("ask: {one: b, other: a}\nby: children", "av", ['1: "one" is no form of "av"; what can stand here: other']),
    # the number
    ("ask: {one: a, other: b}", "en", ["1: there are forms for a number here, and no number is named in them; name one, such as {companions}, or write `by: companions` beside the text"]),
    ('ask: {one: a, other: "{companions} {children}"}', "en", ["1: {companions} and {children} are numbers, and either could bend this text; write `by: companions` beside it, or another"]),
    ("ask: {one: a, other: b}\nby: childs", "en", ['2: "childs" is no number that is known here; did you mean "children"?']),
    ("ask: {one: a, other: b}\nby: mood", "en", ['2: "mood" is no number that is known here; what can stand here: children, companions']),
    ("ask: a\nby: children", "en", ["2: `by` names a number, and this text has no forms for it; write {one: …, other: …}, or leave `by` out"]),
    ('ask: {one: a, other: "{childen}"}', "en", ['1: there is nothing called {childen} to say here; did you mean "children"?']),
    ("ask: " + "x" * 3501, "en", ["1: 3501 characters are too many for one message; write at most 3500"]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "languages", "wanted"), FAULTS)
def test_every_mistake_has_a_sentence(source: str, languages: str, wanted: list[str]) -> None:
    assert read(source, languages=languages)[1] == wanted


def test_before_people_agree_they_have_no_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    [fault] = faults(tmp_path, GOOD_STUDY.replace("en: Are you 18?", 'en: "{code}, are you 18?"'))
    assert "{code} cannot be said here: it is given to people only when they agree;" in fault
    [fault] = faults(
        tmp_path, GOOD_STUDY.replace("answer: yes}", "answer: yes, explain: {ru: а, en: '{code}'}}")
    )
    assert "{code} cannot be said here" in fault
    read_study(tmp_path, GOOD_STUDY.replace("en: Why?", 'en: "{code} in {site}: why, after {mood}?"'))


def test_in_a_repeat_the_round_is_a_name_and_a_number() -> None:
    text, found = read("ask: {one: 'Your {n}st country', other: 'Your {n}th country'}", repeat=True)
    assert not found
    assert isinstance(text, Counted)
    assert text.by == "n"


def test_a_message_may_be_the_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    ru, en = tmp_path / "texts" / "road.ru.md", tmp_path / "texts" / "road.en.md"
    ru.write_text("# Дорога\nВы назвали\n{companions}.\n", "utf-8")
    en.write_text("You said\n**{companions}**.\n\n---\n\nAnd now\nwe go on.\n", "utf-8")
    source = "ask: {ru: texts/road.ru.md, en: texts/road.en.md}"
    text, found = read(source, languages="ru en", folder=tmp_path)
    assert not found
    assert text == Localized(
        {
            "ru": "# Дорога\n\nВы назвали {companions}.",
            "en": "You said **{companions}**.\n\n---\n\nAnd now we go on.",
        }
    )
    en.write_text("One\n\n{compnions} [a](http://b.org)\n---\n" + "x" * 3501, "utf-8")
    _, found = read(source, languages="ru en", folder=tmp_path)
    assert [line.split(";")[0] for line in found] == [
        "5: 3501 characters are too many for one message",
        '3: "http://b.org" cannot be the address of a link',
        "3: there is nothing called {compnions} to say here",
    ]
    ru.unlink()
    en.write_text(" \n", "utf-8")
    _, found = read(source, languages="ru en", folder=tmp_path)
    assert [line.split(";")[0] for line in found] == [
        "1: texts/road.ru.md: there is no such file",
        "1: the file is empty",
    ]


def test_a_form_may_be_the_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("one\nchild", "utf-8")
    text, found = read("ask: {one: one.md, other: '{children} children'}", folder=tmp_path)
    assert not found
    assert isinstance(text, Counted)
    assert text.of("en")["one"] == "one child"


def test_a_sentence_that_ends_like_a_file_is_none() -> None:
    assert read("ask: Have you read our readme.md")[0] == Localized({"en": "Have you read our readme.md"})


def test_lines_of_the_study_file_stay_lines() -> None:
    text, _ = read("ask: |\n  One\n  two")
    assert text == Localized({"en": "One\ntwo"})


@pytest.mark.parametrize("language", sorted(CODES))
def test_how_a_language_counts_is_as_cldr_has_it(language: str) -> None:
    """The small table of `study.languages`, held to Babel."""
    from babel import Locale, UnknownLocaleError

    try:
        rule = Locale.parse(language).plural_form
    except UnknownLocaleError:
        assert forms(language) == {"other": (0, 1, 2)}
        return
    taken: dict[str, list[int]] = {category: [] for category in {*rule.tags, "other"}}
    for n in range(1001):
        taken[rule(n)].append(n)
    assert forms(language) == {category: tuple(numbers[:3]) for category, numbers in taken.items()}
