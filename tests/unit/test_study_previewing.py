"""Every message of a study, as whoever writes it can look it through."""

from pathlib import Path

from study_good import GOOD

from study.previewing import DIVIDER, LONGEST, Message, messages
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
