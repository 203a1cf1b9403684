"""What the team sees of a year in touch: who answers how quickly, where people lived, who can be reached."""

import csv
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import desk_world
import pytest
from desk_pages import Tables, chart, visit, words
from desk_world import NOW, PASSPHRASE, World
from httpx import ASGITransport, AsyncClient

from desk.app import make_app
from desk.export import export
from study.model import Localized
from study.touch import Button

SOON = NOW.timestamp()
MOVED = datetime(2024, 3, 11, 12, tzinfo=UTC).timestamp()


@pytest.fixture
def world(tmp_path: Path) -> World:
    """AM-05 has moved to Georgia on 11 March, 16:00, and lives by the clock of Qyzylorda since the 13th: their
    prompts from the 12th on were laid there."""
    made = desk_world.build(tmp_path)
    for site, zone, since in (("GE", "Asia/Tbilisi", MOVED), ("KZ", "Asia/Qyzylorda", MOVED + 2 * 86400)):
        made.write("INSERT INTO stays VALUES (?, ?, ?, ?)", "a5" * 16, site, zone, since)
    made.write("UPDATE participants SET site = 'KZ' WHERE code = 'AM-05'")
    for site, since in (("GE", MOVED), ("KZ", MOVED + 2 * 86400)):
        made.write("UPDATE prompts SET site = ? WHERE participant = ? AND due_at > ?", site, "a5" * 16, since)
    return made


async def test_compliance_by_wave_site_week_and_person(world: World) -> None:
    """15 were delivered, 9 of them answered 10 minutes after they were sent (less 4 s), in 5 minutes, 2 of 3
    questions."""
    answer = await visit(world).get("/compliance?lang=en")
    told, tables = words(answer), Tables(answer.text).found
    assert "Compliance 60% 9 answered of 15 delivered First touch, median 10 min" in told
    head = ["Delivered", "Answered", "Rate", "First touch", "Done in", "Complete"]
    assert tables["By wave"] == [["Wave", *head], ["first-week", "15", "9", "60%", "10 min", "5 min", "67%"]]
    assert [row[:4] for row in tables["By site"]] == [
        ["Site", "Delivered", "Answered", "Rate"],
        ["Armenia AM", "7", "5", "71%"],
        ["Georgia GE", "7", "4", "57%"],
        ["Kazakhstan KZ", "1", "0", "0%"],
    ]
    assert [row[:4] for row in tables["By ISO week, with its Monday"][1:]] == [
        ["2024-W10 4 Mar", "6", "6", "100%"],
        ["2024-W11 11 Mar", "9", "3", "33%"],
    ]
    assert [row[:4] for row in tables["By person"][1:]] == [
        ["AM-05", "5", "4", "80%"],
        ["AM-06", "5", "3", "60%"],
        ["GE-01", "5", "2", "40%"],
    ]
    assert [row[1] for row in tables["People by compliance"][1:]] == [
        "0",
        "0",
        "0",
        "0",
        "1",
        "0",
        "1",
        "0",
        "1",
        "0",
    ]
    assert chart(answer, "Compliance by site")["figure"] == ["71% of 7", "57% of 7", "0% of 1"]
    assert chart(answer, "Prompts by week")["day"] == ["10", "11"]


async def test_what_became_of_the_others(world: World) -> None:
    world.write("UPDATE prompts SET late = 1 WHERE participant = ? AND day = 1", "a5" * 16)
    world.write("UPDATE prompts SET state = 'partial' WHERE participant = ? AND day = 2", "a5" * 16)
    world.write("UPDATE prompts SET sent_at = NULL WHERE participant = ? AND day = 5", "a5" * 16)
    answer = await visit(world).get("/compliance?lang=en")
    rows = Tables(answer.text).found["Not answered in time, by person"]
    assert rows[0][1:] == ["Late", "In part", "Skipped", "Lapsed", "Left", "Open", "Kept back", "Not reached"]
    assert rows[1] == ["AM-05", "1", "1", "0", "0", "0", "0", "0", "1"]
    assert ["AM-05", "4", "2", "50%"] in [row[:4] for row in Tables(answer.text).found["By person"]]
    assert "4 of 5" not in words(await visit(world).get("/participants"))
    assert "Answered 2 of 4 delivered, 1 late" in words(await visit(world).get("/participants/AM-05"))
    assert "7 of 14 delivered" in words(await visit(world).get("/"))


