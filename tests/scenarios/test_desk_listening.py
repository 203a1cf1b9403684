"""The audit with a key: each agreement is opened and measured, whichever way it was given."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import desk_world
import pytest
from desk_world import CONSENT_TEXT, NOW, VOICE, Person, World

from bot.sounds import measured
from desk.listening import listened, looked_through
from storage.auditing import evidence
from study.audited import Audit, Check, Verdict
from study.auditing import audit

AT = NOW - timedelta(days=2)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return desk_world.build(tmp_path)


async def heard(world: World, key: str = "core") -> tuple[Check, Audit]:
    """The check, and the audit with it."""
    room, steps = world.room(key), list[tuple[int, int]]()
    found = await evidence(world.database, world.data / "vault", room.protocol.id)
    check = await listened(
        room,
        world.opener(key),
        found,
        lambda sound: measured(sound).seconds,
        lambda done, total: steps.append((done, total)),
    )
    total = sum(1 for _ in found.agreements())
    assert steps == [(done, total) for done in range(total + 1)]
    return check, audit(found, room.protocol).with_check(check)


def agrees(
    world: World, way: str, content: dict[str, Any], *, sound: bytes = b"", seconds: float = 8.4
) -> None:
    """AM-07, two days ago, in the way and with the words given."""
    rows = world.connect()
    person = Person(world, rows, "a7" * 16, "AM-07", "AM", "")
    person.arrives()
    record = person.record("consent", content, AT, sound=sound, seconds=seconds)
    digest = sha256(CONSENT_TEXT.encode()).hexdigest()
    columns = "participant, version, language, text_sha256, scopes, mistakes, voice, given_at, way"
    row = (person.id, "1.0", "ru", digest, '["diary"]', 0, record, AT.timestamp(), way)
    rows.execute(f"INSERT INTO consents ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    body = {"version": "1.0", "language": "ru", "text_sha256": digest, "mistakes": 0, "way": way}
    person.entry("consent", AT, body | {"scopes": ["diary"]}, record)
    desk_world.enter(rows, person.entries)
    rows.close()


async def test_everything_that_was_agreed_aloud(world: World) -> None:
    check, made = await heard(world)
    assert (check.faults, check.notes) == ((), ())
    assert made.holds


async def test_a_key_that_others_have_not_sealed_to_hears_nothing_and_faults_nobody(world: World) -> None:
    check, _ = await heard(world, "stranger")
    assert check.faults == ()
    assert check.notes == ("3 agreements are sealed to other keys than this one.",)
    check, _ = await heard(world, "yerevan")
    assert check.notes == ("1 agreement is sealed to other keys than this one.",)


GIVEN: list[tuple[str, dict[str, Any], bytes, float, str]] = [
    ("typed", {"version": "1.0", "type": "typed", "value": "река, я согласна"}, b"", 0, ""),
    ("typed", {"version": "1.0", "type": "typed", "value": "  "}, b"", 0, "has no words in it"),
    ("typed", {"version": "1.0"}, VOICE, 8.4, "has no words in it"),
    ("voice", {"version": "1.0"}, VOICE, 8.4, ""),
    ("voice", {"version": "1.0"}, VOICE, 3.0, "lasts 8.4 s, and 3.0 s were noted"),
    ("voice", {"version": "0.9"}, VOICE, 8.4, "was given to another version than 1.0"),
    ("voice", {"version": "1.0", "scopes": ["diary"]}, VOICE, 8.4, ""),
    (
        "voice", {"version": "1.0", "scopes": ["diary", "quotes"]}, VOICE, 8.4,
        "was given to other scopes than the ledger says",
    ),
    (
        "voice", {"version": "1.0", "text_sha256": "0" * 64}, VOICE, 8.4,
        "was given to another text than the ledger says",
    ),
    ("voice", {"version": "1.0"}, b"a song, but no Ogg", 8.4, "is no sound"),
]  # fmt: skip


@pytest.mark.parametrize(("way", "content", "sound", "seconds", "wrong"), GIVEN, ids=range(len(GIVEN)))
async def test_what_was_sealed_is_what_was_noted(
    world: World, way: str, content: dict[str, Any], sound: bytes, seconds: float, wrong: str
) -> None:
    agrees(world, way, content, sound=sound, seconds=seconds)
    check, made = await heard(world)
    assert [fault.sentence for fault in check.faults] == (
        [f"AM-07: the agreement of 2024-03-12 12:00 UTC {wrong}."] if wrong else []
    )
    verdicts = {line.code: line.verdict for line in made.lines}
    assert verdicts["AM-07"] is (Verdict.BROKEN if wrong else Verdict.HOLDS)
    assert verdicts["AM-05"] is Verdict.HOLDS


async def test_a_seal_that_is_broken(world: World) -> None:
    voice = world.record_ids("AM-05", "consent", vault=True)[0]
    world.write("UPDATE records SET envelope = x'00' WHERE id = ?", voice)
    check, _ = await heard(world)
    assert [fault.code for fault in check.faults] == ["AM-05"]
    assert "does not open: the seal is broken" in check.faults[0].sentence


async def test_a_sound_that_is_gone_or_another_persons(world: World) -> None:
    first, second = (world.record_ids(code, "consent", vault=True)[0] for code in ("AM-05", "AM-06"))
    vault = world.data / "vault"
    (vault / first).write_bytes((vault / second).read_bytes())
    (vault / second).unlink()
    check, made = await heard(world)
    assert [fault.code for fault in check.faults] == ["AM-05", "AM-06"]
    assert all("its sound is not here, or is another one" in fault.sentence for fault in check.faults)
    assert not made.holds


async def looked(world: World, key: str = "core") -> Check:
    steps = list[tuple[int, int]]()
    room = world.room(key)
    found = await evidence(world.database, world.data / "vault", room.protocol.id)
    check = await looked_through(
        room, world.opener(key), found, lambda done, total: steps.append((done, total))
    )
    assert steps[0] == (0, len(found.records))
    assert steps[-1] == (len(found.records), len(found.records))
    return check


async def test_every_record_is_of_whom_its_row_says(world: World) -> None:
    check = await looked(world)
    assert (check.faults, check.notes) == ((), ())
    check = await looked(world, "stranger")
    assert check.faults == ()
    assert "records are sealed to other keys than this one." in check.notes[0]


MOVED = [
    ("participant = (SELECT id FROM participants WHERE code = 'AM-06')", "AM-06", "is somebody else's."),
    ("at = at + 60", "AM-05", "is of another time: "),
    ("prompt = (SELECT p.id FROM prompts AS p WHERE p.id <> records.prompt LIMIT 1)", "AM-05", "another prompt."),
    ("kind = 'entry', prompt = NULL", "AM-05", "it was altered, or is somebody else's."),
    ("envelope = (SELECT o.envelope FROM records AS o WHERE o.id <> records.id LIMIT 1)", "AM-05", "altered"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code", "told"), MOVED)
async def test_what_was_laid_elsewhere_is_found(world: World, change: str, code: str, told: str) -> None:
    """Whoever writes to the disk can lay a sealed answer under another person, another day, another question."""
    record = world.record_ids("AM-05", "answer", vault=False)[0]
    world.write(f"UPDATE records SET {change} WHERE id = ?", record)
    [fault] = (await looked(world)).faults
    assert fault.code == code
    assert told in fault.sentence
