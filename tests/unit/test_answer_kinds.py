"""Every kind of answer in the registry has a file of cases in `answers/`: what is shown, read and hinted."""

import runpy
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conversation import BEGUN, sample

from bot.rendering import Renderer
from handlers import asking
from handlers.answers import KINDS, choices_of, hint_for, reading_of, takes_text, takes_voice
from handlers.turn import Turn
from locales import Catalogue
from study.inbound import Event, Facts, Inbound, Spoke, Tapped, Wrote
from study.outcome import Phrase
from study.participant import Asking, Participant
from study.protocol import AnswerType, Question

FOLDER = Path(__file__).parent / "answers"
CATALOGUE = Catalogue.load()
ASKING = Asking("abcdefgh", "asked", BEGUN)
ASKED = {"ru": "Как дела?", "en": "How are things?"}


def file_of(type: AnswerType) -> Path:
    return FOLDER / f"{type.value.replace('-', '_')}.py"


def cases_of(type: AnswerType) -> SimpleNamespace:
    return SimpleNamespace(**runpy.run_path(str(file_of(type))))


def question(type: AnswerType, **more: Any) -> Question:
    return Question(id="asked", ask=ASKED, types=(type,), **(cases_of(type).FIELDS | more))


def turn(event: Event) -> Turn:
    participant = Participant.new("p", "ru", BEGUN)
    return Turn(participant, Inbound(BEGUN, 1, event), sample(), Facts({}, {}))


def reply(asked: Question, event: Event, skip: bool = True) -> asking.Reply:
    return asking.reply_to(asked, ASKING, turn(event), skip=skip)


def typed(text: str, forwarded: bool = False) -> Wrote:
    return Wrote(text, 1, forwarded, CATALOGUE.meanings(text))


@pytest.fixture(params=list(KINDS), ids=str)
def kind(request: pytest.FixtureRequest) -> AnswerType:
    assert isinstance(request.param, AnswerType)
    return request.param


def test_every_type_has_a_kind_and_every_kind_has_cases() -> None:
    assert set(KINDS) == set(AnswerType)
    assert {file_of(type).name for type in KINDS} == {path.name for path in FOLDER.glob("*.py")}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_what_is_shown(kind: AnswerType, language: str) -> None:
    say = asking.put(question(kind), ASKING)
    renderer = Renderer(CATALOGUE)
    rows = [[renderer.words(key.label, language) for key in row] for row in say.keys]
    assert rows == cases_of(kind).SHOWN[language]
    data = [key.data for row in say.keys for key in row]
    assert len(data) == len(set(data))
    assert all(len(one.encode()) <= 64 for one in data)
    assert ASKED[language] in renderer.render(say, 1, language)[0].params["text"]


def test_a_required_question_has_no_key_to_skip_it(kind: AnswerType) -> None:
    shown, asked = asking.put(question(kind, required=True), ASKING), question(kind, required=True)
    assert len(shown.keys) == len(asking.put(question(kind), ASKING).keys) - 1
    assert not isinstance(reply(asked, typed("Пропустить")), asking.Skipped)
    assert isinstance(reply(asked, Tapped("q:abcdefgh:skip", "t")), asking.Unfit)


def test_what_is_tapped(kind: AnswerType) -> None:
    """Each key chooses its own value, and skip skips."""
    asked = question(kind)
    tapped = [reply(asked, Tapped(key.data, "t")) for row in asking.put(asked, ASKING).keys for key in row]
    assert [one.choice.value for one in tapped if isinstance(one, asking.Chosen)] == cases_of(kind).VALUES
    assert isinstance(tapped[-1], asking.Skipped)
    assert not asked.options or all(isinstance(one, asking.Chosen) for one in tapped[:-1])


