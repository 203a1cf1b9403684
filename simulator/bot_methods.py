"""The door the bot knocks at: /bot<token>/<method> and /file/bot<token>/<path>."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from simulator import bot_editing, bot_profile, bot_sending
from simulator.cutting import cut
from simulator.exchange import Call, Exchange
from simulator.faults import Fault
from simulator.parameters import Parameters, read_parameters
from simulator.refusal import Refusal, bad

Method = Callable[[Exchange, Parameters], Any]
LONGEST_POLL = 50.0  # seconds; Telegram cuts longer ones


def _no_webhook(exchange: Exchange, parameters: Parameters) -> Any:
    if parameters.flag("drop_pending_updates"):
        exchange.updates.confirm(2**62)
        exchange.store.set_setting("confirmed", None)
    return True


def _webhook_info(exchange: Exchange, parameters: Parameters) -> Any:
    return {"url": "", "has_custom_certificate": False, "pending_update_count": exchange.updates.count()}


METHODS: dict[str, Method] = {
    "getme": bot_profile.get_me,
    "deletewebhook": _no_webhook,
    "getwebhookinfo": _webhook_info,
    "sendmessage": bot_sending.send_message,
    "sendvoice": bot_sending.send_voice,
    "sendphoto": bot_sending.send_photo,
    "senddocument": bot_sending.send_document,
    "sendchataction": bot_sending.send_chat_action,
    "editmessagetext": bot_editing.edit_message_text,
    "editmessagereplymarkup": bot_editing.edit_message_reply_markup,
    "deletemessage": bot_editing.delete_message,
    "deletemessages": bot_editing.delete_messages,
    "answercallbackquery": bot_editing.answer_callback_query,
    "getfile": bot_profile.get_file,
    "setmycommands": bot_profile.set_my_commands,
    "getmycommands": bot_profile.get_my_commands,
    "deletemycommands": bot_profile.delete_my_commands,
    "setmyname": bot_profile.set_my_name,
    "getmyname": bot_profile.get_my_name,
    "setmydescription": bot_profile.set_my_description,
    "getmydescription": bot_profile.get_my_description,
    "setmyshortdescription": bot_profile.set_my_short_description,
    "getmyshortdescription": bot_profile.get_my_short_description,
    "leavechat": bot_profile.leave_chat,
    "getchat": bot_profile.get_chat,
}


def _answer(refusal: Refusal) -> JSONResponse:
    return JSONResponse(refusal.body(), status_code=refusal.status)


async def call_method(request: Request) -> Response:
    """One call of the Bot API."""
    exchange: Exchange = request.app.state.exchange
    method = request.path_params["method"]
    if request.path_params["token"] != exchange.token:
        return _answer(Refusal(401, "Unauthorized"))
    parameters = Parameters()
    try:
        parameters = await read_parameters(request, Parameters)
        fault = exchange.faults.take(method, parameters.integer("chat_id") or None)
        response = await _under_fault(request, method, parameters, fault)
    except Refusal as refusal:
        response = _answer(refusal)
    exchange.calls.append(Call(method, parameters.values, response.status_code))
    return response


async def _under_fault(
    request: Request, method: str, parameters: Parameters, fault: Fault | None
) -> Response:
    exchange: Exchange = request.app.state.exchange
    if fault is None:
        return await _run(exchange, method, parameters)
    await exchange.faults.hold(fault)
    if fault.drop_before_accept:
        return cut(request)
    if refusal := fault.refusal():
        raise refusal
    response = await _run(exchange, method, parameters)
    return cut(request) if fault.drop_reply_after_accept else response


async def _run(exchange: Exchange, method: str, parameters: Parameters) -> Response:
    if method.lower() == "getupdates":
        return JSONResponse({"ok": True, "result": await _poll(exchange, parameters)})
    if method.lower() not in METHODS:
        raise Refusal(404, "Not Found")
    with exchange.store.transaction():
        result = METHODS[method.lower()](exchange, parameters)
    return JSONResponse({"ok": True, "result": result})


async def _poll(exchange: Exchange, parameters: Parameters) -> list[dict[str, Any]]:
    allowed = parameters.structure("allowed_updates")
    if allowed is not None:
        if not isinstance(allowed, list):
            raise bad("can't parse allowed updates list")
        exchange.store.set_setting("allowed_updates", allowed)
    limit = parameters.integer("limit", 100)
    timeout = min(max(parameters.number("timeout", 0), 0), LONGEST_POLL)
    return await exchange.updates.poll(
        parameters.integer("offset"), limit if 1 <= limit <= 100 else 100, timeout
    )


async def download(request: Request) -> Response:
    """The bytes that getFile pointed to."""
    exchange: Exchange = request.app.state.exchange
    if request.path_params["token"] != exchange.token:
        return _answer(Refusal(401, "Unauthorized"))
    fault = exchange.faults.take("file")
    if fault is not None:
        await exchange.faults.hold(fault)
        if fault.drop_before_accept or fault.drop_reply_after_accept:
            return cut(request)
        if refusal := fault.refusal():
            return _answer(refusal)
    file = exchange.store.file_at(request.path_params["path"])
    content = exchange.store.content(file["file_unique_id"]) if file else None
    if content is None:
        return _answer(Refusal(404, "Not Found"))
    return Response(content, media_type="application/octet-stream")
