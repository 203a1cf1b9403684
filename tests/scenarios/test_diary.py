"""A diary with everything in it, over real HTTP: an album, an edit, a place and a film, and what a team gets of it."""

import csv
from pathlib import Path

import story
from house import PASSPHRASE, House

from simulator.mp4 import film

PLACE = b"+40.1776+044.5126/"
TAKES = "\ndiary: {takes: [text, voice, photo, place, video-note], within: 50km}\n"


async def test_an_album_an_edit_and_a_film_end_in_an_export(house: House, tmp_path: Path) -> None:
    with house.study.open("a", encoding="utf-8") as file:
        file.write(TAKES)
    note = film(4.2, beside=PLACE)
    async with house.running():
        person = await story.arrive(house.world, "en")
        await story.agree(person, "en")
        for caption in ("The yard", "", "The stove"):
            await person.sends_photo(caption=caption, album="13579")
        await person.hears("Add ")
        await house.settled()
        await person.presses("Add to my diary")
        await person.hears("3 messages added and sealed.")
        first = await person.says("Snow.")
        await person.hears("Add to your diary?")
        await person.sends_place(40.177, 44.503)
        await person.sends_video_note(note)
        await house.settled()
        await person.says("yes")
        await person.hears("3 messages added and sealed.")
        await person.edits(first, "Snow, a metre of it.")
        await person.hears("Changed on our side too.")
        await person.sends_sticker()
        await person.hears("The diary takes: text, voice messages, photos, places, round video messages.")
        await house.settled()
    on_disk = b"".join(house.bytes_on_disk().values())
    assert not any(word in on_disk for word in (b"Snow", b"The yard", PLACE, b"40.177", b"ftyp"))
    out = tmp_path / "out"
    words = ("export", str(house.study), "--data", str(house.data), "--key", str(house.key("core")))
    code, said, err = await house.command(*words, "--out", str(out), RESTANTE_PASSPHRASE=PASSPHRASE)
    assert code == 0, err
    assert "3 photos, 1 film" in said
    with (out / "entries.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = [(row["entry"], row["part"], row["type"], row["text"], row["edited"]) for row in rows]
    assert told == [
        ("1", "1", "photo", "The yard", "0"),
        ("1", "2", "photo", "", "0"),
        ("1", "3", "photo", "The stove", "0"),
        ("2", "1", "text", "Snow, a metre of it.", "1"),
        ("2", "2", "place", "", "0"),
        ("2", "3", "video-note", "", "0"),
    ]
    assert rows[4]["within_km"] == "50.0"
    assert "177" not in rows[4]["latitude"]
    assert (rows[5]["film_file"], rows[5]["seconds"]) == ("films/AM-01_1.mp4", "4.2")
    kept = (out / "films" / "AM-01_1.mp4").read_bytes()
    assert len(kept) == len(note)
    assert PLACE in note
    assert PLACE not in kept
    assert sorted(path.name for path in (out / "photos").iterdir()) == [f"AM-01_{n}.jpg" for n in (1, 2, 3)]
