"""Answers of every type, as the reading room shows them and as an export tells them."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import desk_world
import pytest
from desk_pages import visit, words
from desk_world import VOICE, Person, World

from desk.export import export
from simulator.samples import PHOTO, sample

PICTURE = sample(PHOTO)
ROAD = """\
  road:
    - {id: papers, ask: {ru: Какие документы?, en: Which papers?}, type: choices,
       options: {visa: {ru: Виза, en: A visa}, permit: {ru: ВНЖ, en: A permit}, none: {ru: Никаких, en: None}}}
    - {id: companions, ask: {ru: Со сколькими людьми?, en: With how many people?}, type: number, from: 0, to: 20,
       unit: {ru: чел., en: people}}
    - {id: rent, ask: {ru: Сколько за жильё?, en: What is the rent?}, type: number, decimals: 2}
    - {id: left_on, ask: {ru: Когда уехали?, en: When did you leave?}, type: date}
    - {id: woke, ask: {ru: Во сколько проснулись?, en: When did you wake up?}, type: time}
    - {id: view, ask: {ru: Вид из окна?, en: The view?}, type: [photo, text]}
    - {id: where, ask: {ru: Где вы?, en: Where are you?}, type: place, within: 25km}
    - {id: trust, ask: {ru: Кому вы верите?, en: Whom do you trust?}, type: text}
    - {id: night, ask: {ru: Как прошла ночь?, en: How was the night?}, type: [voice, text]}
    - {id: left, ask: {ru: Почему уехали?, en: Why did you leave?}, type: choice, order: random,
       options: {war: {ru: Война, en: War}, work: {ru: Работа, en: Work}}}
    - {id: sleep, ask: {ru: Как спали?, en: How did you sleep?}, type: scale, from: 0, to: 100}
    - id: many
      ask:
        ru: {one: "Вас {companions} человек?", few: "Вас {companions} человека?", many: "Вас {companions}?", other: "?"}
        en: {one: "Is {companions} person with you?", other: "Are {companions} people with you, with {papers}?"}
      by: companions
      type: yes-no
    - group: companion
      repeat: {times: companions, at-most: 5}
      questions:
        - {id: friend, ask: {ru: "Человек {n} друг?", en: "Is person {n} a friend?"}, type: yes-no}
    - group: border
      repeat: {again: {ru: Была ещё граница?, en: Was there another border?}, at-most: 3}
      questions:
        - {id: hours, ask: {ru: Сколько часов?, en: How many hours?}, type: number}
