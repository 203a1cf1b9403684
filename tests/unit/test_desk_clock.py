"""The desk's time in a demonstration: as far ahead as the chat's."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from desk.clock import system_clock, travelling_clock


class Chat(HTTPServer):
    """Answers GET /time as the simulator does."""

    body = b""
    asked: list[str]


class Answering(BaseHTTPRequestHandler):
    server: Chat

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def chat() -> Iterator[Chat]:
    server = Chat(("127.0.0.1", 0), Answering)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def ahead(now: datetime) -> int:
    """Whole hours, whatever the machine took meanwhile."""
    return round((now - datetime.now(UTC)) / timedelta(hours=1))


def test_it_is_as_far_ahead_as_the_chat(chat: Chat) -> None:
    now = travelling_clock(f"http://127.0.0.1:{chat.server_port}/")
    chat.body = json.dumps({"shift": 86_400}).encode()
    assert ahead(now()) == 24
    chat.body = json.dumps({"shift": 7_200.5}).encode()
    assert ahead(now()) == 2
    assert set(chat.asked) == {"/time"}


@pytest.mark.parametrize("odd", [b"", b"not json", b"{}", b"[]", b'{"shift": null}', b'{"shift": "x"}'])
def test_what_it_was_told_last_holds(chat: Chat, odd: bytes) -> None:
    now = travelling_clock(f"http://127.0.0.1:{chat.server_port}")
    chat.body = json.dumps({"shift": 3600}).encode()
    assert ahead(now()) == 1
    chat.body = odd
    assert ahead(now()) == 1


def test_a_chat_that_is_not_there_is_no_fault(chat: Chat) -> None:
    now = travelling_clock("http://127.0.0.1:1")
    assert ahead(now()) == 0
    assert now().tzinfo == UTC
    assert ahead(system_clock()) == 0
