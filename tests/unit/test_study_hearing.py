"""Phrases in what people write: as whole words, however they are typed. Nothing here understands anything."""

import pytest

from study.hearing import has_any, stems

FOUND = [
    ("не хочу жить", "не хочу жить"),
    ("не хочу жить", "НЕ ХОЧУ ЖИТЬ!!!"),
    ("не хочу жить", "Я больше не   хочу\nжить, вот и всё."),
    ("не хочу жить", "не-хочу-жить"),
    ("не хочу жить", "«не хочу», жить"),
    ("не хочу жить", "не хочу́ жить"),  # with the stress marked
    ("не хочу жить", "не хо\u00adчу жи\u200bть"),  # with what nobody sees
    ("всё кончено", "все кончено"),
    ("все кончено", "ВСЁ КОНЧЕНО"),
    ("й", "и\u0306"),  # one letter of two characters
    ("don't want to live", "I dont want to live"),
    ("dont want to live", "I don’t want to live…"),
    ("want to die", "want to d\ufb01e want to die"),
    ("want to die", "𝐰𝐚𝐧𝐭 𝐭𝐨 𝐝𝐢𝐞"),
    ("straße", "STRASSE"),
    ("суицид*", "мысли о суициде"),
    ("суицид*", "Суицид"),
    ("конч* с собой", "покончить? или кончать с собой"),
    ("死にたい", "もう死にたいです"),
    ("ไม่อยากอยู่", "ฉันไม่อยากอยู่แล้ว"),
    ("c++", "c"),  # signs count for nothing
]
NOT_FOUND = [
    ("жить", "пережить"),
    ("жить", "житья нет"),
    ("не хочу жить", "не хочу тут жить"),
    ("не хочу жить", "жить не хочу"),
    ("die", "diet soldier"),
    ("суицид*", "антисуицидальный"),
    ("умереть", ""),
    ("умереть", "\u200b \u00ad"),
    ("умереть", "у м е р е т ь"),
]


@pytest.mark.parametrize(("phrase", "text"), FOUND)
def test_it_is_there(phrase: str, text: str) -> None:
    assert has_any(text, ("something else", phrase))


@pytest.mark.parametrize(("phrase", "text"), NOT_FOUND)
def test_it_is_not_there(phrase: str, text: str) -> None:
    assert not has_any(text, ("something else", phrase))


def test_nothing_is_looked_for() -> None:
    assert not has_any("anything", ())
    assert not has_any("anything", ("…", "!"))


def test_signs_of_a_pattern_are_signs() -> None:
    assert not has_any("abc", ("a.c", "(", "[a-z]", "\\w+"))
    assert list(stems("конч* (с) собой*")) == ["конч*", "с", "собой*"]


def test_a_long_text_is_looked_through_at_once() -> None:
    """Of the longest that Telegram takes, made to be slow."""
    assert not has_any("а" * 4096, tuple(f"{'а' * n}* б" for n in range(3, 60)))
    assert has_any("слово " * 680 + "конец", ("конец",))
