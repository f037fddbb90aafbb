"""What the documents say a SmartTrade looks like, and where an answer differs from it.

The bodies and success codes are read from the bundled document; titles and flags, which no schema can say,
are the documented examples' own, in documented.json.
"""

import json
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path
from typing import Any

import threecommas_openapi

HERE = Path(__file__).parent
DOCUMENT = threecommas_openapi.load()
DOCUMENTED = json.loads((HERE / "documented.json").read_text("utf-8"))

Json = dict[str, Any]

# Far below the last digit of any answer, which has 40 significant ones at most.
CLOSE_ENOUGH = Decimal("1e-18")


def operations() -> Iterator[Json]:
    """Every operation of the document."""
    for path_item in DOCUMENT["paths"].values():
        yield from (
            value for value in path_item.values() if isinstance(value, dict) and "operationId" in value
        )


def success_codes() -> dict[str, int]:
    """The documented status code of success of each operation."""
    return {op["operationId"]: int(next(c for c in op["responses"] if c[0] == "2")) for op in operations()}


def request_examples(operation_id: str) -> dict[str, Json]:
    """The documented request bodies of an operation, by name."""
    operation = next(op for op in operations() if op["operationId"] == operation_id)
    examples = operation["requestBody"]["content"]["application/json"]["examples"]
    return {name: resolved(example)["value"] for name, example in examples.items()}


def resolved(node: Json) -> Json:
    """The node a reference leads to, or the node itself."""
    while "$ref" in node:
        target: Any = DOCUMENT
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def kind_of(body: Json) -> str:
    """`data.type` of the SmartTrade a create body makes (table of the SmartTrade entity's page)."""
    buy = body["position"]["type"] == "buy"
    if str(body.get("instant")).lower() == "true":
        return "simple_buy" if buy else "simple_sell"
    if str(body.get("skip_enter_step")).lower() == "true":
        return "smart_sell" if buy else "smart_buy"
    return "smart_trade" if buy else "smart_cover"


def differences(trade: Json) -> list[str]:
    """Each way in which a SmartTrade differs from the documents, in words; none if it does not."""
    return [*_status_differences(trade), *_flag_differences(trade), *_money_differences(trade)]


def _status_differences(trade: Json) -> Iterator[str]:
    status = trade["status"]
    if status["basic_type"] != status["type"]:
        yield f"basic_type is {status['basic_type']} and type {status['type']}"
    title = DOCUMENTED["titles"].get(status["type"])
    if title and status["title"] != title:
        yield f"title of {status['type']} is {status['title']!r}, documented is {title!r}"


def _flag_differences(trade: Json) -> Iterator[str]:
    """Compare the flags of `data` with the documented row for the two statuses, if there is one."""
    status, position = trade["status"]["type"], trade["position"]["status"]["type"]
    for row in DOCUMENTED["flags"]:
        if row["status"] == status and position in row["position"]:
            for name, digit in zip(DOCUMENTED["flag_names"], row["flags"], strict=True):
                expected = digit == "1" and not (name == "add_funds_available" and _never_takes_funds(trade))
                if trade["data"][name] is not expected:
                    yield f"{name} in {status} is {trade['data'][name]}, documented is {expected}"


def _never_takes_funds(trade: Json) -> bool:
    """Simple buys, simple sells and trailing entries take no additional funds in any status."""
    trailing = trade["position"].get("conditional", {}).get("trailing", {}).get("enabled", False)
    return bool(trade["instant"] or trailing)


def _money_differences(trade: Json) -> Iterator[str]:
    """Compare profit and price of an open position with the arithmetic of every documented example."""
    data, profit = trade["data"], trade["profit"]
    if profit["volume"] is None or trade["status"]["type"] != "waiting_targets":
        return
    if data["average_enter_price"] != trade["position"]["price"]["value"]:
        yield f"average_enter_price is {data['average_enter_price']}, the position's price differs"
    volume = open_profit(trade)
    if abs(Decimal(profit["volume"]) - volume) > CLOSE_ENOUGH:
        yield f"profit.volume is {profit['volume']}, computed is {volume}"
    percent = (volume / Decimal(data["entered_total"]) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if Decimal(profit["percent"]) != percent:
        yield f"profit.percent is {profit['percent']}, computed is {percent}"


def open_profit(trade: Json) -> Decimal:
    """Profit if the rest were closed now, in quote currency, the commission of closing taken off."""
    data = trade["data"]
    names = ("entered_amount", "entered_total", "closed_amount", "closed_total")
    entered, paid, closed, received = (Decimal(data[name]) for name in names)
    commission = Decimal(str(data["commission"]))
    with localcontext(prec=60):
        if trade["position"]["type"] == "buy":
            rest = (entered - closed) * Decimal(data["current_price"]["bid"]) * (1 - commission)
            return received + rest - paid
        rest = (entered - closed) * Decimal(data["current_price"]["ask"]) * (1 + commission)
        return paid - received - rest
