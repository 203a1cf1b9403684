"""The text that is agreed to, and the messages it comes in."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.consent import exact_text, information_parts, text_sha256
from study.markdown import spelled
from study.model import Localized
from study.protocol import Consent, Protocol, Scope, Site, Team
from study.wrapping import as_parts, messages, plain

TEXT = Localized({"ru": "текст", "en": "text"})


def study(information: str = "One.\n---\nTwo.", **more: Any) -> Protocol:
    scopes = (
        Scope(id="diary", ask=Localized({"ru": "Дневник", "en": "A diary"}), required=True),
        Scope(id="quotes", ask=Localized({"ru": "Цитаты", "en": "Quotes"})),
    )
    given: dict[str, Any] = {
        "version": "1.0",
        "information": Localized({"ru": "Раз.", "en": information}),
        "statement": Localized({"ru": "Участвую.", "en": "I take part."}),
        "scopes": scopes,
    }
    return Protocol(
        id="s",
        title=TEXT,
        languages=("ru", "en"),
        team=Team(name=TEXT, contact="c"),
        sites=(Site(id="AM", name=TEXT, timezone="Asia/Yerevan"),),
        consent=Consent(**given | more),
        folder=Path(),
    )


EXACT = """\
Telegram sees this.

---

One.

---

Two.

---

* A diary
- Quotes

---

I take part."""


def test_the_exact_text() -> None:
    assert exact_text(study(), "en", notice="Telegram sees this.") == EXACT
    assert text_sha256(EXACT) == hashlib.sha256(EXACT.encode("utf-8")).hexdigest()


CHANGES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "ru", "notice"),
    ({}, "en", "another notice"),
    ({"information": "One.\n---\nTwo!"}, "en", "notice"),
    ({"statement": Localized({"en": "I agree."})}, "en", "notice"),
    ({"scopes": ()}, "en", "notice"),
    ({"scopes": (Scope(id="diary", ask=Localized({"en": "A diary"})),)}, "en", "notice"),
    ({"scopes": (Scope(id="diary", ask=Localized({"en": "A diary"}), required=True),)}, "en", "notice"),
]


def test_whatever_is_shown_changes_the_hash() -> None:
    hashes = [text_sha256(exact_text(study(), "en", notice="notice"))]
    hashes += [
        text_sha256(exact_text(study(**more), language, notice=notice)) for more, language, notice in CHANGES
    ]
    assert len(set(hashes)) == len(hashes)


SAME = [
    "One.\n---\nTwo.",
    "One.  \n\n---\n\n\nTwo.\n",
    "# One.\n-----\n**Two.**",
    "<!-- a note to the team -->\nOne.\n---\nTwo.",
    "> One.\n---\n||Two.||",
]


@pytest.mark.parametrize("information", SAME)
def test_what_is_not_shown_does_not(information: str) -> None:
    assert exact_text(study(information), "en", notice="Telegram sees this.\r\n") == EXACT


def test_composed_and_decomposed_letters_are_one() -> None:
    assert exact_text(study("йо"), "en", notice="") == exact_text(study("и\u0306о"), "en", notice="")


PLAIN = [
    ("# Heading", "Heading"),
    ("### Heading ###", "Heading"),
    ("#hashtag", "#hashtag"),
    ("# Heading\ntext", "Heading\n\ntext"),
    ("one\ntwo", "one two"),
    ("one\n\n\n  two", "one\n\ntwo"),
    ("**bold** and __bold__", "bold and bold"),
    ("**two\nlines**", "two lines"),
    ("*soft* and _soft_", "soft and soft"),
    ("2 * 3 * 4", "2 * 3 * 4"),
    ("snake_case_name", "snake_case_name"),
    ("`/stop`", "/stop"),
    ("- one\n- two\n  goes on\n* three", "• one\n• two goes on\n• three"),
    ("1. one\n2. two", "1. one\n2. two"),
    ("[our page](https://example.org/a)", "our page (https://example.org/a)"),
    ("a <!-- b\nc --> d", "a  d"),
    ("**", "**"),
    ("", ""),
]


@pytest.mark.parametrize(("markdown", "wanted"), PLAIN)
def test_nobody_sees_the_marks(markdown: str, wanted: str) -> None:
    assert plain(markdown) == wanted


def test_lines_divide_messages() -> None:
    assert messages("a\n\nb\n---\n\n---\n  c\n") == ("a\n\nb", "c")
    assert list(as_parts("a\n---\n\nb\n-----\nc")) == [(0, "a"), (2, "b"), (5, "c")]
    assert messages("---\na") == ("a",)


def test_paragraphs_are_packed_where_nothing_divides_them() -> None:
    paragraph = "слово " * 50 + "конец."  # 306 characters
    parts = messages("\n\n".join([paragraph] * 5))
    assert [len(part) for part in parts] == [614, 614, 306]
    assert information_parts(study("\n\n".join(["x" * 400] * 3)), "en") == ("x" * 400,) * 3


texts = st.text(st.sampled_from("ab .\n-#*_>|`😀"), max_size=200).map(lambda text: text * 60)


@given(texts)
def test_no_word_of_the_messages_is_lost(markdown: str) -> None:
    parts = [spelled(part) for part in messages(markdown)]
    whole = "".join(part for _, part in as_parts(markdown))
    assert "".join("".join(parts).split()) == "".join(whole.split())
