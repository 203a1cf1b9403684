"""HTML in, entities out: offsets in UTF-16 units, complaints in Telegram's words."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from simulator_bench import BotRefused, Stage, stage

from simulator.person import Person
from simulator.samples import sample

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


def marked(kind: str, offset: int, length: int, **more: str) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


MARKED = [
    ("nested", "abcd", [("bold", 0, 4), ("italic", 1, 2)], [("bold", 0, 4), ("italic", 1, 2)]),
    ("in any order", "abcd", [("italic", 1, 2), ("bold", 0, 4)], [("bold", 0, 4), ("italic", 1, 2)]),
    ("white space at the ends", "  ab ", [("bold", 0, 5)], [("bold", 0, 2)]),
    ("two units for a face", f"{FACE}a", [("bold", 0, 2)], [("bold", 0, 2)]),
    ("nothing in it", "ab", [("bold", 1, 0), ("bold", 0, -1)], []),
    ("crossing", "abcd", [("bold", 0, 3), ("italic", 2, 2)], [("bold", 0, 3), ("italic", 2, 1), ("italic", 3, 1)]),
    ("nothing in monospace", "abcd", [("code", 0, 4), ("bold", 1, 2)], [("code", 0, 4)]),
    ("no quote in a quote", "abcd", [("blockquote", 0, 4), ("expandable_blockquote", 1, 2)], [("blockquote", 0, 4)]),
    ("what is found anyway", "a #b", [("hashtag", 2, 2)], []),
    ("signs of HTML are signs", "<b>&amp;", [("spoiler", 0, 3)], [("spoiler", 0, 3)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "given", "kept"), [case[1:] for case in MARKED], ids=[case[0] for case in MARKED]
)
async def test_entities_instead_of_html(
    on: Stage, anna: Person, text: str, given: list[tuple[str, int, int]], kept: list[tuple[str, int, int]]
) -> None:
    sent = await on.bot("sendMessage", chat_id=anna.id, text=text, entities=[marked(*one) for one in given])
    assert sent["text"] == text.strip()
    assert [(one["type"], one["offset"], one["length"]) for one in sent.get("entities", [])] == kept


MISMARKED: list[tuple[str, Any, str]] = [
    ("hello", [marked("sparkle", 0, 1)], "can't parse MessageEntity: Unsupported type specified"),
    ("hello", [{"type": "bold", "length": 1}], "can't parse MessageEntity: Can't find field \"offset\""),
    ("hello", [{"offset": 0, "length": 1}], "can't parse MessageEntity: Can't find field \"type\""),
    ("hello", [marked("text_link", 0, 1)], "can't parse MessageEntity: Can't find field \"url\""),
    ("hello", [marked("text_link", 0, 1, url="localhost")], "entity URL 'localhost' is invalid: Wrong HTTP URL"),
    ("hello", ["bold"], "can't parse MessageEntity: expected an Object"),
    ("hello", {}, "can't parse entities: expected an Array"),
    ("hello", [marked("bold", 5, 1)], "entity begins after the end of the text at UTF-16 offset 5"),
    ("hello", [marked("bold", 3, 3)],
     "entity beginning at UTF-16 offset 3 ends after the end of the text at UTF-16 offset 6"),
    ("hello", [marked("phone_number", 3, 5)], "entity beginning at UTF-16 offset 3 ends after the end"),
    (f"ж{FACE}", [marked("bold", 2, 1)], "entity begins in a middle of a UTF-16 symbol at byte offset 2"),
    (f"ж{FACE}", [marked("bold", 0, 2)], "entity ends in a middle of a UTF-16 symbol at byte offset 2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "given", "why"), MISMARKED, ids=range(len(MISMARKED)))
async def test_entities_that_are_none(on: Stage, anna: Person, text: str, given: Any, why: str) -> None:
    with pytest.raises(BotRefused) as caught:
        await on.bot("sendMessage", chat_id=anna.id, text=text, entities=given)
    assert caught.value.description.startswith(f"Bad Request: {why}")


async def test_edits_and_captions_are_marked_too(on: Stage, anna: Person) -> None:
    link = marked("text_link", 0, 2, url="https://x.org/a")
    sent = await on.bot("sendMessage", chat_id=anna.id, text="plain")
    where = {"chat_id": anna.id, "message_id": sent["message_id"]}
    edited = await on.bot("editMessageText", **where, text="ab", entities=[link])
    assert edited["entities"] == [link]
    with pytest.raises(BotRefused):
        await on.bot("editMessageText", **where, text="a", entities=[link])
    voice = await on.bot.upload(
        "sendVoice",
        "voice",
        sample("too-short.ogg"),
        chat_id=anna.id,
        caption="ab",
        caption_entities=json.dumps([link]),
    )
    assert voice["caption_entities"] == [link]
