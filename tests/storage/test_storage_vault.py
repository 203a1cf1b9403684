"""The vault: files that are whole or not there, hostile names, and what a crash leaves."""

import os
from pathlib import Path

import pytest
from storage_world import ANI, NOW, SOUND, commit, fetch, look, person, record

from storage.database import Database
from storage.errors import StorageError
from storage.vault import Vault


@pytest.fixture
def vault(path: Path) -> Vault:
    return Vault(path.parent / "vault")


def names(vault: Vault) -> list[str]:
    return sorted(path.name for path in vault.folder.iterdir())


def test_what_is_written_is_read(vault: Vault) -> None:
    for sealed in (b"first", b"", b"\x00\xff" * 100_000):
        vault.write(SOUND, sealed)
        assert vault.read(SOUND) == sealed
    assert names(vault) == [SOUND]
    vault.remove(SOUND)
    assert names(vault) == []
    with pytest.raises(FileNotFoundError):
        vault.read(SOUND)


def test_removing_what_is_not_there_is_fine(vault: Vault) -> None:
    vault.remove(SOUND)


def test_nobody_else_may_look(path: Path) -> None:
    folder = path.parent / "vault"
    folder.mkdir(parents=True, mode=0o755)
    before = os.umask(0)
    try:
        Vault(folder).write(SOUND, b"sealed")
    finally:
        os.umask(before)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / SOUND).stat().st_mode & 0o777 == 0o600


HOSTILE = [
    "", ".", "..", "../lock", "/etc/passwd", "a/b", "a\\b", "a\0b", "A1B2", "0x1f", "a1.part", "a1\n", "\na1", "a b",
    "٣٤", "a" * 65, "g1", "-a1", "~", "%61", "\u202ea1",
]  # fmt: skip


async def cleared(vault: Vault, db: Database) -> None:
    """As the service does after a commit that took something away."""
    await vault.forget(db, await vault.scrap(db))


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
async def test_hostile_names_touch_nothing(vault: Vault, db: Database, name: str) -> None:
    before = sorted(vault.folder.parent.rglob("*"))
    for attempt in (lambda: vault.write(name, b"x"), lambda: vault.read(name), lambda: vault.remove(name)):
        with pytest.raises(StorageError, match="hexadecimal"):
            attempt()
    async with db.transaction() as connection:
        await connection.execute("INSERT INTO leftovers VALUES (?)", (name,))
    (vault.folder.parent / "passwd").write_text("not to be swept")
    await cleared(vault, db)
    assert look(db, "SELECT media FROM leftovers") == []
    assert {*before, vault.folder.parent / "passwd"} <= set(vault.folder.parent.rglob("*"))


class PulledPlug(BaseException):
    """Power is gone."""


@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_a_crash_leaves_the_old_or_nothing(
    vault: Vault, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def crash(*_: object) -> None:
        raise PulledPlug

    def write(media: str) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(os if moment == "fsync" else Path, moment, crash)
            with pytest.raises(PulledPlug):
                vault.write(media, b"new")

    vault.write("aa", b"old")
    write("aa")
    write("bb")
    assert vault.read("aa") == b"old"
    assert names(vault) == ["aa", "aa.part", "bb.part"]
    vault.write("aa", b"newer")
    assert vault.read("aa") == b"newer"


def test_the_name_is_given_only_to_what_is_on_disk(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes are synchronised before the rename, the folder after it."""
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def watched_fsync(descriptor: int) -> None:
        steps.append("folder" if os.path.isdir(f"/proc/self/fd/{descriptor}") else "bytes")
        fsync(descriptor)

    def watched_replace(path: Path, target: Path) -> Path:
        steps.append("rename")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "replace", watched_replace)
    vault.write(SOUND, b"sealed")
    assert steps == ["bytes", "rename", "folder"]


async def test_the_sweep_takes_what_nobody_knows_and_nothing_else(vault: Vault, home: Database) -> None:
    await commit(home, records=[record("aa", vault=True), record("bb")], fetches=[fetch("cc")])
    for media in ("aa", "bb", "cc", "dd"):
        vault.write(media, b"sealed")
    for name in ("aa.part", "ee.part", "README", "backup.tar", "notes.part"):
        (vault.folder / name).write_bytes(b"left")
    (vault.folder / "folder").mkdir()
    await vault.sweep(home)
    assert names(vault) == ["README", "aa", "backup.tar", "cc", "folder", "notes.part"]


async def test_what_a_commit_dropped_is_cleared(vault: Vault, home: Database) -> None:
    await commit(home, records=[record("aa", vault=True), record("bb", vault=True)], fetches=[fetch("cc")])
    for media in ("aa", "bb", "cc"):
        vault.write(media, b"sealed")
    await commit(home, discarded=["bb"])
    assert look(home, "SELECT media FROM leftovers") == ["bb"]
    await cleared(vault, home)
    assert names(vault) == ["aa", "cc"]
    assert look(home, "SELECT media FROM leftovers") == []
    await commit(home, forgotten=[ANI])
    await cleared(vault, home)
    assert names(vault) == []
    assert look(home, "SELECT media FROM leftovers") == []


async def test_a_clearing_that_fails_is_done_again(
    vault: Vault, home: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await commit(home, records=[record(SOUND, vault=True)])
    vault.write(SOUND, b"sealed")
    await commit(home, discarded=[SOUND])
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", lambda *_: (_ for _ in ()).throw(OSError("the disk is sulking")))
        with pytest.raises(OSError, match="sulking"):
            await cleared(vault, home)
    assert look(home, "SELECT media FROM leftovers") == [SOUND]
    await cleared(vault, home)
    assert names(vault) == []


async def test_the_sweep_leaves_what_is_being_written(
    vault: Vault, home: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await commit(home, fetches=[fetch()])
    replace = Path.replace
    seen: list[set[str]] = []

    def meanwhile(path: Path, target: Path) -> Path:
        seen.append(vault._files())
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", meanwhile)
    vault.write(SOUND, b"sealed")
    assert seen == [set()]
    assert vault._files() == {SOUND}


def test_what_is_written_anew_while_a_crash_is_swept_stays_whole(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sweep saw what a crash left of a file; before it clears that, the same file is being written again."""
    (vault.folder / f"{SOUND}.part").write_bytes(b"left")
    seen = vault._files()
    assert seen == {f"{SOUND}.part"}
    replace = Path.replace

    def meanwhile(path: Path, target: Path) -> Path:
        vault._clear(seen)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", meanwhile)
    vault.write(SOUND, b"sealed")
    assert vault.read(SOUND) == b"sealed"


def test_removed_sounds_are_overwritten(vault: Vault) -> None:
    vault.write(SOUND, b"sealed sound")
    os.link(vault.folder / SOUND, vault.folder.parent / "another name of the same file")
    vault.remove(SOUND)
    assert (vault.folder.parent / "another name of the same file").read_bytes() == bytes(12)


async def test_a_voice_dropped_between_vault_and_commit_is_swept(vault: Vault, home: Database) -> None:
    """Killed after the sound was written, before its record was: the person left meanwhile."""
    await commit(home, fetches=[fetch()])
    vault.write(SOUND, b"sealed")
    await commit(home, forgotten=[ANI], participants=[person("77" * 16, arrived_at=NOW)])
    await vault.sweep(home)
    assert names(vault) == []
