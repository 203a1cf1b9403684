"""What the desk can have done: a form of its own, a code typed, and nothing else comes through."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import desk_world
import pytest
from desk_pages import PAGES, visit, words
from desk_world import World
from httpx import ASGITransport, AsyncClient, Response

from desk.acting import LARGEST, Acts
from desk.app import make_app
from storage.tombstones import FILE, Marks, add_to_file, mark

HERE = "http://127.0.0.1:8701"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Origin": HERE}
PLACE = "/participants/AM-05/erase"


@dataclass
class Asked:
    """A desk that only notes what it is asked for."""

    world: World
    erased: list[str] = field(default_factory=list)

    async def erase(self, code: str) -> str:
        self.erased.append(code)
        return f"Everything of {code} is erased.\n99 byte runs were looked for in 7 files: none found."

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[tuple[AsyncClient, Acts]]:
        acts = Acts(self.erase)
        desk = ASGITransport(make_app(replace(self.world.room(), acts=acts)))
        async with AsyncClient(transport=desk, base_url=HERE) as client:
            yield client, acts


@pytest.fixture
def world(tmp_path: Path) -> World:
    return desk_world.build(tmp_path)


@pytest.fixture
def asked(world: World) -> Asked:
    return Asked(world)


async def test_a_typed_code_erases(asked: Asked) -> None:
    async with asked.visitor() as (client, acts):
        assert "Type AM-05" in words(await client.get(PLACE))
        for typed in ("AM-05", " am-05 "):
            done = await client.post(PLACE, data={"token": acts.token, "typed": typed}, headers=FORM)
            assert "none found" in words(done)
    assert asked.erased == ["AM-05", "AM-05"]


@pytest.mark.parametrize("typed", ["", "AM-5", "AM-06", "AM-05 AM-05", "yes", "ＡＭ-０５", "\0", "🙂" * 50])
async def test_anything_else_that_is_typed_erases_nothing(asked: Asked, typed: str) -> None:
    async with asked.visitor() as (client, acts):
        answer = await client.post(PLACE, data={"token": acts.token, "typed": typed}, headers=FORM)
        assert (answer.status_code, "Nothing was erased" in answer.text) == (422, True)
        assert asked.erased == []


HOSTILE = {
    "no token": ({}, {"typed": "AM-05"}, 403),
    "another token": ({}, {"typed": "AM-05", "token": "x"}, 403),
    "no Origin": ({"Origin": None}, {}, 403),
    "another site": ({"Origin": "https://evil.example"}, {}, 403),
    "a sandboxed page": ({"Origin": "null"}, {}, 403),
    "another server on this machine": ({"Origin": "http://127.0.0.1:8702"}, {}, 403),
    "another name of this machine": ({"Origin": "http://localhost:8701"}, {}, 403),
    "a foreign Host": ({"Host": "evil.example:8701"}, {}, 403),
    "what a page of elsewhere fetches": ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, {}, 403),
    "another server's form": (
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, {}, 403
    ),
    "plain text": ({"Content-Type": "text/plain"}, {}, 403),
    "many parts": ({"Content-Type": "multipart/form-data; boundary=x"}, {}, 403),
    "no type": ({"Content-Type": None}, {}, 403),
    "too much": ({}, {"typed": "A" * (LARGEST + 1)}, 413),
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
async def test_a_form_that_is_not_the_desks_own(asked: Asked, case: str) -> None:
    headers, fields, status = HOSTILE[case]
    async with asked.visitor() as (client, acts):
        told = {name: value for name, value in {**FORM, **headers}.items() if value is not None}
        body = {"typed": "AM-05", "token": acts.token, **fields} if case != "no token" else fields
        content = "&".join(f"{name}={value}" for name, value in body.items()).encode()
        answer = await client.request("POST", PLACE, content=content, headers=told)
        assert answer.status_code == status, answer.text
        assert acts.token not in answer.text
    assert asked.erased == []


@pytest.mark.parametrize("code", ["AM-99", "am-05%00", "..", "' OR 1=1 --"])
async def test_a_code_that_nobody_has(asked: Asked, code: str) -> None:
    async with asked.visitor() as (client, acts):
        fields = {"token": acts.token, "typed": code}
        answer: Response = await client.post(f"/participants/{code}/erase", data=fields, headers=FORM)
        assert answer.status_code in (404, 405)
    assert asked.erased == []


async def test_other_pages_take_no_form_and_other_methods_nothing(asked: Asked) -> None:
    async with asked.visitor() as (client, acts):
        for path in PAGES:
            answer = await client.post(path, data={"token": acts.token}, headers=FORM)
            assert answer.status_code == 405, path
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"):
            assert (await client.request(method, PLACE, headers=FORM)).status_code == 405
    assert asked.erased == []


async def test_without_the_operator_key_the_page_says_which_command_to_run(world: World) -> None:
    async with visit(world) as client:
        shown = words(await client.get(PLACE))
        assert "restante erase study.yaml AM-05 --data DIR" in shown
        assert "<form" not in (await client.get(PLACE)).text
        answer = await client.post(PLACE, data={"typed": "AM-05"}, headers=FORM)
        assert answer.status_code == 405
    assert world.connect().execute("SELECT COUNT(*) FROM participants WHERE code = 'AM-05'").fetchone() == (
        1,
    )


def inner(world: World, code: str) -> str:
    rows = world.connect()
    [(id,)] = rows.execute("SELECT id FROM participants WHERE code = ?", (code,)).fetchall()
    rows.close()
    return str(id)


async def test_whoever_is_marked_beside_an_older_copy_is_not_on_any_page(world: World) -> None:
    async with visit(world, "core") as client:
        before = (await client.get("/participants")).text
        assert "AM-05" in before
        add_to_file(world.data / FILE, Marks({mark(inner(world, "AM-05"))}))
        for path in PAGES:
            answer = await client.get(path)
            if "AM-05" in path:
                assert answer.status_code == 404
            elif path == "/consent":  # that the code was given once is no secret; nothing is held under it
                assert "AM-05 – – – – – 0 erased: 0 records held" in words(answer)
            else:
                assert "AM-05" not in words(answer), path
        assert "GE-01" in words(await client.get("/participants"))


async def test_whoever_is_marked_elsewhere_is_left_out_of_an_export(world: World, tmp_path: Path) -> None:
    """The copy on the laptop is older than the erasing; the file comes from the server."""
    add_to_file(tmp_path / "from-the-server", Marks({mark(inner(world, "AM-05"))}))
    base = ("export", world.study, "--data", world.data, "--key", world.key())
    more = ("--erased", tmp_path / "from-the-server", "--out", tmp_path / "out")
    process = await world.command(*base, *more, RESTANTE_PASSPHRASE=desk_world.PASSPHRASE)
    _, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert b"AM-05" not in written
    assert b"GE-01" in written
    wrong = ("--erased", tmp_path / "nowhere", "--out", tmp_path / "out2")
    process = await world.command(*base, *wrong, RESTANTE_PASSPHRASE=desk_world.PASSPHRASE)
    _, err = await process.communicate()
    assert (process.returncode, b"no such file" in err) == (2, True)
    assert not (tmp_path / "out2").exists()
