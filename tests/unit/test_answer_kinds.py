"""Every kind of answer in the registry has a file of cases in `answers/`: what is shown, read, refused and hinted."""

import runpy
from datetime import date
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from conversation import BEGUN, sample

from bot.rendering import Renderer
from handlers import asking, replying
from handlers.answers import KINDS, Screen, choices_of, hint_for, reading_of
from handlers.series import Step
from handlers.turn import Turn
from locales import Catalogue
from study.coarsening import coarsened
from study.inbound import Event, Facts, Inbound, Located, Showed, Spoke, Tapped, Wrote
from study.instrument import AnswerType, Question
from study.participant import Participant
from study.saying import Phrase

FOLDER = Path(__file__).parent / "answers"
CATALOGUE = Catalogue.load()
ASKED = {"ru": "Как дела?", "en": "How are things?"}
ALL = list(KINDS)
VALUED = (
    AnswerType.YES_NO, AnswerType.CHOICE, AnswerType.CHOICES, AnswerType.SCALE, AnswerType.NUMBER, AnswerType.DATE,
    AnswerType.TIME,
)  # fmt: skip
BESIDE = (AnswerType.TEXT, AnswerType.VOICE, AnswerType.PHOTO, AnswerType.PLACE)


def file_of(type: AnswerType) -> Path:
    return FOLDER / f"{type.value.replace('-', '_')}.py"


def cases_of(type: AnswerType) -> SimpleNamespace:
    return SimpleNamespace(**({"REFUSED": {}} | runpy.run_path(str(file_of(type)))))


def question(type: AnswerType, **more: Any) -> Question:
    return Question(**({"id": "asked", "ask": ASKED, "types": (type,)} | cases_of(type).FIELDS | more))


def screen_of(asked: Question, **more: Any) -> Screen:
    about = {"skip": not asked.required, "today": date(2024, 3, 14), "token": "abcdefgh"} | more
    return Screen(Step("asked", asked, {}), ask=asked.ask, **about)


def turn(event: Event) -> Turn:
    participant = Participant.new("p", "ru", BEGUN)
    return Turn(participant, Inbound(BEGUN, 1, event), sample(), Facts({}, {}))


def reply(asked: Question, event: Event, **more: Any) -> replying.Reply:
    return replying.reply_to(screen_of(asked, **more), turn(event))


def typed(text: str, forwarded: bool = False) -> Wrote:
    return Wrote(text, 1, forwarded, CATALOGUE.meanings(text))


def name(said: replying.Reply) -> str:
    assert isinstance(said, replying.Unfit), said
    return said.words.name


@pytest.fixture(params=ALL, ids=str)
def kind(request: pytest.FixtureRequest) -> AnswerType:
    assert isinstance(request.param, AnswerType)
    return request.param


@pytest.fixture(params=[one for one in ALL if one is not AnswerType.NOTE], ids=str)
def asking_kind(request: pytest.FixtureRequest) -> AnswerType:
    """A kind that asks something."""
    assert isinstance(request.param, AnswerType)
    return request.param


def test_every_type_has_a_kind_and_every_kind_has_cases() -> None:
    assert set(KINDS) == set(AnswerType)
    assert {file_of(type).name for type in KINDS} == {path.name for path in FOLDER.glob("*.py")}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_what_is_shown(kind: AnswerType, language: str) -> None:
    say = asking.put(screen_of(question(kind)))
    renderer = Renderer(CATALOGUE)
    rows = [[renderer.words(key.label, language) for key in row] for row in say.keys]
    assert rows == cases_of(kind).SHOWN[language]
    data = [key.data for row in say.keys for key in row]
    assert len(data) == len(set(data)) or kind is AnswerType.PLACE
    assert all(len(one.encode()) <= 64 for one in data)
    assert ASKED[language] in renderer.render(say, 1, language)[0].params["text"]


def test_only_the_key_of_a_place_sends_one(kind: AnswerType) -> None:
    keys = [key for row in asking.put(screen_of(question(kind))).keys for key in row]
    assert [key.place for key in keys if key.place] == [True] * (kind is AnswerType.PLACE)
    assert all(bool(key.data) is (kind is not AnswerType.PLACE) for key in keys)


