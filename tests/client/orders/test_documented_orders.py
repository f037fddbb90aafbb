"""Every documented request of create, written with the builders: the expressions here, the bodies there."""

from decimal import Decimal
from typing import Any

import pytest
from threecommas import HmacSigner, ThreeCommas, orders
from threecommas.models import CreateSmartTrade
from threecommas.orders import (
    ConditionalLimit,
    ConditionalMarket,
    Leverage,
    Limit,
    Market,
    StopLoss,
    TakeProfitStep,
    simple_buy,
    simple_sell,
    smart_cover,
    smart_sell,
    smart_trade,
)
from threecommas_mock import MockExchange

from tests.client.orders.documents import documented, mock_document

BITCOIN: dict[str, Any] = {"account_id": 1, "pair": "USDT_BTC"}
MARKET = Market(units="0.01")
LIMIT = Limit(units="0.01", price="10000")
TRAILING = ConditionalMarket(units="0.01", conditional="10000", trailing="9.95")
TIMES_TWELVE = Leverage(type="custom", value=12)


def sell(order_type: Any, value: int, volume: int = 100, trailing: str | None = None) -> TakeProfitStep:
    return TakeProfitStep(
        order_type=order_type, price_type="bid", value=value, volume=volume, trailing=trailing
    )


def four(order_type: Any) -> list[TakeProfitStep]:
    steps = [sell(order_type, 10000, 10), sell(order_type, 10500, 20), sell(order_type, 11000, 30)]
    return [*steps, sell("market", 11500, 40, trailing="10.5")]


WRITTEN = {
    "create_simple_buy_with_leverage": simple_buy(
        account_id=32455218, pair="USDT_BTC", position=MARKET, leverage=TIMES_TWELVE
    ),
    "create_simple_market_buy": simple_buy(**BITCOIN, position=MARKET),
    "create_simple_market_buy_with_leverage": simple_buy(**BITCOIN, position=MARKET, leverage=TIMES_TWELVE),
    "create_simple_market_sell": simple_sell(**BITCOIN, position=MARKET),
    "create_simple_limit_buy": simple_buy(**BITCOIN, position=LIMIT),
    "create_simple_limit_sell": simple_sell(**BITCOIN, position=LIMIT),
    "create_smart_trade_conditional_market_buy": smart_trade(
        **BITCOIN, position=ConditionalMarket(units="0.01", conditional=10000)
    ),
    "create_smart_trade_conditional_market_sell": smart_cover(
        **BITCOIN, position=ConditionalMarket(units="0.01", conditional=8500)
    ),
    "create_smart_trade_conditional_limit_buy": smart_trade(
        **BITCOIN, position=ConditionalLimit(units="0.01", conditional=10000, price=10500)
    ),
    "create_smart_trade_conditional_limit_sell": smart_cover(
        **BITCOIN, position=ConditionalLimit(units="0.01", conditional=8800, price=8500)
    ),
    "create_smart_trade_trailing_buy": smart_trade(**BITCOIN, position=TRAILING),
    "create_smart_trade_trailing_sell": smart_cover(**BITCOIN, position=TRAILING),
    "create_smart_trade_market_buy": smart_trade(**BITCOIN, position=MARKET),
    "create_smart_trade_limit_buy": smart_trade(**BITCOIN, position=LIMIT),
    "create_smart_trade_market_buy_tp_1_market": smart_trade(
        **BITCOIN, position=MARKET, take_profit=[sell("market", 10000)]
    ),
    "create_smart_trade_market_buy_tp_1_limit": smart_trade(
        **BITCOIN, position=MARKET, take_profit=[sell("limit", 10000)]
    ),
    "create_smart_trade_market_buy_tp_4_limit_trailing": smart_trade(
        **BITCOIN, position=MARKET, take_profit=four("limit")
    ),
    "create_smart_trade_market_buy_tp_4_market_trailing": smart_trade(
        **BITCOIN, position=MARKET, take_profit=four("market")
    ),
    "create_smart_trade_market_buy_sl_market": smart_trade(
        **BITCOIN, position=MARKET, stop_loss=StopLoss(price_type="bid", value=8500)
    ),
    "create_smart_trade_market_buy_sl_limit": smart_trade(
        **BITCOIN, position=MARKET, stop_loss=StopLoss(price_type="bid", value=8500, price=8300)
    ),
    "create_smart_trade_market_buy_sl_trailing": smart_trade(
        **BITCOIN, position=MARKET, stop_loss=StopLoss(price_type="bid", value=8500, trailing="8.5")
    ),
    "create_smart_trade_market_buy_sl_timeout": smart_trade(
        **BITCOIN, position=MARKET, stop_loss=StopLoss(price_type="bid", value=8500, timeout=8)
    ),
    "create_smart_trade_trailing_buy_tp_2_limit_trailing_sl_trailing": smart_trade(
        **BITCOIN,
        position=TRAILING,
        take_profit=[
            TakeProfitStep(order_type="limit", price_type="bid", percent=11, volume=40),
            TakeProfitStep(order_type="market", price_type="bid", percent=13, volume=60, trailing="10.5"),
        ],
        stop_loss=StopLoss(price_type="bid", percent=6, trailing="8.5"),
    ),
    "create_smart_sell_tp_1_limit_sl_market": smart_sell(
        **BITCOIN,
        units="0.01",
        price=8000,
        take_profit=[sell("limit", 10000)],
        stop_loss=StopLoss(price_type="bid", value=7500),
    ),
    "create_smart_trade_market_buy_tp_2_limit_sl_market_breakeven": smart_trade(
        **BITCOIN,
        position=MARKET,
        take_profit=[sell("limit", 10000, 50), sell("limit", 10500, 50)],
        stop_loss=StopLoss(price_type="bid", value=7500, breakeven=True),
    ),
}


