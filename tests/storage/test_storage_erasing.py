"""Erasing, table by table, and a look through every byte of the data folder afterwards.

Every table of the database must stand in `HELD`: what of somebody lies in it, and how it goes. A table that is not
there fails the suite, and so does one in which the person of these tests has no row."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from storage_world import LEVAN, NOW, commit, furnish, look, person

from storage import inbox, outbox, traces
from storage.backup import Place, copy
from storage.database import Database
from storage.outbox import Ends
from storage.rows import (
    Boxed,
    ConsentRow,
    Contact,
    HeardSound,
    InvitationRow,
    NewEntry,
    NewFetch,
    NewInbound,
    NewMessage,
    NewWord,
    PlannedPrompt,
    ReceiptRow,
    RequestRow,
    ScopeChangeRow,
    SealedRecord,
    StayRow,
    TimerRow,
    TryRow,
)
from storage.vault import Vault

GOES = "goes with the person"
STRIPPED = "stays as a row that says nothing of anybody"
NOTHING = "never holds anything of anybody"
WAITS = "names what is to be overwritten, until it is"

HELD = {
    "consents": GOES,
    "contacts": GOES,
    "fetches": GOES,
    "invitations": GOES,
    "inbox": STRIPPED,  # of an update the number stays, so that it is known when it comes a second time
    "ledger": STRIPPED,  # commitments, which say nothing without their salts
    "ledger_entries": GOES,
    "ledger_others": GOES,  # whom an entry of somebody else names
    "leavings": GOES,
    "leftovers": WAITS,
    "messages": GOES,
    "meta": NOTHING,
    "numbers": NOTHING,  # that a code was given, and never to whom
    "outbox": STRIPPED,
    "participants": GOES,
    "plans": NOTHING,
    "prompts": GOES,
    "receipts": GOES,
    "records": GOES,
    "requests": GOES,
    "scope_changes": GOES,
    "sounds": GOES,
    "stays": GOES,
    "tallies": NOTHING,
    "texts": NOTHING,  # what all were shown
    "timers": GOES,
    "tombstones": STRIPPED,  # the mark that they leave
    "tries": STRIPPED,  # by the chat's keyed hash, for a day
    "wordings": NOTHING,
}

AGREED, SPOKEN, WRITTEN, COMING = "agreed", "spoken", "written", "coming"


class Life:
    """Somebody with a row in every table that can hold one, each value of it their own."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.id = f"{chance.getrandbits(128):032x}"
        self.ids = {
            name: f"{chance.getrandbits(128):032x}" for name in (AGREED, SPOKEN, WRITTEN, COMING, "prompt")
        }
        self._bytes = {
            name: chance.randbytes(length)
            for name, length in {
                "state": 900, "chat": 80, "lookup": 32, "receipt": 32, "invitation": 32, "tries": 32, "heard": 32,
                AGREED: 700, SPOKEN: 700, WRITTEN: 9_000, COMING: 300, "update": 400, "parked": 5_000,
                "media": 128, "sent": 300, "waiting": 6_000, "sound agreed": 40_000, "sound spoken": 90_000,
                "sha256": 32, "unread": 3_000,
            }.items()
        }  # fmt: skip

    def __getitem__(self, name: str) -> Boxed:
        return Boxed(self._bytes[name])

    @property
    def code(self) -> str:
        return f"AM-{int(self.id[:4], 16)}"

    @property
    def said(self) -> list[bytes]:
        """Everything of theirs that is bytes, but the sounds."""
        return [value for name, value in self._bytes.items() if name != "tries"]

    async def live(self, db: Database, vault: Vault) -> None:
        who, ids = self.id, self.ids
        row = person(
            who,
            code=self.code,
            site="AM",
            stage="enrolled",
            state=self["state"],
            enrolled_at=NOW,
        )
        consent = ConsentRow(who, "1.0", "ru", "the text", "5f" * 32, ("diary",), 0, ids[AGREED], NOW)
        await commit(db, participants=[row], contacts=[Contact(who, self["lookup"], self["chat"])])
        records = [
            SealedRecord(ids[AGREED], who, "consent", None, NOW, False, self[AGREED], True, self["sha256"]),
            SealedRecord(ids[SPOKEN], who, "entry", None, NOW, False, self[SPOKEN], True),
            SealedRecord(ids[WRITTEN], who, "answer", ids["prompt"], NOW, False, self[WRITTEN], False),
        ]
        for name in (AGREED, SPOKEN):
            vault.write(ids[name], self[f"sound {name}"])
        prompt = PlannedPrompt(ids["prompt"], who, "first-week", "evening", 3, 1, NOW, NOW + 3600, "AM")
        await commit(
            db,
            prompts_planned=[prompt],
            timers=[TimerRow(f"{who}:prompt:{prompt.id}", who, "prompt", prompt.id, NOW, "{}", "first-week")],
            records=records,
            consents=[consent],
            stays=[StayRow(who, "AM", "Asia/Yerevan", NOW)],
            scopes_changed=[ScopeChangeRow(who, "letter", True, NOW)],
            fetches=[NewFetch(ids[COMING], who, self[COMING], NOW)],
            ledger=[
                NewEntry(who, {"kind": "consent", "participant": who}, ids[AGREED]),
                NewEntry(LEVAN, {"kind": "together", "participant": LEVAN}, other=self.code),
            ],
            receipts=[ReceiptRow(who, self["receipt"])],
            invitations=[InvitationRow(who, self["invitation"], NOW + 1)],
            requests=[RequestRow(who, "file", NOW)],
            messages=[NewMessage(who, 7, NOW, None)],
            heard=[HeardSound(self["heard"], who)],
            tries=[TryRow(self["tries"], NOW)],
            marked=[("left", who, NOW - 900.5), ("said", who, NOW - 900.5)],
        )
        await self._happens(db)

    async def _happens(self, db: Database) -> None:
        """Something waits, something was put aside, something is said and something is on its way."""
        who, lane = self.id, bytes(self["lookup"])
        rows = [
            NewInbound(f"update:{who[:6]}1", "update", None, self["update"], 7, NOW, lane),
            NewInbound(f"update:{who[:6]}2", "update", None, self["parked"], 7, NOW, lane),
            NewInbound(f"media:{self.ids[SPOKEN]}", "media", who, self["media"], 7, NOW, who.encode()),
            NewInbound(f"update:{who[:6]}3", "update", None, self["unread"], 7, NOW, lane),
        ]
        await inbox.journal(db, rows)
        mine = dict(look(db, "SELECT once, id FROM inbox"))
        await commit(
            db,
            done=[mine[rows[0].once]],
            owned=[(mine[rows[1].once], who)],
            parked=[(mine[rows[1].once], "KeyError"), (mine[rows[3].once], "UnreadableUpdate")],
        )
        await commit(db, words=[NewWord(who, lane, "reply", "once", self["sent"], NOW, self.ids["prompt"])])
        sent = await outbox.turn(db, Ends(), 9, NOW)
        await outbox.turn(db, Ends(sent=[one.id for one in sent]), 0, NOW)
        await commit(db, words=[NewWord(who, lane, "reply", "once", self["waiting"], NOW)])


