"""A price move leaves out the SmartTrades it cannot change, and no other."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import hypothesis.strategies as st
from hypothesis import given, settings
from threecommas_mock import MockExchange, Quote, defaults
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.statuses import WATCHING_TARGETS, Kind, Status
from threecommas_mock.smart_trades.watch import observe, watched_prices
from threecommas_mock.venue.clock import DOCUMENTED_MOMENT
from threecommas_mock.venue.market import Pair
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import WORKING, OrderType, PriceType, Purpose, Side
from threecommas_mock.venue.orders import Order, Timeout, Trailing, Trigger
from threecommas_mock.venue.price_levels import ANY_PRICE, PriceLevel
from threecommas_mock.venue.trigger_index import TriggerIndex

from tests.mock.signed_client import DOCUMENT, SignedClient

TICK = Decimal(1)
LATER = DOCUMENTED_MOMENT + timedelta(days=1)
# Few prices, so that they meet.
PRICES = st.integers(5, 15).map(Decimal)
LEVELS = st.frozensets(st.builds(PriceLevel, st.sampled_from(PriceType), st.booleans(), PRICES), max_size=3)
PUTS = st.lists(st.tuples(st.integers(1, 4), LEVELS), max_size=12)
ORDERS = st.builds(
    Order,
    id=st.just(2),
    purpose=st.sampled_from([Purpose.TAKE_PROFIT, Purpose.STOP_LOSS]),
    side=st.sampled_from(Side),
    order_type=st.sampled_from(OrderType),
    status=st.sampled_from(sorted(WORKING)),
    created_at=st.just(DOCUMENTED_MOMENT),
    updated_at=st.just(DOCUMENTED_MOMENT),
    price=PRICES,
    is_maker=st.booleans(),
    trigger=st.builds(Trigger, st.sampled_from(PriceType), PRICES, st.booleans()),
    trailing=st.none()
    | st.builds(Trailing, percent=st.sampled_from([Decimal(20), Decimal(50)]), peak=st.none() | PRICES)
    | st.builds(Trailing, distance=st.sampled_from([None, Decimal("0.8")]), peak=PRICES),
    timeout=st.none() | st.builds(Timeout, st.just(5), st.sampled_from([None, DOCUMENTED_MOMENT, LATER])),
)


def quotes() -> st.SearchStrategy[Quote]:
    zero = st.just(Decimal(0))
    return st.builds(Quote, bid=PRICES, ask=PRICES, last=PRICES, quote_volume=zero, day_change_percent=zero)


def pair_at(quote: Quote) -> Pair:
    return replace(defaults.pairs()[0], tick=TICK, quote=quote)


def is_reached(level: PriceLevel, quote: Quote) -> bool:
    price = quote.price(level.price_type)
    return price >= level.price if level.rising else price <= level.price


def trade_with(order: Order, status: Status) -> SmartTrade:
    entry = replace(order, id=1, purpose=Purpose.POSITION)
    now = DOCUMENTED_MOMENT
    account = defaults.accounts()[0]
    return SmartTrade(1, account, "USDT_BTC", Kind.SMART_TRADE, status, (entry, order), now, now)


@settings(max_examples=1000, derandomize=True)
@given(order=ORDERS, status=st.sampled_from(sorted(WATCHING_TARGETS)), quote=quotes())
def test_price_that_nobody_waits_for_changes_nothing(order: Order, status: Status, quote: Quote) -> None:
    trade = trade_with(order, status)
    view = MarketView(DOCUMENTED_MOMENT, pair_at(quote), None)
    seen = observe(trade, view)
    assert seen is trade or any(is_reached(level, quote) for level in watched_prices(trade, TICK))


@given(puts=PUTS, first=quotes(), second=quotes())
def test_index_names_those_whose_level_is_reached(
    puts: list[tuple[int, frozenset[PriceLevel]]], first: Quote, second: Quote
) -> None:
    index, expected = TriggerIndex(), dict[int, frozenset[PriceLevel]]()
    for number, levels in puts:
        index.put(number, "USDT_BTC", levels)
        # Being asked must not change the next answer.
        index.reached(pair_at(first))
        expected[number] = levels
    for quote in (first, second):
        reached = [
            number
            for number, levels in sorted(expected.items())
            if any(is_reached(level, quote) for level in levels)
        ]
        assert index.reached(pair_at(quote)) == reached


def test_index_keeps_pairs_apart() -> None:
    index = TriggerIndex()
    index.put(1, "USDT_ETH", frozenset({ANY_PRICE}))
    assert index.reached(defaults.pairs()[0]) == []
    assert index.reached(defaults.pairs()[1]) == [1]


def test_smart_trade_at_rest_waits_for_its_targets_alone() -> None:
    client = SignedClient(MockExchange(document=DOCUMENT))
    step = {"order_type": "limit", "price": {"type": "last", "value": "60000"}, "volume": 50}
    trailing = {"enabled": True, "percent": "1"}
    second = {"order_type": "market", "price": {"type": "ask", "value": "61000"}, "volume": 50}
    stop = {"order_type": "market", "conditional": {"price": {"type": "bid", "value": "50000"}}}
    body = {
        "account_id": 1,
        "pair": "USDT_BTC",
        "position": {"type": "buy", "order_type": "market", "units": {"value": "0.01"}},
        "take_profit": {"enabled": True, "steps": [step, second | {"trailing": trailing}]},
        "stop_loss": {"enabled": True, "breakeven": False, **stop},
    }
    number = client.at_rest(body)["id"]
    trade = client.exchange._smart_trades.store.get(number, defaults.USER)
    limit, trigger, fall = Decimal(60000), Decimal(61000), Decimal(50000)
    assert watched_prices(trade, Decimal("0.01")) == {
        # A limit order is carried out at bid, whatever price its target follows.
        PriceLevel(PriceType.BID, rising=True, price=limit),
        PriceLevel(PriceType.ASK, rising=True, price=trigger),
        PriceLevel(PriceType.BID, rising=False, price=fall),
    }
    client.exchange.set_price("USDT_BTC", bid="59000", ask="61500")
    trade = client.exchange._smart_trades.store.get(number, defaults.USER)
    assert watched_prices(trade, Decimal("0.01")) == {
        PriceLevel(PriceType.BID, rising=True, price=limit),
        PriceLevel(PriceType.ASK, rising=True, price=Decimal(61500)),
        PriceLevel(PriceType.ASK, rising=False, price=Decimal("60885.00")),
        PriceLevel(PriceType.BID, rising=False, price=fall),
    }
