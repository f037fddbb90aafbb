"""Each documented rule, broken: `check_order` and the builders raise and name the field."""

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from threecommas import ApiStatusError, EncodeError, HmacSigner, ThreeCommas, orders
from threecommas.models import CreateSmartTrade
from threecommas.orders import (
    ConditionalLimit,
    ConditionalMarket,
    Leverage,
    Limit,
    Market,
    StopLoss,
    TakeProfitStep,
    smart_trade,
)
from threecommas_mock import MockExchange

from tests.client.orders.documents import documented, mock_document

CASES = json.loads(Path(__file__).with_name("broken_rules.json").read_text("utf-8"))
BITCOIN: dict[str, Any] = {"account_id": 1, "pair": "USDT_BTC"}
MARKET = Market(units=1)


def key(step: str) -> str | int:
    return int(step) if step.isdigit() else step


def broken(case: dict[str, Any]) -> dict[str, Any]:
    """The documented request with the case's changes."""
    body: Any = copy.deepcopy(documented()[case["of"]])
    for path, value in case.get("change", {}).items():
        *way, last = map(key, path.split("."))
        place = body
        for step in way:
            place = place[step]
        place[last] = value
    if "drop" in case:
        *way, last = map(key, case["drop"].split("."))
        place = body
        for step in way:
            place = place[step]
        del place[last]
    if "repeat" in case:
        body["take_profit"]["steps"] *= case["repeat"]
    return dict(body)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"].replace(" ", "_"))
def test_broken_rule_is_refused_with_the_path_of_the_field(case: dict[str, Any]) -> None:
    order = CreateSmartTrade.from_dict(broken(case))
    with pytest.raises(EncodeError) as info:
        orders.check_order(order)
    assert info.value.path == case["path"]
    assert case["says"] in info.value.message


STEP: dict[str, Any] = {"order_type": "market", "price_type": "bid"}

# Expressions with one wrong value each, by the path of the field it becomes.
WRONG: dict[str, Callable[[Any], object]] = {
    "position.units.value": lambda v: smart_trade(**BITCOIN, position=Market(units=v)),
    "position.price.value": lambda v: smart_trade(**BITCOIN, position=Limit(units=1, price=v)),
    "position.conditional.price.value": lambda v: smart_trade(
        **BITCOIN, position=ConditionalLimit(units=1, price=1, conditional=v)
    ),
    "position.conditional.trailing.percent": lambda v: smart_trade(
        **BITCOIN, position=ConditionalMarket(units=1, conditional=1, trailing=v)
    ),
    "leverage.value": lambda v: smart_trade(
        **BITCOIN, position=MARKET, leverage=Leverage(type="cross", value=v)
    ),
    "take_profit.steps[1].price.value": lambda v: smart_trade(
        **BITCOIN,
        position=MARKET,
        take_profit=[TakeProfitStep(**STEP, value=1, volume=50), TakeProfitStep(**STEP, value=v, volume=50)],
    ),
    "take_profit.steps[0].volume": lambda v: smart_trade(
        **BITCOIN, position=MARKET, take_profit=[TakeProfitStep(**STEP, value=1, volume=v)]
    ),
    "take_profit.steps[0].trailing.percent": lambda v: smart_trade(
        **BITCOIN, position=MARKET, take_profit=[TakeProfitStep(**STEP, value=1, trailing=v)]
    ),
    "stop_loss.conditional.price.percent": lambda v: smart_trade(
        **BITCOIN, position=MARKET, stop_loss=StopLoss(price_type="bid", percent=v)
    ),
    "stop_loss.conditional.trailing.percent": lambda v: smart_trade(
        **BITCOIN, position=MARKET, stop_loss=StopLoss(price_type="bid", value=1, trailing=v)
    ),
    "stop_loss.price.value": lambda v: smart_trade(
        **BITCOIN, position=MARKET, stop_loss=StopLoss(price_type="bid", value=1, price=v)
    ),
    "stop_loss.timeout.value": lambda v: smart_trade(
        **BITCOIN, position=MARKET, stop_loss=StopLoss(price_type="bid", value=1, timeout=v)
    ),
}


