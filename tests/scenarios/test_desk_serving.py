"""The desk as it is started: `restante desk` as a process, spoken to over its socket, byte by byte."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import desk_world
import pytest
from desk_world import DIARY, PASSPHRASE, VOICE, World
from hatchery import Command

from desk.guard import HEADERS

PATIENCE = 30.0  # seconds before a test gives up; nothing waits as long when all is well


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Served:
    """A desk at work on a port of its own."""

    process: Command
    port: int
    said: list[str]

    async def ask(self, *lines: str) -> Answer:
        """Sends a request made of these lines, and waits for the end of the answer."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write("\r\n".join([*lines, "Connection: close", "", ""]).encode())
        raw = await asyncio.wait_for(reader.read(), PATIENCE)
        writer.close()
        await writer.wait_closed()
        head, _, body = raw.partition(b"\r\n\r\n")
        status, *fields = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in fields)}
        return Answer(int(status.split()[1]), headers, body)

    async def get(self, path: str, *fields: str) -> Answer:
        return await self.ask(f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", *fields)


@asynccontextmanager
async def served(world: World, *more: str | Path) -> AsyncIterator[Served]:
    process = await world.command(
        *("desk", world.study, "--data", world.data, "--port", "0"), *more, RESTANTE_PASSPHRASE=PASSPHRASE
    )
    try:
        said = []
        async with asyncio.timeout(PATIENCE):
            while not (found := re.search(r"http://127\.0\.0\.1:(\d+)/", "".join(said))):
                said.append((await process.stdout.readline()).decode())
                assert said[-1], "the desk ended before it told its address"
        yield Served(process, int(found[1]), said)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Served]:
    """A desk with a key, on a study in which something was said."""
    world = desk_world.build(tmp_path)
    async with served(world, "--key", world.key()) as running:
        yield running


async def test_only_this_machine_is_answered(desk: Served) -> None:
    port = desk.port
    own = [f"Host: 127.0.0.1:{port}", f"host: LOCALHOST:{port}", "Host: localhost", f"Host: [::1]:{port}"]
    foreign = {
        "foreign": ["Host: evil.example"],
        "foreign with the port": [f"Host: evil.example:{port}"],
        "rebinding": [f"Host: 127.0.0.1.nip.example:{port}"],
        "beginning like ours": [f"Host: localhost.evil.example:{port}"],
        "another address": [f"Host: 10.0.0.7:{port}"],
        "another IPv6": [f"Host: [::2]:{port}"],
        "a list": ["Host: 127.0.0.1, evil.example"],
        "empty": ["Host:"],
        "forwarded": ["Host: evil.example", "X-Forwarded-Host: 127.0.0.1"],
    }
    for line in own:
        assert (await desk.ask("GET / HTTP/1.1", line)).status == 200, line
    for name, lines in foreign.items():
        for path in ("/", "/participants/AM-05", "/static/desk.css", "/nowhere"):
            answer = await desk.ask(f"GET {path} HTTP/1.1", *lines)
            assert answer.status == 403, name
            assert b"answers on this machine only" in answer.body
    for name, lines in {
        "missing": [],
        "two": [f"Host: 127.0.0.1:{port}", "Host: evil.example"],
        "two of ours": [f"Host: 127.0.0.1:{port}", f"Host: 127.0.0.1:{port}"],
    }.items():
        assert (await desk.ask("GET / HTTP/1.1", *lines)).status in (400, 403), name
    assert (await desk.ask("GET / HTTP/1.0")).status == 403  # where HTTP allows to leave it out


async def test_only_own_pages_may_fetch(desk: Served) -> None:
    def told(site: str, mode: str, dest: str) -> list[str]:
        return [f"Sec-Fetch-Site: {site}", f"Sec-Fetch-Mode: {mode}", f"Sec-Fetch-Dest: {dest}"]

    for fields, status in (
        ([], 200),
        (told("none", "navigate", "document"), 200),
        (told("same-origin", "navigate", "document"), 200),
        (told("same-origin", "no-cors", "audio"), 200),
        (told("cross-site", "navigate", "document"), 200),  # a link somebody follows
        (told("cross-site", "navigate", "iframe"), 403),
        (told("cross-site", "navigate", "embed"), 403),
        (told("cross-site", "no-cors", "image"), 403),
        (told("cross-site", "cors", "empty"), 403),
        (told("same-site", "no-cors", "script"), 403),  # another server on this machine
        (told("same-site", "cors", "empty"), 403),
        (told("nonsense", "cors", "empty"), 403),
        ([f"Origin: http://127.0.0.1:{desk.port}"], 200),
        (["Origin: https://evil.example"], 403),  # a browser without Fetch Metadata
        (["Origin: null"], 403),
        ([f"Origin: http://127.0.0.1:{desk.port + 1}"], 403),
        ([*told("none", "navigate", "document"), "Origin: https://evil.example"], 403),
    ):
        for path in ("/", "/participants/AM-05"):
            assert (await desk.get(path, *fields)).status == status, fields


async def test_the_desk_only_shows(desk: Served) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"):
        for path in ("/", "/participants/AM-05", "/static/desk.css"):
            host = f"Host: 127.0.0.1:{desk.port}"
            answer = await desk.ask(f"{method} {path} HTTP/1.1", host, "Content-Length: 0")
            assert answer.status == 405, method
            assert answer.headers["allow"] == "GET, HEAD"
    head = await desk.ask("HEAD / HTTP/1.1", f"Host: 127.0.0.1:{desk.port}")
    assert (head.status, head.body) == (200, b"")