schedule:
"""
SAID: list[tuple[str, str, dict[str, Any]]] = [
    ("answer", "papers", {"type": "choices", "value": ["visa", "permit"]}),
    ("answer", "companions", {"type": "number", "value": 3}),
    ("answer", "rent", {"type": "number", "value": 350.5}),
    ("answer", "left_on", {"type": "date", "value": "2022-09-24"}),
    ("answer", "woke", {"type": "time", "value": "09:30"}),
    ("answer", "view", {"type": "photo", "caption": "=my street"}),
    (
        "answer",
        "where",
        {"type": "place", "value": {"latitude": 40.25, "longitude": 44.5, "within_km": 25.0}},
    ),
    ("skip", "trust", {"reason": "declined"}),
    ("answer", "night", {"type": "voice", "caption": "<b>shots</b>, all night"}),
    ("answer", "left", {"type": "choice", "value": "war", "order": ["work", "war"]}),
    ("skip", "sleep", {"reason": "skipped"}),
    ("answer", "many", {"type": "yes-no", "value": True, "version": 2}),
    ("answer", "friend", {"type": "yes-no", "value": True, "round": 1}),
    ("answer", "friend", {"type": "yes-no", "value": False, "round": 2}),
    ("skip", "friend", {"reason": "declined", "round": 3}),
    ("answer", "border", {"type": "yes-no", "value": False, "round": 1}),
]


@pytest.fixture
def world(tmp_path: Path) -> World:
    """AM-07 has answered a questionnaire with every type of question."""
    world = desk_world.build(tmp_path)
    world.study.write_text(world.study.read_text("utf-8").replace("schedule:\n", ROAD, 1), "utf-8")
    rows = world.connect()
    person = Person(world, rows, "a7" * 16, "AM-07", "AM", "yerevan-chat", language="en", caption="I agree.")
    person.comes()
    at = datetime(2024, 3, 9, 15, 12, tzinfo=UTC)
    person.prompt(1, at, "answered")
    for minute, (kind, question, content) in enumerate(SAID):
        about = {"question": question, "questionnaire": "road", "wave": "first-week"} | content
        media = {"photo": PICTURE, "voice": VOICE}.get(str(content.get("type")), b"")
        person.record(kind, about, at + timedelta(minutes=minute), prompt=person.prompt_id(1), sound=media)
    person.record("entry", {"type": "voice", "caption": "=for later"}, at + timedelta(hours=3), sound=VOICE)
    rows.close()
    return world


async def answers(world: World, language: str = "en") -> dict[tuple[str, str], dict[str, str]]:
    quiet: Callable[[int, int], None] = lambda _done, _of: None  # noqa: E731
    await export(world.room("core"), world.opener("core"), world.study, out_of(world), quiet)
    rows = [row for row in exported(world, "answers") if row["questionnaire"] == "road"]
    return {(row["question"], row["round"]): row for row in rows}


def out_of(world: World) -> Path:
    return world.root / "laptop" / "export"


def exported(world: World, name: str) -> list[dict[str, str]]:
    """The rows of a table of the export."""
    with (out_of(world) / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


async def test_the_reading_room_shows_them_in_english(world: World) -> None:
    told = words(await visit(world, "core").get("/participants/AM-07?lang=en"))
    for line in (
        "Which papers? A visa | A permit",
        "With how many people? 3 people",
        "What is the rent? 350.5",
        "When did you leave? 2022-09-24",
        "When did you wake up? 09:30",
        "The view? =my street",
        "Where are you? 40.25, 44.5, in a square of 25 km",
        "Whom do you trust? would rather not say",
        "Voice, 9 Mar 2024, 19:12 0:04 <b>shots</b>, all night",
        "Written under it: I agree.",
        "How did you sleep? skipped",
        "Are 3 people with you, with A visa, A permit? Yes",
        "Is person 1 a friend? round 1 Yes",
        "Is person 2 a friend? round 2 No",
        "Is person 3 a friend? round 3 would rather not say",
        "Was there another border? round 1 No",
    ):
        assert line in told, line


async def test_numbers_bend_words_in_the_language_of_the_page(world: World) -> None:
    told = words(await visit(world, "core").get("/participants/AM-07?lang=ru"))
    assert "Вас 3 человека? Да" in told
    assert "Какие документы? Виза | ВНЖ" in told


async def test_an_export_has_a_column_for_each(world: World) -> None:
    told = await answers(world)
    values = {question: (row["type"], row["status"], row["value"]) for (question, _), row in told.items()}
    assert values["papers"] == ("choices", "answered", "visa | permit")
    assert values["companions"] == ("number", "answered", "3")
    assert values["rent"] == ("number", "answered", "350.5")
    assert values["left_on"] == ("date", "answered", "2022-09-24")
    assert values["woke"] == ("time", "answered", "09:30")
    assert values["where"] == ("place", "answered", "")
    assert values["trust"] == ("", "declined", "")
    assert values["sleep"] == ("", "skipped", "")
    papers = told["papers", ""]
    assert (papers["label_ru"], papers["label_en"]) == ("Виза | ВНЖ", "A visa | A permit")
    where = told["where", ""]
    assert (where["latitude"], where["longitude"], where["within_km"]) == ("40.25", "44.5", "25.0")
    assert (papers["latitude"], where["label_en"], papers["photo_file"]) == ("", "", "")
    assert told["many", ""]["version"] == "2"
    rounds = {
        round: (row["status"], row["value"])
        for (question, round), row in told.items()
        if question == "friend"
    }
    assert rounds == {"1": ("answered", "1"), "2": ("answered", "0"), "3": ("declined", "")}


async def test_what_was_written_under_a_voice_is_exported_beside_it(world: World) -> None:
    """Under an answer, an entry and an agreement."""
    night = (await answers(world))["night", ""]
    assert (night["type"], night["value"], night["label_en"]) == ("voice", "<b>shots</b>, all night", "")
    assert night["voice_file"] == "voices/AM-07_2.ogg"
    [entry] = [row for row in exported(world, "entries") if row["code"] == "AM-07"]
    assert (entry["type"], entry["text"], entry["voice_file"]) == (
        "voice",
        "'=for later",
        "voices/AM-07_3.ogg",
    )
    captions = {row["code"]: row["caption"] for row in exported(world, "consents")}
    assert (captions["AM-07"], captions["AM-05"]) == ("I agree.", "")


async def test_the_order_in_which_options_stood_is_exported(world: World) -> None:
    told = await answers(world)
    assert (told["left", ""]["value"], told["left", ""]["order"]) == ("war", "work | war")
    assert told["papers", ""]["order"] == ""


async def test_a_photo_is_a_file_of_its_own(world: World) -> None:
    view = (await answers(world))["view", ""]
    assert (view["type"], view["photo_file"], view["voice_file"]) == ("photo", "photos/AM-07_1.jpg", "")
    assert (view["value"], view["label_en"]) == ("'=my street", "")
    assert view["voice_seconds"] == ""
    folder = out_of(world)
    assert (folder / view["photo_file"]).read_bytes() == PICTURE
    assert "photos/".ljust(18) + "1".rjust(7) in (folder / "README.txt").read_text("utf-8")


async def test_a_photo_is_shown_under_its_own_name_only(world: World) -> None:
    desk = visit(world, "core")
    record, _ = world.record_ids("AM-07", "answer", vault=True)
    [voice] = world.record_ids("AM-07", "consent", vault=True)
    page = await desk.get("/participants/AM-07")
    assert f'src="/participants/AM-07/photos/{record}"' in page.text
    shown = await desk.get(f"/participants/AM-07/photos/{record}")
    assert (shown.status_code, shown.content) == (200, PICTURE)
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["x-content-type-options"] == "nosniff"
    for address in (f"AM-05/photos/{record}", f"AM-07/photos/{voice}", f"AM-07/photos/{record[:-1]}"):
        refused = await desk.get(f"/participants/{address}")
        assert (refused.status_code, "There is no such photo." in refused.text) == (404, True), address


async def test_without_its_key_no_photo_is_given(world: World) -> None:
    record, _ = world.record_ids("AM-07", "answer", vault=True)
    sealed = await visit(world).get(f"/participants/AM-07/photos/{record}")
    assert (sealed.status_code, "Photos are sealed." in sealed.text) == (403, True)
    foreign = await visit(world, "stranger").get(f"/participants/AM-07/photos/{record}")
    assert (foreign.status_code, "sealed to other keys" in foreign.text) == (404, True)


async def test_a_picture_put_in_its_place_is_broken(world: World) -> None:
    """Whoever has the public keys can seal another picture; its hash, sealed beside it, is not that of this one."""
    record, _ = world.record_ids("AM-07", "answer", vault=True)
    rows = world.connect()
    forger = Person(world, rows, "a7" * 16, "AM-07", "AM", "")
    (world.data / "vault" / record).write_bytes(forger.sealed(b"\xff\xd8another", record, "answer"))
    rows.close()
    shown = await visit(world, "core").get(f"/participants/AM-07/photos/{record}")
    assert (shown.status_code, "the seal is broken" in shown.text) == (404, True)


@pytest.mark.parametrize(
    "content",
    [
        {"type": "choices", "value": [1, {}]},
        {"type": "choices", "value": []},
        {"type": "place", "value": {"latitude": "north", "within_km": []}},
        {"type": "place", "value": {}},
        {"type": "number", "value": "many", "round": "first", "version": {}},
        {"type": "date", "value": None},
        {"type": "choice", "value": "visa", "order": [None, {}], "caption": 5},
        {"type": "choice", "value": "visa", "order": "visa"},
        {"type": 5, "reason": 5, "value": True},
    ],
)
async def test_what_no_bot_writes_breaks_no_page_and_no_export(world: World, content: dict[str, Any]) -> None:
    rows = world.connect()
    person = Person(world, rows, "a7" * 16, "AM-07", "AM", "", said=900)
    about = {"question": "papers", "questionnaire": "road"}
    person.record("answer", about | content, datetime(2024, 3, 10, 9, tzinfo=UTC))
    rows.close()
    assert (await visit(world, "core").get("/participants/AM-07")).status_code == 200
    assert ("papers", "") in await answers(world)
