"""Every message of a study, as whoever writes it can look it through."""

from io import StringIO
from pathlib import Path

from conversation import Conversation, sample
from conversation_asked import asked, enrolled, keys, study_of
from conversation_studies import BRANCH
from rich.console import Console
from study_good import GOOD

from cli.studies.keyed import keyed
from cli.studies.showing import preview
from study.drawing.saying import messages_section
from study.previewing import DIVIDER, LONGEST, Message, messages
from study.protocol import Protocol
from study.reading import read_protocol
from study.sampling import write_sample

BENT = """\
    - id: friends
      ask: {ru: "Сколько друзей?", en: "How many friends?"}
      type: number
    - group: friend
      title: {ru: "**Друг** {n}", en: "**Friend** {n}"}
      repeat: {again: {ru: "Ещё?", en: "Another?"}, at-most: 3}
      questions:
        - {id: near, ask: {ru: Рядом?, en: Nearby?}, type: yes-no}
    - id: thanks
      type: note
      ask:
        ru: {one: "{friends} друг", few: "{friends} друга", many: "{friends} друзей", other: "{friends} друга"}
        en: {one: "{friends} friend", other: "{friends} friends, [more](https://a.org)"}
schedule:
"""


def of(found: list[Message], part: str) -> list[tuple[str, str, str]]:
    return [(one.place, one.language, one.text) for one in found if one.part == part]


def test_all_messages_in_the_order_in_which_people_come_to_them(tmp_path: Path) -> None:
    text = GOOD.replace("schedule:\n", BENT, 1).replace(
        "en: Who we are.", 'en: "**Who** we are.\\n---\\nAnd why."'
    )
    (tmp_path / "study.yaml").write_text(text, "utf-8")
    found = list(messages(read_protocol(tmp_path / "study.yaml")))
    assert list(dict.fromkeys(one.part for one in found)) == ["screening", "consent", "evening"]
    assert of(found, "consent")[:5] == [
        ("information 1", "ru", "Кто мы."),
        ("information 1", "en", "Who we are."),
        ("information 2", "en", "And why."),
        ("check 1", "ru", "Можно выйти?"),
        ("check 1", "en", "Can you leave?"),
    ]
    assert [place for place, language, _ in of(found, "evening") if language == "en"] == [
        "mood",
        "why",
        "same",
        "friends",
        "friend, title",
        "near",
        "friend, again",
        "thanks, one",
        "thanks, other",
    ]
    assert of(found, "evening")[-6:] == [
        ("thanks, one", "ru", "{friends} друг"),
        ("thanks, few", "ru", "{friends} друга"),
        ("thanks, many", "ru", "{friends} друзей"),
        ("thanks, other", "ru", "{friends} друга"),
        ("thanks, one", "en", "{friends} friend"),
        ("thanks, other", "en", "{friends} friends, more (https://a.org)"),
    ]


def test_lengths_are_those_of_what_is_shown(tmp_path: Path) -> None:
    ask = '"😀 **b** [x](https://a.org)\\n---\\n' + "y" * 30 + '"'
    text = GOOD.replace("en: Why?", f"en: {ask}")
    (tmp_path / "study.yaml").write_text(text, "utf-8")
    protocol = read_protocol(tmp_path / "study.yaml")
    [why] = [one for one in messages(protocol) if (one.place, one.language) == ("why", "en")]
    assert (why.text, why.parts, why.over) == (f"😀 b x (https://a.org){DIVIDER}" + "y" * 30, 2, False)
    assert why.units == len("xx b x") + 1 + 30


def test_what_is_too_long_for_one_message() -> None:
    assert Message("a", "b", "en", "x" * (LONGEST + 1), LONGEST + 1, 2).over


def test_the_sample_has_every_message_in_every_language(tmp_path: Path) -> None:
    found = list(messages(read_protocol(write_sample(tmp_path / "sample"))))
    assert {one.language for one in found} == {"ru", "en"}
    assert all(one.text.strip() and one.parts == 1 for one in found)