@pytest.mark.parametrize(
    "data",
    [
        "", ":", "::", "q", "q:", "q::", "q:abcdefgh", "q:abcdefgh:", "q:abcdefgh:-1", "q:abcdefgh:99", "q:abcdefgh:+0",
        "q:abcdefgh:00", "q:abcdefgh: 0", "q:abcdefgh:٠", "q:abcdefgh:0:0", "q:abcdefgh:1e3", "q:abcdefgh:" + "9" * 60,
        "q:abcdefgi:0", "q:ABCDEFGH:0", "q::0", "q:abcdefgi:skip", "q:abcdefgh:Skip", "s:AM", "l:ru", "x" * 64,
        "\ud83d", "\x00",
    ],
)  # fmt: skip
def test_forged_keys_choose_nothing(kind: AnswerType, data: str) -> None:
    assert reply(question(kind), Tapped(data, "t")) == asking.Unfit(Phrase("hint.stale-key"))


def test_what_is_read(kind: AnswerType) -> None:
    cases = cases_of(kind)
    for text, value in cases.READ.items():
        choice = reading_of(question(kind), text, CATALOGUE.meanings(text))
        assert (choice.value if choice else None, type(choice.value if choice else None)) == (
            value,
            type(value),
        ), text[:40]


def test_what_is_typed_and_chooses_nothing(kind: AnswerType) -> None:
    """It is the answer where words are one, word for word; elsewhere it is told how to answer."""
    cases = cases_of(kind)
    for text in (text for text, value in cases.READ.items() if value is None):
        got = reply(question(kind), typed(text))
        if "text" in cases.TAKES and text.strip():
            assert got == asking.WroteOut(text)
        else:
            assert got == asking.Unfit(Phrase(cases.HINT))


def test_what_else_is_taken(kind: AnswerType) -> None:
    cases, asked = cases_of(kind), question(kind)
    voice, huge = Spoke("f", 1, 4, 900), Spoke("f", 1, 4, 25 * 1024 * 1024)
    assert (takes_text(asked), takes_voice(asked)) == ("text" in cases.TAKES, "voice" in cases.TAKES)
    spoken = "voice" in cases.TAKES
    assert reply(asked, voice) == (asking.SpokeOut(voice) if spoken else asking.Unfit(Phrase(cases.HINT)))
    assert reply(asked, huge) == asking.Unfit(Phrase("hint.too-large" if spoken else cases.HINT))


def test_what_is_forwarded_is_no_answer(kind: AnswerType) -> None:
    cases, asked = cases_of(kind), question(kind)
    hint = asking.Unfit(Phrase("hint.forwarded" if cases.TAKES else cases.HINT))
    for event in (typed("Да", True), typed("3", True), typed("Пропустить", True), Spoke("f", 1, 4, 9, True)):
        assert reply(asked, event) == hint


def test_the_key_to_skip_can_be_typed_in_any_language(kind: AnswerType) -> None:
    for text in ("Пропустить", "skip", "SKIP."):
        assert isinstance(reply(question(kind), typed(text)), asking.Skipped)
        assert not isinstance(reply(question(kind), typed(text), skip=False), asking.Skipped)


def test_the_hint(kind: AnswerType) -> None:
    assert hint_for(question(kind)) == Phrase(cases_of(kind).HINT)


MIXED = {
    (True, True, False): "hint.choose-or-write",
    (True, False, True): "hint.choose-or-speak",
    (True, True, True): "hint.choose-write-or-speak",
    (False, True, True): "hint.write-or-speak",
}


def test_the_hint_of_a_question_of_several_types_names_every_way() -> None:
    chosen = (AnswerType.YES_NO, AnswerType.CHOICE, AnswerType.SCALE)
    for n in (2, 3):
        for types in combinations(AnswerType, n):
            if len([one for one in types if one in chosen]) > 1:
                continue
            fields: dict[str, Any] = {}
            for one in types:
                fields |= cases_of(one).FIELDS
            for order in (types, types[::-1]):
                asked = Question(id="asked", ask=ASKED, types=order, **fields)
                ways = (bool(choices_of(asked)), AnswerType.TEXT in types, AnswerType.VOICE in types)
                assert hint_for(asked).name == MIXED[ways]
                assert Phrase(MIXED[ways]) in asking.put(asked, ASKING).words
