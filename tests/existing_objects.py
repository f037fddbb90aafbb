"""Objects of documented requests on an exchange, so that any operation can be called with ids that exist.

They are made as the conformance suite makes them: a bot of a documented request, a deal of that bot, and so
on. Each call gets objects of its own, on an account and a pair that its documented request fits.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import httpx
import threecommas_openapi
from threecommas.flow import Timing
from threecommas.signing import HmacSigner
from threecommas_conformance.document.operations import Operation, filled_path, operations, resolved
from threecommas_conformance.document.router import OperationRouter
from threecommas_conformance.fixtures.documented_objects import (
    DocumentedObjects,
    Maker,
    makers,
    on_fixtures,
)
from threecommas_conformance.fixtures.link_values import answered_value, body_links
from threecommas_conformance.fixtures.smart_trades import SmartTradePool
from threecommas_conformance.fixtures.survey import FixtureError, FixtureFinder, Fixtures
from threecommas_conformance.target import Target
from threecommas_conformance.traffic.gateway import Gateway
from threecommas_mock import MockExchange
from threecommas_mock.defaults import FUTURES_ACCOUNT_ID

Json = dict[str, Any]
Place = tuple[int, str]
"""The number of an account, and a pair."""

DOCUMENT = threecommas_openapi.load()
EXAMPLES = DOCUMENT["components"]["examples"]
KNOWN = {operation.id: operation for operation in operations(DOCUMENT)}
MAKERS = makers(tuple(KNOWN.values()))
ACCOUNTS = "/ver1/accounts"

SPOT: Place = (1, "USDT_BTC")
FUTURES: Place = (FUTURES_ACCOUNT_ID, "USDT_BTCUSDT")
# So little that only a pair paid in bitcoin takes it.
IN_BITCOIN: Place = (1, "BTC_ETH")
# Where nothing is made that selling everything would end.
EMPTY: Place = (32199203, "USDT_BTC")
PLACES = {
    "get_leverage_data": FUTURES,
    "post_leverage_data": FUTURES,
    "update_grid_bot": FUTURES,
    "add_funds_to_deal": IN_BITCOIN,
    "cancel_deal_order": IN_BITCOIN,
    "sell_all_to_btc": EMPTY,
    "sell_all_to_usd": EMPTY,
}
# Operations that an object does not take with the first documented request.
REQUESTS = {
    "start_new_deal": "start_new_deal_of_disabled_bot",
    "reduce_funds": "reduce_funds_market_request",
}
# So that what is added waits, instead of being bought at once.
WAITING = {"add_funds_to_deal": {"rate": 0.02}}
# What is different in the request that makes the object: one that waits, and a grid for futures.
MADE_OF: dict[str, Json] = {
    "cancel_simple_trade": EXAMPLES["simple_trade_create_limit_buy"]["value"],
    "update_grid_bot": EXAMPLES["update_grid_bot_request"]["value"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call of an operation: the ids of its path in their order, its query and its body."""

    ids: tuple[int | str, ...]
    query: Json
    body: Json | None