# Keys


def on_keys(protocol: Protocol, language: str) -> dict[str, list[str]]:
    """What stands on the keys under each message, by its place."""
    found = keyed(protocol, messages(protocol))
    return {
        one.place: [label for row in one.keys.rows for label in row]
        for one in found
        if one.language == language
    }


def test_before_the_agreement_the_keys_are_those_that_people_get() -> None:
    told = on_keys(sample(), "ru")
    talk = Conversation(sample(), "ru")
    talk.write("/start yerevan-chat")
    talk.tap_newest("l:ru")
    talk.tap_newest("s:AM")
    assert told["adult"] == keys(talk)
    talk.tap_newest("0")
    assert told["left"] == keys(talk)
    talk.tap_newest("1")
    talk.press("key.go-on")
    assert told["check 1"] == keys(talk)
    talk.tap_newest("0")
    assert told["check 2"] == keys(talk)
    talk.tap_newest("0")
    for scope in sample().consent.scopes:
        assert told[f"scope {scope.id}"] == talk.keyboard
        talk.press("key.yes")
    assert told["statement"] == talk.keyboard
    assert told["information 1"] == []


def test_in_a_check_in_the_keys_are_those_that_people_get() -> None:
    told, talk = on_keys(study_of(BRANCH), "en"), asked(BRANCH)
    for place, does in (
        ("mood", lambda: talk.press("2")),
        ("why", lambda: talk.write("The landlord.")),
        ("hurt", lambda: talk.press("Yes")),
        ("talked", lambda: talk.press("No")),
    ):
        assert told[place] == keys(talk), place
        does()
    assert told["home"] == keys(talk)


MORE = """
- {id: hello, ask: Good evening., type: note}
- {id: where, ask: Where are you?, type: place, within: 25km}
- {id: left, ask: Why?, type: choice, order: random, options: {war: War, work: Work, both: Both, none: None}}
- {group: road, repeat: {again: Another border?, at-most: 3}, questions: [{id: far, ask: Far?, type: yes-no}]}
"""


def test_keys_of_other_kinds() -> None:
    told, talk = on_keys(study_of(MORE), "en"), enrolled(study_of(MORE))
    talk.next_timer("prompt")
    assert told["hello"] == []
    assert told["where"] == talk.keyboard
    talk.locate(40.2, 44.5)
    assert told["left"][:4] == ["War", "Work", "Both", "None"], "as the study file has them"
    assert sorted(told["left"]) == sorted(keys(talk))
    talk.press("War")
    talk.press("Yes")
    assert told["road, again"] == keys(talk)


def test_keys_stand_under_their_message_in_the_terminal_and_on_the_page() -> None:
    found = tuple(keyed(study_of(MORE), messages(study_of(MORE))))
    console = Console(width=60, record=True, file=StringIO())
    preview(found, console)
    lines = [line.strip("│ ") for line in console.export_text().splitlines()]
    at = lines.index("Far?")
    assert lines[at + 1 : at + 5] == ["", "[Yes]  [No]", "[I’d rather not say]  [Skip]", "[← Back]"]
    assert lines[lines.index("Where are you?") + 2] == "Where the keyboard is:"
    assert lines[lines.index("Why?") + 2] == "The options in random order:"
    page = messages_section(found)
    assert "<span><kbd>Yes</kbd><kbd>No</kbd></span><span><kbd>I’d rather not say</kbd>" in page
    assert page.count("<kbd>Send where I am</kbd>") == 1


def test_what_a_study_says_on_a_key_is_no_markup() -> None:
    hostile = "- {id: a, ask: A?, type: choice, options: {b: '[bold]<b>', c: C}}"
    found = tuple(keyed(study_of(hostile), messages(study_of(hostile))))
    console = Console(width=60, record=True, file=StringIO())
    preview(found, console)
    assert "[[bold]<b>]" in console.export_text()
    assert "<kbd>[bold]&lt;b&gt;</kbd>" in messages_section(found)
