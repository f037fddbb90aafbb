"""A look at what a bot would order, at the prices and limits of the mock exchange."""

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from threecommas import AsyncThreeCommas, EncodeError, HmacSigner, ThreeCommas, dca_bots
from threecommas.calculators import ladder
from threecommas.calculators.market_limits import MarketLimits
from threecommas.dca_bots import conditions
from threecommas.models import Bot
from threecommas_mock import MockExchange
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET

from tests.client.dca_bots.documents import example

EXCHANGE = MockExchange()


def opened(kind: Any = ThreeCommas) -> Any:
    transport = EXCHANGE.transport() if kind is ThreeCommas else EXCHANGE.async_transport()
    signer = HmacSigner(MOCK_SECRET)
    return kind(MOCK_KEY, signer, base_url=EXCHANGE.base_url, transport=transport)


def bot(**options: Any) -> Any:
    parts: dict[str, Any] = {
        "account_id": 32455218,
        "name": "b",
        "base_order_volume": "200",
        "safety_orders": dca_bots.SafetyOrders(volume="300", step="1", count=3, volume_scale="1.7"),
        "take_profit": dca_bots.TakeProfit(percent="1.5"),
        "start": [conditions.manual()],
    }
    make = dca_bots.multi_pair if "pairs" in options else dca_bots.single_pair
    return make(**{**parts, **options})


def test_ladder_stands_at_the_ask_and_on_the_ticks_of_the_exchange() -> None:
    with opened() as client:
        shown = client.dca_bots.preview(bot(pair="USDT_BTC"))
        rates = client.market_data.rates(market_code="binance", pair="USDT_BTC")
    limits = MarketLimits.of(rates)
    assert shown == ladder(bot(pair="USDT_BTC"), price=rates.ask, limits=limits)
    assert len(shown.orders) == 4
    assert [entry.operation for entry in EXCHANGE.journal][:2] == ["get_account", "get_currency_rates"]


def test_short_bot_stands_at_the_bid() -> None:
    with opened() as client:
        shown = client.dca_bots.preview(bot(pair="USDT_BTC", strategy="short"))
        rates = client.market_data.rates(market_code="binance", pair="USDT_BTC")
    assert shown.orders[0].price == Decimal(rates.bid)
    assert shown.orders[1].price > shown.orders[0].price


def test_price_and_fee_of_ones_own_count() -> None:
    with opened() as client:
        shown = client.dca_bots.preview(bot(pair="USDT_BTC"), price="50000", fee=0)
    assert shown.orders[0].price == shown.orders[0].average_price == 50000


def test_bot_of_several_pairs_needs_one_of_them() -> None:
    several = bot(pairs=["USDT_BTC", "USDT_ETH"], max_active_deals=2)
    with opened() as client:
        assert client.dca_bots.preview(several, pair="USDT_BTC").orders
        for pair, says in ((None, "has 2 pairs"), ("USDT_DOGE", "none of the bot's")):
            with pytest.raises(EncodeError, match=says):
                client.dca_bots.preview(several, pair=pair)


def test_custom_step_on_the_wrong_side_is_a_problem() -> None:
    steps = [dca_bots.SafetyStep(deviation="1", size="20")]
    with opened() as client:
        shown = client.dca_bots.preview(
            bot(pair="USDT_BTC", safety_orders=dca_bots.CustomSafetyOrders(steps=steps))
        )
    assert "not below the base order" in shown.problems[0]


def test_update_needs_the_account_of_its_bot() -> None:
    update = dca_bots.update_of(Bot.from_dict(example("bot") | {"pairs": ["USDT_BTC"]}))
    with opened() as client:
        assert client.dca_bots.preview(update, account_id=32455218).orders
        with pytest.raises(EncodeError) as info:
            client.dca_bots.preview(update)
    assert info.value.path == "account_id"


def test_async_client_shows_the_same() -> None:
    async def shown() -> Any:
        async with opened(AsyncThreeCommas) as client:
            return await client.dca_bots.preview(bot(pair="USDT_BTC"))

    with opened() as client:
        assert asyncio.run(shown()) == client.dca_bots.preview(bot(pair="USDT_BTC"))
