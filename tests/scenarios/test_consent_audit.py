"""`restante consent`: people live in the chat, and the audit of what is held tells the same, with a key and without."""

import json
import sqlite3
from pathlib import Path

import pytest
import story
from house import PASSPHRASE, QUICK, House

from locales.catalogue import Catalogue
from sealing.secret import create_key_pair
from simulator.person import Person
from study.reading import read_protocol

LOCKED = {"RESTANTE_PASSPHRASE": ""}


async def lives(house: House, language: str = "en") -> tuple[Person, str]:
    """Agrees aloud, answers a check-in, writes an entry."""
    person = await story.arrive(house.world, language)
    code = await story.agree(person, language)
    await house.world.travel(to="next-message")
    await story.answer_check_in(person, language)
    await story.write_entry(person, language)
    return person, code


async def audit(
    house: House, *more: str, data: Path | None = None, passphrase: str = ""
) -> tuple[int, str, str]:
    words = ("consent", "audit", str(house.study), "--data", str(data or house.data))
    return await house.command(*words, *more, RESTANTE_PASSPHRASE=passphrase)


def change(house: House, statement: str, *values: object) -> None:
    rows = sqlite3.connect(house.data / "restante.sqlite3", isolation_level=None)
    rows.execute(statement, values)
    rows.close()


async def test_agreeing_answering_and_leaving(house: House) -> None:
    """The audit is run beside the service, after each step; then on a copy."""
    async with house.running():
        ended, out, err = await audit(house)
        assert (ended, "Ledger: 0 entries." in out) == (0, True), err
        person, code = await lives(house)
        await house.settled()
        ended, out, err = await audit(house)
        assert (ended, "Everything holds." in out) == (0, True), out + err
        [row] = [line for line in out.splitlines() if code in line]
        assert row.split()[1:4] == ["1.0", "en", "voice"]
        assert "diary, interview" in row
        assert row.split()[-1] == "holds"
        await person.says("/stop")
        await person.hears(story.EN.gone)
        await house.settled()
        ended, out, err = await audit(house)
        assert (ended, "Everything holds." in out) == (0, True), out + err
        [row] = [line for line in out.splitlines() if code in line]
        assert row.split()[-1] == "withdrew"
        assert "Ledger: 2 entries." in out
        ended, _, err = await house.command(
            "backup", "--data", str(house.data), "--out", str(house.root / "copies")
        )
        assert ended == 0, err
    [copy] = (house.root / "copies").glob("2*")
    ended, out, err = await audit(house, "--json", data=copy)
    assert ended == 0, err
    told = json.loads(out)
    assert told["holds"]
    assert [(one["code"], one["verdict"], one["scopes"]) for one in told["participants"]] == [
        (code, "withdrew", [])
    ]
    assert str(person.id) not in out
    assert story.EN.entry.splitlines()[0] not in out


async def test_erased_codes_hold_nothing(house: House) -> None:
    async with house.running():
        _, code = await lives(house)
        await house.settled()
        words = ("erase", str(house.study), code, "--data", str(house.data), "--yes")
        _, out, err = await house.command(*words)
        assert "is erased" in out, out + err
        await house.settled()
        ended, out, err = await audit(house)
    assert ended == 0, out + err
    [row] = [line for line in out.splitlines() if code in line]
    assert "erased: 0 records held" in row
    assert "1 of them of people who were erased" in out


@pytest.mark.parametrize(
    ("choice", "verdict"),
    [("key.erase-said", "withdrew: 0 records held"), ("key.erase-all", "erased: 0 records held")],
)
async def test_erasing_in_the_chat(house: House, choice: str, verdict: str) -> None:
    """The agreement stays with "what I said", as nothing else then shows that what was done with it was allowed."""
    async with house.running():
        person, code = await lives(house)
        await person.says("/stop")
        await person.hears(story.EN.gone)
        await person.presses(Catalogue.load().say("en", choice).split(" | ")[0])
        await house.settled()
        ended, out, err = await audit(house)
    assert (ended, "Everything holds." in out) == (0, True), out + err
    [row] = [line for line in out.splitlines() if code in line]
    assert verdict in row


async def test_what_is_planted_ends_with_1_and_is_named(house: House) -> None:
    async with house.running():
        person, code = await lives(house)
        await person.says("/stop")
        await person.hears(story.EN.gone)
        await house.settled()
    _, out, _ = await audit(house, "--json")
    head = json.loads(out)["head"]
    change(house, "UPDATE records SET at = at + 4000000 WHERE kind = 'entry'")
    ended, out, _ = await audit(house, "--head", head)
    assert ended == 1
    assert "BROKEN  This does not hold: Every record lies within an agreement that covers it" in out
    assert f"{code}: a record of " in out
    assert "lies after the withdrawal of" in out
    assert "1 check is broken." in out
    change(house, "UPDATE records SET at = at - 4000000 WHERE kind = 'entry'")
    change(house, "DELETE FROM ledger_entries WHERE n = 2")
    change(house, "DELETE FROM ledger WHERE n = 2")
    change(house, "UPDATE participants SET withdrawn_at = NULL")
    ended, out, _ = await audit(house, "--head", head)
    assert (ended, "it had 2 before: it was cut back" in out) == (1, True)