async def test_what_people_began_themselves_is_in_no_rate(world: World) -> None:
    room = world.room()
    button = Button(
        id="border", label=Localized({"ru": "Я уехал", "en": "I crossed a border"}), ask="evening"
    )
    buttons = room.protocol.model_copy(update={"buttons": (button,)})
    world.write("UPDATE prompts SET wave = 'border', beep = 0 WHERE participant = ? AND day = 1", "a5" * 16)
    desk = AsyncClient(
        transport=ASGITransport(make_app(replace(room, protocol=buttons))), base_url="http://127.0.0.1:8701"
    )
    answer = await desk.get("/compliance?lang=en")
    tables = Tables(answer.text).found
    assert tables["By button; in no rate, since nobody asked"][1:] == [["I crossed a border border", "1"]]
    assert [row[:3] for row in tables["By wave"][1:]] == [["first-week", "14", "8"]]


async def test_before_anything_was_sent(tmp_path: Path) -> None:
    answer = await visit(desk_world.build(tmp_path, empty=True)).get("/compliance")
    assert "No prompt has reached anybody yet." in words(answer)


async def test_where_they_have_lived(world: World) -> None:
    answer = await visit(world).get("/participants/AM-05?lang=en")
    tables = Tables(answer.text).found
    assert tables["Stays since the agreement, each by its own clock"][1:] == [
        ["Armenia AM", "8 Mar 2024, 13:40", "Asia/Yerevan"],
        ["Georgia GE", "11 Mar 2024, 16:00", "Asia/Tbilisi"],
        ["Kazakhstan KZ", "13 Mar 2024, 17:00", "Asia/Qyzylorda"],
    ]
    assert chart(answer, "Where they have lived: Armenia from 8 Mar 2024, 13:40")["name"] == [
        "AM",
        "GE",
        "KZ",
    ]
    prompts = tables["Every prompt, in local time; the beep is its number within the day"]
    assert [row[0] for row in prompts[1:6]] == [
        *(f"{day} Mar 2024, 19:00" for day in (9, 10, 11, 12)),
        "13 Mar 2024, 20:00",
    ]
    assert "Where they have lived" not in words(await visit(world).get("/participants/AM-06"))


async def test_a_day_and_a_week_are_those_of_their_own_clock(world: World) -> None:
    """In Tokyo it is midnight when it is 19:00 in Yerevan: Sunday's prompt is one of the next week."""
    world.write("UPDATE stays SET zone = 'Asia/Tokyo' WHERE participant = ?", "a6" * 16)
    desk = visit(world)
    weeks = Tables((await desk.get("/compliance")).text).found["By ISO week, with its Monday"]
    assert [row[1] for row in weeks[1:]] == ["5", "10"]
    ahead = Tables((await desk.get("/prompts?lang=en")).text).found["Due on Friday, 15 Mar 2024"]
    assert [row[:3] + row[5:] for row in ahead[1:]] == [
        ["00:00", "AM-06", "Armenia", "03:00"],
        ["20:00", "AM-05", "Kazakhstan", "23:00"],
    ]


async def test_attrition_is_told_apart_from_leaving(world: World) -> None:
    for touch, code in (("silent", "AM-05"), ("gone", "AM-06"), ("blocked", "GE-01")):
        world.write(
            "UPDATE participants SET touch = ?, touch_since = ? WHERE code = ?", touch, SOON - 3600, code
        )
    answer = await visit(world).get("/participants?lang=en")
    [rows] = Tables(answer.text).found.values()
    assert {row[0]: row[4:6] for row in rows[1:]} == {
        "AM-05": ["enrolled", "silent since 14 Mar 2024, 16:00"],
        "AM-06": ["enrolled", "account is gone since 14 Mar 2024, 15:00"],
        "GE-01": [
            "withdrawn since 13 Mar 2024, 16:00",
            "–",
        ],  # they said so; that they blocked it adds nothing
    }
    told = words(answer)
    assert "In touch 0 taking part Resting 0 as they wished Silent 1" in told
    assert "Out of reach 1 0 blocked the bot, 1 without an account Withdrew 1" in told
    assert "please do not go after anybody" in told


