"""A copy for one participant: all that is held of them, in a page that they can read, and nothing of anybody else."""

import csv
import re
from pathlib import Path

import desk_world
import pytest
from desk_world import DIARY, MARKUP, VOICE, World

from desk.export import Exported, ExportRefused, export


@pytest.fixture
def world(tmp_path: Path) -> World:
    return desk_world.build(tmp_path)


async def copied(world: World, code: str, key: str = "core") -> Exported:
    place = world.root / "laptop" / code
    return await export(world.room(key), world.opener(key), world.study, place, lambda _done, _of: None, code)


def page(done: Exported) -> str:
    return (done.folder / "index.html").read_text("utf-8")


async def test_nobody_else_is_in_it(world: World) -> None:
    """Not by code, not by inner name, not by a byte of what they said."""
    hers = "Об этом знает только она"
    world.says(
        "AM-06",
        f'{{"kind": "entry", "at": "2024-03-14T09:00:00+00:00", "prompt": "",'
        f' "content": {{"type": "text", "value": "{hers}"}}}}'.encode(),
    )
    whole = world.root / "laptop" / "whole"
    await export(world.room("core"), world.opener(), world.study, whole, lambda _done, _of: None)
    assert hers.encode() in b"".join(one.read_bytes() for one in whole.rglob("*") if one.is_file())
    done = await copied(world, "AM-05")
    files = [one for one in done.folder.rglob("*") if one.is_file()]
    everything = b"".join(str(one.relative_to(done.folder)).encode() + one.read_bytes() for one in files)
    for stranger in (hers, "AM-06", "GE-01", "a6" * 16, "9e" * 16, "a5" * 16, "tbilisi-film-night"):
        assert stranger.encode() not in everything, stranger
    assert done.participants == 1
    assert {one.name for one in done.folder.iterdir() if one.is_file()} == {
        "index.html",
        *(
            f"{name}.csv"
            for name in (
                "answers",
                "codebook",
                "consents",
                "entries",
                "participants",
                "prompts",
                "scopes",
                "stays",
            )
        ),
    }


async def test_they_can_read_it(world: World) -> None:
    """In their language, with the words of their answers, and without anything that runs."""
    read = re.sub(r"\s", " ", page(await copied(world, "AM-05")))
    assert '<html lang="ru">' in read
    for said in (
        *("Что у нас о вас есть", "AM-05", "Исследовательская группа", "fieldwork@example.org", "Армения"),
        *("8 марта 2024 г., 13:40", "версия 1.0", "Цитировать меня без имени – <strong>Да</strong>"),
        *(
            "До вашего согласия",
            "Вам есть 18 лет?",
            "Как прошёл день?",
            "-1 по шкале от -3 до 3",
            "пропущено",
        ),
        *(DIARY.splitlines()[0], "&lt;script&gt;alert"),
    ):
        assert said in read, said
    assert MARKUP not in read
    assert "<script" not in read
    for english in ("Screening", "Diary entry", "on a scale", "evening", "skipped", "never confirmed"):
        assert english not in read, english


async def test_what_it_points_to_is_there(world: World) -> None:
    done = await copied(world, "AM-05")
    found = re.findall(r'(?:src|href)="([^"]+)"', page(done))
    assert all((done.folder / one).is_file() for one in found)
    voices = [one for one in found if one.startswith("voices/")]
    assert len(voices) == len(set(voices)) == 3  # the agreement, an answer, an entry
    assert {(done.folder / one).read_bytes() for one in voices} == {VOICE}
    with (done.folder / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["code"] for row in csv.DictReader(file)} == {"AM-05"}


async def test_in_english_to_who_speaks_it(world: World) -> None:
    read = page(await copied(world, "AM-06"))
    assert '<html lang="en">' in read
    assert "What we hold of you" in read
    assert "Are you 18 or older?" in read


async def test_what_this_key_does_not_open_is_said(world: World) -> None:
    """The partner of a site reads what is sealed to them; of the rest it is said how much there is."""
    (world.data / "vault" / world.record_ids("AM-05", "entry", vault=True)[0]).write_bytes(b"not a seal")
    read = page(await copied(world, "AM-05", "yerevan"))
    assert "их не открывает: 1" in read
    assert "Этого не удалось открыть тем ключом, который был: Голосовое сообщение" in read


async def test_of_somebody_who_has_left(world: World) -> None:
    assert "Вы вышли" in page(await copied(world, "GE-01"))


@pytest.mark.parametrize("code", ["AM-07", "AM", "' OR 1=1 --"])
async def test_of_nobody_nothing_is_written(world: World, code: str) -> None:
    with pytest.raises(ExportRefused, match="Nobody in"):
        await copied(world, code)
    assert [one.name for one in (world.root / "laptop").iterdir() if one.suffix != ".key"] == []
