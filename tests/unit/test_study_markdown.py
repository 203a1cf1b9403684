"""What is formatted in a message, and what stands as it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.markdown import spelled, styled
from study.styled import Style, Styled
from study.wrapping import unwrapped

BOLD, ITALIC, CODE, LINK, QUOTE, SPOILER = "bold", "italic", "code", "text_link", "blockquote", "spoiler"


def marked(said: Styled) -> list[tuple[str, str]]:
    return [(span.style.value, said.text[span.start : span.end]) for span in said.spans]


# (as it is written, as it is shown, what is formatted in it)
TABLE = [
    ("plain", "plain", []),
    ("**bold** words", "bold words", [(BOLD, "bold")]),
    ("__bold__ words", "bold words", [(BOLD, "bold")]),
    ("_soft_ and *soft*", "soft and soft", [(ITALIC, "soft"), (ITALIC, "soft")]),
    ("**a _b_ c**", "a b c", [(BOLD, "a b c"), (ITALIC, "b")]),
    ("***both***", "both", [(BOLD, "both"), (ITALIC, "both")]),
    ("*a **b** c*", "a b c", [(ITALIC, "a b c"), (BOLD, "b")]),
    ("**two\nlines**", "two\nlines", [(BOLD, "two\nlines")]),
    ("**not\n\nacross**", "**not\n\nacross**", []),
    ("write `/stop`", "write /stop", [(CODE, "/stop")]),
    ("`a**b**c`", "a**b**c", [(CODE, "a**b**c")]),
    ("**now `/stop` then**", "now /stop then", [(BOLD, "now "), (CODE, "/stop"), (BOLD, " then")]),
    ("||an ending||", "an ending", [(SPOILER, "an ending")]),
    ("||the `code`||", "the code", [(SPOILER, "the code")]),  # code would show through
    ("||the **end**||", "the end", [(SPOILER, "the end"), (BOLD, "end")]),
    ("[our page](https://example.org/a_b_c)", "our page", [(LINK, "our page")]),
    ("[*our* page](https://a.org)", "our page", [(LINK, "our page"), (ITALIC, "our")]),
    ("[`x`](https://a.org)", "x", [(LINK, "x")]),
    ("# Heading", "Heading", [(BOLD, "Heading")]),
    ("## A **b** c ##\nand on", "A b c\nand on", [(BOLD, "A b c")]),
    ("- one\n* two\n+ three", "• one\n• two\n• three", []),
    ("- **one**\n- two", "• one\n• two", [(BOLD, "one")]),
    ("1. one\n2. two", "1. one\n2. two", []),
    ("> said\n> again\nand on", "said\nagain\nand on", [(QUOTE, "said\nagain")]),
    ("> a **b**\n>\n> - c", "a b\n\n• c", [(QUOTE, "a b\n\n• c"), (BOLD, "b")]),
    ("> > deeper", "deeper", [(QUOTE, "deeper")]),
    ("> `/stop`", "/stop", [(QUOTE, "/stop"), (CODE, "/stop")]),
    ("one\n\n\ntwo", "one\n\n\ntwo", []),
    ("one\n---\n**two**", "one\ftwo", [(BOLD, "two")]),
    ("---\none\n---", "one", []),
    ("a <!-- a note\nto the team -->b", "a b", []),
    ("  ends  ", "ends", []),
    # as it stands
    ("2 * 3 * 4", "2 * 3 * 4", []),
    ("2*3*4", "2*3*4", []),
    ("snake_case_name", "snake_case_name", []),
    ("____ fill in ____", "____ fill in ____", []),
    ("a || b || c", "a || b || c", []),
    ("5 > 3\n>= 3\n>3", "5 > 3\n>= 3\n>3", []),
    ("#hashtag", "#hashtag", []),
    ("**open", "**open", []),
    ("** spaced **", "** spaced **", []),
    ("``", "``", []),
    ("[words](ftp://a.org)", "[words](ftp://a.org)", []),
    ("[words] (https://a.org)", "[words] (https://a.org)", []),
    ("[words](javascript:alert)", "[words](javascript:alert)", []),
    ("<b>no HTML</b> &amp;", "<b>no HTML</b> &amp;", []),
    ("https://example.org/_a_/*b*", "https://example.org/_a_/*b*", []),
    # names that will be filled in are never cut in two
    ("{left_on} and {came_on}", "{left_on} and {came_on}", []),
    ("_since {left_on}_", "since {left_on}", [(ITALIC, "since {left_on}")]),
    ("_{a_b}_ {c_d}", "{a_b} {c_d}", [(ITALIC, "{a_b}")]),
    ("**{a}**{b}", "{a}{b}", [(BOLD, "{a}")]),
    ("😀 **б** 😀", "😀 б 😀", [(BOLD, "б")]),
]


@pytest.mark.parametrize(("markdown", "text", "spans"), TABLE)
def test_markdown(markdown: str, text: str, spans: list[tuple[str, str]]) -> None:
    said = styled(markdown)
    assert (said.text, marked(said)) == (text, spans)


def test_a_link_goes_where_it_says() -> None:
    [span] = styled("see [our page](https://example.org/a?b=c#d)").spans
    assert span.url == "https://example.org/a?b=c#d"


def test_spelled_out_the_address_is_not_lost() -> None:
    both = "**Read [our page](https://a.org)** and [that one](https://b.org/x)."
    assert spelled(both) == "Read our page (https://a.org) and that one (https://b.org/x)."


WRAPPED = [
    ("one\ntwo", "one two"),
    ("one\n\n\ntwo", "one\n\ntwo"),
    ("# Head\ntext\ngoes on", "# Head\n\ntext goes on"),
    ("- one\n  goes on\n- two", "- one goes on\n- two"),
    ("> said\n> and\n>\n> again\nbut", "> said and\n>\n> again\nbut"),
    ("a\nb\n---\n<!-- n -->\nc\nd", "a b\n\n---\n\nc d"),
]


@pytest.mark.parametrize(("markdown", "wanted"), WRAPPED)
def test_in_a_file_lines_are_only_wrapped(markdown: str, wanted: str) -> None:
    assert unwrapped(markdown) == wanted
    assert unwrapped(wanted) == wanted


marks = st.text(st.sampled_from("ab *_`|>#-[]()h\n{}😀\n"), max_size=80)
links = st.sampled_from(["[w](https://a.org)", "**", "||", "`", "{a_b}", "\n> ", "_x_", "\n---\n"])


@given(st.lists(st.one_of(marks, links), max_size=12).map("".join))
def test_telegram_could_take_it(markdown: str) -> None:
    """Spans lie inside the text, cross nowhere, and code shares its place with nothing but a quote (Bot API,
    Formatting options)."""
    said = styled(markdown)
    for number, span in enumerate(said.spans):
        assert 0 <= span.start < span.end <= len(said.text)
        for other in said.spans[number + 1 :]:
            assert other.start >= span.end or other.end <= span.end, "one is inside the other, or beside it"
            if other.start < span.end:
                assert span.style is not other.style
                assert span.style is not Style.CODE
                assert other.style is not Style.CODE or span.style is Style.QUOTE


@given(marks)
def test_what_has_no_marks_is_not_changed(text: str) -> None:
    bare = "".join(character for character in text if character not in "*_`|>#-[]()").strip()
    assert styled(bare) == Styled(bare)
