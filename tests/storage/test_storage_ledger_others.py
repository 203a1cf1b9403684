"""Two who are interviewed together, in the ledger: each entry names the other one for as long as they are here. Who was
erased stands in nothing that the other one has said."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from ledger_world import CODES, about, agreement, agrees, audited, plain, told
from storage_world import ANI, DAY, LEVAN, NOW, commit, look, person

from storage import tombstones
from storage.database import REWRITING, Database
from storage.migrating import migrations
from storage.rows import NewEntry
from storage.tombstones import Marks, mark
from storage.vault import Vault
from study.audited import Audit
from study.ledger import named

BOTH = ((ANI, LEVAN), (LEVAN, ANI))
[MIGRATION] = [text for _, text in migrations() if "CREATE TABLE ledger_others" in text]


def joined(who: str, other: str, given: bool = True) -> NewEntry:
    """As `bot.entries` writes it."""
    return NewEntry(who, about("together", NOW + 5 * DAY, who) | {"given": given}, other=CODES[other])


def joined_before(who: str, other: str, given: bool = True) -> NewEntry:
    """As an older version has written it."""
    body = about("together", NOW + 5 * DAY, who) | {"given": given, "with": CODES[other]}
    return NewEntry(who, body)


@pytest.fixture
async def two(db: Database, path: Path) -> Database:
    """Ani and Levan have agreed."""
    vault = Vault(path.parent / "vault")
    await db.belongs_to("crossing")
    await commit(
        db,
        participants=[person(who, code=code, site="AM") for who, code in CODES.items()],
        numbers=[("AM", 2)],
    )
    for voice, who in enumerate((ANI, LEVAN)):
        await agrees(db, vault, agreement(voice=f"{voice:032x}", participant=who))
    return db


async def erased(db: Database, who: str = ANI) -> None:
    vault = Vault(db.path.parent / "vault")
    await commit(db, forgotten=[who])
    await vault.forget(db, await vault.scrap(db))
    assert await db.rewrite()


async def brought_up_to_date(db: Database) -> None:
    """A folder in which the older version has worked until now."""
    plain(db, "DROP TABLE ledger_others", MIGRATION)


def anywhere(db: Database, code: str) -> list[str]:
    """The files of the data folder in which a code stands."""
    return [
        path.name
        for path in db.path.parent.rglob("*")
        if path.is_file() and code.encode() in path.read_bytes()
    ]


def notes(made: Audit) -> tuple[str, ...]:
    [check] = [check for check in made.checks if check.name == "rows"]
    return check.notes


async def test_each_entry_names_the_other_by_a_hash(two: Database) -> None:
    await commit(two, ledger=[joined(*pair) for pair in BOTH])
    rows = look(
        two,
        "SELECT e.participant, o.participant, e.body, o.salt FROM ledger_others AS o "
        "JOIN ledger_entries AS e ON e.n = o.n ORDER BY e.n",
    )
    assert [(who, other) for who, other, _, _ in rows] == [*BOTH]
    for who, other, body, salt in rows:
        assert json.loads(body)["with"] == named(salt, CODES[other])
        assert CODES[other] not in body
        assert CODES[who] in body
    assert len({salt for *_, salt in rows}) == 2
    made = await audited(two)
    assert told(made) == {}
    assert notes(made) == (
        "AM-01 is interviewed together with AM-02.",
        "AM-02 is interviewed together with AM-01.",
    )


@pytest.mark.parametrize("entry", [joined, joined_before])
async def test_who_was_erased_is_named_nowhere(two: Database, entry: Callable[[str, str], NewEntry]) -> None:
    await commit(two, ledger=[entry(*pair) for pair in BOTH])
    if entry is joined_before:
        await brought_up_to_date(two)
    head = (await audited(two)).head
    assert told(await audited(two)) == {}
    assert anywhere(two, "AM-01")
    await erased(two)
    assert anywhere(two, "AM-01") == []
    assert anywhere(two, "AM-02")
    made = await audited(two, head)
    assert told(made) == {}
    assert [(line.code, line.told) for line in made.lines] == [
        ("AM-01", "erased: 0 records held"),
        ("AM-02", "holds"),
    ]
    older = entry is joined_before  # then the whole entry went
    assert made.erased_entries == (3 if older else 2)
    assert notes(made) == (() if older else ("AM-02 is interviewed together with somebody who was erased.",))


async def test_who_went_before_the_other_hears_of_it_is_not_named(two: Database) -> None:
    """In one transaction, and in one later."""
    await commit(two, ledger=[joined(LEVAN, ANI)])
    await commit(two, forgotten=[ANI], ledger=[joined(LEVAN, ANI, given=False)])
    await commit(two, ledger=[joined(LEVAN, ANI, given=False)])
    assert await two.rewrite()
    assert look(two, "SELECT * FROM ledger_others") == []
    assert anywhere(two, "AM-01") == []
    assert told(await audited(two)) == {}


async def test_where_whose_entry_it_is_was_erased_nothing_names_the_other_beside_it(two: Database) -> None:
    await commit(two, ledger=[joined(*pair) for pair in BOTH])
    await erased(two, LEVAN)
    assert look(two, "SELECT * FROM ledger_others") == []


async def test_what_names_somebody_who_went_under_an_older_version_goes_when_that_ends(two: Database) -> None:
    """The older version has left her name in what Levan has said."""
    await commit(two, ledger=[joined_before(*pair) for pair in BOTH])
    await commit(two, forgotten=[ANI])
    await two.rewrite()
    assert anywhere(two, "AM-01")
    assert await two.setting(REWRITING) is None
    await brought_up_to_date(two)
    assert await two.owes_rewriting()
    assert await two.rewrite()
    assert anywhere(two, "AM-01") == []
    made = await audited(two)
    assert (told(made), made.erased_entries) == ({}, 3)


async def test_an_older_ledger_in_which_nobody_is_named_stays_as_it_is(two: Database) -> None:
    await commit(two, ledger=[NewEntry(ANI, about("told", NOW) | {"version": "1.0"})])
    await brought_up_to_date(two)
    assert look(two, "SELECT COUNT(*) FROM ledger_entries") == [3]
    assert look(two, "SELECT * FROM ledger_others") == []
    assert not await two.owes_rewriting()


@pytest.mark.parametrize("entry", [joined, joined_before])
@pytest.mark.parametrize("who", [ANI, LEVAN])
async def test_a_copy_from_before_somebody_was_erased_is_audited_without_them(
    two: Database, entry: Callable[[str, str], NewEntry], who: str
) -> None:
    """Where the file of marks lies beside it."""
    await commit(two, ledger=[entry(*pair) for pair in BOTH])
    if entry is joined_before:
        await brought_up_to_date(two)
    tombstones.add_to_file(two.path.with_name(tombstones.FILE), Marks({mark(who)}))
    made = await audited(two)
    assert told(made) == {}
    assert f"{CODES[who]} erased: 0 records held" in [f"{line.code} {line.told}" for line in made.lines]


async def test_whom_an_entry_names_cannot_be_changed_unseen(two: Database) -> None:
    await commit(two, ledger=[joined(*pair) for pair in BOTH])
    plain(two, f"UPDATE ledger_others SET participant = '{ANI}'")
    assert "names another person than the data do" in told(await audited(two))["rows"]
    plain(two, "DELETE FROM ledger_others")
    assert told(await audited(two)) == {
        "ledger": "Whom 2 of the entries name is gone, and nobody was erased."
    }
