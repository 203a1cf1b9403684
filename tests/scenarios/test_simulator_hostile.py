"""Nonsense at the people's and the stage hands' doors: a clear 4xx each time, and nothing has changed."""

import asyncio
from collections.abc import AsyncIterator
from socket import IPPROTO_TCP, TCP_NODELAY
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from simulator_bench import NOON, TOKEN, Stage, stage
from yarl import URL

from simulator.app import create_app, serve
from simulator.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")
HUGE = 10**40


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def on() -> AsyncIterator[Stage]:
    async with stage() as on:
        yield on


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def anna(on: Stage) -> Person:
    return await on.anna()


PEOPLE: list[tuple[str, Any]] = [
    ("/people", {"name": 7}),
    ("/people", {"name": "x" * 65}),
    ("/people", {"name": "a\nb"}),
    ("/people", {"language_code": "ru;q=1"}),
    ("/people", {"username": "<b>"}),
    ("/people", {"color": "red; background: url(//example.org)"}),
    ("/people/ANNA/start", {"payload": ["list"]}),
    ("/people/ANNA/start", {"payload": "x" * 5000}),
    ("/people/ANNA/text", {}),
    ("/people/ANNA/text", {"text": None}),
    ("/people/ANNA/text", {"text": {"deep": 1}}),
    ("/people/ANNA/text", {"text": 5}),
    ("/people/ANNA/text", {"text": "x" * 5000}),
    ("/people/ANNA/text", {"text": "\ud800"}),
    ("/people/ANNA/text", {"text": "x", "group": "here"}),
    ("/people/ANNA/text", {"text": "x", "group": HUGE}),
    ("/people/ANNA/text", {"text": "x", "group": -99}),
    ("/people/ANNA/text", {"text": "x", "forwarded": ["who"]}),
    ("/people/ANNA/text", {"text": "x", "forwarded": "x" * 65}),
    ("/people/ANNA/edit", {"text": "x"}),
    ("/people/ANNA/edit", {"message_id": HUGE, "text": "x"}),
    ("/people/ANNA/edit", {"message_id": 1.5, "text": "x"}),
    ("/people/ANNA/edit", {"message_id": True, "text": "x"}),
    ("/people/ANNA/forward", {}),
    ("/people/ANNA/forward", {"message_id": "first"}),
    ("/people/ANNA/voice", {"sample": "../../person.py"}),
    ("/people/ANNA/voice", {"sample": 5}),
    ("/people/ANNA/voice", {"duration": -1}),
    ("/people/ANNA/voice", {"duration": "long"}),
    ("/people/ANNA/voice", {"duration": HUGE}),
    ("/people/ANNA/voice", {"file_size": -1}),
    ("/people/ANNA/voice", {"file_size": HUGE}),
    ("/people/ANNA/photo", {"caption": "x" * 1025}),
    ("/people/ANNA/photo", {"width": "wide"}),
    ("/people/ANNA/document", {"name": {}}),
    ("/people/ANNA/location", {"latitude": "north"}),
    ("/people/ANNA/location", {"latitude": 91}),
    ("/people/ANNA/location", {"longitude": HUGE}),
    ("/people/ANNA/location", {"live_period": 59}),
    ("/people/ANNA/venue", {"title": "Café"}),
    ("/people/ANNA/venue", {"title": " ", "address": "12 Long Street"}),
    ("/people/ANNA/venue", {"title": "Café", "address": "12 Long Street", "live_period": 60}),
    ("/people/ANNA/move", {"message_id": 1, "latitude": 5}),
    ("/people/ANNA/photo", {"album": "x" * 65}),
    ("/people/ANNA/contact", {"phone_number": 5}),
    ("/people/ANNA/tap", {}),
    ("/people/ANNA/tap", {"key": 0}),
    ("/people/ANNA/tap", {"key": "first", "message_id": 1}),
    ("/people/ANNA/tap", {"key": 0, "message_id": HUGE}),
    ("/people/ANNA/tap", {"data": ["x"], "message_id": 1}),
    ("/people/ANNA/press", {}),
    ("/people/ANNA/press", {"label": 5}),
    ("/people/ANNA/group", {"title": ""}),
    ("/people/ANNA/group", {"title": "x" * 129}),
    ("/people/ANNA/kick", {}),
    ("/people/ANNA/kick", {"group": "x"}),
    ("/people/5/text", {"text": "x"}),
    (f"/people/{HUGE}/text", {"text": "x"}),
    ("/people/anna/text", {"text": "x"}),
    ("/people/-5/text", {"text": "x"}),
    ("/people/ANNA/dance", {}),
    ("/people/ANNA/text/..", {}),
]