async def test_an_export_has_the_whole_life_of_a_prompt(world: World) -> None:
    world.write(
        "UPDATE participants SET touch = 'silent', touch_since = ? WHERE code = 'AM-06'",
        datetime(2024, 3, 14, 8, tzinfo=UTC).timestamp(),
    )
    out = world.root / "laptop" / "export"
    words = ("export", world.study, "--data", world.data, "--key", world.key(), "--out", out)
    process = await world.command(*words, RESTANTE_PASSPHRASE=PASSPHRASE)
    told = (await process.communicate())[1]
    assert process.returncode == 0, told
    prompts = [row for row in table(out, "prompts") if row["code"] == "AM-05"]
    assert [prompts[0][name] for name in ("due_utc", "sent_utc", "begun_utc", "ended_utc")] == [
        f"2024-03-09T15:{time}Z" for time in ("00:00", "00:04", "10:00", "15:00")
    ]
    assert [row["due_local"] for row in prompts[:5]] == [
        *(f"2024-03-{day:02}T19:00:00+04:00" for day in (9, 10, 11, 12)),
        "2024-03-13T20:00:00+05:00",
    ]
    assert [(row["site"], row["timezone"]) for row in prompts[:5]] == [
        *[("AM", "Asia/Yerevan")] * 2,
        *[("GE", "Asia/Tbilisi")] * 2,
        ("KZ", "Asia/Qyzylorda"),
    ]
    names = (
        "state",
        "late",
        "asked",
        "given",
        "latency_seconds",
        "completion_seconds",
        "initiated",
        "wave",
        "beep",
    )
    assert [prompts[0][name] for name in names] == [
        "answered",
        "0",
        "3",
        "2",
        "596",
        "300",
        "0",
        "first-week",
        "1",
    ]
    assert [prompts[4][name] for name in names[:6]] == ["expired", "0", "", "", "", ""]
    stays = [list(row.values())[1:] for row in table(out, "stays") if row["code"] == "AM-05"]
    georgia = ["2024-03-11T12:00:00Z", "2024-03-11T16:00:00+04:00"]
    until = ["2024-03-13T12:00:00Z", "2024-03-13T16:00:00+04:00"]
    assert stays[1:] == [
        ["GE", "Asia/Tbilisi", *georgia, *until],
        ["KZ", "Asia/Qyzylorda", until[0], "2024-03-13T17:00:00+05:00", "", ""],
    ]
    people = {row["code"]: row for row in table(out, "participants")}
    assert (people["AM-05"]["site"], people["AM-05"]["touch"], people["AM-05"]["letter"]) == (
        "KZ",
        "open",
        "",
    )
    assert (people["AM-06"]["touch"], people["AM-06"]["touch_since_local"]) == (
        "silent",
        "2024-03-14T12:00:00+04:00",
    )
    assert (people["AM-06"]["latency_median_seconds"], people["AM-06"]["prompts_late"]) == ("596", "0")
    entry = next(row for row in table(out, "entries") if row["code"] == "AM-05")
    assert (entry["site"], entry["said_local"]) == ("GE", "2024-03-11T22:12:00+04:00")


async def test_whatever_stands_in_a_stay_is_only_a_cell(world: World) -> None:
    bad = "=cmd|'/C calc'!A0"
    world.write("UPDATE stays SET site = ?, zone = ?", bad, bad)
    done = await export(
        world.room("core"), world.opener(), world.study, world.root / "laptop" / "x", lambda *_: None
    )
    assert {row["site"] for row in table(done.folder, "stays")} == {f"'{bad}"}
    assert (await visit(world).get("/participants/AM-05")).status_code == 200


async def test_the_readme_names_every_column_of_prompts(world: World) -> None:
    done = await export(
        world.room("core"), world.opener(), world.study, world.root / "laptop" / "x", lambda *_: None
    )
    told = (done.folder / "README.txt").read_text("utf-8")
    new = ["due", "sent", "begun", "ended", "late", "asked", "given", "latency_seconds", "completion_seconds"]
    for name in (*new, "initiated", "touch", "touch_since", "letter", "prompts_late", "stays.csv"):
        assert re.search(rf"\b{re.escape(name)}\b", told), name


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))
