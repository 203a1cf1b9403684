"""The pictures of a study: well formed, complete, and nothing on them from elsewhere."""

import re
import time
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from study_good import GOOD

from study.drawing.flow import pieces, whole
from study.drawing.markup import breadth, wrapped
from study.drawing.page import page
from study.drawing.telling import duration, listed, ordinal
from study.drawing.timeline import moments
from study.localtime import midnight
from study.previewing import messages
from study.protocol import Protocol
from study.reading import read_protocol
from study.sampling import SAMPLE
from study.schedule import plan

ROOT = Path(__file__).resolve().parents[2]
STUDIES = [SAMPLE / "study.yaml", *sorted((ROOT / "docs" / "examples").glob("*.yaml"))]


def drawn(protocol: Protocol, language: str = "") -> ElementTree.Element:
    """The page, as a tree: so it is well formed."""
    made = page(protocol, language or protocol.languages[0], tuple(messages(protocol)))
    assert made.startswith("<!doctype html>\n")
    return ElementTree.fromstring(made.removeprefix("<!doctype html>\n"))


def read(folder: Path, text: str) -> Protocol:
    (folder / "study.yaml").write_text(text, "utf-8")
    return read_protocol(folder / "study.yaml")


def texts(tree: ElementTree.Element) -> str:
    return "\n".join("".join(text.itertext()) for text in tree.iter("text"))


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_everything_is_in_the_pictures_and_beside_them(path: Path) -> None:
    protocol = read_protocol(path)
    for language in protocol.languages:
        tree = drawn(protocol, language)
        pictures = "\n".join(texts(svg) for svg in tree.iter("svg"))
        beside = "\n".join("".join(item.itertext()) for item in tree.iter("li"))
        named = [question.id for question in protocol.questions()]
        named += [group.id for one in protocol.questionnaires for group in one.groups]
        named += [wave.id for wave in protocol.schedule.waves]
        for name in named:
            assert name in pictures.split("\n"), name
            assert re.search(rf"(?<![\w-]){name}(?![\w-])", beside), name
        for svg in tree.iter("svg"):
            assert svg.get("role") == "img"
            assert svg.get("aria-label")


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_every_message_stands_there_in_every_language(path: Path) -> None:
    protocol = read_protocol(path)
    cells = ["".join(span.itertext()) for span in drawn(protocol).iter("span") if span.get("class") == "said"]
    assert cells == [message.text for message in in_rows(protocol)]


def in_rows(protocol: Protocol) -> list[object]:
    """Messages as the tables have them: a row for each place."""
    rows: dict[tuple[str, str], list[object]] = {}
    for message in messages(protocol):
        rows.setdefault((message.part, message.place), []).append(message)
    return [message for row in rows.values() for message in row]


def test_nothing_comes_from_elsewhere() -> None:
    tree = drawn(read_protocol(SAMPLE / "study.yaml"))
    for element in tree.iter():
        assert element.tag not in ("script", "img", "link", "iframe", "object")
        for name, value in element.attrib.items():
            assert not name.startswith("on")
            assert name not in ("src", "srcset", "style")
            assert name != "href" or value.startswith("#")
    [style] = ["".join(element.itertext()) for element in tree.iter("style")]
    assert not re.search(r"@import|url\(|https?:", style)


HOSTILE = """<b onload="x">&amp; ]]> "quoted" 'too' {name}"""


def test_what_somebody_wrote_stays_a_text(tmp_path: Path) -> None:
    ask = HOSTILE.replace("{name}", "").replace("'", "''")
    text = GOOD.replace("{ru: Как день?, en: How was it?}", f"{{ru: '{ask}', en: '{ask}'}}")
    assert text != GOOD
    tree = drawn(read(tmp_path, text), "en")
    assert not list(tree.iter("b"))
    assert HOSTILE.replace(" {name}", "") in "".join(tree.itertext())


# Flow charts

BRANCHES = """\
questionnaires:
  evening:
    - {id: mood, ask: {ru: Как?, en: How?}, type: scale, from: 0, to: 10}
    - {id: why, ask: {ru: Что?, en: What?}, type: text, when: mood <= 3}
    - group: border
      when: mood > 1
      repeat: {again: {ru: Ещё?, en: Another one?}, at-most: 4}
      title: {ru: Граница, en: The border}
      questions:
        - {id: hours, ask: {ru: Сколько?, en: How long?}, type: number, from: 0, to: 99}
"""