def test_a_required_question_has_no_key_to_skip_it(asking_kind: AnswerType) -> None:
    asked = question(asking_kind, required=True)
    shown = asking.put(screen_of(asked))
    assert len(shown.keys) == len(asking.put(screen_of(question(asking_kind))).keys) - 1
    for text in ("Пропустить", "не хочу отвечать"):
        assert not isinstance(reply(asked, typed(text)), replying.Skipped)
    for carried in ("skip", "decline"):
        assert isinstance(reply(asked, Tapped(f"q:abcdefgh:{carried}", "t")), replying.Unfit)


def test_what_is_tapped(asking_kind: AnswerType) -> None:
    """Each key chooses its own value; two of them pass the question over, and say how."""
    asked = question(asking_kind)
    keys = [key for row in asking.put(screen_of(asked)).keys for key in row if key.data]
    tapped = [reply(asked, Tapped(key.data, "t")) for key in keys]
    assert [one.choice.value for one in tapped if isinstance(one, replying.Chosen)] == cases_of(
        asking_kind
    ).VALUES
    if asking_kind is not AnswerType.PLACE:
        assert tapped[-2:] == [replying.Skipped(True), replying.Skipped(False)]


def test_back_and_as_before_only_where_they_are_shown(asking_kind: AnswerType) -> None:
    asked = question(asking_kind)
    for carried, typed_out, reply_is, more in (
        ("back", "назад", replying.Back(), {"back": True}),
        ("as-before", "keep my answer", replying.AsBefore(), {"before": True}),
    ):
        for event in (Tapped(f"q:abcdefgh:{carried}", "t"), typed(typed_out)):
            assert reply(asked, event, **more) == reply_is
            assert reply(asked, event) != reply_is


@pytest.mark.parametrize(
    "data",
    [
        "", ":", "::", "q", "q:", "q::", "q:abcdefgh", "q:abcdefgh:", "q:abcdefgh:-1", "q:abcdefgh:99", "q:abcdefgh:+0",
        "q:abcdefgh:00", "q:abcdefgh: 0", "q:abcdefgh:٠", "q:abcdefgh:0:0", "q:abcdefgh:1e3", "q:abcdefgh:" + "9" * 60,
        "q:abcdefgi:0", "q:ABCDEFGH:0", "q::0", "q:abcdefgi:skip", "q:abcdefgh:Skip", "s:AM", "l:ru", "x" * 64,
        "\ud83d", "\x00", "q:abcdefgh:back", "q:abcdefgh:as-before", "q:abcdefgi:done", "q:abcdefgh:9:on",
        "q:abcdefgh:0:On", "q:abcdefgh:0:", "q:abcdefgi:0:on", "q:abcdefgh:2024-13-01", "q:abcdefgh:2024-3-1",
        "q:abcdefgh:2024-03-15", "q:abcdefgh:٢٠٢٤-٠٣-١٤", "q:abcdefgh:2022-02-23", "q:abcdefgi:2024-03-14",
    ],
)  # fmt: skip
def test_forged_keys_choose_nothing(kind: AnswerType, data: str) -> None:
    assert reply(question(kind), Tapped(data, "t")) == replying.Unfit(Phrase("hint.stale-key"))


def test_what_is_read(kind: AnswerType) -> None:
    cases = cases_of(kind)
    for text, value in cases.READ.items():
        choice = reading_of(screen_of(question(kind)), text, CATALOGUE.meanings(text))
        assert not isinstance(choice, Phrase), (text[:40], choice)
        found = choice.value if choice else None
        assert (found, type(found)) == (value, type(value)), text[:40]


def test_what_is_refused(kind: AnswerType) -> None:
    """It is of the kind, and lies outside of what the study takes: it is said why."""
    for text, why in cases_of(kind).REFUSED.items():
        assert name(reply(question(kind), typed(text))) == why, text
        beside = question(kind, types=(kind, AnswerType.TEXT), at_most=None)
        if kind not in (AnswerType.NUMBER, AnswerType.DATE, AnswerType.TIME, AnswerType.CHOICES):
            assert reply(beside, typed(text)) == replying.WroteOut(text), (
                "where words are an answer, they are one"
            )


def test_what_is_typed_and_chooses_nothing(kind: AnswerType) -> None:
    """It is the answer where words are one, word for word; elsewhere it is told how to answer."""
    cases = cases_of(kind)
    for text in (text for text, value in cases.READ.items() if value is None):
        got = reply(question(kind), typed(text))
        if "text" in cases.TAKES and text.strip():
            assert got == replying.WroteOut(text)
        else:
            assert name(got) == cases.HINT


