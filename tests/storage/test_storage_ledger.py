"""The consent ledger on disk: what is planted in a data folder behind its back, and the audit of it without a key."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from ledger_world import (
    SECOND,
    SOUND,
    VOICE,
    about,
    agreement,
    agrees,
    audited,
    leaves,
    plain,
    said,
    told,
)
from storage_world import ANI, DAY, LEVAN, NOW, commit, look, person

from storage.auditing import evidence
from storage.commit import Commit, apply
from storage.database import Database
from storage.desk import DeskClosed
from storage.ledger import begin
from storage.rows import NewEntry, PlannedPrompt, ScopeChangeRow, SealedRecord
from storage.vault import Vault
from storage.wordings import keep
from study.wordings import Plan


@pytest.fixture
def vault(path: Path) -> Vault:
    return Vault(path.parent / "vault")


@pytest.fixture
async def lived(db: Database, vault: Vault) -> Database:
    """Ani has agreed, said something, taken back a scope, and left; then said no more."""
    await db.belongs_to("crossing")
    await commit(db, participants=[person(code="AM-01", site="AM")], numbers=[("AM", 1)])
    await agrees(db, vault, agreement())
    await commit(db, records=[said(1)])
    change = ScopeChangeRow(ANI, "quotes", False, NOW + 2 * DAY)
    body = about("scope", NOW + 2 * DAY) | {"scope": "quotes", "given": False}
    await commit(db, scopes_changed=[change], ledger=[NewEntry(ANI, body)])
    await leaves(db, 3)
    return db


async def test_an_honest_folder_holds(lived: Database) -> None:
    made = await audited(lived)
    assert told(made) == {}
    [line] = made.lines
    assert (line.code, line.told, line.records, line.withdrawn_at) == ("AM-01", "withdrew", 1, NOW + 3 * DAY)
    assert made.head.n == 3


async def test_the_voice_is_bound_by_what_lies_in_the_vault(lived: Database) -> None:
    [body] = look(lived, "SELECT body FROM ledger_entries WHERE n = 1")
    assert json.loads(body)["sealed_sha256"] == sha256(SOUND).hexdigest()


async def after_withdrawal(db: Database, vault: Vault) -> None:
    await commit(db, records=[said(4, "e1" * 16)])


async def without_the_scope(db: Database, vault: Vault) -> None:
    """A wave that asks for quotes, after those were taken back."""
    await keep(db, [], [Plan("quoted", '{"ask":"evening","id":"quoted","scope":"quotes"}', 1, NOW)])
    due = NOW + 2.5 * DAY
    prompt = PlannedPrompt("p9", ANI, "quoted", "evening", 1, 1, due, due + 60, "AM")
    await commit(
        db, prompts_planned=[prompt], records=[replace(said(2.5, "e1" * 16), kind="answer", prompt="p9")]
    )


async def changed_body(db: Database, vault: Vault) -> None:
    plain(db, """UPDATE ledger_entries SET body = replace(body, '"quotes"', '"faces"') WHERE n = 1""")


async def changed_body_and_commitment(db: Database, vault: Vault) -> None:
    """Somebody who knows how a commitment is made, and stops there."""
    await changed_body(db, vault)
    rows = sqlite3.connect(db.path, isolation_level=None)
    [(salt, body)] = rows.execute("SELECT salt, body FROM ledger_entries WHERE n = 1").fetchall()
    made = sha256(b"restante ledger entry 1\n" + salt + body.encode()).digest()
    rows.execute("UPDATE ledger SET commitment = ? WHERE n = 1", (made,))
    rows.close()


async def changed_link(db: Database, vault: Vault) -> None:
    plain(db, "UPDATE ledger SET hash = randomblob(32) WHERE n = 2")


async def missing_link(db: Database, vault: Vault) -> None:
    plain(
        db,
        "DELETE FROM ledger_entries WHERE n = 2",
        "DELETE FROM ledger WHERE n = 2",
        "DELETE FROM scope_changes",
    )


async def swapped_voice(db: Database, vault: Vault) -> None:
    vault.write(VOICE, b"another voice, sealed")


async def swapped_voice_with_its_hash(db: Database, vault: Vault) -> None:
    """The column beside it is no witness: the ledger is."""
    await swapped_voice(db, vault)
    made = sha256(b"another voice, sealed").hexdigest()
    plain(db, f"UPDATE records SET sha256 = x'{made}' WHERE id = '{VOICE}'")


async def rewound_version(db: Database, vault: Vault) -> None:
    await agrees(db, vault, agreement(5, SECOND, version="0.9"))


async def row_made_up(db: Database, vault: Vault) -> None:
    """An agreement that would cover what is said after the withdrawal."""
    await commit(db, consents=[agreement(3.5)], records=[said(4, "e1" * 16)])


async def entry_taken_out(db: Database, vault: Vault) -> None:
    """Of a withdrawal, so that nobody has left."""
    plain(db, "DELETE FROM ledger_entries WHERE n = 3", "UPDATE participants SET withdrawn_at = NULL")
    await commit(db, records=[said(4, "e1" * 16)])


async def another_code(db: Database, vault: Vault) -> None:
    plain(db, "UPDATE participants SET code = 'AM-02'")


async def standing_put_back(db: Database, vault: Vault) -> None:
    plain(db, "UPDATE participants SET stage = 'enrolled'")


async def another_text(db: Database, vault: Vault) -> None:
    plain(db, "UPDATE texts SET body = body || ' '")


async def nonsense_everywhere(db: Database, vault: Vault) -> None:
    """Whoever writes to the file can put anything there: it is told, and nothing is raised."""
    plain(
        db,
        "UPDATE ledger_entries SET salt = 'salt', body = 7 WHERE n = 1",
        "UPDATE ledger SET previous = 'x', commitment = 1.5 WHERE n = 2",
        "UPDATE consents SET scopes = '{', mistakes = 'many', given_at = 'soon'",
        "UPDATE records SET at = 'later'",
        "UPDATE participants SET withdrawn_at = x'00'",
    )


PLANTED: list[tuple[Callable[[Database, Vault], Any], str, str]] = [
    (after_withdrawal, "records", "AM-01: a record of 2024-03-13 16:00 UTC (entry, e1"),
    (without_the_scope, "records", "needs the scope quotes, which was not held"),
    (changed_body, "ledger", "Entry 1 no longer says what it said when it was made."),
    (changed_body_and_commitment, "ledger", "Entry 1 is not the one that its hash was made of."),
    (changed_link, "ledger", "Entry 3 does not follow from the one before it."),
    (missing_link, "ledger", "Entry 2 is missing: after entry 1 comes entry 3."),
    (swapped_voice, "recordings", "it was changed or swapped"),
    (swapped_voice_with_its_hash, "recordings", "it was changed or swapped"),
    (rewound_version, "versions", "AM-01: version 1.0 was followed by version 0.9."),
    (row_made_up, "rows", "an agreement of 2024-03-13 04:00 UTC is in the data, and not so in the ledger"),
    (row_made_up, "records", "lies after the withdrawal"),
    (entry_taken_out, "ledger", "What 1 of the entries say is gone, and nobody was erased."),
    (another_code, "rows", "AM-02: the ledger has them as AM-01 (entries: 1, 2, 3)."),
    (standing_put_back, "rows", "AM-01: by their row they take part, and they withdrew on 2024-03-12"),
    (another_text, "texts", "no longer has the SHA-256"),
    (nonsense_everywhere, "ledger", "Entry 1 no longer says what it said"),
    (nonsense_everywhere, "records", "lies before any agreement"),
]


@pytest.mark.parametrize(
    ("plant", "check", "sentence"), PLANTED, ids=lambda one: getattr(one, "__name__", "")
)
async def test_what_is_planted_is_found(
    lived: Database,
    vault: Vault,
    plant: Callable[[Database, Vault], Any],
    check: str,
    sentence: str,
) -> None:
    await plant(lived, vault)
    made = await audited(lived)
    assert sentence in told(made)[check]


async def test_a_ledger_that_was_cut_back_is_found_by_its_head(lived: Database) -> None:
    seen = (await audited(lived)).head
    plain(
        lived,
        "DELETE FROM ledger_entries WHERE n = 3",
        "DELETE FROM ledger WHERE n = 3",
        "UPDATE participants SET withdrawn_at = NULL, stage = 'enrolled'",
    )
    assert told(await audited(lived)) == {}
    assert told(await audited(lived, seen)) == {
        "head": "The ledger ends at entry 2, and it had 3 before: it was cut back."
    }


async def test_after_erasing_the_chain_is_whole_and_says_nothing(lived: Database, vault: Vault) -> None:
    seen = (await audited(lived)).head
    await apply(lived, Commit(forgotten=[ANI]))
    made = await audited(lived, seen)
    assert told(made) == {}
    assert [(line.code, line.told) for line in made.lines] == [("AM-01", "erased: 0 records held")]
    assert (made.erased_entries, made.head) == (3, seen)
    assert look(lived, "SELECT COUNT(*) FROM ledger_entries") == [0]


async def test_what_is_older_than_the_ledger_is_entered_once(db: Database, vault: Vault) -> None:
    """As a folder is that an earlier version has left: rows, and no entry of them."""
    left = person(code="AM-01", site="AM", stage="withdrawn", withdrawn_at=NOW + 3 * DAY)
    old = SealedRecord(VOICE, ANI, "consent", None, NOW - 60, False, b"beside", True)
    change = ScopeChangeRow(ANI, "quotes", False, NOW + 2 * DAY)
    await db.belongs_to("crossing")
    await commit(db, participants=[left], numbers=[("AM", 1)])
    await commit(db, records=[old, said(1)], consents=[agreement()], scopes_changed=[change])
    vault.write(VOICE, SOUND)
    assert "rows" in told(await audited(db))
    await begin(db, vault.folder)
    await begin(db, vault.folder)
    made = await audited(db)
    assert told(made) == {}
    assert (made.lines[0].before_ledger, made.head.n) == (True, 3)
    bodies = [json.loads(body) for body in look(db, "SELECT body FROM ledger_entries ORDER BY n")]
    assert [(body["kind"], body["before_ledger"], body["code"]) for body in bodies] == [
        ("consent", True, "AM-01"),
        ("scope", True, "AM-01"),
        ("withdrawal", True, "AM-01"),
    ]
    assert bodies[0]["sealed_sha256"] == sha256(SOUND).hexdigest()
    vault.write(VOICE, b"another voice, sealed")
    assert "recordings" in told(await audited(db))


async def test_a_row_that_turns_up_later_is_not_entered(lived: Database, vault: Vault) -> None:
    await begin(lived, vault.folder)
    await commit(lived, consents=[agreement(4)])
    await begin(lived, vault.folder)
    assert "rows" in told(await audited(lived))


async def test_an_agreement_older_than_the_ledger_whose_sound_is_lost(db: Database, vault: Vault) -> None:
    await db.belongs_to("crossing")
    await commit(db, participants=[person(code="AM-01", site="AM")], numbers=[("AM", 1)])
    old = SealedRecord(VOICE, ANI, "consent", None, NOW - 60, False, b"beside", True)
    await commit(db, records=[old], consents=[agreement()])
    await begin(db, vault.folder)
    assert "is not here" in told(await audited(db))["recordings"]
    vault.write(VOICE, SOUND)
    [check] = [check for check in (await audited(db)).checks if check.name == "recordings"]
    assert check.notes == ("Older than the ledger, which has no hash of their recording: 1 of 1.",)


async def test_entries_of_one_commit_follow_each_other(db: Database) -> None:
    await commit(db, participants=[person(), person(LEVAN)])
    bodies = [about("told", NOW + number) for number in range(3)]
    await commit(
        db, ledger=[NewEntry(who, body) for who, body in zip((ANI, LEVAN, ANI), bodies, strict=True)]
    )
    links = look(db, "SELECT n, previous, hash FROM ledger ORDER BY n")
    assert [n for n, _, _ in links] == [1, 2, 3]
    assert [previous for _, previous, _ in links] == [bytes(32), links[0][2], links[1][2]]


async def test_a_commit_that_cannot_be_leaves_no_entry(db: Database) -> None:
    await commit(db, participants=[person()])
    with pytest.raises(sqlite3.IntegrityError):
        await commit(db, ledger=[NewEntry(ANI, about("told", NOW)), NewEntry(LEVAN, about("told", NOW))])
    assert look(db, "SELECT COUNT(*) FROM ledger") == [0]


async def test_data_of_another_study_are_not_audited(lived: Database) -> None:
    with pytest.raises(DeskClosed, match="these are the data of the study 'crossing'"):
        await evidence(lived.path, lived.path.parent / "vault", "rivers")