@pytest.fixture
async def life(db: Database, path: Path) -> Life:
    """Beside two others."""
    await furnish(db)
    found, vault = Life(1), Vault(path.parent / "vault")
    await found.live(db, vault)
    await Life(2).live(db, vault)
    return found


def tables(db: Database | Path) -> set[str]:
    names = set(look(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"))
    return {str(name) for name in names}


def test_every_table_is_known_here(db: Database) -> None:
    assert tables(db) == HELD.keys(), (
        "a new table: say in HELD what it holds of somebody, and give Life a row in it"
    )


def test_whoever_is_erased_was_everywhere(db: Database, life: Life) -> None:
    """Else the tests below could not fail."""
    for table, how in HELD.items():
        columns = look(db, "SELECT name FROM pragma_table_info(?)", table)
        column = "id" if table == "participants" else "participant"
        if how is GOES:
            assert look(db, f"SELECT COUNT(*) FROM {table} WHERE {column} = ?", life.id) != [0], table
        elif how is NOTHING:
            assert "participant" not in columns, table


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def remains(folder: Path, life: Life) -> list[str]:
    """The files in which 32 bytes of theirs are still found, searched plainly."""
    runs = [life.id.encode(), *(id.encode() for id in life.ids.values())]
    for value in life.said:
        runs += [value[at : at + 32] for at in range(0, len(value) - 31, 32)]
    there = bytes_of(folder)
    return [name for name, content in there.items() if any(run in content for run in runs)]


async def cleared(db: Database, path: Path) -> None:
    vault = Vault(path.parent / "vault")
    await vault.forget(db, await vault.scrap(db))
    assert await db.owes_rewriting()
    await db.rewrite()


async def let_go(db: Database) -> None:
    """What still waits to be said goes out."""
    rows = await outbox.turn(db, Ends(), 99, NOW)
    await outbox.turn(db, Ends(sent=[one.id for one in rows]), 0, NOW)


async def test_of_everything_nothing_is_left(db: Database, path: Path, life: Life) -> None:
    wanted = await traces.of(path, path.parent / "vault", life.id)
    assert remains(path.parent, life)
    before = traces.look(path.parent, wanted)
    assert wanted.count > 100
    assert (
        set(before.found) >= {path, path.parent / "vault" / life.ids[SPOKEN]}
        or path.with_name(path.name + "-wal") in before.found
    )
    other = Life(2)
    await commit(db, silenced=[life.id], blanked=[life["lookup"]], forgotten=[life.id])
    for table, how in HELD.items():
        if how is GOES:
            column = "id" if table == "participants" else "participant"
            assert look(db, f"SELECT COUNT(*) FROM {table} WHERE {column} = ?", life.id) == [0], table
            assert look(db, f"SELECT COUNT(*) FROM {table} WHERE {column} = ?", other.id) != [0], table
    await cleared(db, path)
    assert remains(path.parent, life) == []
    after = traces.look(path.parent, wanted)
    assert (after.found, after.runs) == ({}, wanted.count)
    assert other.id.encode() in b"".join(bytes_of(path.parent).values())


async def test_what_they_said_goes_and_that_they_agreed_stays(db: Database, path: Path, life: Life) -> None:
    wanted = await traces.of(path, path.parent / "vault", life.id, said_only=True)
    assert wanted.count > 50
    lane = bytes(life["lookup"])
    await inbox.journal(db, [NewInbound("update:again", "update", None, Boxed(b"tried"), 7, NOW, lane)])
    again = look(db, "SELECT id FROM inbox WHERE once = 'update:again'")[0]
    await commit(db, owned=[(again, life.id)], retried=[(again, "KeyError", NOW + 9)])
    await commit(db, unsaid=[life.id])
    assert look(db, "SELECT state, body_boxed FROM inbox WHERE id = ?", again) == [("done", None)]
    await cleared(db, path)
    assert traces.look(path.parent, wanted).found == {}
    assert look(db, "SELECT id FROM records WHERE participant = ?", life.id) == [life.ids[AGREED]]
    assert (path.parent / "vault" / life.ids[AGREED]).read_bytes() == life["sound agreed"]
    for table in ("participants", "contacts", "consents", "ledger_entries", "prompts", "receipts"):
        column = "id" if table == "participants" else "participant"
        assert look(db, f"SELECT COUNT(*) FROM {table} WHERE {column} = ?", life.id) != [0], table
    for table in ("fetches", "sounds"):
        assert look(db, f"SELECT COUNT(*) FROM {table} WHERE participant = ?", life.id) == [0], table
    assert look(db, "SELECT COUNT(*) FROM inbox WHERE body_boxed = ?", life["unread"]) == [0]
    assert look(db, "SELECT COUNT(*) FROM inbox WHERE body_boxed = ?", Life(2)["unread"]) == [1]


async def test_whatever_is_left_over_is_found(db: Database, path: Path, life: Life) -> None:
    """The look itself, on every kind of remains: a whole value, a page of one, an id, a keyed hash, in any place."""
    wanted = await traces.of(path, path.parent / "vault", life.id)
    await commit(db, silenced=[life.id], blanked=[life["lookup"]], forgotten=[life.id])
    await cleared(db, path)
    spot = path.parent / "spot"
    pieces = {
        "an id": life.ids["prompt"].encode(),
        "the person": life.id.encode(),
        "a keyed hash": life["lookup"],
        "the state": life["state"],
        "the end of it": life["state"][-40:],
        "a page of an envelope": life[WRITTEN][4_100:8_192],
        "a page of a sound": life["sound spoken"][40_960:45_056],
        "the head of a sound": life["sound spoken"][:4_096],
    }
    for name, piece in pieces.items():
        for before in (0, 1, 15, 4_095, (1 << 20) - 20, (1 << 20) - 1):
            spot.write_bytes(bytes(before) + piece + bytes(7))
            assert spot in traces.look(path.parent, wanted).found, (name, before)
    spot.write_bytes(random.Random(3).randbytes(100_000))
    assert traces.look(path.parent, wanted).found == {}


async def test_of_a_copy_made_afterwards_nothing_is_left_either(db: Database, path: Path, life: Life) -> None:
    wanted = await traces.of(path, path.parent / "vault", life.id)
    await commit(db, silenced=[life.id], blanked=[life["lookup"]], forgotten=[life.id])
    await cleared(db, path)
    made = await copy(
        Place(path, path.parent / "vault"), path.parent.parent / "out", datetime(2024, 3, 9, tzinfo=UTC)
    )
    assert traces.look(made.folder, wanted).found == {}
    assert remains(made.folder, life) == []