def in_one_form(value: Any) -> Any:
    """The value with its truths as booleans and its numbers as decimals: 3Commas takes each in two forms."""
    match value:
        case dict():
            return {name: in_one_form(inner) for name, inner in value.items()}
        case list():
            return [in_one_form(inner) for inner in value]
        case "true" | "false" | bool():
            return value in ("true", True)
        case int() | float():
            return Decimal(str(value))
        case str() if value.replace(".", "").isdigit():
            return Decimal(value)
    return value


def test_every_documented_request_is_written_here() -> None:
    assert WRITTEN.keys() == documented().keys()
    assert len(WRITTEN) == 25


@pytest.mark.parametrize("name", WRITTEN)
def test_builders_make_the_documented_request(name: str) -> None:
    assert in_one_form(WRITTEN[name].to_dict()) == in_one_form(documented()[name])


@pytest.mark.parametrize("name", WRITTEN)
def test_documented_request_breaks_no_rule(name: str) -> None:
    orders.check_order(CreateSmartTrade.from_dict(documented()[name]))


def test_each_kind_becomes_what_it_is_called() -> None:
    exchange = MockExchange(document=mock_document())
    credential = exchange.credentials[0]
    account: dict[str, Any] = {"account_id": 32455218, "pair": "USDT_BTC"}
    made = {
        "simple_buy": simple_buy(**account, position=MARKET),
        "simple_sell": simple_sell(**account, position=MARKET),
        "smart_trade": smart_trade(**account, position=MARKET),
        "smart_cover": smart_cover(**account, position=MARKET),
        "smart_sell": smart_sell(**account, units="0.01", price=50000),
        "smart_buy": orders.smart_buy(**account, units="0.01", price=50000),
    }
    with ThreeCommas(
        credential.key,
        HmacSigner(credential.secret),
        base_url=exchange.base_url,
        transport=exchange.transport(),
    ) as client:
        for kind, order in made.items():
            assert client.smart_trades.create(order).data.type == kind
