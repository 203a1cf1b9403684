"""Which Host and Origin headers are this machine's, and which part of a sound a Range asks for."""

import pytest

from desk.guard import own_host, own_origin
from desk.pages.voices import ranged

SOUND = bytes(range(200))


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.0.0.1:8701", "localhost", "localhost:8701", "LocalHost:1", "[::1]", "[::1]:8701"),
    ],
)
def test_this_machine(host: str) -> None:
    assert own_host([host])


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        [""],
        [":8701"],
        ["evil.example"],
        ["evil.example:8701"],
        ["127.0.0.1.evil.example"],
        ["localhost.evil.example:8701"],
        ["evil.example#127.0.0.1"],
        ["127.0.0.1:8701@evil.example"],
        ["127.0.0.1, evil.example"],
        ["127.0.0.1:port"],
        ["127.0.0.1:"],
        ["127.0.0.1:-1"],
        ["127.1"],
        ["0.0.0.0:8701"],
        ["10.0.0.7:8701"],
        ["::1"],
        ["[::1"],
        ["[::2]:8701"],
        ["[fe80::1]"],
        ["127.0.0.1", "127.0.0.1"],
        ["127.0.0.1", "evil.example"],
    ],
    ids=str,
)
def test_any_other(hosts: list[str]) -> None:
    assert not own_host(hosts)


@pytest.mark.parametrize(
    ("origins", "host"),
    [
        ([], "127.0.0.1:8701"),
        (["http://127.0.0.1:8701"], "127.0.0.1:8701"),
        (["http://localhost:8701"], "LocalHost:8701"),
        (["HTTP://LOCALHOST"], "localhost"),
        (["http://[::1]:8701"], "[::1]:8701"),
    ],
)
def test_the_desks_own_pages(origins: list[str], host: str) -> None:
    assert own_origin(origins, host)


@pytest.mark.parametrize(
    "origins",
    [
        ["null"],
        [""],
        ["https://evil.example"],
        ["http://evil.example:8701"],
        ["http://127.0.0.1"],
        ["http://127.0.0.1:8702"],  # another server on this machine
        ["http://localhost:8701"],  # another name of this machine, and so another origin
        ["https://127.0.0.1:8701"],
        ["http://127.0.0.1:8701/"],
        ["http://127.0.0.1:8701.evil.example"],
        ["http://127.0.0.1:8701", "null"],
    ],
    ids=str,
)
def test_any_other_page(origins: list[str]) -> None:
    assert not own_origin(origins, "127.0.0.1:8701")


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("", 200, 0, 199),
        ("bytes=0-", 206, 0, 199),
        ("bytes=0-0", 206, 0, 0),
        ("bytes=10-19", 206, 10, 19),
        ("bytes=190-", 206, 190, 199),
        ("bytes=190-999", 206, 190, 199),
        ("bytes=-10", 206, 190, 199),
        ("bytes=-999", 206, 0, 199),
        (" bytes=0-1 ", 206, 0, 1),
        ("bytes=200-", 416, 0, 0),
        ("bytes=999999999999-", 416, 0, 0),
        ("bytes=20-10", 416, 0, 0),
        ("bytes=-0", 416, 0, 0),
        # not a range that we know: the whole sound is a right answer to any (RFC 9110, 14.2)
        ("bytes=-", 200, 0, 199),
        ("bytes=0-1,5-6", 200, 0, 199),
        ("seconds=0-1", 200, 0, 199),
        ("bytes=a-b", 200, 0, 199),
        ("bytes=" + "9" * 400 + "-", 200, 0, 199),
    ],
)
def test_ranges(asked: str, status: int, first: int, last: int) -> None:
    answer = ranged(SOUND, asked)
    assert answer.status_code == status
    if status == 416:
        assert answer.headers["content-range"] == "bytes */200"
        assert answer.body == b""
        return
    assert answer.body == SOUND[first : last + 1]
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["content-type"] == "audio/ogg"
    if status == 206:
        assert answer.headers["content-range"] == f"bytes {first}-{last}/200"
