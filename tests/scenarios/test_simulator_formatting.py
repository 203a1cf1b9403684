"""HTML in, entities out: offsets in UTF-16 units, complaints in Telegram's words."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from simulator_bench import BotRefused, Stage, stage

from simulator.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")
FACE = "\N{GRINNING FACE}"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def on() -> AsyncIterator[Stage]:
    async with stage() as on:
        yield on


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def anna(on: Stage) -> Person:
    return await on.anna()


GOOD = [
    ("<b>a</b> <i>b</i>", "a b", [("bold", 0, 1), ("italic", 2, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    (f"{FACE}<u>{FACE}</u>", FACE * 2, [("underline", 2, 2)]),
    ("<strong>a</strong><em>b</em><ins>c</ins><del>d</del><s>e</s>", "abcde",
     [("bold", 0, 1), ("italic", 1, 1), ("underline", 2, 1), ("strikethrough", 3, 1), ("strikethrough", 4, 1)]),
    ("<tg-spoiler>a</tg-spoiler><span class='tg-spoiler'>b</span>", "ab", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
    ('<a href="https://x.org/?a=1&amp;b=2">x</a>', "x", [("text_link", 0, 1)]),
    ("<a>x</a>", "x", []),
    ("<blockquote>a</blockquote><blockquote expandable>b</blockquote>", "ab",
     [("blockquote", 0, 1), ("expandable_blockquote", 1, 1)]),
    ('<pre><code class="language-python">x</code></pre>', "x", [("pre", 0, 1)]),
    ("<code>/stop https://x.org</code>", "/stop https://x.org", [("code", 0, 19)]),
    ("&lt;&gt;&amp;&quot;&#1078;&#x436;&nbsp;", '<>&"жж&nbsp;', []),
    ("  <b> a</b>\n", "a", [("bold", 0, 1)]),
    ("/stop and https://x.org by @somebody", "/stop and https://x.org by @somebody",
     [("bot_command", 0, 5), ("url", 10, 13), ("mention", 27, 9)]),
    ("a/stop a@somebody.org", "a/stop a@somebody.org", []),
    ("a > b", "a > b", []),
]  # fmt: skip

BAD = [
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("ж<b", "Unclosed start tag at byte offset 2"),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<h1>x</h1>", 'Unsupported start tag "h1" at byte offset 0'),
    ("a < b", "Unclosed start tag at byte offset 2"),
    ("a < b > c", 'Unsupported start tag ""'),
    ("<span class='x'>x</span>", 'Unsupported start tag "span"'),
]


@pytest.mark.parametrize(("source", "text", "entities"), GOOD, ids=range(len(GOOD)))
async def test_html(
    on: Stage, anna: Person, source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    sent = await on.bot("sendMessage", chat_id=anna.id, text=source, parse_mode="HTML")
    found = [(each["type"], each["offset"], each["length"]) for each in sent.get("entities", [])]
    assert (sent["text"], found) == (text, entities)


@pytest.mark.parametrize(("source", "why"), BAD, ids=range(len(BAD)))
async def test_html_that_is_none(on: Stage, anna: Person, source: str, why: str) -> None:
    with pytest.raises(BotRefused) as caught:
        await on.bot("sendMessage", chat_id=anna.id, text=source, parse_mode="html")
    assert caught.value.description.startswith("Bad Request: can't parse entities: ")
    assert why in caught.value.description


async def test_links_and_languages_are_kept(on: Stage, anna: Person) -> None:
    source = '<a href="https://x.org/?a=1&amp;b=2">x</a><pre><code class="language-python">y</code></pre>'
    sent = await on.bot("sendMessage", chat_id=anna.id, text=source, parse_mode="HTML")
    assert [each.get("url") or each.get("language") for each in sent["entities"]] == [
        "https://x.org/?a=1&b=2",
        "python",
    ]


async def test_entities_instead_of_html(on: Stage, anna: Person) -> None:
    given = [{"type": "bold", "offset": 0, "length": 4}, {"type": "italic", "offset": 3, "length": 99}]
    sent = await on.bot("sendMessage", chat_id=anna.id, text="  a<b>c ", entities=given)
    assert (sent["text"], [(each["offset"], each["length"]) for each in sent["entities"]]) == (
        "a<b>c",
        [(0, 2), (1, 4)],
    )
