"""Characters that nobody sees: named in faults, and never all that there is of a message or a key."""
# ruff: noqa: E501 - a table reads better in rows

import unicodedata
from pathlib import Path

import pytest
from study_good import GOOD, faults, read

from study.faults import quoted
from study.markdown import styled

LINE = GOOD.split("    - {id: mood")[0].count("\n") + 1

# (what stands in GOOD, what is written instead, the words of the one fault, its line)
UNSEEN = {
    "a zero-width space in an id": ("id: mood,", "id: mo\u200bod,", '"mo<U+200B>od" cannot be an id', LINE),
    "a mark of direction in an id": ("id: mood,", "id: \u202emood,", '"<U+202E>mood" cannot be an id', LINE),
    "a line separator in an id": ("id: mood,", 'id: "mo\\u2028od",', '"mo<U+2028>od" cannot be an id', LINE),
    "a hard space in a key": ("quiet:", "quiet\u00a0:", 'schedule has no key "quiet<U+00A0>"; did you mean "quiet"?', LINE + 4),
    "a question of nothing": ("en: How was it?", 'en: "\u200b"', "there is nothing to see in this text", LINE),
    "a question of a line": ("en: How was it?", 'en: "---"', "there is nothing to see in this text", LINE),
    "a question of a note": ("en: How was it?", 'en: "<!-- later -->"', "there is nothing to see in this text", LINE),
    "a part of nothing": ("en: How was it?", 'en: "How was it?\\n---\\n\\u2060"', "there is nothing to see in this text", LINE),
    "a scope of fillers": ("en: Quotes", 'en: "\u3164\u2800"', "there is nothing to see in this text", LINE - 3),
    "a name where nothing is filled in": ("en: Who we are.", 'en: "Who we are in {site}."', "{site} would be shown as it stands", LINE - 11),
    "a Cyrillic letter in a name": ("when: mood <= 3", "when: mооd <= 3", 'write "mood" with Latin letters', LINE + 1),
    "information of nothing": ("en: Who we are.", 'en: "<!-- ... -->"', "there is nothing to see in this text", LINE - 11),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSEEN)
def test_what_nobody_sees_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    there, instead, words, line = UNSEEN[name]
    assert GOOD.count(there) == 1
    [told] = [fault for fault in faults(tmp_path, GOOD.replace(there, instead)) if words in fault]
    assert told.startswith(f"study.yaml:{line}: ")


def test_a_quotation_is_one_line_that_can_be_seen() -> None:
    hidden = "".join(chr(code) for code in (0x7F, 0x85, 0x9B, 0xAD, 0x200D, 0x2029, 0x2066, 0xFEFF, 0xE0041))
    said = quoted(f"a{hidden}b", 200)
    assert all(unicodedata.category(sign) not in ("Cc", "Cf", "Zl", "Zp") for sign in said)
    assert said.count("<U+") == len(hidden)
    assert quoted("да \n\t нет") == '"да нет"'
    assert len(quoted("\u200b" * 500)) <= 42


def test_emoji_and_other_alphabets_can_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for said in ("👍", "👨‍👩‍👧", "…", "بله", "ᠭ", "✓"):
        assert read(tmp_path, GOOD.replace("en: How was it?", f'en: "{said}"'))
        assert styled(said).text == said
