"""A check-in with a question of every type, over real HTTP: tapped, typed, shown and sent, and read by the team."""

import csv
from pathlib import Path
from typing import Any

import pytest
import story
from house import PASSPHRASE, House
from test_whole_story import everything, sounds

from bot.photos import cleaned
from simulator.person import Person
from simulator.samples import PHOTO, sample

WHERE = b"41.7151 N, taken with a Spyphone 7"
EXIF = b"\xff\xe1" + (len(WHERE) + 8).to_bytes(2, "big") + b"Exif\0\0" + WHERE
TAKEN = sample(PHOTO)[:2] + EXIF + sample(PHOTO)[2:]
LATITUDE, LONGITUDE = 41.715137, 44.827095
ROAD = """\
questionnaires:
  road:
    - id: papers
      ask: {ru: "Какие у вас **документы**?", en: "Which **papers** do you have?"}
      type: choices
      options: {visa: {ru: Виза, en: A visa}, permit: {ru: ВНЖ, en: A permit}, none: {ru: Никаких, en: None of these}}
      alone: [none]
    - {id: companions, ask: {ru: Со сколькими людьми?, en: With how many people?}, type: number, from: 0, to: 20}
    - {id: left_on, ask: {ru: Когда вы уехали?, en: When did you leave?}, type: date, from: 2022-02-24, to: today}
    - {id: woke, ask: {ru: Во сколько вы проснулись?, en: When did you wake up?}, type: time}
    - {id: view, ask: {ru: Покажите вид из окна., en: Show us the view from your window.}, type: [photo, text]}
    - {id: where, ask: {ru: Где вы примерно?, en: Roughly where are you?}, type: place, within: 25km}
    - group: person
      repeat: {times: companions, at-most: 2}
      questions:
        - {id: friend, ask: {ru: "Человек {n} друг?", en: "Is person {n} a friend?"}, type: yes-no}
"""


@pytest.fixture
def road(house: House) -> House:
    """The sample study, with a question of every type in the first week."""
    text = house.study.read_text("utf-8").replace("questionnaires:\n", ROAD, 1)
    assert "id: first-week, ask: evening" in text
    house.study.write_text(text.replace("id: first-week, ask: evening", "id: first-week, ask: road"), "utf-8")
    return house


async def answer(person: Person) -> None:
    asked = await person.sees("Which papers do you have?")
    assert [entity["type"] for entity in asked.raw["entities"]] == ["bold"]
    for key in ("None of these", "A permit", "A visa"):  # what stands alone gives way
        await person.taps(key)
        await person.until(lambda chat, key=key: f"✓ {key}" in chat.messages[-1].labels)  # type: ignore[misc]
    shown = await person.sees("Which papers do you have?")
    assert [label for label in shown.labels if label.startswith("✓")] == ["✓ A visa", "✓ A permit"]
    await person.taps("Done")
    await person.sees("With how many people?")
    await person.says("200")
    await person.hears("20")
    await person.says("2")
    await person.sees("When did you leave?")
    await person.says("17.09.2022")
    await person.sees("When did you wake up?")
    await person.says("9.30")
    await person.sees("Show us the view")
    await person.sends_photo(b"\x89PNG\r\n\x1a\n" + bytes(80))
    await person.hears(lambda message: "photo" in message.text and "Show us" not in message.text)
    await person.sends_photo(TAKEN, caption="my street")
    await person.sees("Roughly where are you?")
    await person.until(lambda chat: any("Send where I am" in row for row in chat.keyboard))
    await person.sends_place(LATITUDE, LONGITUDE)
    await person.sees("Is person 1 a friend?")
    await person.taps("Yes")
    await person.sees("Is person 2 a friend?")
    await person.taps("I’d rather not say")
    await person.hears("Everything is saved")


async def test_a_check_in_with_every_type_of_question(road: House, tmp_path: Path) -> None:
    async with road.running():
        person = await story.arrive(road.world, "en")
        await story.agree(person, "en")
        await road.world.travel(to="next-message")
        await answer(person)
        await road.settled()
        unseen(road)
    unseen(road)

    said = {
        (kind, one["question"], one.get("round")): one for kind, one in everything(road) if kind != "consent"
    }
    value = {question: one.get("value") for (_, question, _), one in said.items()}
    assert value["papers"] == ["visa", "permit"]
    assert (value["companions"], value["left_on"], value["woke"]) == (2, "2022-09-17", "09:30")
    assert said["answer", "friend", 1]["value"] is True
    assert said["skip", "friend", 2]["reason"] == "declined"
    coarse(value["where"])
    assert cleaned(sample(PHOTO)) in sounds(road)
    assert not any(WHERE in kept for kept in sounds(road))

    out = tmp_path / "out"
    words = ("export", str(road.study), "--data", str(road.data), "--key", str(road.key()), "--out", str(out))
    code, told, err = await road.command(*words, RESTANTE_PASSPHRASE=PASSPHRASE)
    assert code == 0, err
    assert "1 voice, 1 photo." in told
    with (out / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["question"], row["round"]): row for row in csv.DictReader(file)}
    assert (rows["papers", ""]["value"], rows["papers", ""]["label_en"]) == (
        "visa | permit",
        "A visa | A permit",
    )
    assert rows["view", ""]["value"] == "my street"
    assert (out / rows["view", ""]["photo_file"]).read_bytes() == cleaned(sample(PHOTO))
    assert rows["where", ""]["within_km"] == "25.0"
    assert (rows["friend", "2"]["status"], rows["friend", "2"]["value"]) == ("declined", "")


def coarse(place: Any) -> None:
    """Near enough to be true, and with no digit that tells more than the square."""
    assert place["within_km"] == 25
    assert 0 < abs(place["latitude"] - LATITUDE) < 0.13
    assert abs(place["longitude"] - LONGITUDE) < 0.2
    assert len(str(place["latitude"]).partition(".")[2]) <= 2


def unseen(house: House) -> None:
    """Neither the photo, nor where it was taken, nor where they are, is on the server for anybody to read."""
    picture = cleaned(sample(PHOTO))
    for secret in (WHERE, picture[-300:-200], b"41.7151", b"2022-09-17"):
        for path, content in house.bytes_on_disk().items():
            assert secret not in content, (secret[:20], path)
