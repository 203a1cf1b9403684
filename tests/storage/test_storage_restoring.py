"""A backup put back, and a database put back by hand: whoever was erased since is not brought back by either."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from storage_world import ANI, DAY, LEVAN, NOW, commit, everything, furnish, inbound, look, person, record
from test_storage_erasing import SPOKEN, Life, cleared, let_go, remains

from storage import inbox, tombstones, traces
from storage.backup import Place, copy
from storage.database import Database
from storage.desk import reading
from storage.erasing import take_away
from storage.errors import StorageError
from storage.restoring import RestoreRefused, restore
from storage.rows import ConsentRow
from storage.tombstones import FILE, Marks, mark, moment
from storage.vault import Vault

MADE = datetime(2024, 3, 9, tzinfo=UTC)
NOON = datetime(2024, 3, 10, 12, tzinfo=UTC)


def place(folder: Path) -> Place:
    return Place(folder / "restante.sqlite3", folder / "vault")


class Story:
    """A data folder with two lives in it, and a backup of it from before anything was erased."""

    def __init__(self, path: Path, backup: Path) -> None:
        self.path, self.backup, self.folder = path, backup, path.parent
        self.life, self.other = Life(1), Life(2)

    async def erase(self) -> None:
        """As the service does it."""
        db = await Database.open(self.path)
        lane = bytes(self.life["lookup"])
        await commit(db, silenced=[self.life.id], blanked=[lane], forgotten=[self.life.id])
        tombstones.add_to_file(self.folder / FILE, Marks({mark(self.life.id)}))
        await cleared(db, self.path)
        await let_go(db)
        await db.close()


@pytest.fixture
async def story(path: Path) -> Story:
    db, vault = await Database.open(path), Vault(path.parent / "vault")
    await furnish(db)
    for life in (Life(1), Life(2)):
        await life.live(db, vault)
    made = await copy(place(path.parent), path.parent.parent / "backups", MADE)
    await db.close()
    return Story(path, made.folder)


def here(path: Path) -> set[str]:
    return {str(one) for one in look(path, "SELECT id FROM participants")}


async def test_into_a_new_folder_all_come_back(story: Story, tmp_path: Path) -> None:
    done = await restore(place(story.backup), place(tmp_path / "new"), [], NOON)
    new = tmp_path / "new" / "restante.sqlite3"
    assert here(new) == {ANI, LEVAN, story.life.id, story.other.id}
    assert (done.people, done.sounds, done.left_out, done.lost, done.kept) == (
        4,
        4,
        0,
        2,
        None,
    )  # two never had a file
    assert everything(new).keys() == everything(story.path).keys()
    for name in story.life.ids.values():
        kept = story.folder / "vault" / name
        assert not kept.exists() or (tmp_path / "new" / "vault" / name).read_bytes() == kept.read_bytes()
    assert [one.name for one in (tmp_path / "new").iterdir() if one.stat().st_mode & 0o077] == []


async def test_whoever_was_erased_in_the_folder_that_is_replaced_stays_out(story: Story) -> None:
    wanted = await traces.of(story.path, story.folder / "vault", story.life.id)
    await story.erase()
    done = await restore(place(story.backup), place(story.folder), [], NOON)
    assert (done.people, done.left_out) == (3, 1)
    assert here(story.path) == {ANI, LEVAN, story.other.id}
    assert traces.look(story.folder, wanted).found == {}
    assert remains(story.folder, story.life) == []
    assert remains(story.folder, story.other) != []
    assert mark(story.life.id) in tombstones.read_file(story.folder / FILE).erased
    db = await Database.open(story.path)
    assert mark(story.life.id) in await tombstones.known(db.reader)
    await db.close()


async def test_whoever_is_in_a_file_from_elsewhere_stays_out(story: Story, tmp_path: Path) -> None:
    """The data are lost with their machine; the file was kept elsewhere."""
    await story.erase()
    shutil.copy(story.folder / FILE, tmp_path / "kept-elsewhere")
    done = await restore(place(story.backup), place(tmp_path / "new"), [tmp_path / "kept-elsewhere"], NOON)
    assert done.left_out == 1
    assert here(tmp_path / "new" / "restante.sqlite3") == {ANI, LEVAN, story.other.id}
    assert remains(tmp_path / "new", story.life) == []


async def test_a_backup_knows_itself_who_was_erased_before_it(story: Story, tmp_path: Path) -> None:
    await story.erase()
    later = await copy(place(story.folder), tmp_path / "later", NOON)
    assert mark(story.life.id) in tombstones.read_file(later.folder / FILE).erased
    (tmp_path / "new").mkdir()
    shutil.copytree(story.backup, tmp_path / "new", dirs_exist_ok=True)  # the older one, by hand
    done = await restore(place(later.folder), place(tmp_path / "new"), [], NOON)
    assert done.people == 3
    assert remains(tmp_path / "new", story.life) == []


async def test_what_was_there_is_put_aside_only_if_asked_for(story: Story) -> None:
    await story.erase()
    (story.folder / "health.json").write_text("{}")
    done = await restore(place(story.backup), place(story.folder), [], NOON, keep_old=True)
    assert done.kept == story.folder / "before-restore-2024-03-10-120000"
    assert {one.name for one in done.kept.iterdir()} >= {"restante.sqlite3", "vault", FILE}
    assert (story.folder / "health.json").exists()
    again = await restore(place(story.backup), place(story.folder), [], NOON)
    assert again.kept is None
    assert {one.name for one in story.folder.iterdir()} == {
        "restante.sqlite3", "vault", FILE, "lock", "health.json", done.kept.name
    }  # fmt: skip


async def test_what_they_had_said_stays_erased_and_what_came_later_does_not(story: Story) -> None:
    tombstones.add_to_file(story.folder / FILE, Marks(said={moment(story.life.id, NOW + 60.0)}))
    done = await restore(place(story.backup), place(story.folder), [], NOON)
    assert (done.people, done.left_out, done.silenced) == (4, 0, 1)
    assert look(story.path, "SELECT kind FROM records WHERE participant = ?", story.life.id) == ["consent"]
    assert not (story.folder / "vault" / story.life.ids[SPOKEN]).exists()
    assert look(story.path, "SELECT COUNT(*) FROM records WHERE participant = ?", story.other.id) == [3]
    earlier = Marks(said={moment(story.other.id, NOW - 60.0)})
    db = await Database.open(story.path)
    assert (await take_away(db, earlier)).said == 0
    await db.close()
    assert look(story.path, "SELECT COUNT(*) FROM inbox WHERE body_boxed = ?", story.other["unread"]) == [1]
    assert look(story.path, "SELECT COUNT(*) FROM records WHERE participant = ?", story.other.id) == [3]


async def test_a_database_put_back_by_hand(story: Story) -> None:
    """The file beside it knows better. Nobody is written to, and nothing that they wrote is answered."""
    await story.erase()
    for end in ("", "-wal", "-shm"):
        story.path.with_name(story.path.name + end).unlink(missing_ok=True)
    shutil.copy(story.backup / "restante.sqlite3", story.path)
    shutil.copytree(story.backup / "vault", story.folder / "vault", dirs_exist_ok=True)
    assert story.life.id in here(story.path)
    async with reading(story.path) as room:
        codes = {one.id for one in await room.participants()}
        assert codes == {ANI, LEVAN, story.other.id}
        assert await room.records_of(story.life.id) == []
        assert len(await room.records_of(story.other.id)) == 3
        assert not [
            one for one in await room.prompts_between(0, NOW + 9e9) if one.id == story.life.ids["prompt"]
        ]
    db = await Database.open(story.path)
    back = await take_away(db, tombstones.read_file(story.folder / FILE))
    assert (back.erased, back.left) == (1, ())
    assert look(db, "SELECT COUNT(*) FROM outbox WHERE body_boxed = ?", story.life["waiting"]) == [0]
    assert look(db, "SELECT COUNT(*) FROM inbox WHERE body_boxed = ?", story.life["parked"]) == [0]
    await cleared(db, story.path)
    assert remains(story.folder, story.life) == []
    assert (await take_away(db, tombstones.read_file(story.folder / FILE))).erased == 0
    await db.close()


async def test_marks_from_elsewhere_leave_somebody_out_of_what_is_read(story: Story) -> None:
    async with reading(story.path) as room:
        assert story.life.id in {one.id for one in await room.participants()}
    async with reading(story.path, {mark(story.life.id)}) as room:
        assert {one.id for one in await room.participants()} == {ANI, LEVAN, story.other.id}
        assert await room.consents(story.life.id) == []
    assert story.life.id in here(story.path)  # it only reads


async def test_whoever_had_left_is_told_of_and_not_who_agreed_later(story: Story) -> None:
    db = await Database.open(story.path)
    left = ((story.life.id, NOW + 60.0), (story.other.id, NOW - 60.0), ("nobody", NOW))
    marks = Marks(left={moment(one, at) for one, at in left})
    back = await take_away(db, marks)
    assert back.left == ((story.life.id, NOW + 60.0),)
    assert look(db, "SELECT COUNT(*) FROM outbox WHERE body_boxed = ?", story.life["waiting"]) == [0]
    assert look(db, "SELECT COUNT(*) FROM outbox WHERE body_boxed = ?", story.other["waiting"]) == [1]
    await db.close()


async def test_what_a_database_has_carried_out_itself_is_never_done_again(story: Story) -> None:
    """Their clock was a day ahead when they left, and is right now: by the times, all that they say seems older."""
    ahead = NOW + DAY
    one = story.life.id
    db = await Database.open(story.path)
    await commit(db, unsaid=[one], marked=[("left", one, ahead), ("said", one, ahead)])
    again = ConsentRow(one, "1.1", "ru", "the text", "5f" * 32, ("diary",), 0, "a9" * 16, NOW + 60)
    await commit(db, records=[record("a9" * 16, one, at=NOW + 60), record("f9" * 16, one, at=NOW + 90)])
    await commit(db, consents=[again])
    marks = Marks(left={moment(one, ahead)}, said={moment(one, ahead)})
    assert not (await take_away(db, marks)).anybody
    assert look(db, "SELECT COUNT(*) FROM records WHERE id = ?", "f9" * 16) == [1]
    assert await tombstones.marks_of(db.reader) == marks | await of_lives(story)
    await db.close()


async def of_lives(story: Story) -> Marks:
    """What every `Life` has done before."""
    moments = {moment(life.id, NOW - 900.5) for life in (story.life, story.other)}
    return Marks(said=moments, left=moments)


async def test_a_copy_from_between_two_leavings_knows_the_first_alone(story: Story) -> None:
    """The second has an earlier time: the clock was put right in between."""
    one = story.life.id
    first, second = moment(one, NOW + DAY), moment(one, NOW + 60.0)
    db = await Database.open(story.path)
    await commit(db, marked=[("left", one, NOW + DAY)])
    tombstones.add_to_file(story.folder / FILE, Marks(left={first}))
    tombstones.add_to_file(story.folder / FILE, Marks(left={second}))
    back = await take_away(db, tombstones.read_file(story.folder / FILE))
    assert back.left == ((one, NOW + 60.0),)
    assert second not in (await tombstones.marks_of(db.reader)).left, "not before they have left"
    await commit(db, marked=[("left", one, NOW + 60.0)])
    assert not (await take_away(db, tombstones.read_file(story.folder / FILE))).anybody
    await db.close()


async def test_an_older_copy_lets_them_leave_once(story: Story) -> None:
    """By whichever of two marks; the other needs nothing more."""
    one = story.life.id
    moments = [NOW + 60.0, NOW + DAY]
    db = await Database.open(story.path)
    marks = Marks(left={moment(one, at) for at in moments})
    for _ in range(2):  # until they have
        assert (await take_away(db, marks)).left == ((one, NOW + DAY),)
    await commit(db, marked=[("left", one, NOW + DAY)])
    assert not (await take_away(db, marks)).anybody
    await db.close()


async def test_whoever_does_not_take_part_there_is_not_asked_to_leave_when_they_agree(story: Story) -> None:
    """And an agreement that lies there unanswered is from before."""
    one = story.life.id
    db = await Database.open(story.path)
    await commit(db, participants=[person(one, stage="withdrawn", state=story.life["state"])])
    lane = bytes(story.life["lookup"])
    await inbox.journal(db, [inbound("update:agrees", lane=lane, received_at=NOW + 1)])
    marks = Marks(left={moment(one, NOW + DAY)})
    assert (await take_away(db, marks)).left == ()
    assert look(db, "SELECT state, body_boxed FROM inbox WHERE once = 'update:agrees'") == [("done", None)]
    await commit(db, participants=[person(one, stage="enrolled", state=story.life["state"])])
    assert (await take_away(db, marks)).left == ()
    await db.close()


async def test_of_what_was_said_a_copy_loses_as_much_as_a_database(story: Story, tmp_path: Path) -> None:
    """Table by table, though one list of steps is what both take."""
    one = story.life.id
    wanted = await traces.of(story.path, story.folder / "vault", one, said_only=True)
    tombstones.add_to_file(story.folder / FILE, Marks(said={moment(one, NOW + 60.0)}))
    await restore(place(story.backup), place(tmp_path / "new"), [story.folder / FILE], NOON)
    db = await Database.open(story.path)
    await commit(db, unsaid=[one], marked=[("said", one, NOW + 60.0)])
    await cleared(db, story.path)
    await db.close()
    here, there = everything(story.path), everything(tmp_path / "new" / "restante.sqlite3")
    assert {table for table in here if here[table] != there[table]} <= {"meta"}
    assert look(story.path, "SELECT COUNT(*) FROM sounds WHERE participant = ?", one) == [0]
    for folder in (story.folder, tmp_path / "new"):
        assert traces.look(folder, wanted).found == {}


async def test_a_voice_is_not_said_twice_by_whoever_agreed_anew(story: Story) -> None:
    """An older version did not note what it had erased: by the times it was before they came back."""
    db = await Database.open(story.path)
    assert (await take_away(db, Marks(said={moment(story.life.id, NOW - 60.0)}))).said == 0
    assert look(db, "SELECT COUNT(*) FROM sounds WHERE participant = ?", story.life.id) == [1]
    await db.close()


@pytest.mark.parametrize(
    "case",
    [
        "the same folder",
        "within the backup",
        "no backup",
        "no such file of marks",
        "a service at work",
        "a file",
    ],
)
async def test_what_is_refused_changes_nothing(story: Story, tmp_path: Path, case: str) -> None:
    before = everything(story.path)
    backup, data, erased = story.backup, story.folder, list[Path]()
    holder = None
    match case:
        case "the same folder":
            data = backup
        case "within the backup":
            data = backup / "data"
        case "no backup":
            backup = tmp_path / "nowhere"
        case "no such file of marks":
            erased = [tmp_path / "nowhere"]
        case "a service at work":
            holder = await Database.open(story.path)
        case "a file":
            data = tmp_path / "file"
            data.write_text("")
    with pytest.raises(StorageError) as refused:
        await restore(place(backup), place(data), erased, NOON)
    assert isinstance(refused.value, RestoreRefused) is (case != "a service at work")
    if holder:
        await holder.close()
    assert everything(story.path) == before
    assert not (story.folder / ".restoring").exists()


async def test_a_damaged_backup_leaves_what_is_there_as_it_is(story: Story) -> None:
    before = everything(story.path)
    content = bytearray((story.backup / "restante.sqlite3").read_bytes())
    content[4096:20_480] = bytes(16_384)
    (story.backup / "restante.sqlite3").write_bytes(content)
    with pytest.raises((StorageError, OSError, Exception)):
        await restore(place(story.backup), place(story.folder), [], NOON)
    assert everything(story.path) == before
    assert not (story.folder / ".restoring").exists()