async def test_every_answer_carries_every_header_and_no_cookie(desk: Served) -> None:
    record = re.search(rb"/voices/([0-9a-f]+)", (await desk.get("/participants/AM-05")).body)
    assert record is not None
    voice = f"/participants/AM-05/voices/{record[1].decode()}"
    answers = {
        path: await desk.get(path)
        for path in ("/", "/participants", "/participants/AM-05", "/prompts", "/sources", "/static/desk.css")
    }
    answers |= {
        "voice": await desk.get(voice),
        "part": await desk.get(voice, "Range: bytes=0-9"),
        "beyond": await desk.get(voice, "Range: bytes=999999-"),
        "no such page": await desk.get("/nowhere"),
        "no such file": await desk.get("/static/nothing.css"),
        "nobody": await desk.get("/participants/XX-1"),
        "foreign": await desk.ask("GET / HTTP/1.1", "Host: evil.example"),
        "method": await desk.ask("POST / HTTP/1.1", f"Host: 127.0.0.1:{desk.port}", "Content-Length: 0"),
    }
    expected = {
        *("content-security-policy", "cache-control", "referrer-policy", "x-content-type-options"),
        *(
            "x-frame-options",
            "cross-origin-resource-policy",
            "cross-origin-opener-policy",
            "permissions-policy",
        ),
    }
    assert {name.lower() for name in HEADERS} == expected
    for name, answer in answers.items():
        for header, value in HEADERS.items():
            assert answer.headers.get(header.lower()) == value, (name, header)
        assert "set-cookie" not in answer.headers
        assert "server" not in answer.headers
    assert [answers[name].status for name in ("voice", "part", "beyond")] == [200, 206, 416]
    assert answers["voice"].body == VOICE
    assert answers["/"].headers["cache-control"] == "no-store"
    assert "script-src" not in HEADERS["Content-Security-Policy"]  # default-src 'none': no script runs


@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT])
async def test_it_stops_when_asked_and_has_logged_nobody(desk: Served, way: signal.Signals) -> None:
    answer = await desk.get("/participants/AM-05")
    assert DIARY.split("\n")[0].encode() in answer.body
    await desk.get("/participants/XX-99")
    desk.process.send_signal(way)
    out, err = await asyncio.wait_for(desk.process.communicate(), PATIENCE)
    assert desk.process.returncode == 0
    assert out.decode() == "The desk is closed.\n"
    assert err == b""


async def test_without_a_key_it_says_so(tmp_path: Path) -> None:
    world = desk_world.build(tmp_path)
    async with served(world) as desk:
        assert b"sealed" in await asyncio.wait_for(desk.process.stdout.readline(), PATIENCE)
        assert DIARY.split("\n")[0].encode() not in (await desk.get("/participants/AM-05")).body


async def test_it_waits_for_a_bot_that_has_not_begun(tmp_path: Path) -> None:
    world = desk_world.build(tmp_path)
    for file in world.data.glob("restante.sqlite3*"):
        file.unlink()
    async with served(world) as desk:
        assert "no bot has worked here yet" in desk.said[0]
        assert (await desk.get("/")).status == 503


async def ended(process: asyncio.subprocess.Process) -> tuple[int | None, str, str]:
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, out.decode(), err.decode()


async def test_what_is_given_wrong_is_refused(tmp_path: Path) -> None:
    world = desk_world.build(tmp_path)
    good = ("desk", world.study, "--data", world.data, "--port", "0")
    torn = tmp_path / "torn.key"
    torn.write_text(world.key().read_text()[:200])
    for arguments, said in (
        (("desk", tmp_path / "none.yaml", "--data", world.data), "none.yaml: there is no such file"),
        (("desk", world.study, "--data", tmp_path / "none"), "there is no such folder"),
        ((*good, "--key", tmp_path / "none.key"), "there is no such file. --key wants the secret half"),
        ((*good, "--key", torn), "torn.key"),
        ((*good, "--key", world.study.parent / "keys" / "core.pub"), "core.pub"),
        (("desk", world.study, "--data", world.data, "--port", "70000"), "65535"),
        (("desk", world.study), "--data"),
    ):
        process = await world.command(*arguments, RESTANTE_PASSPHRASE=PASSPHRASE)
        code, out, err = await ended(process)
        assert (code, out) == (2, ""), arguments
        assert said in err
        assert "Traceback" not in err


async def test_a_wrong_passphrase_is_refused_and_not_repeated(tmp_path: Path) -> None:
    world = desk_world.build(tmp_path)
    arguments = ("desk", world.study, "--data", world.data, "--key", world.key())
    code, _, err = await ended(await world.command(*arguments, RESTANTE_PASSPHRASE="apricots and stones"))
    assert code == 2
    assert "core.key" in err
    assert "passphrase" in err
    assert "apricots" not in err


async def test_a_port_in_use_fails_and_says_what_to_do(tmp_path: Path) -> None:
    world = desk_world.build(tmp_path)
    async with served(world) as desk:
        process = await world.command("desk", world.study, "--data", world.data, "--port", str(desk.port))
        code, out, err = await ended(process)
    assert (code, out) == (1, "")
    assert err.startswith(f"Port {desk.port}: the desk cannot listen there")
    assert "--port" in err
