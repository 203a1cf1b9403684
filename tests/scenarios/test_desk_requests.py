"""The page of requests: codes, kinds and times, the oldest first; and saying that one is done, from this desk alone."""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import desk_world
import pytest
from desk_world import NOW, World
from httpx import ASGITransport, AsyncClient

from desk.acting import Acts
from desk.app import make_app
from desk.room import Room
from study.reading import read_protocol

ROOT = "http://127.0.0.1:8701"


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = desk_world.build(tmp_path)
    row = "INSERT INTO requests (participant, kind, at, done_at) VALUES (?, ?, ?, ?)"
    at = NOW.timestamp()
    made.write(row, "a6" * 16, "contact", at - 7200, None)
    made.write(row, "a5" * 16, "file", at - 3600, None)
    made.write(row, "a5" * 16, "contact", at - 90_000, at - 86_400)
    made.write(row, "9e" * 16, "file", at - 60 * 86_400, at - 50 * 86_400)
    made.write(row, "0f" * 16, "contact", at, None)  # somebody without a code: there should be none
    return made


async def _nobody(_code: str) -> str:
    raise AssertionError("nobody is to be erased")


def visit(
    world: World, done: Callable[[int], Awaitable[str]] | None = None
) -> tuple[AsyncClient, Acts | None]:
    acts = Acts(_nobody, done) if done is not None else None
    room = Room(read_protocol(world.study), world.data, None, lambda: NOW, acts)
    transport = ASGITransport(make_app(room), raise_app_exceptions=True)
    return AsyncClient(transport=transport, base_url=ROOT, headers={"Origin": ROOT}), acts


async def test_codes_kinds_and_times_and_nothing_else(world: World) -> None:
    desk, _ = visit(world)
    page = (await desk.get("/requests?lang=en")).text
    talk, copy = page.split("<article")[1:]
    assert re.search(r">AM-06</a> may need somebody to talk to<", talk)
    assert "They have your address, fieldwork@example.org, and may write there" in talk
    assert "Since 14 Mar 2024, 14:00, 2 hours ago" in talk, "by the clock of the site"
    assert re.search(r">AM-05</a> asks for a copy of all that is held of them<", copy)
    assert "restante export study.yaml --data DIR --key NAME.key --out AM-05 --only AM-05" in copy
    assert "restante requests study.yaml --data DIR --done 2" in copy
    assert "GE-01" not in page, "what is long done is not shown"
    assert "done 13 Mar 2024, 16:00" in page
    assert "<form" not in page


async def test_who_has_left_is_not_told(world: World) -> None:
    """Nor is it promised: their key says only that it is done."""

    async def done(_request: int) -> str:
        return ""

    world.write("UPDATE participants SET stage = 'withdrawn' WHERE code IN ('AM-05', 'AM-06')")
    for acts in (None, done):
        desk, _ = visit(world, acts)
        page = (await desk.get("/requests?lang=en")).text
        for article in page.split("<article")[1:]:
            assert "They have left, and are not written to" in article
            assert "so that they are told" not in article
            assert "Say so here" not in article
            assert re.findall(r"<button[^>]*>(.*?)</button>", article) == (["Done"] if acts else [])
    world.write("UPDATE participants SET stage = 'renewing' WHERE code = 'AM-06'")
    page = (await desk.get("/requests?lang=en")).text
    assert re.findall(r"<button[^>]*>(.*?)</button>", page) == ["Somebody is there: tell AM-06", "Done"]


async def test_where_nobody_waits(tmp_path: Path) -> None:
    desk, _ = visit(desk_world.build(tmp_path))
    page = (await desk.get("/requests")).text
    assert "Nobody waits for anything" in page
    assert "<article" not in page


async def test_done_is_asked_for_once_and_told(world: World) -> None:
    asked: list[int] = []

    async def done(request: int) -> str:
        asked.append(request)
        return "Done. <b>Whoever</b> asked is told so."

    desk, acts = visit(world, done)
    assert acts is not None
    page = (await desk.get("/requests")).text
    assert f'value="{acts.token}"' in page
    for query, place in (("", "/requests?done=2"), ("?lang=en", "/requests?done=2&lang=en")):
        answer = await desk.post(f"/requests/2/done{query}", data={"token": acts.token})
        assert (answer.status_code, answer.headers["location"]) == (303, place)
        for _ in "loaded again":
            assert "Done. &lt;b&gt;Whoever&lt;/b&gt; asked is told so." in (await desk.get(place)).text
    assert asked == [2, 2]
    for other in ("3", "²", "", "2" * 5000):
        assert 'role="status"' not in (await desk.get("/requests", params={"done": other})).text


async def test_who_needs_a_talk_stands_first(world: World) -> None:
    """However long others have waited for a file; of one kind the oldest is first."""
    world.write("UPDATE requests SET at = at - 864000 WHERE kind = 'file'")
    row = "INSERT INTO requests (participant, kind, at, done_at) VALUES (?, 'contact', ?, NULL)"
    world.write(row, "a5" * 16, NOW.timestamp() - 10)
    desk, _ = visit(world)
    page = (await desk.get("/requests")).text
    assert re.findall(r"</a> (may need|asks for) ", page) == ["may need", "may need", "asks for"]
    assert re.findall(r">(AM-0\d)</a> may need", page) == ["AM-06", "AM-05"]


@pytest.mark.parametrize(
    ("form", "headers", "status"),
    [
        ({"token": "another"}, {}, 403),
        ({}, {}, 403),
        (None, {"Origin": "http://evil.example"}, 403),
        (None, {"Sec-Fetch-Site": "cross-site"}, 403),
    ],
)
async def test_not_from_elsewhere(
    world: World, form: dict[str, str] | None, headers: dict[str, str], status: int
) -> None:
    async def done(_request: int) -> str:
        raise AssertionError("it was done")

    desk, acts = visit(world, done)
    assert acts is not None
    answer = await desk.post(
        "/requests/2/done", data={"token": acts.token} if form is None else form, headers=headers
    )
    assert answer.status_code == status


async def test_a_desk_that_only_reads_does_nothing(world: World) -> None:
    desk, _ = visit(world)
    assert (await desk.post("/requests/2/done", data={"token": "x"})).status_code == 405
