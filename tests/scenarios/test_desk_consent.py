"""The desk's page of consent, as a researcher reads it, and the record that can be taken along."""

import json
from pathlib import Path

import desk_world
import pytest
from desk_pages import Tables, visit, words
from desk_world import NOW, World

CODES = "Every code that was ever given; times are UTC"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return desk_world.build(tmp_path)


async def test_every_code_that_was_ever_given(world: World) -> None:
    answer = await visit(world).get("/consent")
    assert "Everything holds. 4 entries in the ledger." in words(answer)
    header, *rows = Tables(answer.text).found[CODES]
    assert header == ["Code", "Version", "Language", "Way", "Agreed", "Scopes held", "Records", "Verdict"]
    nothing = ["–", "–", "–", "–", "–", "0", "erased: 0 records held"]
    assert rows[:4] == [[f"AM-0{number}", *nothing] for number in range(1, 5)]
    agreed = ["aloud", "8 Mar 2024, 09:40"]
    assert [[cell.replace(" ,", ",") for cell in row] for row in rows[4:]] == [
        ["AM-05", "1.0", "Русский", *agreed, "diary, quotes", "13", "holds"],
        ["AM-06", "1.0", "English", *agreed, "diary, quotes", "5", "holds"],
        ["GE-01", "1.0", "Русский", *agreed, "–", "4", "withdrew on 13 Mar 2024, 12:00"],
    ]


async def test_the_day_stands_beside_the_withdrawal(world: World) -> None:
    """What they said is erased since: how much is held says nothing of that day."""
    world.write("DELETE FROM records WHERE participant = ? AND kind <> 'consent'", "9e" * 16)
    answer = await visit(world).get("/consent")
    [row] = [row for row in Tables(answer.text).found[CODES] if row[0] == "GE-01"]
    assert row[-1].replace(" :", ":") == "withdrew on 13 Mar 2024, 12:00: 0 records held"


async def test_what_is_erased_turns_to_nothing(world: World) -> None:
    id = world.connect().execute("SELECT id FROM participants WHERE code = 'AM-05'").fetchone()[0]
    rows = world.connect()
    rows.execute("PRAGMA foreign_keys = ON")
    rows.execute("DELETE FROM participants WHERE id = ?", (id,))
    rows.close()
    answer = await visit(world).get("/consent")
    said = words(answer)
    assert "Everything holds." in said
    assert "1 of them of people who were erased, which say nothing any more" in said
    [row] = [row for row in Tables(answer.text).found[CODES] if row[0] == "AM-05"]
    assert row[-1] == "erased: 0 records held"
    assert 'href="/participants/AM-05"' not in answer.text


async def test_what_is_broken_is_said_first_and_whose_it_is(world: World) -> None:
    voice = world.record_ids("AM-06", "consent", vault=True)[0]
    (world.data / "vault" / voice).write_bytes(b"something else")
    late = NOW.timestamp()
    world.write("UPDATE records SET at = ? WHERE kind = 'answer' AND participant = ?", late, "9e" * 16)
    answer = await visit(world, "core").get("/consent")
    said = words(answer)
    assert "2 checks are broken. Somebody changed the data" in said
    assert "AM-06: what was said to agree on 2024-03-08 09:40 UTC is not what was sealed then" in said
    assert "lies after the withdrawal of 2024-03-13 12:00 UTC" in said
    verdicts = {row[0]: row[-1] for row in Tables(answer.text).found[CODES][1:]}
    assert verdicts["AM-05"] == "holds"
    assert verdicts["AM-06"] == "broken"
    assert verdicts["GE-01"] == "broken withdrew on 13 Mar 2024, 12:00"
    assert "Broken. This does not hold: Every record lies within" in said
    assert "Holds. The ledger is whole" in said


async def test_the_head_is_there_to_be_noted_down(world: World) -> None:
    said = words(await visit(world).get("/consent"))
    rows = world.connect()
    [(n, hash)] = rows.execute("SELECT n, hash FROM ledger ORDER BY n DESC LIMIT 1").fetchall()
    rows.close()
    assert f"{n}:{hash.hex()}" in said


async def test_a_study_in_which_nobody_has_agreed(tmp_path: Path) -> None:
    said = words(await visit(desk_world.build(tmp_path, empty=True)).get("/consent"))
    assert "Everything holds. 0 entries in the ledger." in said
    assert "Nobody has agreed yet." in said


async def test_scopes_are_named_in_the_language_of_the_page(world: World) -> None:
    desk = visit(world)
    assert 'title="Цитировать меня без имени"' in (await desk.get("/consent")).text
    assert 'title="Quote me without a name"' in (await desk.get("/consent?lang=en")).text


async def test_the_consent_record_of_one_person(world: World) -> None:
    desk = visit(world)
    page = await desk.get("/participants/AM-05")
    assert '<a href="/participants/AM-05/consent.json" download>' in page.text
    answer = await desk.get("/participants/AM-05/consent.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="AM-05-consent.json"'
    told = json.loads(answer.text)
    assert (told["schema_version"], told["pii_principal_id"]) == ("ISO/IEC TS 27560:2023", "AM-05")
    assert "a5" * 16 not in answer.text  # the inner name
    assert (await desk.get("/participants/AM-99/consent.json")).status_code == 404


async def test_a_written_agreement_is_told_as_one(world: World) -> None:
    world.write("UPDATE consents SET way = 'typed' WHERE participant = ?", "a6" * 16)
    said = words(await visit(world).get("/participants/AM-06"))
    assert "given in writing" in said
    assert "The written agreement is sealed." in said


async def test_a_custodian_is_named_where_agreements_would_be(world: World) -> None:
    text = world.study.read_text("utf-8")
    world.study.write_text(text.replace("consent:\n", "consent:\n  custodian: keys/ethics.pub\n", 1), "utf-8")
    desk = visit(world, "yerevan")
    assert "Agreements are sealed to the custodian's key alone" in words(await desk.get("/consent"))
    assert "The agreement itself is sealed to the custodian's key." in words(
        await desk.get("/participants/GE-01")
    )