@pytest.mark.parametrize("value", [0.5, float("nan"), "NaN", "ten", -1], ids=repr)
@pytest.mark.parametrize("path", WRONG)
def test_float_or_no_amount_is_refused_with_the_path_of_the_field(path: str, value: object) -> None:
    with pytest.raises(EncodeError) as info:
        WRONG[path](value)
    assert info.value.path == path


PARTS = ["position", "take_profit", "take_profit.steps[0]", "stop_loss", "leverage"]


@pytest.mark.parametrize("value", [{"units": "1"}, "market", 5], ids=repr)
@pytest.mark.parametrize("path", PARTS)
def test_part_of_an_order_that_is_made_of_something_else_is_named(path: str, value: Any) -> None:
    name, _, inside = path.partition(".")
    given = {"position": MARKET} | {name: [value] if inside else value}
    with pytest.raises(EncodeError, match=f"^{re.escape(path)}: must be .*, got {type(value).__name__}$"):
        smart_trade(**BITCOIN, **given)


@pytest.mark.parametrize("build", [smart_trade, orders.smart_cover, orders.simple_buy, orders.simple_sell])
def test_order_without_a_position_names_what_it_may_be(build: Any) -> None:
    said = "^position: must be Market, Limit, ConditionalMarket or ConditionalLimit of threecommas.orders"
    with pytest.raises(EncodeError, match=said):
        build(**BITCOIN, position=None)


def test_account_that_is_too_large_is_told_the_bound() -> None:
    with pytest.raises(EncodeError, match="at least 1 and at most 9223372036854775807, got '1000") as info:
        smart_trade(account_id=10**30, pair="USDT_BTC", position=MARKET)
    assert info.value.path == "account_id"


def test_builder_checks_the_rules_over_several_fields() -> None:
    step = TakeProfitStep(order_type="limit", price_type="bid", value=2, volume=60)
    with pytest.raises(EncodeError, match="100 percent together, got 60 \\+ 60") as info:
        smart_trade(**BITCOIN, position=MARKET, take_profit=[step, step])
    assert info.value.path == "take_profit.steps"


def test_eight_steps_of_odd_volumes_are_taken() -> None:
    volumes = ["12.5"] * 6 + [
        "12.4999999999999999999999999999999999",
        "12.5000000000000000000000000000000001",
    ]
    steps = [TakeProfitStep(order_type="limit", price_type="last", value=2, volume=v) for v in volumes]
    order = smart_trade(**BITCOIN, position=MARKET, take_profit=steps)
    assert [step["volume"] for step in order.to_dict()["take_profit"]["steps"]] == volumes


def test_what_is_no_order_is_refused() -> None:
    with pytest.raises(EncodeError, match="expected a CreateSmartTrade, got a dict"):
        orders.check_order({})  # type: ignore[arg-type]


def test_order_made_of_models_with_a_wrong_type_is_refused_before_the_rules() -> None:
    order = orders.simple_buy(**BITCOIN, position=MARKET)
    order.position.units = 5  # type: ignore[assignment]
    with pytest.raises(EncodeError) as info:
        orders.check_order(order)
    assert info.value.path == "position.units"


# Rules that the exchange of the tests does not have, each with the reason why the client does.
STRICTER = {
    "a simple trade has no take profit": "it would be dropped without a word",
    "a simple trade has no stop loss": "it would be dropped without a word",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["rule"].replace(" ", "_"))
def test_broken_rule_is_refused_by_an_exchange_that_knows_nothing_of_the_client(case: dict[str, Any]) -> None:
    exchange = MockExchange(document=mock_document())
    credential = exchange.credentials[0]
    with ThreeCommas(
        credential.key,
        HmacSigner(credential.secret),
        base_url=exchange.base_url,
        transport=exchange.transport(),
    ) as client:
        body = broken(case)
        try:
            client.http.post("/v2/smart_trades", json=body)
            refused = False
        except ApiStatusError:
            refused = True
    assert refused is (case["rule"] not in STRICTER)
