"""A schemathesis campaign against the exchange in process: every phase, every request signed.

What schemathesis cannot know is added here: how to sign, which accounts and pairs exist, and the ids of
SmartTrades in the status that the operation needs. Without these nearly every call ends as 404 and proves
nothing.
"""

import itertools
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import requests
import schemathesis
from schemathesis.core.failures import Failure
from schemathesis.core.parameters import ParameterLocation
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import Interaction
from schemathesis.openapi.checks import RejectedPositiveData
from threecommas.auth import SignatureAuth
from threecommas.signing import HmacSigner, Join, signed_text
from threecommas_mock import MockExchange

ROOT = Path(__file__).parents[2]
DOCUMENT = json.loads((ROOT / "generated/openapi.json").read_text("utf-8"))
SETTINGS = Path(__file__).with_name("schemathesis.toml")
PHASES = ("examples", "coverage", "fuzzing", "stateful")

ACCOUNT = 32455218
MARKET = {"market_code": "binance", "pair": "USDT_BTC"}
WAITS_FOR_TARGETS = {
    "account_id": ACCOUNT,
    "pair": "USDT_BTC",
    "position": {"type": "buy", "units": {"value": "100"}, "order_type": "market"},
    "take_profit": {
        "enabled": True,
        "steps": [
            {"order_type": "limit", "price": {"value": "90000", "type": "last"}, "volume": "50"},
            {"order_type": "limit", "price": {"value": "95000", "type": "last"}, "volume": "50"},
        ],
    },
    "stop_loss": {"enabled": False},
}
WAITS_FOR_POSITION = WAITS_FOR_TARGETS | {
    "position": {
        "type": "buy",
        "units": {"value": "100"},
        "order_type": "limit",
        "price": {"value": "20000"},
    }
}
# Complaints about what no schema can say: sums, the last step, the number of steps, and whether a target is
# in percent, which follows from how the position was entered.
UNSAYABLE = re.compile(
    r"take_profit\[steps\]: total volume must be equal to 100"
    r"|take_profit\[steps\]\[\d+\]\[trailing\]: is allowed for the last step only"
    r"|stop_loss\[breakeven\]: needs at least two take profit steps"
    r"|(take_profit\[steps\]\[\d+\]|stop_loss\[conditional\])\[price\]\[(value|percent)\]: is missing"
)
# One call in this many keeps the id that schemathesis chose, so that unknown ids are tried too.
KEPT = 5


class SignedCalls(requests.auth.AuthBase):
    """Signs what schemathesis sends, and keeps every answer that a signed call must never get."""

    def __init__(self, exchange: MockExchange) -> None:
        self._credential = exchange.credentials[0]
        self._signer = HmacSigner(self._credential.secret or "")
        self.outrages: list[str] = []

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        body = request.body or b""
        text = signed_text(
            request.path_url.encode(),
            body if isinstance(body, bytes) else body.encode(),
            content_type=str(request.headers.get("Content-Type", "")),
            join=Join.QUESTION_MARK,
        )
        request.headers["Apikey"] = self._credential.key
        request.headers["Signature"] = self._signer.sign(text)
        request.register_hook("response", self._judge)
        return request

    def _judge(self, response: requests.Response, **_: Any) -> None:
        # 401 is a described answer, so without this line a broken signature would pass every check.
        if response.status_code == 401 or response.status_code >= 500:
            request = response.request
            self.outrages.append(f"{request.method} {request.url} -> {response.status_code} {response.text}")


class Nursery:
    """Makes SmartTrades that wait for targets, or for their position, one for each call that needs an id."""

    def __init__(self, exchange: MockExchange) -> None:
        credential = exchange.credentials[0]
        url = httpx.URL(exchange.base_url)
        auth = SignatureAuth(credential.key, HmacSigner(credential.secret or ""), base_url=url)
        self._http = httpx.Client(base_url=url, auth=auth, transport=exchange.transport())

    def trade(self, body: dict[str, Any]) -> dict[str, Any]:
        """Return a new SmartTrade in the status at which it stops by itself."""
        created = self._http.post("/v2/smart_trades", json=body).raise_for_status().json()
        for _ in range(3):
            trade: dict[str, Any] = self._http.get(f"/v2/smart_trades/{created['id']}").json()
        return trade

    def ids_for(self, case: schemathesis.Case) -> dict[str, int]:
        """Return path parameters that lead the call to an account or a SmartTrade it can work on."""
        if "account_id" in case.path_parameters:
            return {"account_id": ACCOUNT}
        waits = WAITS_FOR_POSITION if case.path.endswith("force_start") else WAITS_FOR_TARGETS
        trade = self.trade(waits)
        if "smart_trade_id" not in case.path_parameters:
            return {"id": trade["id"]}
        return {"smart_trade_id": trade["id"], "id": trade["take_profit"]["steps"][0]["id"]}


