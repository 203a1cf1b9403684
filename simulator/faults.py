"""Faults a test asks for: the next calls of a method fail, come late, or lose their reply."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace

from simulator.parameters import Exact
from simulator.refusal import Refusal, bad, too_many

LONGEST_DELAY = 60.0
DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass(frozen=True)
class Fault:
    """What happens to the next `times` calls of `method` ("*": any, "file": downloads).

    `delay` is in real seconds. `drop_reply_after_accept`: the method takes effect, then the connection is cut;
    `drop_before_accept`: it is cut before. `chat` limits the fault to one chat id.
    """

    method: str = "*"
    times: int = 1
    status: int = 0
    description: str = ""
    retry_after: int | None = None
    delay: float = 0.0
    drop_reply_after_accept: bool = False
    drop_before_accept: bool = False
    chat: int | None = None

    def refusal(self) -> Refusal | None:
        """The refusal this fault makes, if it makes one."""
        if self.status == 0:
            return None
        if self.status == 429 and not self.description:
            return too_many(self.retry_after or 1)
        return Refusal(
            self.status, self.description or DESCRIPTIONS.get(self.status, "Error"), self.retry_after
        )


def read_fault(parameters: Exact) -> Fault:
    """A fault from the body of POST /faults. Raises Refusal 400."""
    flood = parameters.values.get("retry_after") is not None
    fault = Fault(
        method=parameters.text("method", "*"),
        times=parameters.within("times", 1, 1, 1_000_000),
        status=parameters.within("status", 429 if flood else 0, 0, 599),
        description=parameters.text("description"),
        retry_after=parameters.within("retry_after", 1, 0, 86_400) if flood else None,
        delay=parameters.number("delay", 0.0),
        drop_reply_after_accept=parameters.flag("drop_reply_after_accept"),
        drop_before_accept=parameters.flag("drop_before_accept"),
        chat=parameters.integer("chat") or None,
    )
    if fault.status and fault.status < 400:
        raise bad('a fault\'s "status" is an HTTP status from 400 to 599')
    if not 0 <= fault.delay <= LONGEST_DELAY:
        raise bad(f'"delay" is from 0 to {LONGEST_DELAY:g} real seconds')
    if not (fault.status or fault.delay or fault.drop_reply_after_accept or fault.drop_before_accept):
        raise bad("a fault needs a status, a retry_after, a delay or one of the drops")
    return fault


class Faults:
    """The faults that are still to happen, in the order they were asked for."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []
        self._stopping = asyncio.Event()

    def add(self, fault: Fault) -> None:
        """Ask for a fault."""
        self.waiting.append(fault)

    async def hold(self, fault: Fault) -> None:
        """Wait as long as this fault says, or until the server stops."""
        if fault.delay:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), fault.delay)

    def close(self) -> None:
        """Let every call that is held go: the server is stopping."""
        self._stopping.set()

    def take(self, method: str, chat: int | None = None) -> Fault | None:
        """The fault this call meets, used up once more."""
        for index, fault in enumerate(self.waiting):
            if fault.method.lower() not in {"*", method.lower()} or fault.chat not in {None, chat}:
                continue
            if fault.times > 1:
                self.waiting[index] = replace(fault, times=fault.times - 1)
            else:
                del self.waiting[index]
            return fault
        return None