CONTROL: list[tuple[str, Any]] = [
    ("/time", {}),
    ("/time", {"at": "noon"}),
    ("/time", {"at": NOON, "next": "soon"}),
    ("/time", {"at": NOON, "next": [1]}),
    ("/time", {"at": NOON, "shift": {}}),
    ("/time", {"at": NOON, "idle": "perhaps"}),
    ("/time/travel", {"by": [1]}),
    ("/time/travel", {"by": HUGE}),
    ("/updates", {"update_id": "one"}),
    ("/updates", {"update_id": HUGE}),
    ("/updates", {"update_id": -1}),
    ("/updates/jump", {"to": "far"}),
    ("/updates/jump", {"to": 0}),
    ("/updates/jump", {"by": -5}),
    ("/updates/jump", {"to": HUGE}),
    ("/faults", {}),
    ("/faults", {"method": "sendMessage"}),
    ("/faults", {"method": "sendMesage", "status": 500}),
    ("/faults", {"method": 5, "status": 500}),
    ("/faults", {"status": 200}),
    ("/faults", {"status": 99}),
    ("/faults", {"status": 1000}),
    ("/faults", {"status": "bad"}),
    ("/faults", {"retry_after": "later"}),
    ("/faults", {"retry_after": -1}),
    ("/faults", {"delay": -1}),
    ("/faults", {"delay": 3600}),
    ("/faults", {"status": 500, "times": 0}),
    ("/faults", {"status": 500, "chat": "hers"}),
    ("/faults", {"drop_before_accept": "perhaps"}),
    ("/files/lose", {}),
    ("/files/lose", {"file_id": 5}),
]

LOOKS = [
    "/people/5/chat", f"/people/{HUGE}/chat", "/people/ANNA/chat?since=x", "/people/ANNA/chat?timeout=nan",
    "/groups/5", "/groups/x", f"/groups/{HUGE}", "/groups/-5", "/media/none", "/media/..%2f..%2fapp.py",
    "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/../app.py", "/start/", "/start/a/b", "/nothing",
    "/people/ANNA/text", "/faults/5", "/file/bot/x",
]  # fmt: skip


def everything(on: Stage) -> str:
    """All that the simulator knows, as one text."""
    state = on.exchange
    aside = (state.changes.version, state.clock.shift, state.clock.report, state.faults.waiting, state.walk)
    return "\n".join([*state.store.db.iterdump(), repr(aside)])


async def told(response: aiohttp.ClientResponse) -> str:
    """The description of a refusal, after the checks that any refusal must pass."""
    assert 400 <= response.status < 500, await response.text()
    body = await response.json()
    assert body["ok"] is False
    assert body["error_code"] == response.status
    assert len(body["description"].split()) >= 2
    return str(body["description"])


@pytest.mark.parametrize(("path", "body"), PEOPLE + CONTROL, ids=range(len(PEOPLE + CONTROL)))
async def test_nonsense_is_refused_and_changes_nothing(
    on: Stage, anna: Person, path: str, body: dict[str, Any]
) -> None:
    before = everything(on)
    address = on.world.root + path.replace("ANNA", str(anna.id))
    async with on.bot.session.post(address, json=body) as response:
        description = await told(response)
    assert "Traceback" not in description
    assert everything(on) == before


RAW = [
    (b"{", "application/json"),
    (b"[]", "application/json"),
    (b'"text"', "application/json"),
    (b'{"text": NaN}', "application/json"),
    (b'{"text": 1e999}', "application/json"),
    (b'{"text": "\\ud83d"}', "application/json"),
    (b'{"text": "\xff"}', "application/json"),
    (b'{"text": ' + b"[" * 100_000, "application/json"),
    (b'{"text": ' + b"9" * 10_000 + b"}", "application/json"),
    (b"text=", "application/x-www-form-urlencoded"),
    (b"nothing", "multipart/form-data"),
    (b"nothing", "multipart/form-data; boundary=x"),
    (b"--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--\r\n", "multipart/form-data; boundary=x"),
    (b"text", "text/plain"),
    (b"", "application/json"),
]


@pytest.mark.parametrize(("body", "kind"), RAW, ids=range(len(RAW)))
@pytest.mark.parametrize("path", ["/people/ANNA/text", "/time", "/faults", "/time/travel"])
async def test_bodies_that_are_none(on: Stage, anna: Person, path: str, body: bytes, kind: str) -> None:
    before = everything(on)
    address = on.world.root + path.replace("ANNA", str(anna.id))
    async with on.bot.session.post(address, data=body, headers={"Content-Type": kind}) as response:
        await told(response)
    assert everything(on) == before