@pytest.fixture
def branching(tmp_path: Path) -> Protocol:
    head, _, rest = GOOD.partition("questionnaires:")
    schedule = rest[rest.index("schedule:") :]
    return read(tmp_path, head + BRANCHES + schedule)


def test_branches_groups_and_repeats_are_drawn(branching: Protocol) -> None:
    chart = list(pieces(branching.questionnaire("evening"), "en"))
    tree = ElementTree.fromstring(whole("evening", chart))
    shown = texts(tree).split("\n")
    for words in ("if mood <= 3", "if mood > 1", "border", "The border", "Another one?", "How long?", "end"):
        assert words in shown
    assert "again while answered with yes, at most 4 times" in shown
    kinds = [element.get("class") for element in tree.iter("path")]
    assert kinds.count("fork") == 3  # two conditions, and whether there is another round
    assert float(tree.get("height", "0")) == pytest.approx(sum(piece.height for piece in chart), abs=0.1)


def test_a_piece_alone_is_a_picture(branching: Protocol) -> None:
    for piece in pieces(branching.questionnaire("evening"), "ru"):
        tree = ElementTree.fromstring(piece.svg())
        assert tree.get("aria-label") == piece.told


def test_screening_ends_with_who_takes_part(branching: Protocol) -> None:
    shown = "".join(drawn(branching, "en").itertext())
    assert 'Can take part if adult and left == "after".' in shown


# Lines of time


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_days_on_the_line_are_those_of_the_plan(path: Path) -> None:
    """Of waves that ask at whole days, counted from an agreement at noon, with no day of rest."""
    protocol = read_protocol(path)
    free = protocol.schedule.model_copy(update={"never": ()})
    protocol = protocol.model_copy(update={"schedule": free})
    zone = protocol.sites[0].zone
    at = midnight(date(2024, 3, 4), zone) + timedelta(hours=12)
    for wave in protocol.schedule.waves:
        if wave.weekdays or wave.after.day is not None:
            continue
        planned = plan(protocol, {wave.after.key: at}, zone, 1, wave.after.key)
        real = sorted({one.day for one in planned if one.wave == wave.id})
        assert real == sorted({int(day) for day in moments(wave)}), wave.id


def test_waves_by_arm(tmp_path: Path) -> None:
    protocol = read_protocol(ROOT / "docs" / "examples" / "bursts.yaml")
    heads = ["".join(head.itertext()) for head in drawn(protocol).iter("h3")]
    assert heads[:2] == ["often1 of 2 people", "seldom1 of 2 people"]


def test_a_wave_has_one_colour_wherever_it_is_drawn() -> None:
    """The legend's: over the days, and over the hours."""
    protocol = read_protocol(ROOT / "docs" / "examples" / "bursts.yaml")
    kinds = [line.get("class") for line in drawn(protocol).iter("line")]
    assert "every" not in kinds
    assert kinds.count("once") == 2 * 4 + 1  # four weeks' ends in each arm, and their hour


# Words

SAID = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\x85\u2028\u2029"), max_size=80
)


@given(SAID, st.integers(60, 300))
def test_wrapping_loses_no_word_and_keeps_within_the_line(said: str, width: int) -> None:
    lines = wrapped(said, width, 13)
    assert "".join("".join(lines).split()) == "".join(said.split())
    assert all(breadth(line, 13) <= width for line in lines)


def test_a_hundred_long_words_are_drawn_soon() -> None:
    """Work that grows with the square of a word's length would take minutes."""
    begun = time.process_time()
    lines = wrapped("abc" * 100_000, 300, 13, most=100_000)
    assert time.process_time() - begun < 5
    assert "".join(lines) == "abc" * 100_000


def test_what_is_too_long_is_cut_with_an_ellipsis() -> None:
    lines = wrapped("one two three four five six seven", 60, 13, most=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (duration(timedelta(minutes=90)), "90 minutes"),
        (duration(timedelta(hours=2)), "2 hours"),
        (duration(timedelta(days=91)), "91 days"),
        (duration(timedelta(seconds=1)), "1 second"),
        (listed(["a"]), "a"),
        (listed(["a", "b", "c"]), "a, b and c"),
        (", ".join(map(ordinal, (1, 2, 3, 4, 11, 12, 21))), "1st, 2nd, 3rd, 4th, 11th, 12th, 21st"),
    ],
)
def test_in_words(said: str, wanted: str) -> None:
    assert said == wanted
