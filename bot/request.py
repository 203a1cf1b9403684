"""python-telegram-bot's requests over aiohttp, its supported extension point (`telegram.request.BaseRequest`).

An error here knows a status code and nothing else: the address of every request holds the bot's token, and the
answers hold what people said.
"""

import json
from typing import Any, cast
from urllib.parse import urlsplit

import aiohttp
from telegram.request import BaseRequest, RequestData

from bot.faults import Conflict, Flood, Refused, Unauthorized, Unclear, Unreached

LONGEST = 300.0  # seconds for one exchange, however slowly it drips
MOST_BYTES = 20 * 1024 * 1024  # what a bot may download (Bot API, getFile)
AS_JSON = {"Content-Type": "application/json"}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

# Telegram has no codes below the status; these beginnings are stable and compared in lower case.
WHYS = {
    "message is not modified": "unchanged",
    "query is too old": "stale",
    "query id is invalid": "stale",
    "file is too big": "large",
    "user is deactivated": "gone",
}


class Request(BaseRequest):
    """One pool of connections. Timeouts are seconds, as python-telegram-bot passes them."""

    def __init__(
        self,
        root: str,
        connections: int = 20,
        connect_timeout: float = 10.0,
        read_timeout: float = 20.0,
    ) -> None:
        self._connections = connections
        self._connect = connect_timeout
        self._read = read_timeout
        # A proxy named in the environment is for the way out, never for a server on this machine.
        self._proxied = urlsplit(root).hostname not in LOOPBACK
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return self._read

    async def initialize(self) -> None:
        if self._session is None:
            # Kept shorter than servers keep idle connections, so that a request seldom meets a closed one.
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=15)
            self._session = aiohttp.ClientSession(connector=connector, trust_env=self._proxied)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as a dict with `result`; the library's own would log what it cannot read."""
        answer = _as_json(payload)
        if answer is None or "result" not in answer:
            raise Unclear
        return answer

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        read = self._read if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        connect = self._connect if connect_timeout is BaseRequest.DEFAULT_NONE else connect_timeout
        form = request_data.json_parameters if request_data else None
        return await self._exchange(method, url, read, connect, data=form)

    async def ask(self, url: str, params: dict[str, Any], read_timeout: float | None = None) -> Any:
        """The `result` of a method, its parameters sent as JSON (Bot API, "Making requests"). No library in between."""
        body = json.dumps(params, ensure_ascii=False, separators=(",", ":")).encode()
        read = read_timeout or self._read
        _, payload = await self._exchange("POST", url, read, self._connect, data=body, headers=AS_JSON)
        return self.parse_json_payload(payload)["result"]

    async def _exchange(
        self, method: str, url: str, read: float, connect: float, **body: Any
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise Unreached
        timeout = aiohttp.ClientTimeout(
            total=read + LONGEST, connect=connect, sock_connect=connect, sock_read=read
        )
        try:
            async with self._session.request(
                method, url, timeout=timeout, allow_redirects=False, **body
            ) as response:
                payload = await _bounded(response)
                status = response.status
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise Unreached from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise Unclear from None
        if 200 <= status <= 299:
            return status, payload
        raise fault(status, payload, download=method == "GET")


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    payload = bytearray()
    async for chunk in response.content.iter_chunked(1 << 16):
        payload += chunk
        if len(payload) > MOST_BYTES:
            raise Refused(413, "large")
    return bytes(payload)


def _as_json(payload: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(payload.decode("utf-8", "replace"))
    except ValueError:
        return None
    return cast("dict[str, Any]", answer) if isinstance(answer, dict) else None


def fault(status: int, payload: bytes, download: bool = False) -> Exception:
    """Our fault for an answer that is not 2xx.

    A refusal that is not JSON was said by something in between (a proxy, a captive portal): unclear, unless it
    answers a download, where the status alone is plain.
    """
    if status >= 500:
        return Unclear(status)
    answer = _as_json(payload)
    if answer is None or answer.get("ok") is not False:
        return Refused(status) if download and status >= 400 else Unclear(status)
    description = str(answer.get("description", "")).lower()
    if status == 429:
        parameters = answer.get("parameters")
        wanted = parameters.get("retry_after", 1) if isinstance(parameters, dict) else 1
        return Flood(float(wanted) if isinstance(wanted, int | float) else 1.0)
    if status == 409:
        return Conflict(webhook="webhook" in description)
    if status == 401 or (status == 404 and not download):
        return Unauthorized(status)
    return Refused(status, next((why for words, why in WHYS.items() if words in description), ""))
