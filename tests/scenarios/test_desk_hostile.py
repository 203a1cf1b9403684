"""Broken seals, hostile words and hostile rows: told, and inert."""

from html import unescape
from pathlib import Path

import desk_world
import pytest
from desk_pages import PAGES, visit, words
from desk_world import DIARY, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return desk_world.build(tmp_path)


async def test_broken_seals_are_told_and_the_rest_is_read(world: World) -> None:
    first, second, *_ = world.record_ids("AM-05", "entry")
    answered = world.record_ids("AM-05", "answer")[0]
    world.write("UPDATE records SET envelope = zeroblob(900) WHERE id = ?", first)
    world.write("UPDATE records SET envelope = x'' WHERE id = ?", second)
    moved = "UPDATE records SET envelope = (SELECT envelope FROM records WHERE id = ?) WHERE id = ?"
    world.write(moved, world.record_ids("AM-05", "answer")[1], answered)
    answer = await visit(world, "core").get("/participants/AM-05")
    told = words(answer)
    assert "3 seals are broken." in told
    assert all(record in told for record in (first, second, answered))
    assert "Вам есть 18 лет? Да" in told


@pytest.mark.parametrize("broken", ["gone", "cut", "altered", "another's", "a folder"])
async def test_a_broken_voice_is_told(world: World, broken: str) -> None:
    (record,) = world.record_ids("AM-05", "entry", vault=True)
    file = world.data / "vault" / record
    sealed = file.read_bytes()
    file.unlink()
    match broken:
        case "cut":
            file.write_bytes(sealed[:-1])
        case "altered":
            file.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
        case "another's":
            (another,) = world.record_ids("AM-05", "consent", vault=True)
            file.write_bytes((world.data / "vault" / another).read_bytes())
        case "a folder":
            file.mkdir()
    answer = await visit(world, "core").get(f"/participants/AM-05/voices/{record}")
    assert answer.status_code == 404
    assert "This voice cannot be played: the seal is broken." in answer.text


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"not json",
        b"[]",
        b"{}",
        b'{"at": "yesterday", "content": {}}',
        b'{"at": "0001-01-01T00:00:00+14:00", "content": {}}',
        b'{"at": "9999-12-31T23:59:59+00:00", "content": {}}',
        b'{"at": "2024-03-10T00:00:00+00:00", "content": 7}',
        b'{"at": "2024-03-10T00:00:00+00:00", "content": {}, "seconds": NaN}',
        b'{"at": "2024-03-10T00:00:00+00:00", "content": {}, "seconds": -1}',
        b'{"at": "2024-03-10T00:00:00+00:00", "content": {}, "seconds": 1e300}',
        b'{"at": "2024-03-10T00:00:00+00:00", "content": ' + b"[" * 100_000,
        b"\xff\xfe\x00",
    ],
    ids=lambda payload: repr(payload[:60]),
)
async def test_what_no_bot_wrote_is_told_as_broken(world: World, payload: bytes) -> None:
    world.says("AM-05", payload)
    told = words(await visit(world, "core").get("/participants/AM-05"))
    assert "1 seal is broken." in told
    assert "Сегодня впервые" in told


async def test_hostile_words_are_only_words(world: World) -> None:
    half = '{"at": "2024-03-13T10:00:00+00:00", "content": {"type": "text", "value": "half \\ud83d of </dd><b>it</b>"}}'
    world.says("AM-05", half.encode())
    answer = await visit(world, "core").get("/participants/AM-05")
    assert "<script" not in answer.text
    assert "</dd><b>" not in answer.text
    assert "half ? of </dd><b>it</b>" in unescape(answer.text)
    # An override turns round its own answer and nothing behind it: each answer is isolated.
    assert '<dd class="written" dir="auto" lang="ru">&lt;script&gt;' in answer.text


async def test_hostile_rows_are_only_rows(world: World) -> None:
    bad = "<img src=x onerror=alert(1)>"
    world.write("INSERT INTO tallies VALUES ('arrived', ?, ?, 3)", bad, bad)
    world.write("UPDATE meta SET value = ? WHERE name = 'bot_username'", '"><script>')
    world.write(
        "UPDATE participants SET source = ?, language = ?, stage = ? WHERE code = 'AM-05'", bad, bad, bad
    )
    world.write("UPDATE prompts SET state = ?, wave = ? WHERE state = 'expired'", bad, bad)
    world.write("UPDATE consents SET version = ?, language = ?, scopes = ?", bad, bad, f'["{bad}"]')
    world.write("UPDATE texts SET body = ?", f"</div>{bad}\u202e")
    desk = visit(world, "core")
    for page in (*PAGES, f"/participants?site={bad}", f"/participants/{bad}", f"/?lang={bad}", f"/{bad}"):
        answer = await desk.get(page)
        assert answer.status_code in (200, 404)
        assert "<img" not in answer.text, page
        assert "<script" not in answer.text, page


async def test_a_fault_of_the_desk_says_no_words(world: World, capfd: pytest.CaptureFixture[str]) -> None:
    world.write("UPDATE consents SET scopes = ?", f"not json: {DIARY}")
    answer = await visit(world, "core").get("/participants/AM-05")
    assert answer.status_code == 500
    assert "This page could not be made" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    told = capfd.readouterr()
    assert told.err.startswith("A page could not be made: JSONDecodeError at ")
    assert told.err.count("\n") == 1
    for everything in (told.err, told.out, answer.text):
        assert "not json" not in everything
        assert "Сегодня" not in everything
