"""What is told of how a study stays in touch: in a summary, on its page, message by message, in the codebook, and when
it changes while people are in it."""
# ruff: noqa: E501 - a table reads better in rows

from pathlib import Path

import pytest
from study_good import GOOD, read
from study_in_touch import KEPT, WHOLE

from cli.studies.keyed import keyed
from desk.codebook import book
from desk.codebook_text import markdown
from study.comparing import Change, Past, compare
from study.differing import What
from study.drawing.page import page
from study.finding import Finder
from study.previewing import messages
from study.protocol import Protocol
from study.summary import summary
from study.wordings import WHOLE as ALL
from study.wordings import numbered_plans, plans


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def protocol(tmp_path: Path) -> Protocol:
    return read(tmp_path, WHOLE)


def test_a_summary_says_what_was_read(protocol: Protocol, tmp_path: Path) -> None:
    assert summary(protocol)[-10:] == [
        "Hours: people may move theirs, 1h earlier or 1h later at most",
        "Fewer: people may ask for 1 prompt a day",
        "Silence: people are asked once whether they are there, after 4 missed in a row",
        "Diary: text, photo, place, video-note; at most 5000 characters, 12 messages",
        "Buttons:",
        "  border  Граница позади: crossing, for 2d",
        "  refused  Мне отказали: crossing, for 1d",
        "Ending: 365d after the agreement, letter for quotes",
        "Contacts: cut 180d after the ending, or leaving",
        "Voices and photos: overwritten 730d after they came; agreements stay",
    ]
    assert "late answers for 1w" in "\n".join(summary(protocol))
    assert summary(read(tmp_path, GOOD))[-1] == "Diary: text, voice; at most 20000 characters, 20 messages"


def test_a_summary_says_what_consent_chat_and_care_are(tmp_path: Path) -> None:
    text = GOOD.replace("  record: voice\n", "  record: [voice, typed]\n  joint: yes\n  remind: 90d\n")
    care = "care: {words: {ru: [не хочу жить], en: [want to die, no way out]}, scores: [{question: mood, at-most: 2}]}\n"
    lines = summary(read(tmp_path, text + "chat: {clear: 1d, neutral: yes, face: yes}\n" + care))
    start = next(n for n, line in enumerate(lines) if line.startswith("Consent:"))
    assert lines[start + 1 : start + 5] == [
        "Agreement: spoken, or typed by who cannot speak aloud",
        "Together: two who are interviewed together may say so",
        "Reminder: every 90d people are told again what they agreed to",
        "Sites:",
    ]
    assert lines[-2:] == [
        "Chat: messages are deleted a day after they were said; what comes unasked shows nothing of the study; people may have it ask for a word first",
        "Care: a line of help comes first after 3 phrases or 1 score",
    ]
    bare = summary(read(tmp_path, GOOD))
    first_words = {line.split(":")[0] for line in bare}
    assert not first_words & {"Agreement", "Together", "Reminder", "Chat", "Care"}


@pytest.mark.parametrize(
    ("clear", "said"),
    [
        ("{clear: at-once}", "Chat: messages are deleted at once"),
        (
            "{neutral: yes}",
            "Chat: messages stay until somebody deletes them; what comes unasked shows nothing of the study",
        ),
        ("{clear: never}", "Diary: text, voice; at most 20000 characters, 20 messages"),
    ],
)
def test_a_summary_says_what_stays_in_a_chat(tmp_path: Path, clear: str, said: str) -> None:
    assert summary(read(tmp_path, f"{GOOD}chat: {clear}\n"))[-1] == said


@pytest.mark.parametrize(
    ("earlier", "later", "said"),
    [
        ("2h", "0h", "2h earlier or not later at most"),
        ("0h", "3h", "not earlier or 1h later at most"),  # where the quiet hours begin
    ],
)
def test_hours_are_told_as_far_as_they_go(tmp_path: Path, earlier: str, later: str, said: str) -> None:
    text = WHOLE.replace("{earlier: 1h, later: 1h}", f"{{earlier: {earlier}, later: {later}}}")
    assert any(said in line for line in summary(read(tmp_path, text)))


def test_the_page_shows_it_in_words(protocol: Protocol) -> None:
    made = page(protocol, "en", tuple(messages(protocol)))
    for words in (
        "People may move all their hours by up to 1 hour earlier or 1 hour later.",
        "They may ask for fewer prompts, down to 1 a day.",
        "After 4 missed prompts in a row people are asked once whether they are still there",
        "An answer up to 7 days late is kept, and marked.",
        "The answer is where they live now.",
        "<small>asked by border and refused</small>",
        '<kbd lang="en">I crossed a border</kbd>',
        "which can be answered for 2 days.",
        "The diary takes text, photos, places and video notes at any time",
        "A place in it is made coarse to a square of 25 km.",
        "For each participant the study ends 365 days after the agreement.",
        "Who has not agreed to quotes before is asked for it then.",
        "Whose code is whose is forgotten 180 days after the end, or after leaving.",
    ):
        assert words in made, words


