"""The service is stopped, the consent in the study file gets another version, and the service begins again: people are
told, or asked anew, each exactly once, and the ledger says so."""

import json
import sqlite3
from datetime import datetime
from typing import Any

import story
from house import House

AGAIN = "consent-ru.ogg"
"""Another recording than the first."""
CHANGES = 'changes: {ru: "Новое: мы спрашиваем о жилье.", en: "New: we ask about housing."}'


def now_is(house: House, version: str, *lines: str) -> None:
    """The study file says this version now."""
    text = house.study.read_text("utf-8")
    begin = next(line for line in text.splitlines() if line.startswith("  version: "))
    more = "".join(f"\n  {line}" for line in lines if line not in text)
    house.study.write_text(text.replace(begin, f'  version: "{version}"{more}'), "utf-8")


def rows(house: House, question: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(house.data / "restante.sqlite3")
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


def ledger(house: House) -> list[tuple[str, str]]:
    """What happened, and the version or the scope it is about."""
    bodies = [json.loads(body) for (body,) in rows(house, "SELECT body FROM ledger_entries ORDER BY n")]
    return [(body["kind"], str(body.get("version", body.get("scope", "")))) for body in bodies]


def to_come(house: House) -> list[tuple[Any, ...]]:
    return rows(
        house,
        "SELECT q.id, q.wave, q.due_at FROM prompts AS q JOIN timers AS t ON t.prompt = q.id AND t.kind = 'prompt' "
        "WHERE q.state = 'due' ORDER BY q.id",
    )


async def decide_anew(person: Any, said: story.Said) -> None:
    """From the new information to the confirmed voice."""
    await person.presses(said.go_on)
    await person.taps(said.yes)
    await person.taps(said.team)
    for answer in (said.yes, said.no, said.yes):
        await person.presses(answer)
        await person.hears()
    await person.sees(said.last_step)
    await person.speaks(AGAIN)
    await person.presses(said.confirm)


async def test_told_of_a_minor_version_and_asked_about_a_major_one(house: House) -> None:
    said = story.EN
    async with house.running():
        anna = await story.arrive(house.world, "en")
        code = await story.agree(anna, "en")
        await house.settled()
        boris = await story.arrive(house.world, "en")
        await story.agree(boris, "en")
        await boris.says("/stop")
        await boris.hears(said.gone)
        await house.settled()
    before = to_come(house)
    assert before

    now_is(house, "1.1", CHANGES)
    for _ in range(2):  # a second start says nothing more
        async with house.running():
            await house.settled()
    told = [one for one in await anna.chat() if "New: we ask about housing." in one.text]
    assert len(told) == 1
    assert not [one for one in await boris.chat() if "New: we ask" in one.text]
    assert to_come(house) == before
    assert rows(house, "SELECT stage FROM participants WHERE code = 'AM-01'") == [("enrolled",)]
    assert [one for one in ledger(house) if one[0] == "told"] == [("told", "1.1")]

    now_is(house, "2.0")
    async with house.running():
        await anna.hears("we ask for your agreement once more")
        await house.settled()
        assert to_come(house) == []
        assert rows(house, "SELECT stage FROM participants WHERE code = 'AM-01'") == [("renewing",)]
        await house.world.travel(by=86_400)
        await house.settled()
        assert not rows(house, "SELECT 1 FROM prompts WHERE delivered_at IS NOT NULL")
        await decide_anew(anna, said)
        await anna.hears(f"Your code is still {code}")
        await house.settled()
    after = to_come(house)
    since = datetime.fromisoformat(entry(house, "consent", "2.0")["at"]).timestamp()
    assert after == [one for one in before if one[2] > since], "the same prompts, and none of them twice"
    assert rows(house, "SELECT stage FROM participants WHERE code = 'AM-01'") == [("enrolled",)]
    kinds = ledger(house)
    assert [one for one in kinds if one[0] in ("consent", "told")] == [
        ("consent", "1.0"), ("consent", "1.0"), ("told", "1.1"), ("consent", "2.0"),
    ]  # fmt: skip
    tallies = dict(rows(house, "SELECT step, SUM(n) FROM tallies GROUP BY step"))
    assert (tallies["consented"], tallies["renewed"]) == (2, 1)
    assert "returned" not in tallies


def entry(house: House, kind: str, version: str) -> dict[str, Any]:
    bodies = [json.loads(body) for (body,) in rows(house, "SELECT body FROM ledger_entries ORDER BY n")]
    return next(body for body in bodies if (body["kind"], body.get("version")) == (kind, version))


async def test_a_version_that_people_have_agreed_to_does_not_go_back(house: House) -> None:
    now_is(house, "1.3")
    async with house.running():
        anna = await story.arrive(house.world, "en")
        await story.agree(anna, "en")
        await house.settled()
    now_is(house, "1.2")
    code, _, err = await house.command("run", str(house.study), "--data", str(house.data))
    assert code == 2, err
    assert "People have agreed to version 1.3 of the consent text, and the study file has version 1.2." in err
    assert 'version: "1.4"' in err
    now_is(house, "1.4")
    async with house.running():
        await anna.hears("has changed a little")


async def test_a_scope_is_taken_back_and_the_export_says_so(house: House) -> None:
    """What hangs on it goes at once; in the ledger it stands beside the agreement."""
    text = house.study.read_text("utf-8")
    wave = "{id: monthly, ask: month,"
    house.study.write_text(text.replace(wave, f"{wave} scope: interview,"), "utf-8")
    async with house.running():
        anna = await story.arrive(house.world, "en")
        await story.agree(anna, "en")
        await house.settled()
        assert {wave for _, wave, _ in to_come(house)} == {"first-week", "monthly"}
        await anna.says("/consent")
        await anna.taps("Take back no. 3")
        await anna.hears("You have taken this back")
        await house.settled()
        assert {wave for _, wave, _ in to_come(house)} == {"first-week"}
        await anna.taps("Agree to no. 2")
        await anna.hears("This holds from now on")
        await house.settled()
    assert [one for one in ledger(house) if one[0] == "scope"] == [
        ("scope", "interview"),
        ("scope", "quotes"),
    ]
    out = house.root / "laptop" / "export"
    words = (
        "export",
        str(house.study),
        "--data",
        str(house.data),
        "--key",
        str(house.key()),
        "--out",
        str(out),
    )
    code, _, err = await house.command(*words, RESTANTE_PASSPHRASE="stones and apricots")
    assert code == 0, err
    lines = (out / "scopes.csv").read_text("utf-8-sig").splitlines()
    given = [tuple(line.split(",")[:4]) for line in lines[1:]]
    assert given == [
        ("AM-01", "diary", "1", "0"),
        ("AM-01", "quotes", "0", "0"),
        ("AM-01", "interview", "1", "0"),
        ("AM-01", "interview", "0", "1"),
        ("AM-01", "quotes", "1", "1"),
    ]
