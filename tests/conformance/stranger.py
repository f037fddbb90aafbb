"""A server by strangers with one bug: the mock, whose requests and answers a fault has in its hands.

A fault knows paths and JSON, and nothing of the inside of the mock. `FAULTS` are the bugs by their names.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx
from threecommas import HmacSigner
from threecommas.signing.httpx_auth import SignatureAuth

from tests.conformance.servers import KEY, PATH, SECRET

Inner = Callable[[httpx.Request], httpx.Response]
Serve = Callable[[httpx.Request, Inner], httpx.Response]
Change = Callable[[httpx.Request, Any], Any]

SERVER = f"http://127.0.0.1:1{PATH}"
_AUTH = SignatureAuth(KEY, HmacSigner(SECRET), base_url=httpx.URL(SERVER))


@dataclass(frozen=True, slots=True)
class Fault:
    """One bug: how the server answers with it, and the operations and phases that meet it."""

    serve: Serve
    below: tuple[str, ...]
    phases: tuple[str, ...] = ("fuzzing", "stateful")


class Stranger(httpx.BaseTransport):
    """Answers as the mock does, but for one fault. `tick` is called before each answer: time goes on."""

    def __init__(
        self, inner: httpx.BaseTransport, fault: Fault, tick: Callable[[], None] = lambda: None
    ) -> None:
        self._inner, self._fault, self._tick = inner, fault, tick

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._tick()
        return self._fault.serve(request, self._inner.handle_request)


def path_of(request: httpx.Request) -> str:
    return request.url.path.removeprefix(PATH)


def signed(method: str, request: httpx.Request, path: str, body: bytes = b"") -> httpx.Request:
    """Return another request to the same server, signed anew, in the same mode."""
    url = request.url.copy_with(raw_path=f"{PATH}{path}".encode())
    headers = {name: value for name, value in request.headers.items() if name in {"forced-mode", "host"}}
    if body:
        headers["Content-Type"] = "application/json"
    made = httpx.Request(method, url, headers=headers, content=body or None)
    return next(_AUTH.auth_flow(made))


def answered(answer: httpx.Response, body: Any) -> httpx.Response:
    content = json.dumps(body, default=str).encode()
    return httpx.Response(answer.status_code, headers={"content-type": "application/json"}, content=content)


def changed(method: str, start: str, end: str, change: Change) -> Serve:
    """Change the successes of some paths."""

    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        answer = inner(request)
        path = path_of(request)
        if request.method != method or not (path.startswith(start) and path.endswith(end)):
            return answer
        answer.read()
        if not answer.is_success:
            return answer
        return answered(answer, change(request, answer.json()))

    return serve


def everywhere(change: Callable[[str, Any], Any], *names: str) -> Serve:
    """Change members with some names in every success."""

    def walked(value: Any) -> Any:
        if isinstance(value, list):
            return [walked(each) for each in value]
        if isinstance(value, dict):
            return {
                name: change(name, each) if name in names else walked(each) for name, each in value.items()
            }
        return value

    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        answer = inner(request)
        answer.read()
        if (
            not answer.is_success
            or path_of(request).endswith("/trades")
            or "json" not in answer.headers.get("content-type", "")
        ):
            return answer
        return answered(answer, walked(answer.json()))

    return serve


def idle(method: str, end: str, show: Callable[[str], str], told: Callable[[Any], Any]) -> Serve:
    """Do nothing of a write, and answer with the object as it is, as `told` has it."""

    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        path = path_of(request)
        if (
            request.method != method
            or not path.endswith(end)
            or "/trades/" in path
            or request.headers.get("signature") is None
        ):
            return inner(request)
        shown = inner(signed("GET", request, show(path)))
        shown.read()
        if not shown.is_success:
            return shown
        return answered(httpx.Response(201 if method == "POST" else 200), told(shown.json()))

    return serve


def with_status(status: str) -> Callable[[Any], Any]:
    return lambda trade: trade | {"status": trade["status"] | {"type": status, "basic_type": status}}


def sent(request: httpx.Request) -> Any:
    try:
        return json.loads(request.content)
    except ValueError:
        return None


def answering(end: str, answer: Callable[[], httpx.Response], method: str = "POST") -> Serve:
    """Answer the signed calls of an operation always alike."""

    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        if request.method != method or not path_of(request).endswith(end):
            return inner(request)
        given = inner(request)
        return given if given.status_code == 401 else answer()

    return serve


def lenient(method: str, end: str, show: Callable[[str], str]) -> Serve:
    """Take what is refused with 400."""

    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        answer = inner(request)
        path = path_of(request)
        if request.method != method or not path.endswith(end) or answer.status_code != 400:
            return answer
        shown = inner(signed("GET", request, show(path)))
        shown.read()
        return answered(httpx.Response(201), shown.json()) if shown.is_success else answer

    return serve


def unread(end: str) -> Serve:
    """Serve an operation whatever its signature is."""

    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        if not path_of(request).endswith(end):
            return inner(request)
        target = request.url.raw_path.decode().removeprefix(PATH)
        return inner(signed(request.method, request, target, request.content))

    return serve


def parent(path: str) -> str:
    return path.rpartition("/")[0]


def shown_below(path: str) -> str:
    return f"{parent(path)}/show"


def whole_list(name: str) -> Serve:
    """Pass over one parameter of a query."""

    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        if name not in request.url.params or request.method != "GET":
            return inner(request)
        if inner(request).status_code != 200:
            return inner(request)
        url = request.url.copy_remove_param(name)
        return inner(signed("GET", request, url.raw_path.decode().removeprefix(PATH)))

    return serve


def overlapping(name: str) -> Serve:
    """Begin a page with the last element of the one before; *name* is the number of elements before it."""

    def serve(request: httpx.Request, inner: Inner) -> httpx.Response:
        answer, offset = inner(request), request.url.params.get(name, "")
        answer.read()
        if request.method != "GET" or not offset.isdecimal() or int(offset) < 1 or not answer.is_success:
            return answer
        url = request.url.copy_set_param(name, int(offset) - 1)
        return inner(signed("GET", request, url.raw_path.decode().removeprefix(PATH)))

    return serve


def circled(request: httpx.Request, answer: Any) -> Any:
    """Show what is cancelled as if it went on."""
    is_over = isinstance(answer, dict) and answer.get("status", {}).get("type") == "cancelled"
    return with_status("waiting_targets")(answer) if is_over else answer


def _turned(request: httpx.Request, answer: Any) -> Any:
    return answer[::-1]


def _offering(request: httpx.Request, answer: Any) -> Any:
    is_trade = isinstance(answer, dict) and "data" in answer
    if not is_trade or answer["status"]["type"] != "waiting_position":
        return answer
    return answer | {"data": answer["data"] | {"reduce_funds_available": True}}


def _without_code(request: httpx.Request, answer: Any) -> Any:
    return [{name: value for name, value in each.items() if name != "market_code"} for each in answer]


def _exponent(name: str, value: Any) -> Any:
    return f"{Decimal(value):e}" if isinstance(value, str) else value


SMART = ("/v2/smart_trades",)
BOTS, DEALS, GRIDS = ("/ver1/bots",), ("/ver1/deals", "/ver1/bots"), ("/ver1/grid_bots",)
TRADES = ("/ver1/trades",)
FAULTS: dict[str, Fault] = {
    "a cancel does nothing and says so": Fault(
        idle("DELETE", "", lambda path: path, lambda trade: trade), SMART
    ),
    "a cancel does nothing and claims it": Fault(
        idle("DELETE", "", lambda path: path, with_status("cancellation_pending")), SMART
    ),
    "a close at market price does nothing": Fault(
        idle("POST", "/close_by_market", parent, with_status("panic_sell_pending")), SMART
    ),
    "a deal is not cancelled": Fault(
        idle("POST", "/cancel", shown_below, lambda deal: deal | {"status": "cancel_pending"}), DEALS
    ),
    "a bot is not disabled": Fault(
        idle("POST", "/disable", shown_below, lambda bot: bot | {"is_enabled": False}), BOTS
    ),
    "a bot is not enabled": Fault(idle("POST", "/enable", shown_below, lambda bot: bot), BOTS),
    "a grid bot is not disabled": Fault(
        idle("POST", "/disable", parent, lambda bot: bot | {"is_enabled": False}), GRIDS
    ),
    "a closed SmartTrade goes on": Fault(changed("GET", "/v2/smart_trades/", "", circled), SMART),
    "deals are listed oldest first": Fault(changed("GET", "/ver1/deals", "/deals", _turned), DEALS),
    "bots are listed oldest first": Fault(changed("GET", "/ver1/bots", "/bots", _turned), BOTS),
    "the direction of SmartTrades is passed over": Fault(whole_list("order_direction"), SMART),
    "the pages of bots are too long": Fault(whole_list("limit"), BOTS),
    "the pages of bots overlap": Fault(overlapping("offset"), BOTS, ("fuzzing",)),
    "a filter of deals is passed over": Fault(whole_list("bot_id"), DEALS),
    "decimals have exponents": Fault(everywhere(_exponent, "value_without_commission", "total"), SMART),
    "accounts have no market_code": Fault(
        changed("GET", "/ver1/accounts", "/accounts", _without_code), ("/ver1/accounts", "/ver1/bots")
    ),
    "one operation reads no signature": Fault(
        unread("/load_balances"), ("/ver1/accounts",), ("credentials",)
    ),
    "a note is a failure": Fault(
        answering("/set_note", lambda: httpx.Response(500, json={"error": "down"})), SMART
    ),
    "a right signature is refused": Fault(
        answering("/set_note", lambda: httpx.Response(401, json={"error": "signature_invalid"})), SMART
    ),
    "the status of a success is another one": Fault(
        answering("/enable", lambda: httpx.Response(202, json={})), BOTS
    ),
    "a pair is null": Fault(everywhere(lambda name, value: None, "pair"), SMART),
    "a decimal is a number": Fault(
        everywhere(lambda name, value: float(value) if isinstance(value, str) else value, "current_price"),
        ("/ver1/deals", *BOTS),
    ),
    "a status is a word that nobody knows": Fault(
        everywhere(lambda name, value: "resting" if value == "waiting_targets" else value, "type"), SMART
    ),
    "a long note is taken": Fault(
        lenient("POST", "/set_note", parent), SMART, ("coverage", "invalid_bodies")
    ),
    "a note comes back as another": Fault(
        changed("POST", "/v2", "/set_note", lambda request, trade: trade | {"note_raw": "x"}), SMART
    ),
    "a flag offers what is refused": Fault(changed("GET", "/v2/smart_trades/", "", _offering), SMART),
    "the name of a bot is not changed": Fault(idle("PATCH", "/update", shown_below, lambda bot: bot), BOTS),
    "a bot is not deleted": Fault(idle("POST", "/delete", shown_below, lambda bot: True), BOTS),
}
"""The bugs, by what is wrong."""
