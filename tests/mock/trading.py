"""What the model of the mock trades: accounts with funds that end, three pairs, and any orders for them."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
from threecommas_mock import MockExchange, defaults

from tests.mock.signed_client import DOCUMENT

COINS = [pair for pair in defaults.pairs() if pair.symbol in ("USDT_ETH", "BTC_ETH")]
CONTRACT = replace(COINS[0], symbol="USDT_ETHUSDT", contract=True)
TRADED = [*COINS, CONTRACT]
TICKS = {pair.symbol: pair.tick for pair in TRADED}
LOTS = {pair.symbol: pair.lot for pair in TRADED}
PAIRS = st.sampled_from(sorted(pair.symbol for pair in COINS))
FUTURES = defaults.FUTURES_ACCOUNT_ID
# Enough for some of what is asked, so that some of it is refused or fails.
FUNDS = {
    32455218: {"USDT": Decimal(300), "BTC": Decimal("0.3"), "ETH": Decimal(9)},
    32402783: {"USDT": Decimal(50), "BTC": Decimal("0.05"), "ETH": Decimal("1.5")},
    FUTURES: {"USDT": Decimal(100)},
}
SPOT = st.fixed_dictionaries(
    {
        "account_id": st.sampled_from([1, 32402783, 32435557, 32455218]),
        "pair": PAIRS,
    }
)
LEVERAGES = st.fixed_dictionaries(
    {
        "enabled": st.just(True),
        "type": st.sampled_from(["cross", "isolated", "custom"]),
        "value": st.sampled_from(["25", "20", "5", "1", "26"]),
    }
)
CONTRACTS = st.fixed_dictionaries(
    {
        "account_id": st.just(FUTURES),
        "pair": st.just(CONTRACT.symbol),
        "leverage": st.one_of(LEVERAGES, LEVERAGES, st.just({"enabled": False})),
    }
)
MARKETS = st.one_of(SPOT, CONTRACTS)
# In ticks, and near enough that some move meets each.
PRICES = st.integers(4000, 4400)
SHARES = st.sampled_from([[100], [50, 50], [10, 20, 30, 40], [33, 33, 34]])
UNITS = st.integers(50, 5000).map(lambda hundredths: str(Decimal(hundredths) / 100))
SIDES = st.sampled_from(["buy", "sell"])
KINDS = st.sampled_from([{}, {}, {"skip_enter_step": True}, {"instant": True}])
TRAILING = st.sampled_from([None, None, "0.5", "2"])
TIMEOUTS = st.sampled_from([None, None, 5])
PRICE_TYPES = st.sampled_from(["bid", "ask", "last"])
TARGETS = st.fixed_dictionaries({"type": PRICE_TYPES, "value": PRICES})
ORDER_TYPES = st.sampled_from(["market", "limit"])

Json = dict[str, Any]
QUIET: Json = {"take_profit": {"enabled": False}, "stop_loss": {"enabled": False}}


@st.composite
def entries(draw: st.DrawFn) -> Json:
    order_type = draw(st.sampled_from(["market", "limit", "conditional"]))
    entry: Json = {"type": draw(SIDES), "order_type": order_type}
    entry |= {"units": {"value": draw(UNITS)}, "price": {"value": draw(PRICES)}}
    if order_type == "conditional":
        trailing = draw(TRAILING)
        kind = "market" if trailing else draw(ORDER_TYPES)
        entry["conditional"] = {"order_type": kind, "price": {"value": draw(PRICES)}}
        if trailing:
            entry["conditional"]["trailing"] = {"enabled": True, "percent": trailing}
    return entry


@st.composite
def targets(draw: st.DrawFn) -> Json:
    shares, enabled = draw(SHARES), draw(st.sampled_from([True, True, True, False]))
    steps = [{"order_type": draw(ORDER_TYPES), "price": draw(TARGETS), "volume": share} for share in shares]
    if trailing := draw(TRAILING):
        steps[-1] |= {"order_type": "market", "trailing": {"enabled": True, "percent": trailing}}
    trails = draw(st.booleans())
    stop = {
        "enabled": draw(st.booleans()),
        "order_type": "market" if trails else draw(ORDER_TYPES),
        "price": {"value": draw(PRICES)},
        "breakeven": enabled and len(shares) > 1 and draw(st.booleans()),
        "conditional": {"price": draw(TARGETS), "trailing": {"enabled": trails}},
    }
    if timeout := draw(TIMEOUTS):
        stop["timeout"] = {"enabled": True, "value": timeout}
    return {"take_profit": {"enabled": enabled, "steps": steps}, "stop_loss": stop}


def in_percent(plan: Json) -> Json:
    """Make a plan for a trailing entry: targets as a distance from it, and a stop loss that stays."""
    plan = deepcopy(plan)
    plan["stop_loss"]["conditional"]["trailing"]["enabled"] = False
    prices = [step["price"] for step in plan["take_profit"]["steps"]]
    for price in (*prices, plan["stop_loss"]["conditional"]["price"]):
        price["percent"] = str(Decimal(price.pop("value") % 50 + 1) / 10)
    return plan


def priced(value: Any, tick: Decimal) -> Any:
    """Write each price of a body, drawn in ticks, as 3Commas takes it."""
    match value:
        case {"value": int(ticks), **others} if ticks > 5:
            return others | {"value": str(ticks * tick)}
        case dict():
            return {name: priced(item, tick) for name, item in value.items()}
        case list():
            return [priced(item, tick) for item in value]
    return value


def exchange(delay: int) -> MockExchange:
    """Make an exchange where some accounts have funds that end."""
    accounts = [replace(each, funds=FUNDS.get(each.id)) for each in defaults.accounts()]
    dollar = next(pair for pair in defaults.pairs() if pair.symbol == "USDT_BTC")
    return MockExchange(
        document=DOCUMENT, accounts=accounts, pairs=[*TRADED, dollar], delay=timedelta(seconds=delay)
    )
