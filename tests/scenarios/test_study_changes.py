"""A study file changes while people are in the study: what is told, what is refused, what becomes of their prompts."""

import csv
import json
import sqlite3
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import story
from house import House

REWORDED = ("en: How was your day?", "en: How did your day go?")
LABELS = """
      from-label: {ru: совсем тяжело, en: very hard}
      to-label: {ru: очень хорошо, en: very good}
"""
RETYPED = (f"      type: scale\n      from: 0\n      to: 10{LABELS}", "      type: number\n")
RETIRED = ("      type: [text, voice]\n      when: mood <= 3", "      type: [text, voice]\n      when: False")
TWICE = ("signal: {times: 1, between: 18:00-21:00}", "signal: {times: 2, between: 18:00-21:00, apart: 30m}")


def change(house: House, *pairs: tuple[str, str]) -> None:
    text = house.study.read_text("utf-8")
    for before, after in pairs:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    house.study.write_text(text, "utf-8")


async def check(house: House, *more: str) -> tuple[int, str]:
    words = ("study", "check", str(house.study), "--against", str(house.data), *more)
    code, out, err = await house.command(*words)
    return code, out + err


async def relay(house: House, *more: str) -> tuple[int, str]:
    words = ("study", "relay", str(house.data), str(house.study), "first-week", *more)
    code, out, err = await house.command(*words, RESTANTE_PASSPHRASE="")
    return code, out + err


def rows(house: House, question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(house.data / "restante.sqlite3")
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def to_come(house: House) -> Counter[str]:
    """Prompts of the first week that are still to come, by day."""
    found = rows(house, "SELECT due_at FROM prompts WHERE wave = 'first-week' AND state = 'due'")
    return Counter(f"{datetime.fromtimestamp(float(str(due)), UTC):%Y-%m-%d}" for (due,) in found)


async def lived(house: House) -> None:
    """Somebody agreed, and answered one evening."""
    async with house.running():
        person = await story.arrive(house.world, "en")
        await story.agree(person, "en")
        await house.world.travel(to="next-message")
        await story.answer_check_in(person, "en")
        await house.settled()


async def test_what_people_were_asked_holds_a_new_file(house: House) -> None:
    await lived(house)
    code, out = await check(house)
    assert (code, f"Nothing differs from what {house.data} knows." in out) == (0, True), out
    good = house.study.read_text("utf-8")

    change(house, RETYPED)
    code, out = await check(house)
    line = 1 + house.study.read_text("utf-8").split("\n").index("    - id: mood")
    assert code == 2
    assert (
        f"{house.study}:{line}: refused: evening/mood: it was a scale and is a number, and 1 person has answered it"
        in out
    )
    ended, _, err = await house.command("run", str(house.study), "--data", str(house.data))
    assert (ended, "evening/mood: it was a scale and is a number" in err) == (2, True), err
    told = [json.loads(line) for line in (await check(house, "--json"))[1].splitlines() if '"change"' in line]
    assert [(one["id"], one["refused"], one["line"]) for one in told] == [("mood", True, line)]

    house.study.write_text(good, "utf-8")
    change(house, REWORDED, RETIRED, TWICE)
    code, out = await check(house)
    assert code == 0, out
    assert "evening/mood: reworded in en; version 2 from now on" in out
    assert "evening/why: when False, before mood <= 3; version 2 from now on" in out
    assert "wave first-week: changed in signal; 1 person has 6 prompts to come" in out
    assert f"restante study relay {house.data} {house.study} first-week" in out

    code, out = await relay(house, "--yes")
    assert (code, "has not been started with this first-week yet" in out) == (2, True), out
    async with house.running():
        await house.settled()
    await codebook_knows_both(house)


async def codebook_knows_both(house: House) -> None:
    out = house.root / "laptop" / "codebook"
    words = ("study", "codebook", str(house.study), "--out", str(out), "--data", str(house.data))
    code, _, err = await house.command(*words)
    assert code == 0, err
    assert [one["wording_en"] for one in versions(out)] == ["How was your day?", "How did your day go?"]
    root = ElementTree.parse(out / "codebook.xml").getroot()
    assert root.tag == "{ddi:codebook:2_5}codeBook"
    assert "How was your day?" in (out / "codebook.md").read_text("utf-8")
    code, _, err = await house.command(*words)
    assert (code, "is there already" in err) == (2, True), "nothing is written over"


def versions(out: Path) -> list[dict[str, str]]:
    with (out / "codebook.csv").open(encoding="utf-8-sig", newline="") as file:
        mood = [row for row in csv.DictReader(file) if row["question"] == "mood" and row["value"] == "0"]
    return sorted(mood, key=lambda row: row["version"])


async def test_a_wave_is_laid_anew_unless_it_is_taken_back(house: House) -> None:
    await lived(house)
    change(house, TWICE)
    async with house.running():
        await house.settled()
    before = to_come(house)
    assert set(before.values()) == {1}, "a new file alone moves nobody's prompts"

    code, out = await relay(house, "--yes")
    assert (code, "lays first-week anew for 1 person" in out) == (0, True), out
    code, out = await relay(house, "--undo")
    assert (code, "Taken back for 1 person" in out) == (0, True), out
    assert (await relay(house, "--undo"))[1].startswith("There is nothing to take back")
    async with house.running():
        await house.settled()
    assert to_come(house) == before

    for _ in range(2):  # asked for twice, it is done once
        assert (await relay(house, "--yes"))[0] == 0
    assert rows(house, "SELECT COUNT(*) FROM inbox WHERE once LIKE 'relay:%'") == [(1,)]
    async with house.running():
        await house.world.travel(by=61)
        await house.settled()
    after = to_come(house)
    assert set(after) == set(before)
    assert set(after.values()) == {2}
    timers = "SELECT COUNT(*) FROM timers AS t JOIN prompts AS q ON q.id = t.prompt WHERE t.kind = 'prompt'"
    assert rows(house, timers) == rows(house, "SELECT COUNT(*) FROM prompts WHERE state = 'due'")