def test_its_messages_are_among_the_others(protocol: Protocol) -> None:
    found = list(keyed(protocol, messages(protocol)))
    said = [(one.part, one.place, one.text) for one in found if one.language == "en"]
    assert said[-3:] == [
        ("buttons", "border", "I crossed a border"),
        ("buttons", "refused", "I was refused"),
        ("ending", "say", "Thank you, {code}."),
    ]
    where = next(one for one in found if one.place == "where" and one.language == "en")
    assert where.keys.rows[:2] == (("Armenia",), ("Georgia",))


def test_the_codebook_knows_buttons_as_waves(protocol: Protocol) -> None:
    made = book(protocol)
    waves = {one.name: one.waves for one in made.variables}
    assert (waves["hours"], waves["mood"]) == (("border", "refused"), ("first-week", "monthly"))
    told = markdown(made)
    people = "(a button: people begin it themselves)"
    assert f"Waves: border {people}, refused {people}" in told
    assert "Waves: first-week, monthly (answers up to 1w late are kept, and marked)" in told


# (what is there, what is written instead, of what it is told, what kind of change, what it means)
CHANGED = [
    ("later: 1h", "later: 2h", "shift", What.CHANGED, "changed in later; what people have asked for holds as far as this allows"),
    ("  fewer: 1\n", "", "fewer", What.REMOVED, "no longer there; it holds for nobody any more"),
    ("silence: 4", "silence: 5", "silence", What.CHANGED, "changed from 4 to 5; it holds for everybody at once"),
    ("pieces: 12", "pieces: 13", "diary", What.CHANGED, "changed in pieces; it holds for what comes from now on"),
    ("after: 365d", "after: 400d", "ending", What.CHANGED, "changed in after; who takes part already ends no earlier than was planned"),
    ("180d after end", "90d after end", "keep", What.CHANGED, "changed in contacts; who has left, or has come to the end, keeps the day"),
    ("expires: 2d", "expires: 3d", "border", What.CHANGED, "changed in expires; it holds from the next press on"),
    ("en: I crossed a border", "en: A border", "border", What.REWORDED, "another label in en; the old one, where it is still in sight"),
    ("id: border", "id: frontier", "frontier", What.ADDED, "added; people see it when the bot lays its keys anew"),
    ("id: border", "id: frontier", "border", What.REMOVED, "gone; where it is still in sight, it only sends its words"),
]  # fmt: skip


def told(before: Protocol, now: Protocol) -> list[Change]:
    return list(compare(Past.of(before), now))


@pytest.mark.parametrize(
    ("old", "new", "id", "what", "says"), CHANGED, ids=[new or id for _, new, id, _, _ in CHANGED]
)
def test_what_a_change_means(
    protocol: Protocol, tmp_path: Path, old: str, new: str, id: str, what: What, says: str
) -> None:
    assert old in WHOLE
    changes = told(protocol, read(tmp_path, WHOLE.replace(old, new, 1)))
    assert [says in one.told for one in changes if (one.id, one.what) == (id, what)] == [True], changes
    assert not any(one.refused for one in changes)
    kind = "button" if id in ("border", "frontier") else "rule"
    assert any(str(one).startswith(f"{kind} {id}: ") for one in changes)


def test_the_same_file_changes_nothing(protocol: Protocol, tmp_path: Path) -> None:
    assert told(protocol, protocol) == []
    bare = read(tmp_path, GOOD)
    assert [one.id for one in told(bare, bare)] == []
    old = Past(Past.of(bare).wordings, tuple(one for one in Past.of(bare).plans if one.wave != ALL))
    assert list(compare(old, bare)) == [], "a data folder from before knows none of it"


def test_what_was_not_there_before(tmp_path: Path) -> None:
    questions = WHOLE.replace(KEPT, "").replace(
        "  shift: {earlier: 1h, later: 1h}\n  fewer: 1\n  silence: 4\n", ""
    )
    changes = told(read(tmp_path, questions), read(tmp_path, WHOLE))
    assert [(str(one.kind), one.id) for one in changes] == [
        *(("rule", id) for id in ("shift", "fewer", "silence", "diary", "ending", "keep")),
        *(("button", id) for id in ("border", "refused")),
    ]
    assert {one.what for one in changes} == {What.ADDED}
    ending = next(one for one in changes if one.id == "ending")
    assert (
        ending.told
        == "added; it holds for those who agree from now on; nothing ends for who takes part already"
    )


def test_a_change_is_told_once_and_has_its_line(protocol: Protocol, tmp_path: Path) -> None:
    """What is gone is forgotten when the service has met the new file."""
    now = read(tmp_path, WHOLE.replace("id: border", "id: frontier"))
    noted = (*plans(protocol), *numbered_plans(plans(now), numbered_plans(plans(protocol), (), 0), 1))
    assert [one.id for one in compare(Past(Past.of(now).wordings, noted), now)] == []
    finder, lines = Finder(tmp_path / "study.yaml"), (tmp_path / "study.yaml").read_text("utf-8").split("\n")
    for id, said in (("shift", "shift:"), ("diary", "diary:"), ("ending", "after: 365d")):
        assert said in lines[(finder.rule(id) or 0) - 1]
    assert "id: frontier" in lines[(finder.button("frontier") or 0) - 1]
    assert finder.rule("silence") == finder.rule("fewer") + 1  # type: ignore[operator]
    assert lines[(finder.button("border") or 0) - 2] == "buttons:"
    assert Finder(tmp_path / "study.yaml").rule("nothing") is None