async def test_codes_that_were_swapped_are_named(house: House) -> None:
    """One has left: with the codes swapped it would be the other one who had."""
    async with house.running():
        person, first = await lives(house)
        second = await story.agree(await story.arrive(house.world, "ru"), "ru")
        await person.says("/stop")
        await person.hears(story.EN.gone)
        await house.settled()
    for code, now in ((first, "x"), (second, first), ("x", second)):
        change(house, "UPDATE participants SET code = ? WHERE code = ?", now, code)
    ended, out, _ = await audit(house)
    assert ended == 1
    assert f"{second}: the ledger has them as {first} (entries: 1, 3)." in out
    assert f"{first}: the ledger has them as {second} (entries: 2)." in out
    rows = [line.split() for line in out.splitlines()]
    assert [(row[0], row[-1]) for row in rows if row[:1] in ([first], [second])] == [
        (first, "broken"),
        (second, "broken"),
    ]


async def test_with_a_key_every_agreement_is_heard(house: House) -> None:
    async with house.running():
        await lives(house)
        await house.settled()
    ended, out, err = await audit(house, "--key", str(house.key()), passphrase=PASSPHRASE)
    assert ended == 0, out + err
    assert "holds   Every agreement opens with this key" in out
    assert "holds   Every record opens with this key" in out
    # The same bytes under the name of another record of theirs: to a hash beside it they would be right.
    with sqlite3.connect(house.data / "restante.sqlite3") as rows:
        [(voice,)] = rows.execute("SELECT id FROM records WHERE kind = 'consent'").fetchall()
        [(other,)] = rows.execute("SELECT id FROM records WHERE kind <> 'consent' AND vault = 1").fetchall()
    vault = house.data / "vault"
    (vault / voice).write_bytes((vault / other).read_bytes())
    ended, out, _ = await audit(house, "--key", str(house.key()), passphrase=PASSPHRASE)
    assert ended == 1
    assert "it was changed or swapped" in out
    assert "its sound is not here, or is another one" in out
    ended, _, err = await audit(house, "--key", str(house.key()), passphrase="another one")
    assert (ended, "another one" in err) == (2, False)


@pytest.mark.parametrize("head", ["4", "4:zz", "newest", "'; DROP TABLE ledger; --"])
async def test_what_is_no_head_is_refused(house: House, head: str) -> None:
    ended, out, err = await audit(house, "--head", head)
    assert (ended, out, "An audit prints it" in err) == (2, "", True)


async def test_without_data_it_says_where_they_come_from(house: House) -> None:
    ended, out, err = await audit(house)
    assert (ended, out, "there is no database here yet" in err) == (2, "", True)


async def test_a_receipt_for_machines(house: House) -> None:
    async with house.running():
        person, code = await lives(house, "ru")
        await person.says("/stop")
        await person.hears(story.RU.gone)
        await house.settled()
        words = ("consent", "receipt", str(house.study), code, "--data", str(house.data))
        ended, out, err = await house.command(*words)
        assert ended == 0, err
        told = json.loads(out)
        assert told["pii_principal_id"] == code
        assert [one["event_state"] for one in told["event"]] == ["consent given", "consent withdrawn"]
        assert {one["consent_state"] for one in told["pii_processing"]["purposes"]} == {
            "consent withdrawn",
            "not given",
        }
        assert str(person.id) not in out
        words = ("consent", "receipt", str(house.study), "AM-99", "--data", str(house.data))
        ended, out, err = await house.command(*words)
        assert (ended, out, "Nobody in" in err) == (2, "", True)


async def test_a_custodian_alone_hears_the_agreements(house: House) -> None:
    """The team's key opens the answers and no agreement; the custodian's opens the agreement and no answer."""
    public, secret = create_key_pair("ombudsperson", PASSPHRASE, QUICK)
    place = house.study.parent / "keys" / "ombudsperson.pub"
    text = house.study.read_text("utf-8")
    named = "consent:\n  custodian: keys/ombudsperson.pub\n"
    house.study.write_text(text.replace("\nconsent:\n", f"\n{named}", 1), "utf-8")
    assert read_protocol(house.study).consent.custodian == place
    ended, _, err = await house.command("run", str(house.study), "--data", str(house.data))
    assert (ended, "custodian of the study file cannot be used" in err) == (2, True), err
    place.write_text(public)
    keeper = house.root / "laptop" / "ombudsperson.key"
    keeper.write_text(secret)
    async with house.running():
        _, code = await lives(house)
        await house.settled()
    for key, sentence in (
        (house.key(), "1 agreement is sealed to other keys than this one."),
        (keeper, "holds   Every agreement opens with this key"),
    ):
        ended, out, err = await audit(house, "--key", str(key), passphrase=PASSPHRASE)
        assert (ended, sentence in out) == (0, True), out + err
        assert "sealed to the custodian's key alone" in out
    out = house.root / "export"
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
    ended, told, err = await house.command(*words, RESTANTE_PASSPHRASE=PASSPHRASE)
    assert (ended, "1 agreement left out" in told) == (0, True), told + err
    assert "NOT IN IT: 1 agreement, as they were said or written." in (out / "README.txt").read_text("utf-8")
    assert [path.name for path in (out / "voices").iterdir()] == [f"{code}_1.ogg"]
