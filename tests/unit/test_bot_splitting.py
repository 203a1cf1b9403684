"""Long words in several messages, formatted or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.formatting import entities, length
from bot.splitting import clip, split
from study.markdown import styled
from study.styled import Span, Style, Styled


@pytest.mark.parametrize(
    ("text", "limit", "parts"),
    [
        ("short", 10, ["short"]),
        ("", 10, []),
        ("one two three", 8, ["one two", "three"]),
        ("one.\n\ntwo two", 10, ["one.", "two two"]),
        ("first. second", 10, ["first.", "second"]),
        ("x" * 25, 10, ["x" * 10, "x" * 10, "x" * 5]),
        ("😀" * 6, 10, ["😀" * 5, "😀"]),
        ("a😀" * 4, 5, ["a😀a", "😀a😀", "a😀"]),
        ("one\ftwo", 10, ["one", "two"]),
    ],
)
def test_splitting(text: str, limit: int, parts: list[str]) -> None:
    found = [part.text for part in split(Styled(text), limit)]
    assert found == parts
    assert all(length(part) <= limit for part in found)


def test_four_thousand_emoji_lose_none() -> None:
    assert "".join(part.text for part in split(Styled("😀" * 4096))) == "😀" * 4096


def test_clipping() -> None:
    assert clip("abc", 3) == "abc"
    assert clip("abcd", 3) == "ab…"


# (Markdown, limit, the parts with what is formatted in each)
FORMATTED = [
    ("**one two three**", 8, [("one two", ["bold:one two"]), ("three", ["bold:three"])]),
    ("> one two three", 8, [("one two", ["blockquote:one two"]), ("three", ["blockquote:three"])]),
    ("||**one** two||", 5, [("one", ["spoiler:one", "bold:one"]), ("two", ["spoiler:two"])]),
    ("at [our own page](https://a.b) now", 14, [("at", []), ("our own page", ["text_link:our own page"]), ("now", [])]),
    ("say `/stop now` to end", 12, [("say", []), ("/stop now", ["code:/stop now"]), ("to end", [])]),
    ("`" + "x" * 12 + "`", 10, [("x" * 10, ["code:" + "x" * 10]), ("xx", ["code:xx"])]),
    ("😀😀 **😀 б**", 5, [("😀😀", []), ("😀 б", ["bold:😀 б"])]),
]  # fmt: skip


@pytest.mark.parametrize(("markdown", "limit", "wanted"), FORMATTED)
def test_what_is_formatted_goes_on(markdown: str, limit: int, wanted: list[tuple[str, list[str]]]) -> None:
    parts = split(styled(markdown), limit)
    found = [
        (part.text, [f"{span.style.value}:{part.text[span.start : span.end]}" for span in part.spans])
        for part in parts
    ]
    assert found == wanted


def test_a_link_in_several_parts_keeps_its_address() -> None:
    parts = split(Styled("x" * 30, (Span(Style.LINK, 0, 30, "https://a.org"),)), 20)
    assert [span.url for part in parts for span in part.spans] == ["https://a.org"] * 2


@st.composite
def texts(draw: st.DrawFn) -> Styled:
    text = draw(st.text(st.sampled_from("ab .\n😀𐍈é\f"), max_size=120))
    spans = []
    for style in draw(st.lists(st.sampled_from([*Style]), max_size=4)):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        if start < end:
            spans.append(Span(style, start, end, "https://a.org" if style is Style.LINK else ""))
    return Styled(text, tuple(spans))


def solid(said: Styled) -> list[tuple[str, frozenset[Style]]]:
    """Each character that is not white space, with all its styles."""
    return [
        (character, frozenset(span.style for span in said.spans if span.start <= place < span.end))
        for place, character in enumerate(said.text)
        if not character.isspace()
    ]


@given(texts(), st.integers(4, 40))
def test_nothing_is_lost_and_everything_fits(said: Styled, limit: int) -> None:
    parts = split(said, limit)
    assert [one for part in parts for one in solid(part)] == solid(said)
    for part in parts:
        units = part.text.encode("utf-16-le")
        assert 0 < len(units) // 2 <= limit
        assert part.text == part.text.strip()
        for entity in entities(part):
            start, end = entity["offset"], entity["offset"] + entity["length"]
            assert 0 <= start < end <= len(units) // 2
            units[start * 2 : end * 2].decode("utf-16-le")  # raises where a pair is cut in two


words = st.text(st.sampled_from("ab .\n😀"), max_size=60)


@given(
    words,
    st.text(st.sampled_from("l n😀"), min_size=1, max_size=12),
    words,
    st.sampled_from(["link", "code"]),
)
def test_a_link_and_a_command_stay_whole(before: str, inside: str, after: str, kind: str) -> None:
    style = Style.LINK if kind == "link" else Style.CODE
    said = Styled(before + inside + after, (Span(style, len(before), len(before + inside)),))
    if inside.strip():
        assert any(inside.strip() in part.text for part in split(said, 24))
