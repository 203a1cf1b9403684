"""The stage hands' side over HTTP: time, faults, raw updates, and a look at the bot's calls."""

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from simulator.exchange import Exchange
from simulator.faults import read_fault
from simulator.parameters import Parameters, read_parameters
from simulator.people_routes import answering
from simulator.refusal import Refusal, bad
from simulator.travel import Traveller


async def _report_time(request: Request) -> Response:
    """POST /time: the bot says where its clock is, and hears by how much to shift it."""
    exchange: Exchange = request.app.state.exchange
    try:
        p = await read_parameters(request)
        if "at" not in p.values:
            raise bad('the report needs "at", "shift", "next" and "idle"')
        due = p.values.get("next")
        exchange.clock.hear(
            p.number("at", 0), p.number("shift", 0), None if due is None else float(due), p.flag("idle")
        )
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
        p = await read_parameters(request)
        by = p.number("by", 0.0) if "by" in p.values else None
        walked = await Traveller(exchange).walk(by, p.text("to") or None)
    except Refusal as refusal:
        return JSONResponse(refusal.body(), status_code=refusal.status)
    return JSONResponse({**asdict(walked), "shift": exchange.clock.shift})


def _inject(exchange: Exchange, request: Request, p: Parameters) -> Any:
    return exchange.updates.push_raw(p.values)


def _jump(exchange: Exchange, request: Request, p: Parameters) -> Any:
    number = int(exchange.store.setting("next_update"))
    exchange.updates.jump(p.integer("to", number + p.integer("by")))
    return exchange.store.setting("next_update")


def _pending(exchange: Exchange, request: Request, p: Parameters) -> Any:
    return {"pending": exchange.updates.pending(1000), "confirmed": exchange.store.setting("confirmed")}


def _add_fault(exchange: Exchange, request: Request, p: Parameters) -> Any:
    exchange.faults.add(read_fault(p))
    return len(exchange.faults.waiting)


def _show_faults(exchange: Exchange, request: Request, p: Parameters) -> Any:
    return [asdict(fault) for fault in exchange.faults.waiting]


def _clear_faults(exchange: Exchange, request: Request, p: Parameters) -> Any:
    exchange.faults.waiting.clear()
    return True


def _calls(exchange: Exchange, request: Request, p: Parameters) -> Any:
    method = p.text("method").lower()
    return [asdict(call) for call in exchange.calls if method in {"", call.method.lower()}]


def _lose(exchange: Exchange, request: Request, p: Parameters) -> Any:
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
