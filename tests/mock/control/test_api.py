"""Control over HTTP: time, prices, faults and state of a served exchange, for this machine alone."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import httpx
import pytest
import yaml
from threecommas_mock import Assumptions, MockExchange, defaults, serve
from threecommas_mock.control import api
from threecommas_mock.control.local_only import access_error, is_loopback
from threecommas_mock.faults import Reset
from threecommas_mock.http.messages import Request

from tests.mock.signed_client import DATA, DOCUMENT, GUARDED, Signature, SignedClient, ask

ERRORS = yaml.safe_load((DATA / "control_errors.yaml").read_text("utf-8"))
BODY = GUARDED
LOCAL = {b"host": b"127.0.0.1:8080"}


class Remote:
    """A program on this machine that knows an exchange by its address only."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def call(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        content = None if body is None else json.dumps(body)
        headers = {} if body is None else {"Content-Type": "application/json"}
        answer = self.http.request(method, f"/__mock__/{path}", content=content, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    def trade(self, method: str, path: str = "", body: Any = None) -> httpx.Response:
        key = Signature(defaults.MOCK_KEY, defaults.MOCK_SECRET)
        return self.http.request(method, f"/public/api/v2/smart_trades{path}", json=body, auth=key)


@pytest.fixture
def exchange() -> MockExchange:
    return MockExchange(document=DOCUMENT, control=True)


@pytest.fixture
def remote(exchange: MockExchange) -> Any:
    with serve(exchange) as address, httpx.Client(base_url=httpx.URL(address).join("/")) as http:
        yield Remote(http)


def test_stop_loss_fires_by_remote_control(remote: Remote) -> None:
    number = remote.trade("POST", body=BODY).json()["id"]
    remote.call("POST", "settle", {})
    assert remote.call("GET", "smart_trades")[0]["status"]["type"] == "waiting_targets"
    moved = remote.call("POST", "prices", {"pair": "USDT_BTC", "price": "49000"})
    assert (moved["bid"], moved["ask"], moved["last"]) == ("49000", "49000", "49000")
    assert remote.call("POST", "advance", {"seconds": 8}) == {"moment": "2024-08-06T14:42:33.528Z"}
    assert remote.trade("GET", f"/{number}").json()["status"]["type"] == "stop_loss_finished"
    state = remote.call("GET", "state")
    assert [trade["id"] for trade in state["smart_trades"]] == [number]
    assert (state["requests"], state["moment"]) == (2, "2024-08-06T14:42:33.528Z")
    assert state["quotes"] == remote.call("GET", "quotes")


def test_balances_are_shown_for_limited_funds() -> None:
    first, *others = defaults.accounts()
    rich = replace(first, funds={"USDT": Decimal(1000)})
    exchange = MockExchange(document=DOCUMENT, accounts=[rich, *others], control=True)
    with serve(exchange) as address, httpx.Client(base_url=httpx.URL(address).join("/")) as http:
        remote = Remote(http)
        remote.trade("POST", body=BODY)
        shown = remote.call("GET", "balances")
        assert remote.call("GET", "state")["balances"] == shown
    assert shown == {
        "1": {
            "USDT": {"total": "1000.0", "reserved": "563.4001373", "free": "436.5998627"},
            "BTC": {"total": "0.0", "reserved": "0.0", "free": "0.0"},
        }
    }


def test_looking_at_smart_trades_settles_nothing(remote: Remote) -> None:
    remote.trade("POST", body=BODY)
    seen = [remote.call("GET", "smart_trades")[0]["status"]["type"] for _ in range(3)]
    assert seen == ["created"] * 3


def test_faults_are_armed_and_disarmed(remote: Remote, exchange: MockExchange) -> None:
    armed = remote.call(
        "POST", "faults", {"fault": {"name": "reset", "at": 1}, "operation": "list_smart_trades", "times": 2}
    )
    assert armed == remote.call("GET", "faults")
    assert [(one.fault, one.operation, one.remaining) for one in exchange.faults] == [
        (Reset(at=1), "list_smart_trades", 2)
    ]
    with pytest.raises(httpx.ReadError):
        remote.trade("GET")
    remote.call("POST", "faults", {"fault": {"name": "server_error"}, "probability": 0.5, "seed": 4})
    assert [(one.probability, one.seed, one.remaining) for one in exchange.faults] == [
        (1, 0, 1),
        (0.5, 4, None),
    ]
    assert remote.call("DELETE", "faults") == []
    assert remote.trade("GET").status_code == 200
    assert exchange.faults == ()


def test_faults_do_not_strike_the_control(remote: Remote, exchange: MockExchange) -> None:
    remote.call("POST", "faults", {"fault": {"name": "timeout"}})
    remote.call("POST", "settle", {})
    assert len(exchange.faults) == 1
    assert len(exchange.journal) == 0


def test_snapshot_goes_out_and_comes_back(remote: Remote, exchange: MockExchange) -> None:
    remote.trade("POST", body=BODY)
    before = exchange.snapshot()
    taken = remote.call("GET", "snapshot")
    remote.trade("POST", body=BODY)
    remote.call("POST", "advance", {"seconds": 5})
    assert remote.call("PUT", "snapshot", taken) == {"moment": "2024-08-06T14:42:25.528Z"}
    assert exchange.snapshot() == before


def test_switch_of_the_web_application_is_moved(remote: Remote, exchange: MockExchange) -> None:
    remote.trade("POST", body=BODY)
    assert (remote.call("GET", "web_mode"), remote.trade("GET").json()) == ({"mode": "real"}, [])
    assert remote.call("PUT", "web_mode", {"mode": "paper"}) == {"mode": "paper"}
    assert exchange.web_mode == "paper"
    assert remote.call("GET", "state")["web_mode"] == "paper"
    assert len(remote.trade("GET").json()) == 1


def test_choices_are_changed_one_by_one(remote: Remote, exchange: MockExchange) -> None:
    assert remote.call("GET", "assumptions")["closed_at"] == "at_the_end"
    remote.call("PUT", "assumptions", {"wrong_state": 403})
    changed = remote.call("PUT", "assumptions", {"closed_at": "while_waiting"})
    assert (changed["wrong_state"], changed["closed_at"]) == (403, "while_waiting")
    assert exchange.assumptions == Assumptions(wrong_state=403, closed_at="while_waiting")


def test_journal_comes_as_har_without_secrets(remote: Remote, exchange: MockExchange) -> None:
    remote.trade("POST", body=BODY)
    ask(remote.http.base_url, f"/public/api/v2/smart_trades?x={defaults.MOCK_SECRET}")
    har = remote.call("GET", "journal")
    assert har == exchange.journal.har()
    assert len(har["log"]["entries"]) == 2
    newest = remote.call("GET", "journal?newest=1")
    assert newest["log"]["entries"] == har["log"]["entries"][1:]
    assert remote.call("GET", "journal?number=1")["log"]["entries"] == har["log"]["entries"][:1]
    assert [remote.call("GET", f"journal?number={far}")["log"]["entries"] for far in (0, 3)] == [[], []]
    assert defaults.MOCK_SECRET not in json.dumps(har)
    assert defaults.MOCK_KEY not in json.dumps(har)


def test_changes_come_without_secrets_and_only_what_changed(remote: Remote, exchange: MockExchange) -> None:
    ask(remote.http.base_url, f"/public/api/v2/smart_trades?x={defaults.MOCK_SECRET}")
    first = remote.call("GET", "changes?pair=USDT_ETH&rows=1")
    assert first["whole"] == exchange.dashboard("USDT_ETH", 1)
    assert defaults.MOCK_SECRET not in json.dumps(first)
    watched = f"changes?pair=USDT_ETH&rows=1&since={first['version']}"
    assert remote.call("GET", watched) == {"version": first["version"], "patch": {}}
    exchange.fail_next(Reset(at=1))
    changed = remote.call("GET", watched)["patch"]
    assert changed == {
        "faults": {
            "0": {"name": "reset", "fault": "Reset(after_effect=False, at=1)"}
            | {"probability": 1.0, "remaining": 1}
        }
    }


def test_every_path_is_explained_and_every_explained_path_is_there(remote: Remote) -> None:
    explained = re.findall(r"^    (GET|POST|PUT|DELETE) +([a-z_]+)  ", api.__doc__ or "", re.MULTILINE)
    there = remote.call("GET", "nowhere", status=404)["error_description"]
    names = there.partition("there are ")[2].partition(" below")[0].split(", ")
    assert {path for _, path in explained} == set(names)
    for path in names:
        methods = {method for method, name in explained if name == path}
        allowed = remote.http.request("PATCH", f"/__mock__/{path}").headers["Allow"]
        assert set(allowed.split(", ")) == methods


@pytest.mark.parametrize("case", ERRORS, ids=lambda case: case["says"])
def test_request_that_cannot_be_done_is_answered_by_field(
    case: dict[str, Any], remote: Remote, exchange: MockExchange
) -> None:
    before = exchange.snapshot()
    answer = remote.call(case["method"], case["path"], case.get("body"), case["status"])
    assert answer["error_description"].startswith(case["says"])
    assert exchange.snapshot() == before


@pytest.mark.parametrize(
    ("content", "media_type", "says"),
    [
        (b"{", "application/json", "body: is not JSON"),
        (b"[]", "application/json", "body: must be a JSON object"),
        (b"[" * 100_000, "application/json", "body: is not JSON"),
        (b"\xff", "application/json", "body: is not JSON"),
        (b"{}", "text/plain", "Content-Type: must be application/json"),
        (b"seconds=5", "application/x-www-form-urlencoded", "Content-Type: must be application/json"),
    ],
)
def test_body_that_is_no_json_object_is_refused(
    content: bytes, media_type: str, says: str, remote: Remote
) -> None:
    answer = remote.http.post("/__mock__/advance", content=content, headers={"Content-Type": media_type})
    assert answer.status_code == 400
    assert answer.json()["error_description"].startswith(says)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8080"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "[::1"},
        {"Host": "10.0.0.1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"X-Forwarded-For": "8.8.8.8"},
        {"Forwarded": "for=127.0.0.1"},
        {"Via": "1.1 proxy"},
    ],
    ids=lambda headers: "-".join(*headers.items()),
)
def test_pages_of_others_and_proxies_are_refused(
    headers: dict[str, str], remote: Remote, exchange: MockExchange
) -> None:
    before = exchange.snapshot()
    answer = remote.http.post("/__mock__/advance", json={"seconds": 5}, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (403, "forbidden")
    assert next(iter(headers)).lower() in answer.json()["error_description"].lower()
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert exchange.snapshot() == before


def test_page_of_the_mock_itself_may_ask(remote: Remote) -> None:
    host = f"{remote.http.base_url.host}:{remote.http.base_url.port}"
    headers = {"Origin": f"http://{host}", "Sec-Fetch-Site": "same-origin"}
    answer = remote.http.post("/__mock__/advance", json={"seconds": 5}, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", [b"localhost", b"localhost:80", b"127.0.0.1", b"127.1.2.3:1", b"[::1]:8080"])
def test_host_of_this_machine_is_taken(host: bytes) -> None:
    assert access_error({b"host": host}) is None


def test_host_that_is_missing_is_refused() -> None:
    assert access_error({}) == "Host: '' is not this machine; ask for http://127.0.0.1"


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_peer_on_this_machine_is_answered(peer: str) -> None:
    assert controlled(peer) == 200


@pytest.mark.parametrize(
    "peer", ["192.168.0.7", "0.0.0.0", "::ffff:10.0.0.1", "fe80::1", "127.0.0.1.x", "", None]
)
def test_peer_on_another_machine_is_not(peer: str | None) -> None:
    assert not is_loopback(peer)
    assert controlled(peer) == 404


def controlled(peer: str | None) -> int:
    """Return the status a peer gets for a look at the quotes."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/__mock__/quotes",
        "query_string": b"",
        "headers": list(LOCAL.items()),
        "client": None if peer is None else (peer, 1),
    }
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    running = MockExchange(document=DOCUMENT, control=True).app(scope, receive, send)
    with pytest.raises(StopIteration):
        running.send(None)  # type: ignore[attr-defined]
    return int(sent[0]["status"])


def test_control_that_is_off_answers_as_any_unknown_path() -> None:
    exchange = MockExchange(document=DOCUMENT)
    with serve(exchange) as address, httpx.Client(base_url=httpx.URL(address).join("/")) as http:
        switched_off = http.post("/__mock__/advance", json={"seconds": 5})
        unknown = http.post("/elsewhere", json={"seconds": 5})
    assert switched_off.status_code == unknown.status_code == 404
    assert switched_off.content == unknown.content
    assert switched_off.headers.keys() == unknown.headers.keys()
    assert [entry.status for entry in exchange.journal] == [404, 404]


def test_answers_of_the_exchange_do_not_depend_on_the_control() -> None:
    on, off = MockExchange(document=DOCUMENT, control=True), MockExchange(document=DOCUMENT)
    answers = [SignedClient(exchange).send("GET", "/7").content for exchange in (on, off)]
    assert answers[0] == answers[1]
    request = Request("GET", b"/__mock__/quotes", headers=LOCAL)
    assert on.answer(request) == off.answer(request)
