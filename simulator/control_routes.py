"""The stage hands' side over HTTP: time, faults, raw updates, and a look at the bot's calls."""

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from simulator.bot_methods import METHODS
from simulator.exchange import Exchange
from simulator.faults import read_fault
from simulator.parameters import Exact, read_parameters
from simulator.people_routes import answering
from simulator.refusal import Refusal, bad
from simulator.travel import Traveller

LARGEST_UPDATE = 2**31 - 1  # update ids have 32 bits


async def _report_time(request: Request) -> Response:
    """POST /time: the bot says where its clock is, and hears by how much to shift it."""
    exchange: Exchange = request.app.state.exchange
    try:
        p = await read_parameters(request, Exact)
        if "at" not in p.values:
            raise bad('the report needs "at", "shift", "next" and "idle"')
        due = None if p.values.get("next") is None else p.number("next", 0)
        exchange.clock.hear(p.number("at", 0), p.number("shift", 0), due, p.flag("idle"))
    except Refusal as refusal:
        return JSONResponse(refusal.body(), status_code=refusal.status)
    exchange.reports.bump()
    return JSONResponse({"shift": exchange.clock.shift})


def time_view(exchange: Exchange) -> dict[str, Any]:
    """Simulated time in unix seconds, the shift, the bot's next timer if it reports, and a walk under way."""
    report = exchange.clock.fresh_report()
    return {
        "now": exchange.clock.now(),
        "shift": exchange.clock.shift,
        "bot": None if report is None else {"next": report.next, "idle": report.idle, "shift": report.shift},
        "walk": exchange.walk,
    }


async def _show_time(request: Request) -> Response:
    return JSONResponse(time_view(request.app.state.exchange))


async def _travel(request: Request) -> Response:
    """POST /time/travel: returns when the walk is done."""
    exchange: Exchange = request.app.state.exchange
    try:
        p = await read_parameters(request, Exact)
        by = p.number("by", 0.0) if "by" in p.values else None
        walked = await Traveller(exchange).walk(by, p.text("to") or None)
    except Refusal as refusal:
        return JSONResponse(refusal.body(), status_code=refusal.status)
    return JSONResponse({**asdict(walked), "shift": exchange.clock.shift})


def _inject(exchange: Exchange, request: Request, p: Exact) -> Any:
    p.within("update_id", 1, 1, LARGEST_UPDATE)
    return exchange.updates.push_raw(p.values)


def _jump(exchange: Exchange, request: Request, p: Exact) -> Any:
    number = int(exchange.store.setting("next_update"))
    by = p.within("by", 0, 0, LARGEST_UPDATE)
    exchange.updates.jump(p.within("to", number + by, 1, LARGEST_UPDATE))
    return exchange.store.setting("next_update")


def _pending(exchange: Exchange, request: Request, p: Exact) -> Any:
    return {"pending": exchange.updates.pending(1000), "confirmed": exchange.store.setting("confirmed")}


def _add_fault(exchange: Exchange, request: Request, p: Exact) -> Any:
    fault = read_fault(p)
    if fault.method.lower() not in {"*", "file", "getupdates", *METHODS}:
        raise bad(f'there is no method "{fault.method[:64]}" here to go wrong; "*" is any, "file" a download')
    exchange.faults.add(fault)
    return len(exchange.faults.waiting)


def _show_faults(exchange: Exchange, request: Request, p: Exact) -> Any:
    return [asdict(fault) for fault in exchange.faults.waiting]


def _clear_faults(exchange: Exchange, request: Request, p: Exact) -> Any:
    exchange.faults.waiting.clear()
    return True


def _calls(exchange: Exchange, request: Request, p: Exact) -> Any:
    method = p.text("method").lower()
    return [asdict(call) for call in exchange.calls if method in {"", call.method.lower()}]


def _lose(exchange: Exchange, request: Request, p: Exact) -> Any:
    file = exchange.store.file(p.text("file_id"))
    if file is None:
        raise bad("there is no such file")
    exchange.store.save_content(file["file_unique_id"], None)
    return True


ROUTES: list[BaseRoute] = [
    Route("/time", _report_time, methods=["POST"]),
    Route("/time", _show_time, methods=["GET"]),
    Route("/time/travel", _travel, methods=["POST"]),
    Route("/updates", answering(_inject), methods=["POST"]),
    Route("/updates", answering(_pending), methods=["GET"]),
    Route("/updates/jump", answering(_jump), methods=["POST"]),
    Route("/faults", answering(_add_fault), methods=["POST"]),
    Route("/faults", answering(_show_faults), methods=["GET"]),
    Route("/faults", answering(_clear_faults), methods=["DELETE"]),
    Route("/calls", answering(_calls), methods=["GET"]),
    Route("/files/lose", answering(_lose), methods=["POST"]),
]
