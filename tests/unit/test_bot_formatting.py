"""What is filled in, what a number bends, and what of it is Markdown."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.formatting import Formatter, entities
from bot.rendering import Renderer
from locales import Catalogue
from study.markdown import styled
from study.model import Counted, Localized
from study.saying import Filled, Phrase, Say, SayVoice, Settle

CHAT = 7
formatter = Formatter(Catalogue.load())
renderer = Renderer(Catalogue.load())


def here(en: str, ru: str = "") -> Localized:
    return Localized({"en": en, "ru": ru or en})


def said(text: str, **values: Any) -> str:
    return formatter.shown(Filled(here(text), values), "en").text


FILLED = [
    ("You said {mood}.", {"mood": 3}, "You said 3."),
    ("You said {mood}.", {"mood": here("so so", "так себе")}, "You said so so."),
    ("You said {same}.", {"same": Phrase("key.yes")}, "You said Yes."),
    ("{rent} euros", {"rent": 12.5}, "12.5 euros"),
    ("{year}", {"year": 2024}, "2024"),
    ("on {left_on}", {"left_on": "24.02.2024"}, "on 24.02.2024"),
    ("{papers}", {"papers": (here("a visa"), here("a permit"), here("both"))}, "a visa, a permit, and both"),
    ("{papers}", {"papers": ()}, "…"),
    ("{a}{b}{a}", {"a": 1, "b": 2}, "121"),
    ("{gone} was not asked", {}, "… was not asked"),
    ("{ gone }", {"gone": 1}, "1"),
    ("{{mood}} {mood}", {"mood": 3}, "{mood} 3"),
    ("a lone } stays", {}, "a lone } stays"),
    # what is filled in is never Markdown, and never filled in again
    (
        "{a}",
        {"a": here("**not bold** [x](https://a.org) {b}"), "b": 1},
        "**not bold** [x](https://a.org) {b}",
    ),
]


@pytest.mark.parametrize(("text", "values", "wanted"), FILLED)
def test_names_are_filled_in(text: str, values: dict[str, Any], wanted: str) -> None:
    assert said(text, **values) == wanted


@pytest.mark.parametrize("language", ["ru", "en"])
def test_what_is_to_be_typed_is_copied_by_a_tap_and_not_sent(language: str) -> None:
    """In code Telegram makes no link of a command: tapped, that would send it alone, and whoever has a receipt would
    have left."""
    about = {"code": "AM-01", "words": "balcony autumn bridge"}
    words = (
        Phrase("receipt.code-word", about),
        Phrase("receipt.command", about),
        Phrase("receipt.once", about),
    )
    [request] = renderer.render(Say(words), CHAT, language)
    text, [code] = request.params["text"], request.params["entities"]
    assert code["type"] == "code"
    assert text[code["offset"] :][: code["length"]] == "/stop AM-01 balcony autumn bridge"
    assert text.count("/") == 1


def test_in_the_participants_language() -> None:
    text = Filled(here("{papers}: {rent}"), {"papers": (here("a", "а"), here("b", "б")), "rent": 0.5})
    assert formatter.shown(text, "ru").text == "а и б: 0,5"


FORMATTED = [
    ("**{a}** then _{b}_", "😀😀 then x", [("bold", "😀😀"), ("italic", "x")]),
    ("{a} **{a}** {a}", "😀😀 😀😀 😀😀", [("bold", "😀😀")]),
    (
        "[{b} page](https://a.org) `{{` **c**",
        "x page { c",
        [("text_link", "x page"), ("code", "{"), ("bold", "c")],
    ),
    ("**{none}**!", "…!", [("bold", "…")]),
    ("**{empty}**!", "!", []),
]


@pytest.mark.parametrize(("text", "wanted", "spans"), FORMATTED)
def test_what_is_formatted_moves_with_what_is_filled_in(
    text: str, wanted: str, spans: list[tuple[str, str]]
) -> None:
    filled = Filled(here(text), {"a": "😀😀", "b": "x", "empty": ""})
    shown = formatter.shown(filled, "en")
    raw = shown.text.encode("utf-16-le")
    found = [
        (one["type"], raw[one["offset"] * 2 : (one["offset"] + one["length"]) * 2].decode("utf-16-le"))
        for one in entities(shown)
    ]
    assert (shown.text, found) == (wanted, spans)


PEOPLE = Counted(
    by="companions",
    forms={
        "en": {"one": "{companions} person came.", "other": "{companions} people came."},
        "ru": {
            "one": "Пришёл {companions} человек.",
            "few": "Пришли {companions} человека.",
            "many": "Пришли {companions} человек.",
            "other": "Пришли {companions} человека.",
        },
    },
)


@pytest.mark.parametrize(
    ("language", "n", "wanted"),
    [
        ("en", 1, "1 person came."),
        ("en", 2, "2 people came."),
        ("en", 0, "0 people came."),
        ("ru", 1, "Пришёл 1 человек."),
        ("ru", 21, "Пришёл 21 человек."),
        ("ru", 3, "Пришли 3 человека."),
        ("ru", 5, "Пришли 5 человек."),
        ("ru", 11, "Пришли 11 человек."),
        ("ru", 1.5, "Пришли 1,5 человека."),
    ],
)
def test_a_number_bends_the_words_around_it(language: str, n: int | float, wanted: str) -> None:
    filled = Filled(PEOPLE, {"companions": n}, n)
    assert formatter.shown(filled, language).text == wanted


def test_a_number_that_was_not_given() -> None:
    assert formatter.shown(Filled(PEOPLE), "en").text == "… people came."


def test_a_form_that_is_only_for_fractions_may_be_left_out() -> None:
    text = Counted(by="n", forms={"cs": {"one": "a", "few": "b", "other": "c"}})
    assert formatter.shown(Filled(text, {}, 1.5), "cs").text == "c"


pieces = st.lists(
    st.sampled_from(["**", "_", "{a}", "{b}", "{{", "}}", "😀", "x ", "`", "> ", "\n"]), max_size=20
)


@given(pieces.map("".join), st.text(max_size=5), st.text(max_size=5))
def test_what_is_filled_in_stands_where_the_name_stood(text: str, a: str, b: str) -> None:
    bare = styled(text)
    filled = formatter.shown(Filled(here(text), {"a": a, "b": b}), "en")
    said = {"{a}": a, "{b}": b, "{{": "{", "}}": "}"}
    assert filled.text == re.sub(r"\{\{|\}\}|\{[ab]\}", lambda found: said[found[0]], bare.text)
    for span in filled.spans:
        assert 0 <= span.start < span.end <= len(filled.text)


def test_a_message_of_several_words() -> None:
    """The study's own texts are Markdown; a phrase, and what stands in it, is not."""
    hello = Phrase("arrival.hello", {"title": here("**Road**")})
    shown = formatter.message((hello, here("**now**"), here(" "), here("> soon")), "en")
    assert shown.text.split("\n\n") == [hello_with("**Road**"), "now", "soon"]
    assert [(span.style.value, shown.text[span.start : span.end]) for span in shown.spans] == [
        ("bold", "now"),
        ("blockquote", "soon"),
    ]


def hello_with(title: str) -> str:
    return Catalogue.load().say("en", "arrival.hello", title=title)


def test_entities_go_with_the_text() -> None:
    [request] = renderer.render(Say((here("😀 **now** [page](https://a.org)"),)), CHAT, "en")
    assert request.params["text"] == "😀 now page"
    assert request.params["entities"] == [
        {"type": "bold", "offset": 3, "length": 3},
        {"type": "text_link", "offset": 7, "length": 4, "url": "https://a.org"},
    ]
    assert "parse_mode" not in request.params


def test_and_with_a_caption() -> None:
    [request] = renderer.render(SayVoice("file", words=(here("**yours**"),)), CHAT, "en")
    assert request.params["caption"] == "yours"
    assert request.params["caption_entities"] == [{"type": "bold", "offset": 0, "length": 5}]


def test_a_line_divides_messages_and_the_keys_come_last() -> None:
    first, second = renderer.render(Say((here("one\n---\ntwo"), here("three"))), CHAT, "en")
    assert (first.params["text"], second.params["text"]) == ("one", "two\n\nthree")
    [settled] = renderer.render(Settle(5, (here("one\n---\ntwo"), here("three"))), CHAT, "en")
    assert settled.params["text"] == "two\n\nthree"