def existing(query: dict[str, Any]) -> dict[str, Any]:
    """Return the query with a market and, beside it, a pair that exist in place of any."""
    return query | {name: MARKET[name] for name in MARKET.keys() & query.keys() if "market_code" in query}


@dataclass
class Report:
    """What a campaign sent and found."""

    reached: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How often each operation was answered with each status."""

    phases: Counter[str] = field(default_factory=Counter)
    """How many calls each phase made."""

    problems: list[str] = field(default_factory=list)
    """Failed checks, errors of the run, and 401 or 5xx answers to signed calls."""


def run(exchange: MockExchange) -> Report:
    """Run all phases of the document against the exchange."""
    schema = schemathesis.openapi.from_dict(DOCUMENT, config=schemathesis.Config.from_path(SETTINGS))
    schema.app = exchange.app
    calls = SignedCalls(exchange)
    schema.auth.set_from_requests(calls)
    schema.hook("map_case")(_leading_to_life(Nursery(exchange)))
    schema.hook("filter_failure")(_beyond_the_schema)
    report = Report()
    for event in from_schema(schema).execute():
        _take_note(event, report)
    report.problems += calls.outrages
    return report


def _leading_to_life(nursery: Nursery) -> Any:
    """Return a hook that puts what exists into calls whose path or query is meant to be valid."""
    turn = itertools.count(1)

    def map_case(context: schemathesis.HookContext, case: schemathesis.Case) -> schemathesis.Case:
        query = case.meta.components.get(ParameterLocation.QUERY)
        if query and query.mode is schemathesis.GenerationMode.POSITIVE and next(turn) % KEPT:
            case.query = existing(case.query)
        # A case without a component for its path has no path parameters; a negated id must stay as it is.
        path = case.meta.components.get(ParameterLocation.PATH)
        if path and path.mode is schemathesis.GenerationMode.POSITIVE and next(turn) % KEPT:
            ids = nursery.ids_for(case)
            case.path_parameters.update((name, ids[name]) for name in case.path_parameters)
        return case

    return map_case


def _beyond_the_schema(
    context: schemathesis.HookContext,
    failure: Failure,
    case: schemathesis.Case,
    response: schemathesis.Response,
) -> bool:
    """Tell whether a failure counts; a valid request may be refused for what no schema can say."""
    if not isinstance(failure, RejectedPositiveData):
        return True
    body = response.json()
    complaints = [
        f"{field}: {message}"
        for field, messages in body.get("error_attributes", {}).items()
        for message in messages
    ]
    sayable = [complaint for complaint in complaints if not UNSAYABLE.fullmatch(complaint)]
    return bool(sayable) or (not complaints and body["error"] != "Wrong param(s)")


def _take_note(event: events.EngineEvent, report: Report) -> None:
    if isinstance(event, events.NonFatalError):
        report.problems.append(f"{event.label}: {event.value!r}")
    if isinstance(event, events.FatalError):
        report.problems.append(repr(event.exception))
    if not isinstance(event, events.ScenarioFinished):
        return
    for case_id, interaction in event.recorder.interactions.items():
        operation = event.recorder.cases[case_id].value.operation
        report.phases[event.phase.value] += 1
        if interaction.response is not None:
            operation_id = operation.definition.raw["operationId"]
            report.reached[operation_id, interaction.response.status_code] += 1
    for case_id, checks in event.recorder.checks.items():
        for check in checks:
            if check.status is Status.FAILURE and check.failure_info is not None:
                failure = check.failure_info.failure
                call = _told(event.recorder.interactions[case_id])
                report.problems.append(f"{failure.title}: {failure.message}\n{call}")


def _told(interaction: Interaction) -> str:
    """Say what was sent and what came back, for whoever has to find out why."""
    request, response = interaction.request, interaction.response
    sent = request.body or b""
    came = response and f"{response.status_code} {response.text}"
    return f"{request.method} {request.uri} {sent.decode(errors='replace')} -> {came}"
