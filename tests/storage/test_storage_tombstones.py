"""The file `erased`, and what a database knows of it."""

import os
import sqlite3
from pathlib import Path

import pytest
from storage_world import ANI, LEVAN, NOW, commit, person

from storage import tombstones
from storage.database import Database
from storage.migrating import migrations
from storage.tombstones import FILE, UNFINISHED, Marks, Moment, add_to_file, mark, moment, read_file

A, B = mark("a"), mark("b")


@pytest.mark.parametrize(
    ("text", "erased", "said", "left"),
    [
        ("", set(), set(), set()),
        (f"{A.hex()}\n", {A}, set(), set()),
        (f"{A.hex()}\n{B.hex()[:40]}", {A}, set(), set()),
        (f"{A.hex()}\n{B.hex()[:40]}\n{B.hex()}\n", {A, B}, set(), set()),
        (f"said {A.hex()} 5.000000\nsaid {A.hex()} 7.5\nleft {B.hex()} 9.250000\n", set(), {(A, 5.0)}, {(B, 9.25)}),
        (f"left {A.hex()} 5.000000\nleft {A.hex()} 3.000001", set(), set(), {(A, 5.0), (A, 3.000001)}),
        (f"left {A.hex()} 1709884817.25", set(), set(), set()),  # torn
        (f"said {A.hex()}\n{A.hex()} 5\nleft {A.hex()} x\nkept {A.hex()} 5\n{A.hex().upper()}\n", set(), set(), set()),
        ("\0\xff nonsense \U0001f642\n" * 3 + f"{A.hex()}\r\n{B.hex()}\n", {B}, set(), set()),
    ],
)  # fmt: skip
def test_reading_marks(
    tmp_path: Path, text: str, erased: set[bytes], said: set[Moment], left: set[Moment]
) -> None:
    path = tmp_path / FILE
    path.write_bytes(text.encode())
    assert read_file(path) == Marks(erased, said, left)


def test_marks_are_added_once_and_after_a_torn_line(tmp_path: Path) -> None:
    path = tmp_path / FILE
    assert read_file(path) == Marks()
    add_to_file(path, Marks())
    assert not path.exists()
    add_to_file(path, Marks({A}))
    assert path.stat().st_mode & 0o777 == 0o600
    size = path.stat().st_size
    add_to_file(path, Marks({A}))
    assert path.stat().st_size == size
    with path.open("a") as file:
        file.write(B.hex()[:20])
    add_to_file(path, Marks(said={(B, 3.5)}, left={(B, 4.0)}))
    assert read_file(path) == Marks({A}, {(B, 3.5)}, {(B, 4.0)})
    add_to_file(path, Marks(said={(B, 2.0)}))
    assert read_file(path).said == {(B, 3.5), (B, 2.0)}


def test_of_who_is_erased_no_moment_stays_in_the_file(tmp_path: Path) -> None:
    """Nor in the bytes that were the file, nor beside it."""
    path = tmp_path / FILE
    add_to_file(path, Marks(said={(A, 3.5), (B, 7.5)}, left={(A, 3.5), (A, 9.0), (B, 7.5)}))
    os.link(path, tmp_path / "the bytes before")
    add_to_file(path, Marks({A}))
    assert read_file(path) == Marks({A}, {(B, 7.5)}, {(B, 7.5)})
    assert path.read_text().count(A.hex()) == 1
    assert not any((tmp_path / "the bytes before").read_bytes())
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == [FILE, "the bytes before"]


def test_nor_do_moments_of_theirs_come_in_from_another_place(tmp_path: Path) -> None:
    path, other = tmp_path / FILE, tmp_path / "elsewhere"
    add_to_file(path, Marks({A}))
    other.write_text(f"left {A.hex()} 3.000000\n{B.hex()}\nleft {B.hex()} 4.000000\n")  # by an older version
    add_to_file(path, read_file(other))
    assert path.read_text().split() == [A.hex(), B.hex()]
    add_to_file(other, Marks())  # and so it is set right by itself, at the next start
    assert other.read_text() == f"{B.hex()}\nleft {A.hex()} 3.000000\n"


@pytest.mark.parametrize("killed", ["replace", "settle", "blank"])
def test_a_kill_while_it_is_written_anew_loses_no_mark(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed: str
) -> None:
    path = tmp_path / FILE
    add_to_file(path, Marks(said={(B, 7.5)}, left={(A, 3.5)}))

    def kill(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(*((Path, "replace") if killed == "replace" else (tombstones, killed)), kill)
        with pytest.raises(KeyboardInterrupt):
            add_to_file(path, Marks({A}))
    assert read_file(path).erased == {A}
    assert read_file(path).said == {(B, 7.5)}
    add_to_file(path, Marks({B}))
    assert read_file(path) == Marks({A, B}), "nothing comes in from what the kill left"
    assert not path.with_name(FILE + UNFINISHED).exists()


def test_whoever_reads_while_it_is_written_anew_reads_all_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was opened before, and its bytes are overwritten before they are read."""
    path = tmp_path / FILE
    add_to_file(path, Marks({B}, left={(A, 3.5)}))
    fstat, once = os.fstat, iter((True,))

    def late(descriptor: int) -> os.stat_result:
        found = fstat(descriptor)
        if next(once, False):
            monkeypatch.undo()
            add_to_file(path, Marks({A}))
        return found

    monkeypatch.setattr(tombstones.os, "fstat", late)
    assert read_file(path) == Marks({A, B})


def test_a_mark_is_what_the_document_says() -> None:
    """printf 'restante tombstone 1\\nabc' | sha256sum"""
    assert mark("abc").hex() == "0ed563cd96a0d9d5c542682901016d85bbbe03d9d9b6b05061b945d46943b333"


async def test_a_database_knows_what_it_has_carried_out_as_the_file_says_it(
    db: Database, tmp_path: Path
) -> None:
    """To the microsecond, though not every one of these is a number that a computer has."""
    await commit(db, participants=[person(), person(LEVAN)])
    moments = [NOW + n / 7 for n in range(50)]
    await commit(db, marked=[(kind, ANI, at) for at in moments for kind in ("left", "said")])
    add_to_file(tmp_path / FILE, Marks(left={moment(ANI, at) for at in moments}))
    known = await tombstones.marks_of(db.reader)
    assert known.left == known.said == read_file(tmp_path / FILE).left
    assert len(known.left) == 50
    await commit(db, forgotten=[ANI])
    assert await tombstones.marks_of(db.reader) == Marks({mark(ANI)})


async def test_whoever_left_under_an_older_version_is_known_to_have(path: Path) -> None:
    path.parent.mkdir()
    older = sqlite3.connect(path)
    for number, text in migrations():
        if number <= 12:
            older.executescript(text)
    older.execute("INSERT INTO meta (name, value) VALUES ('form', '12')")
    older.execute(
        "INSERT INTO participants (id, language, stage, arrived_at, withdrawn_at, state_boxed) "
        "VALUES (?, 'ru', 'enrolled', 0, ?, ''), (?, 'ru', 'enrolled', 0, NULL, '')",
        (ANI, NOW, LEVAN),
    )
    older.commit()
    older.close()
    db = await Database.open(path)
    assert await tombstones.marks_of(db.reader) == Marks(left={moment(ANI, NOW)})
    await db.close()