@pytest.mark.parametrize("path", LOOKS)
async def test_there_is_nothing_to_see(on: Stage, anna: Person, path: str) -> None:
    address = URL(on.world.root + path.replace("ANNA", str(anna.id)), encoded=True)
    async with on.bot.session.get(address) as response:
        assert "def " not in await told(response)


@pytest.mark.parametrize("path", ["/people/5/text", "/faults", f"/bot{TOKEN}/sendVoice"])
async def test_a_body_that_is_too_large_is_not_even_read(on: Stage, path: str) -> None:
    host, port = on.world.root.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"Host: {host}:{port}\r\nContent-Type: application/json\r\nContent-Length: {10**9}"
    writer.write(f"POST {path} HTTP/1.1\r\n{head}\r\n\r\n".encode())
    async with asyncio.timeout(5):
        assert b" 413 " in await reader.readline()
    writer.close()


FOREIGN = [
    {"Host": "example.org"},
    {"Host": "127.0.0.1.example.org"},
    {"Host": "example.org:80"},
    {"Host": "[::1"},
    {"Host": ""},
    {"Origin": "http://example.org"},
    {"Origin": "null"},
    {"Origin": "http://["},
    {"Origin": "https://127.0.0.1:1"},
]


PATHS = ["/people", "/events", "/static/page.css", f"/bot{TOKEN}/getMe", "/start/channel-1", "/media/x"]


@pytest.mark.parametrize(
    ("path", "headers"),
    [*(("/", headers) for headers in FOREIGN), *((path, FOREIGN[0]) for path in PATHS)],
    ids=range(len(FOREIGN + PATHS)),
)
async def test_a_foreign_page_is_refused(on: Stage, path: str, headers: dict[str, str]) -> None:
    async with on.bot.session.get(on.world.root + path, headers=headers) as response:
        assert response.status == 403
        assert "this machine only" in await told(response)


async def test_its_own_page_is_served(on: Stage) -> None:
    for headers in ({}, {"Origin": on.world.root}):
        async with on.bot.session.get(on.world.root, headers=headers) as response:
            assert response.status == 200
            assert "text/html" in response.headers["Content-Type"]


async def test_it_serves_on_loopback_only() -> None:
    app = create_app(None, token=TOKEN)
    for host in ("0.0.0.0", "example.org", ""):
        with pytest.raises(ValueError, match="loopback only"):
            await serve(app, host)
    async with await serve(app) as serving:
        with pytest.raises(OSError, match=r"[Aa]ddress already in use"):
            await serve(app, port=serving.port)


async def test_a_small_answer_waits_for_nobody(on: Stage) -> None:
    """Nagle's algorithm would keep the end of each answer back until the client's delayed word, 40 ms later."""
    await on.world.time()
    assert on.connections
    for transport in on.connections:
        assert transport.get_extra_info("socket").getsockopt(IPPROTO_TCP, TCP_NODELAY)


@pytest.mark.parametrize(
    ("link", "start"),
    [("channel-1", "channel-1"), ("a" * 64, "a" * 64), ("a" * 65, ""), ("%3Cb%3E", ""), ("x%0d%0ay", "")],
)
async def test_an_arrival_link_carries_what_telegram_would_carry(on: Stage, link: str, start: str) -> None:
    address = URL(f"{on.world.root}/start/{link}", encoded=True)
    async with on.bot.session.get(address, allow_redirects=False) as response:
        assert response.status == 303
        person, payload = response.headers["Location"].removeprefix("/?person=").split("&start=")
    assert payload == start
    assert int(person) in [row["id"] for row in await on.world.people()]


@pytest.mark.parametrize("chosen", ["²", "-1", str(HUGE), "anna", ""])
async def test_an_arrival_as_nobody_is_one_as_somebody_new(on: Stage, chosen: str) -> None:
    before = len(await on.world.people())
    address = f"{on.world.root}/start/channel-1"
    headers = {"Accept-Language": "\xe9\xe9"}
    async with on.bot.session.get(address, params={"as": chosen}, headers=headers) as response:
        assert response.status == 200
    assert len(await on.world.people()) == before + 1


async def test_an_arrival_as_somebody_known(on: Stage, anna: Person) -> None:
    address = f"{on.world.root}/start/channel-1?as={anna.id}"
    async with on.bot.session.get(address, allow_redirects=False) as response:
        assert response.headers["Location"] == f"/?person={anna.id}&start=channel-1"
