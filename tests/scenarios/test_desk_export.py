"""An export, read back by csv and compared word for word with what was said."""

import csv
import os
import shutil
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import desk_world
import pytest
from desk_world import CONSENT_TEXT, DIARY, FORMULA, MARKUP, VOICE, World

from desk.csv_cells import undone
from desk.export import Exported, ExportRefused, export
from storage.desk import DeskClosed

Rows = list[dict[str, str]]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return desk_world.build(tmp_path)


async def exported(
    world: World,
    key: str = "core",
    out: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Exported:
    place = out or world.root / "laptop" / "export"
    return await export(
        world.room(key), world.opener(key), world.study, place, progress or (lambda _done, _of: None)
    )


def table(done: Exported, name: str) -> Rows:
    with (done.folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def left_over(world: World) -> list[str]:
    """What lies beside where the export goes, hidden or not, that is no key."""
    return [path.name for path in (world.root / "laptop").iterdir() if path.suffix != ".key"]


async def test_every_answer_is_there_word_for_word(world: World) -> None:
    done = await exported(world)
    answers = [row for row in table(done, "answers") if row["code"] == "AM-05"]
    told = [
        (row["questionnaire"], row["day"], row["question"], row["status"], row["value"]) for row in answers
    ]
    assert told == [
        *(("screening", "", "adult", "answered", "1"), ("screening", "", "left", "answered", "after")),
        ("evening", "1", "mood", "answered", "-1"),
        ("evening", "1", "why", "answered", f"'{FORMULA}"),
        ("evening", "1", "place", "answered", "1"),
        ("evening", "2", "mood", "answered", "0"),
        ("evening", "2", "why", "answered", ""),  # spoken
        ("evening", "2", "place", "skipped", ""),
        ("evening", "3", "mood", "answered", "1"),
        ("evening", "4", "mood", "answered", "2"),
    ]
    why = next(row for row in answers if row["value"].endswith(FORMULA))
    assert undone(why["value"]) == FORMULA
    assert (why["type"], why["label_ru"], why["wave"], why["beep"]) == ("text", "", "first-week", "1")
    left = next(row for row in answers if row["question"] == "left")
    assert (left["type"], left["label_ru"], left["label_en"]) == ("choice", "После", "After")
    place = next(row for row in answers if row["question"] == "place" and row["day"] == "1")
    assert (place["label_ru"], place["label_en"]) == ("Да", "Yes")


async def test_every_entry_is_there_word_for_word(world: World) -> None:
    done = await exported(world)
    entries = table(done, "entries")
    assert [(row["code"], row["entry"], row["type"], row["text"]) for row in entries] == [
        ("AM-05", "1", "text", DIARY),
        ("AM-05", "2", "text", MARKUP),
        ("AM-05", "3", "voice", ""),
    ]
    assert "never confirmed" not in (done.folder / "entries.csv").read_text("utf-8-sig")


async def test_voices_are_the_ones_that_were_sent(world: World) -> None:
    done = await exported(world)
    files = {path.name: path.read_bytes() for path in (done.folder / "voices").iterdir()}
    assert sorted(files) == ["AM-05_1.ogg", "AM-05_2.ogg", "AM-05_3.ogg", "AM-06_1.ogg", "GE-01_1.ogg"]
    assert set(files.values()) == {VOICE}
    named = [row["voice_file"] for name in ("answers", "entries", "consents") for row in table(done, name)]
    assert sorted(filter(None, named)) == sorted(f"voices/{name}" for name in files)
    (spoken,) = [row for row in table(done, "answers") if row["voice_file"]]
    assert (spoken["question"], spoken["voice_file"], spoken["voice_seconds"]) == (
        "why",
        "voices/AM-05_2.ogg",
        "4.2",
    )
    assert done.voices == 5


async def test_people_prompts_and_consents(world: World) -> None:
    done = await exported(world)
    people = {row["code"]: row for row in table(done, "participants")}
    assert list(people) == ["AM-05", "AM-06", "GE-01"]
    assert {code: row["compliance"] for code, row in people.items()} == {
        "AM-05": "0.8",
        "AM-06": "0.6",
        "GE-01": "0.4",
    }
    assert people["GE-01"]["stage"] == "withdrawn"
    assert people["GE-01"]["withdrawn_utc"] == "2024-03-13T12:00:00Z"
    assert people["GE-01"]["withdrawn_local"] == "2024-03-13T16:00:00+04:00"
    prompts = table(done, "prompts")
    assert len(prompts) == 21
    first = prompts[0]
    assert (first["due_utc"], first["due_local"]) == ("2024-03-09T15:00:00Z", "2024-03-09T19:00:00+04:00")
    consent = table(done, "consents")[0]
    digest = sha256(CONSENT_TEXT.encode()).hexdigest()
    assert (consent["text_sha256"], consent["text_file"]) == (digest, f"texts/{digest}.txt")
    assert (done.folder / consent["text_file"]).read_text("utf-8") == CONSENT_TEXT
    assert (consent["scopes"], consent["mistakes"]) == ("diary quotes", "1")
    assert consent["scopes_refused"] == ""


async def test_each_row_says_what_may_be_done_with_it(world: World) -> None:
    world.write(
        "UPDATE consents SET scopes = '[\"diary\"]' WHERE participant ="
        " (SELECT id FROM participants WHERE code = 'AM-06')"
    )
    done = await exported(world)
    assert {row["code"]: row["scopes_refused"] for row in table(done, "consents")} == {
        "AM-05": "",
        "AM-06": "quotes",
        "GE-01": "",
    }
    for name in ("answers", "entries"):
        bounds = {row["code"]: (row["quotes"], row["withdrawn"]) for row in table(done, name)}
        expected = {"AM-05": ("1", "0"), "AM-06": ("0", "0"), "GE-01": ("1", "1")}
        assert bounds == {code: expected[code] for code in bounds}
        assert "AM-05" in bounds
    assert {row["code"] for row in table(done, "answers")} == {"AM-05", "AM-06", "GE-01"}


async def test_without_such_a_scope_or_a_consent_nobody_knows_about_quotes(world: World) -> None:
    world.write("DELETE FROM consents WHERE participant = (SELECT id FROM participants WHERE code = 'AM-05')")
    done = await exported(world)
    quotes = {row["code"]: row["quotes"] for row in table(done, "answers")}
    assert quotes == {"AM-05": "", "AM-06": "1", "GE-01": "1"}
    world.study.write_text(world.study.read_text("utf-8").replace("{id: quotes,", "{id: letters,"), "utf-8")
    shutil.rmtree(done.folder)
    done = await exported(world)
    assert {row["quotes"] for row in table(done, "answers")} == {""}
    assert {row["scopes_refused"] for row in table(done, "consents")} == {"letters"}


async def test_every_time_is_told_twice_and_both_are_one_moment(world: World) -> None:
    done = await exported(world)
    pairs = 0
    for name in ("participants", "prompts", "answers", "entries", "consents"):
        for row in table(done, name):
            for column in (one for one in row if one.endswith("_utc")):
                utc, local = row[column], row[column.removesuffix("_utc") + "_local"]
                assert bool(utc) == bool(local)
                if utc:
                    moment = datetime.fromisoformat(utc.replace("Z", "+00:00"))
                    assert moment.tzinfo == UTC
                    assert datetime.fromisoformat(local) == moment
                    pairs += 1
    assert pairs > 100


async def test_the_codebook_knows_every_value_that_was_given(world: World) -> None:
    done = await exported(world)
    book = table(done, "codebook")
    questions = {(row["questionnaire"], row["question"]) for row in book}
    values = {(row["questionnaire"], row["question"], row["value"]) for row in book if row["value"]}
    protocol = world.room().protocol
    assert questions == {("screening", one.id) for one in protocol.screening.questions} | {
        (each.id, one.id) for each in protocol.questionnaires for one in each.questions
    }
    for row in table(done, "answers"):
        assert (row["questionnaire"], row["question"]) in questions
        if row["value"] and row["type"] not in ("text", "voice"):
            assert (row["questionnaire"], row["question"], row["value"]) in values
    assert "## evening / why" in (done.folder / "codebook.md").read_text("utf-8")


async def test_no_inner_name_is_in_any_file(world: World) -> None:
    done = await exported(world)
    inner = [b"a5" * 16, b"a6" * 16, b"9e" * 16, b"0f" * 16]
    inner += [
        id.encode() for kind in ("answer", "entry", "screening") for id in world.record_ids("AM-05", kind)
    ]
    for path in done.folder.rglob("*"):
        if path.is_file() and path.suffix != ".ogg":
            assert not [name for name in inner if name in path.read_bytes()], path.name


async def test_only_its_owner_reads_it_whatever_the_umask(world: World) -> None:
    before = os.umask(0)
    try:
        done = await exported(world)
    finally:
        os.umask(before)
    assert stat.S_IMODE(done.folder.stat().st_mode) == 0o700
    for path in done.folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path.name


async def test_the_readme_tells_what_is_in_it(world: World) -> None:
    done = await exported(world)
    told = (done.folder / "README.txt").read_text("utf-8")
    assert told.startswith(
        "Дорога и дом (crossing)\nExported on 14 Mar 2024 at 12:00 UTC by Poste Restante.\n"
    )
    assert f"study.yaml, SHA-256 {sha256(world.study.read_bytes()).hexdigest()}" in told
    assert "The seals are open here" in told
    for name, rows in done.rows.items():
        assert len(table(done, name)) == rows
        assert f"{name}.csv".ljust(18) + str(rows).rjust(7) in told
    assert "NOT IN IT" not in told
    assert "BROKEN" not in told


async def test_the_readme_loses_no_answer_that_looks_like_none(world: World) -> None:
    """Left to themselves, R and Python take NA for a missing value: what somebody wrote, or Namibia."""
    told = (await exported(world)).folder / "README.txt"
    assert 'readr::read_csv("answers.csv", na = "")' in told.read_text("utf-8")
    assert "keep_default_na=False" in told.read_text("utf-8")


async def test_an_empty_study_exports_its_headers(tmp_path: Path) -> None:
    done = await exported(desk_world.build(tmp_path, empty=True))
    assert (done.participants, done.voices, done.rows["answers"]) == (0, 0, 0)
    assert (done.folder / "answers.csv").read_text("utf-8-sig").startswith("code,site,source,language,wave,")
    assert done.rows["codebook"] > 0


# -- Keys and broken seals ------------------------------------------------------------------------------------------


async def test_records_sealed_to_others_are_counted_and_left_out(world: World) -> None:
    done = await exported(world, "yerevan")
    assert {row["code"] for row in table(done, "answers")} == {"AM-05", "AM-06"}
    assert done.others == 5  # of GE-01: two screening answers, a consent and two answers
    assert done.broken == []
    assert "NOT IN IT: 5 records sealed to other keys" in (done.folder / "README.txt").read_text("utf-8")
    georgian = next(row for row in table(done, "consents") if row["code"] == "GE-01")
    assert (georgian["voice_file"], georgian["version"]) == ("", "1.0")


async def test_broken_seals_are_named_and_left_out(world: World) -> None:
    entry, answer = world.record_ids("AM-05", "entry")[0], world.record_ids("AM-05", "answer")[1]
    (voice,) = world.record_ids("AM-05", "entry", vault=True)
    world.write("UPDATE records SET envelope = zeroblob(2000) WHERE id IN (?, ?)", entry, answer)
    (world.data / "vault" / voice).write_bytes(b"cut")
    done = await exported(world)
    assert sorted(done.broken) == sorted([entry, answer, voice])
    assert [(row["type"], row["text"]) for row in table(done, "entries")] == [("text", MARKUP), ("voice", "")]
    told = (done.folder / "README.txt").read_text("utf-8")
    assert "BROKEN: 3 seals." in told
    assert all(f"record {one}" in told for one in done.broken)


async def test_a_voice_put_in_anothers_place_is_broken(world: World) -> None:
    """The seal of a sound is bound to its record; the sound's hash, sealed beside it, to what was said then."""
    (voice,) = world.record_ids("AM-05", "entry", vault=True)
    (consent,) = world.record_ids("AM-05", "consent", vault=True)
    vault = world.data / "vault"
    (vault / voice).write_bytes((vault / consent).read_bytes())
    rows = world.connect()
    person = desk_world.Person(world, rows, "a5" * 16, "AM-05", "AM", "")
    (vault / consent).write_bytes(person.sealed(b"OggS another sound", consent, "consent"))
    rows.close()
    done = await exported(world)
    assert sorted(done.broken) == sorted([voice, consent])
    assert done.voices == 3


async def test_hostile_cells_run_nowhere(world: World) -> None:
    bad = [
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        " \u200b=1",
        "＝1",
        "'=1",
        "half \ud83d",
        "a\0b",
    ]
    for number, text in enumerate(bad):
        content = {"at": "2024-03-13T10:00:00+00:00", "content": {"type": "text", "value": text}}
        world.says("AM-05", desk_world.json.dumps(content).encode(), f"{number:032x}")
    world.write("UPDATE participants SET source = '=1' WHERE code = 'AM-06'")
    done = await exported(world)
    texts = [row["text"] for row in table(done, "entries")]
    for text in bad:
        whole = text.replace("\ud83d", "?")
        assert whole in [undone(one) for one in texts], text
    for path in done.folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for cell in (cell for row in csv.reader(file) for cell in row):
                plain = cell.lstrip(" \u200b")
                assert plain[:1] not in ("=", "+", "@", "\t", "\r", "＝"), cell
                assert plain[:1] != "-" or plain[1:].isdecimal(), cell  # a point on a scale
    assert {row["source"] for row in table(done, "answers") if row["code"] == "AM-06"} == {"'=1"}


async def test_a_code_cannot_leave_the_folder(world: World) -> None:
    world.write("UPDATE participants SET code = '../../AM' WHERE code = 'AM-05'")
    done = await exported(world)
    assert (done.folder / "voices" / "______AM_1.ogg").read_bytes() == VOICE
    assert left_over(world) == ["export"]


# -- Where it goes, and when nothing comes of it --------------------------------------------------------------------


async def test_nothing_is_written_over(world: World) -> None:
    laptop = world.root / "laptop"
    (laptop / "empty").mkdir()
    (laptop / "file").write_text("mine")
    (laptop / "dangling").symlink_to(laptop / "nowhere")
    before = sorted(world.root.rglob("*"))
    for name in ("empty", "file", "dangling"):
        with pytest.raises(ExportRefused, match="this is there already"):
            await exported(world, out=laptop / name)
    with pytest.raises(ExportRefused, match="is a file, so no folder can be made in it"):
        await exported(world, out=laptop / "file" / "export")
    assert sorted(world.root.rglob("*")) == before


@pytest.mark.parametrize(
    "place", ["server/data/export", "server/data/vault/export", "laptop/../server/data/x", "link/x"]
)
async def test_never_into_the_bots_data(world: World, place: str) -> None:
    (world.root / "link").symlink_to(world.data)
    with pytest.raises(ExportRefused, match="in the data folder of the bot"):
        await exported(world, out=world.root / place)
    assert sorted(path.name for path in world.data.iterdir() if "sqlite" not in path.name) == ["vault"]


async def test_folders_on_the_way_are_made(world: World) -> None:
    done = await exported(world, out=world.root / "laptop" / "2024" / "march")
    assert (done.folder / "README.txt").is_file()


async def test_a_failure_leaves_nothing(world: World) -> None:
    def stumble(done: int, _of: int) -> None:
        if done == 2:
            assert [name for name in left_over(world) if name.endswith(".unfinished")]
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        await exported(world, progress=stumble)
    assert left_over(world) == []


async def test_a_folder_that_appears_meanwhile_is_not_written_over(world: World) -> None:
    theirs = world.root / "laptop" / "export"

    def appear(done: int, _of: int) -> None:
        if done == 3:
            theirs.mkdir()

    with pytest.raises(ExportRefused, match="appeared while exporting"):
        await exported(world, progress=appear)
    assert left_over(world) == ["export"]
    assert list(theirs.iterdir()) == []


async def test_who_is_erased_meanwhile_is_not_in_it(world: World) -> None:
    def erase(done: int, _of: int) -> None:
        if done == 1:
            rows = world.connect()
            rows.execute("PRAGMA foreign_keys = ON")
            rows.execute("DELETE FROM participants WHERE code = 'AM-06'")
            rows.close()

    done = await exported(world, progress=erase)
    assert done.participants == 2
    for name in ("participants", "answers", "prompts", "consents"):
        assert {row["code"] for row in table(done, name)} == {"AM-05", "GE-01"}


async def test_another_study_is_refused(world: World) -> None:
    world.write("UPDATE meta SET value = 'rivers' WHERE name = 'study'")
    with pytest.raises(DeskClosed, match="the study 'rivers'"):
        await exported(world)
    assert left_over(world) == []
