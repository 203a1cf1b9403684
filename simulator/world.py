"""The simulator from outside, for tests and tools: its clock, its faults, its queue."""

import json
from types import TracebackType
from typing import Any, Self

import aiohttp

from simulator.seen import JSON, Refused


class Outside:
    """The simulator from outside: its clock, its faults, its queue of updates."""

    def __init__(self, root_url: str) -> None:
        self.root = root_url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(self, method: str, path: str, body: JSON | None = None, form: Any = None) -> Any:
        """Any call of the simulator. Raises Refused with its reason."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        async with self._session.request(method, self.root + path, json=body, data=form) as response:
            answer = json.loads(await response.read())
            if response.status >= 400:
                raise Refused(answer.get("description", str(response.status)))
            return answer

    async def do(self, path: str, **body: Any) -> Any:
        """POST a JSON body, get the result."""
        return (await self.ask("POST", path, body))["result"]

    async def people(self) -> list[JSON]:
        """Everyone there is, as the list shows them."""
        people: list[JSON] = (await self.ask("GET", "/people"))["people"]
        return people

    async def fault(self, method: str = "*", **how: Any) -> None:
        """The next calls of `method` fail: times, status, description, retry_after, delay, chat,
        drop_reply_after_accept, drop_before_accept. See simulator.faults.Fault."""
        await self.do("/faults", method=method, **how)

    async def clear_faults(self) -> None:
        """No more faults."""
        await self.ask("DELETE", "/faults")

    async def travel(self, by: float | None = None, to: str | None = None) -> JSON:
        """Go on by seconds, or to "next" or "next-message"; returns when the bot has caught up."""
        answer: JSON = await self.ask("POST", "/time/travel", {"by": by} if by is not None else {"to": to})
        return answer

    async def time(self) -> JSON:
        """now, shift, bot, walk."""
        answer: JSON = await self.ask("GET", "/time")
        return answer

    async def inject(self, update: JSON) -> int:
        """Queue any JSON as an update; returns its update_id."""
        return int(await self.do("/updates", **update))

    async def jump(self, by: int = 0, to: int | None = None) -> int:
        """Make update_id jump; returns the next one."""
        return int(await self.do("/updates/jump", **({"by": by} if to is None else {"to": to})))

    async def pending(self) -> list[JSON]:
        """Updates the bot has not confirmed."""
        pending: list[JSON] = (await self.ask("GET", "/updates"))["result"]["pending"]
        return pending

    async def calls(self, method: str = "") -> list[JSON]:
        """What the bot has called so far: method, parameters, status."""
        calls: list[JSON] = (await self.ask("GET", f"/calls?method={method}"))["result"]
        return calls

    async def lose_file(self, file_id: str) -> None:
        """Telegram no longer has this file."""
        await self.do("/files/lose", file_id=file_id)

    async def group_chat(self, group: int, since: int = -1, timeout: float = 0) -> JSON:  # noqa: ASYNC109
        """A group's messages; with `since` and `timeout` waits for something newer."""
        answer: JSON = await self.ask("GET", f"/groups/{group}?since={since}&timeout={timeout}")
        return answer