def test_what_else_is_taken(kind: AnswerType) -> None:
    cases, asked = cases_of(kind), question(kind)
    huge = 25 * 1024 * 1024
    voice, photo, place = Spoke("f", 1, 4, 900), Showed("f", 1, 900), Located(40.2, 44.5, 1)
    for takes, event, taken in (
        ("voice", voice, replying.Sounded(voice)),
        ("photo", photo, replying.Sounded(photo)),
        ("place", place, replying.Placed(coarsened(40.2, 44.5, 10))),
        ("voice", Spoke("f", 1, 4, huge), "hint.too-large"),
        ("photo", Showed("f", 1, huge), "photo.too-large"),
    ):
        got = reply(asked, event)
        if takes in cases.TAKES:
            assert taken == (name(got) if isinstance(taken, str) else got)
        else:
            assert name(got) == cases.HINT


def test_what_is_forwarded_is_no_answer(kind: AnswerType) -> None:
    cases, asked = cases_of(kind), question(kind)
    hint = "hint.forwarded" if cases.TAKES else cases.HINT
    texts = [typed(text, True) for text in ("Да", "3", "Пропустить", "24.02.2024", "9:30", "виза")]
    for event in (*texts, Spoke("f", 1, 4, 9, "", True), Showed("f", 1, 9, "", True), Located(1, 1, 1, True)):
        assert name(reply(asked, event)) == hint


def test_the_keys_that_pass_a_question_over_can_be_typed_in_any_language(asking_kind: AnswerType) -> None:
    asked = question(asking_kind)
    passing = {"Пропустить": False, "SKIP.": False, "Не хочу отвечать": True, "I'd rather not say": True}
    for text, declined in passing.items():
        assert reply(asked, typed(text)) == replying.Skipped(declined)
        assert not isinstance(reply(asked, typed(text), skip=False), replying.Skipped)


def test_the_hint(kind: AnswerType) -> None:
    assert hint_for(screen_of(question(kind))).name == cases_of(kind).HINT


def test_the_hint_of_a_question_of_several_types_names_every_way() -> None:
    """In any order that the study writes them, and in words that people say."""
    renderer = Renderer(CATALOGUE)
    for valued in (None, *VALUED):
        for n in range(1, 5):
            for beside in combinations(BESIDE, n):
                types = ((valued,) if valued else ()) + beside
                if len(types) < 2 or (AnswerType.TEXT in types and valued in VALUED[4:]):
                    continue
                fields: dict[str, Any] = {}
                for one in types:
                    fields |= cases_of(one).FIELDS
                for order in (types, types[::-1]):
                    screen = screen_of(Question(id="asked", ask=ASKED, types=order, **fields))
                    said = renderer.words(hint_for(screen), "ru")
                    ways = [
                        ("голосов", "voice"),
                        ("фото", "photo"),
                        ("место", "place"),
                        ("своими|Можно написать или", "text"),
                    ]
                    for words, type in ways:
                        assert any(word in said for word in words.split("|")) == (type in types), (
                            types,
                            said,
                        )
                    assert ("выбрать" in said) == bool(valued in VALUED[:4]), said
                    assert hint_for(screen) in asking.put(screen).words


@pytest.mark.parametrize(
    ("said", "types"),
    [
        (
            "You can write in your own words, record a voice message or send a photo.",
            ("photo", "text", "voice"),
        ),
        ("You can choose an answer or send a place.", ("place", "yes-no")),
        ("You can write a number or record a voice message.", ("number", "voice")),
        ("You can choose an answer, write your own, or record a voice message.", ("voice", "choice", "text")),
    ],
)
def test_a_hint_in_words(said: str, types: tuple[str, ...]) -> None:
    fields = {key: value for type in types for key, value in cases_of(AnswerType(type)).FIELDS.items()}
    asked = Question(id="asked", ask=ASKED, types=types, **fields)
    assert Renderer(CATALOGUE).words(hint_for(screen_of(asked)), "en") == said