class ExistingObjects:
    """Makes objects on an exchange, with the first of its keys."""

    def __init__(self, exchange: MockExchange) -> None:
        credential = exchange.credentials[0]
        target = Target(
            base_url=httpx.URL(exchange.base_url),
            api_key=credential.key,
            signer=HmacSigner(credential.secret or ""),
            transport=exchange.transport(),
            in_process=True,
        )
        router = OperationRouter(tuple(KNOWN.values()))
        self._finder = FixtureFinder(Gateway(target, router, timing=Timing(), on_wait=lambda seconds: None))
        self._keys = count(1)
        self._surveyed: dict[Place, Fixtures] = {}

    def documented_call(self, operation_id: str) -> Call:
        """Return the documented call of an operation, about objects that exist."""
        return self.call(operation_id, query=required_query(operation_id), body=self._request(operation_id))

    def call(self, operation_id: str, *, query: Json, body: Json | None) -> Call:
        """Return a call about objects that exist: query and body name their account, pair and orders."""
        operation, fixtures = KNOWN[operation_id], self._fixtures(PLACES.get(operation_id, SPOT))
        objects = DocumentedObjects(self._finder, fixtures, makers_for(operation))
        ids = self._ids(operation, fixtures, objects)
        if body is not None:
            body = on_fixtures(body, fixtures) | dict(self._members(operation, ids, fixtures, objects))
        market = {"market_code": fixtures.market_code, "pair": fixtures.pair}
        parameters = zip(operation.path_parameters, ids, strict=True)
        return Call(
            ids=tuple(
                int(text) if text.isdecimal() and not each.is_text else text for each, text in parameters
            ),
            query=query | {name: value for name, value in market.items() if name in query},
            body=body,
        )

    def ask(self, path: str) -> Any:
        """Return what a path such as /ver1/bots/1/show leads to."""
        return self._finder.ask("GET", path)

    def exists(self, path: str) -> bool:
        """Whether a path leads to something."""
        try:
            self.ask(path)
        except FixtureError:
            return False
        return True

    def _ids(self, operation: Operation, fixtures: Fixtures, objects: DocumentedObjects) -> tuple[str, ...]:
        if not operation.path_parameters:
            return ()
        collection = operation.collections[0]
        if collection == ACCOUNTS:
            return (str(self._account(operation, fixtures.account_id)),)
        examples = tuple(each.example for each in operation.path_parameters)
        pool = SmartTradePool(self._finder, fixtures, only_reads=False)
        if pool.covers(collection):
            return pool.ids(operation)
        if collection not in MAKERS:
            # Nothing makes such: it is answered out of the document's examples.
            return examples
        made = objects.id(collection)
        assert made, f"nothing was made for {operation.id} in {collection}"
        return (made, *examples[1:])

    def _account(self, operation: Operation, number: int) -> int:
        """Return the account, but a new one if it is about to be removed."""
        if operation.id != "remove_account":
            return number
        made: int = self._finder.ask("POST", f"{ACCOUNTS}/new", body=self._request("create_account"))["id"]
        return made

    def _request(self, operation_id: str) -> Json | None:
        """Return a documented request; one that connects an account has a key that no other account has."""
        body = documented_body(operation_id)
        if operation_id != "create_account" or body is None:
            return body
        return body | {"api_key": f"key-{next(self._keys)}"}

    def _members(
        self, operation: Operation, ids: tuple[str, ...], fixtures: Fixtures, objects: DocumentedObjects
    ) -> Iterator[tuple[str, Any]]:
        """Yield members of the body that the object shows, or that another write on it answers."""
        if not ids:
            return
        for name, at in body_links(operation, KNOWN.values()).items():
            yield name, answered_value(at, objects.shown(operation.collections[0]))
        for write in KNOWN.values():
            links = [link.body for link in write.links if link.operation == operation.id and link.body]
            if write.method != "GET" and write.collections == operation.collections and links:
                body = on_fixtures((write.example or {}) | WAITING.get(write.id, {}), fixtures)
                answered = self._finder.ask(write.method, filled_path(write.path, iter(ids)), body=body)
                for name, at in links[0].items():
                    yield name, answered_value(at, answered)

    def _fixtures(self, place: Place) -> Fixtures:
        if place not in self._surveyed:
            account, pair = place
            self._surveyed[place] = self._finder.survey(account_id=account, pair=pair)
        return self._surveyed[place]


def documented_body(operation_id: str) -> Json | None:
    """Return a documented request of an operation, None where it has no body."""
    if operation_id in REQUESTS:
        request: Json = EXAMPLES[REQUESTS[operation_id]]["value"]
        return request
    return KNOWN[operation_id].example


def required_query(operation_id: str) -> Json:
    """Return the examples of the parameters that the query has to have."""
    operation = KNOWN[operation_id]
    item = DOCUMENT["paths"][operation.path]
    written = [*item.get("parameters", ()), *item[operation.method.lower()].get("parameters", ())]
    parameters = [resolved(each, DOCUMENT) for each in written]
    return {
        each["name"]: each["example"] for each in parameters if each["in"] == "query" and each.get("required")
    }


def makers_for(operation: Operation) -> dict[str, Maker]:
    """Return what makes the objects of each collection for the call of an operation."""
    if operation.id not in MADE_OF:
        return MAKERS
    collection = operation.collections[0]
    maker = MAKERS[collection]
    request = (maker.operation.example or {}) | MADE_OF[operation.id]
    return MAKERS | {collection: replace(maker, operation=replace(maker.operation, examples=(request,)))}
