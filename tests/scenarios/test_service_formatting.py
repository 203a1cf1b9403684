"""Formatted words on their way to a phone: what the study marks arrives marked, and nothing that is filled in is."""

import sqlite3
from pathlib import Path
from typing import Any

import story
from house import House

TOLD = """
    - id: told
      type: note
      ask:
        ru: {one: "**{mood}** балл", few: "**{mood}** балла", many: "**{mood}** баллов", other: "**{mood}** балла"}
        en:
          one: "😀 **{mood}** point, _{code}_"
          other: |
            😀 **{mood}** points from {site}, _{code}_. [Why we ask](https://example.org/why)
            > ||Nobody|| else, `/stop`
    - id: why
"""
INFORMATION = """\
# What we ask

You can **leave** on any day: `/stop`. [Who we are](https://example.org/who)

---

> Nothing is *sold*,
> to nobody.
"""


def marked(raw: dict[str, Any]) -> list[tuple[str, str]]:
    text = raw["text"].encode("utf-16-le")
    return [
        (one["type"], text[one["offset"] * 2 : (one["offset"] + one["length"]) * 2].decode("utf-16-le"))
        for one in raw["entities"]
    ]


def change(study: Path) -> None:
    """A site whose name looks like Markdown, a note that says what was answered, an information with marks."""
    text = study.read_text("utf-8")
    text = text.replace("{ru: Армения, en: Armenia}", '{ru: Армения, en: "Armenia *here*"}')
    study.write_text(text.replace("\n    - id: why\n", TOLD, 1), "utf-8")
    (study.parent / "texts" / "information.en.md").write_text(INFORMATION, "utf-8")


async def test_what_is_marked_in_the_study_is_marked_on_the_phone(house: House) -> None:
    change(house.study)
    async with house.running():
        anna = await house.world.person(language_code="en")
        await anna.start("yerevan-chat")
        await anna.taps("English")
        await anna.taps("Armenia *here*")
        await anna.taps("Yes")
        await anna.taps("Before 21 September 2022")
        first = await anna.sees("You can leave")
        assert first.text == "What we ask\n\nYou can leave on any day: /stop. Who we are"
        assert marked(first.raw) == [
            ("bold", "What we ask"),
            ("bold", "leave"),
            ("code", "/stop"),
            ("text_link", "Who we are"),
        ]
        second = await anna.sees("Nothing is sold")
        assert marked(second.raw) == [("blockquote", "Nothing is sold, to nobody."), ("italic", "sold")]

        await anna.presses("Go on")
        await anna.taps("Yes")
        await anna.taps("Only the research group")
        for answer in ("Yes", "No", "Yes"):
            await anna.presses(answer)
            await anna.hears()
        await anna.sees("The last step")
        await anna.speaks(story.VOICES["en"][0])
        await anna.presses("Yes, I agree")
        await anna.hears("Your code")
        await house.world.travel(to="next-message")
        await anna.taps("2")
        note = await anna.sees("points from")
        assert note.text.startswith("😀 2 points from Armenia *here*, AM-01. Why we ask\nNobody else, /stop")
        assert marked(note.raw) == [
            ("bold", "2"),
            ("italic", "AM-01"),
            ("text_link", "Why we ask"),
            ("blockquote", "Nobody else, /stop"),
            ("spoiler", "Nobody"),
            ("code", "/stop"),
        ]
        await house.settled()
    rows = sqlite3.connect(f"file:{house.data}/restante.sqlite3?mode=ro", uri=True)
    [(agreed,)] = rows.execute("SELECT body FROM texts").fetchall()
    rows.close()
    assert "leave on any day: /stop. Who we are (https://example.org/who)" in agreed
    assert "\n\n---\n\nNothing is sold, to nobody.\n\n---\n\n" in agreed
