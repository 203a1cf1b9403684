"""A desk on data that are not there yet, not ours, or of another version."""

from collections.abc import Callable
from html import unescape
from pathlib import Path

import desk_world
import pytest
from desk_pages import PAGES, visit, words
from desk_world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return desk_world.build(tmp_path)


async def test_an_empty_study_says_what_will_come(tmp_path: Path) -> None:
    desk = visit(desk_world.build(tmp_path, empty=True), "core")
    for page, said in (
        ("/", "Nobody has arrived yet."),
        ("/", "No prompt has fallen due yet."),
        ("/participants", "Nobody has consented yet."),
        ("/prompts", "Nothing falls due in the next seven days."),
        ("/sources", "The bot's name is not known yet"),
    ):
        assert said in words(await desk.get(page))


async def test_where_everybody_is_erased(world: World) -> None:
    """Somebody had consented, and nobody is to be seen."""
    world.write("DELETE FROM participants WHERE code IS NOT NULL")
    said = words(await visit(world).get("/participants"))
    assert "Nobody has a code any more. 1 person has not consented yet, and is only counted." in said
    assert "Everyone who had consented is erased." in said
    assert "Nobody has consented yet" not in said
    world.write("DELETE FROM tallies")
    said = words(await visit(world).get("/participants"))
    assert "Nobody has a code. 1 person has not consented yet" in said
    assert "Nobody has consented yet." in said


async def test_recruitment_that_is_not_approved_is_closed(world: World) -> None:
    text = world.study.read_text("utf-8")
    start = text.index("approvals:")
    world.study.write_text(text[:start] + text[text.index("keys:") :], "utf-8")
    assert "Recruitment is closed. No approval is on file." in words(await visit(world).get("/"))


def another_study(world: World) -> None:
    world.write("UPDATE meta SET value = 'rivers' WHERE name = 'study'")


def no_database(world: World) -> None:
    for file in world.data.glob("restante.sqlite3*"):
        file.unlink()


def empty_file(world: World) -> None:
    no_database(world)
    world.database.touch()


def another_file(world: World) -> None:
    no_database(world)
    world.database.write_bytes(b"a letter, not a database" * 100)


def another_program(world: World) -> None:
    no_database(world)
    world.write("CREATE TABLE meta (name TEXT, value TEXT)")


def newer(world: World) -> None:
    world.write("UPDATE meta SET value = '99' WHERE name = 'form'")


def half(world: World) -> None:
    world.write("DROP TABLE tallies")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (another_study, "these are the data of the study 'rivers', and the study file says 'crossing'"),
        (no_database, "there is no database here yet. It comes when the bot starts"),
        (empty_file, "there is no database here yet. It comes when the bot starts"),
        (another_file, "is not a database of Poste Restante"),
        (another_program, "is not a database of Poste Restante"),
        (newer, "was written by a newer version of Poste Restante (its form is 99"),
        (half, "this database cannot be read (no such table: tallies)"),
    ],
)
async def test_data_that_cannot_be_read_are_told(
    world: World, change: Callable[[World], None], said: str
) -> None:
    change(world)
    answer = await visit(world, "core").get("/")
    assert answer.status_code == 503
    assert said in unescape(answer.text)
    assert "Дорога и дом" in answer.text  # in the frame, with the way to other pages


async def test_the_desk_writes_nothing_into_the_database(world: World) -> None:
    def rows() -> list[str]:
        connection = world.connect()
        dumped = list(connection.iterdump())
        connection.close()
        return dumped

    before, files = rows(), {path: path.read_bytes() for path in (world.data / "vault").iterdir()}
    desk = visit(world, "core")
    for page in PAGES:
        assert (await desk.get(page)).status_code == 200
    assert rows() == before
    assert {path: path.read_bytes() for path in (world.data / "vault").iterdir()} == files