SCALES = {
    (0, 10): list(range(11)),
    (1, 5): [1, 2, 3, 4, 5],
    (0, 11): None,
    (0, 100): [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100],
    (1, 100): [1, 12, 23, 34, 45, 56, 67, 78, 89, 100],
    (0, 97): [0, 10, 19, 29, 39, 48, 58, 68, 78, 87, 97],
    (-50, 50): [-50, -40, -30, -20, -10, 0, 10, 20, 30, 40, 50],
    (0, 14): [0, 2, 4, 6, 8, 10, 12, 14],
}


@pytest.mark.parametrize("ends", SCALES)
def test_the_keys_of_a_scale(ends: tuple[int, int]) -> None:
    """Up to eleven, evenly apart, with both ends; any whole number between can be written."""
    screen = screen_of(question(AnswerType.SCALE, low=ends[0], high=ends[1]))
    points = [choice.value for row in choices_of(screen) for choice in row]
    assert SCALES[ends] in (None, points)
    assert (points[0], points[-1]) == ends
    assert points == sorted(set(points))
    assert len(points) <= 11
    for value in range(ends[0], ends[1] + 1):
        chosen = reading_of(screen, str(value), frozenset())
        assert not isinstance(chosen, Phrase)
        assert chosen
        assert chosen.value == value
    long = ends[1] - ends[0] > 10
    assert (hint_for(screen) in asking.put(screen).words) is long


@pytest.mark.parametrize(
    ("more", "hint"),
    [
        ({"low": None, "high": None}, "hint.number"),
        ({"low": 0, "high": None}, "hint.number-from"),
        ({"low": None, "high": 9}, "hint.number-to"),
    ],
)
def test_a_number_without_bounds(more: dict[str, Any], hint: str) -> None:
    asked = question(AnswerType.NUMBER, decimals=0, unit=None, **more)
    assert hint_for(screen_of(asked)).name == hint
    for text, value in (("5", 5), ("5,0", 5), ("05.00", 5)):
        assert reply(asked, typed(text)).choice.value == value  # type: ignore[union-attr]
    for text in ("5,5", "5.000", "5,001"):
        assert name(reply(asked, typed(text))) == hint, "a thousand, or one: nobody can tell"


@pytest.mark.parametrize(
    ("type", "more", "hint", "good", "bad"),
    [
        ("date", {"first_day": None, "last_day": None}, "hint.date", "01.01.1900", ""),
        ("date", {"last_day": None}, "hint.date-from", "01.01.2030", "01.01.2020"),
        ("date", {"first_day": None}, "hint.date-to", "01.01.1930", "15.03.2024"),
        ("date", {"first_day": "today", "last_day": None}, "hint.date-from", "14.03.2024", "13.03.2024"),
        ("time", {"first_time": None, "last_time": None}, "hint.time", "0:00", ""),
        ("time", {"last_time": None}, "hint.time-from", "23:59", "3:59"),
        ("time", {"first_time": None}, "hint.time-to", "0:00", "21:31"),
        ("time", {"first_time": "20:00", "last_time": "04:00"}, "hint.time-between", "2:30", "12:00"),
    ],
)
def test_dates_and_times_without_bounds(
    type: str, more: dict[str, Any], hint: str, good: str, bad: str
) -> None:
    asked = question(AnswerType(type), **more)
    assert hint_for(screen_of(asked)).name == hint
    assert isinstance(reply(asked, typed(good)), replying.Chosen)
    assert not bad or name(reply(asked, typed(bad))) == hint


def test_keys_for_days_only_where_they_are_answers() -> None:
    for more, labels in (
        ({"last_day": "2024-03-13"}, ["key.yesterday"]),
        ({"first_day": "today"}, ["key.today"]),
        ({"last_day": "2024-03-01"}, []),
    ):
        rows = choices_of(screen_of(question(AnswerType.DATE, **more)))
        assert [choice.label.name for row in rows for choice in row] == labels  # type: ignore[union-attr]


def test_every_refusal_and_hint_is_said_in_every_language() -> None:
    """No argument of a phrase is missing; each fits over the chat."""
    renderer = Renderer(CATALOGUE)
    for type in ALL:
        asked = screen_of(question(type))
        refused = [reply(question(type), typed(text)) for text in cases_of(type).REFUSED]
        for phrase in (hint_for(asked), *(one.words for one in refused if isinstance(one, replying.Unfit))):
            for language in ("ru", "en"):
                said = renderer.words(phrase, language)
                assert "{" not in said
                assert len(said) <= 200
