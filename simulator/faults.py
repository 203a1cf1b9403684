"""Faults a test asks for: the next calls of a method fail, come late, or lose their reply."""

from dataclasses import dataclass, replace

from simulator.parameters import Parameters
from simulator.refusal import Refusal, bad, too_many

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


def read_fault(parameters: Parameters) -> Fault:
    """A fault from the body of POST /faults."""
    chat, retry_after = parameters.values.get("chat"), parameters.values.get("retry_after")
    fault = Fault(
        method=parameters.text("method", "*"),
        times=parameters.integer("times", 1),
        status=parameters.integer("status", 429 if retry_after is not None else 0),
        description=parameters.text("description"),
        retry_after=None if retry_after is None else int(retry_after),
        delay=parameters.number("delay", 0.0),
        drop_reply_after_accept=parameters.flag("drop_reply_after_accept"),
        drop_before_accept=parameters.flag("drop_before_accept"),
        chat=None if chat is None else int(chat),
    )
    if not (fault.status or fault.delay or fault.drop_reply_after_accept or fault.drop_before_accept):
        raise bad("a fault needs a status, a retry_after, a delay or one of the drops")
    return fault


class Faults:
    """The faults that are still to happen, in the order they were asked for."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Ask for a fault."""
        self.waiting.append(fault)

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
