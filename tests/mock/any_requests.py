"""Requests for every room, on three accounts and three pairs, whatever comes of them."""

from decimal import Decimal
from typing import Any, TypeAlias

import hypothesis.strategies as st
from threecommas_mock import defaults

Json = dict[str, Any]
Action: TypeAlias = tuple[str, str, Any]
"""Method, end of the path, and body."""

PAPER, REAL, FUTURES = 1, 32402783, defaults.FUTURES_ACCOUNT_ID
# Enough for some of what is asked, so that some of it is refused or fails.
FUNDS = {
    PAPER: {"USDT": Decimal(3000), "BTC": Decimal("0.02")},
    REAL: {"USDT": Decimal(4000), "ETH": Decimal(1)},
    FUTURES: {"USDT": Decimal(1500)},
}
PRICES = {"USDT_BTC": 50_000, "USDT_ETH": 3000, "USDT_BTCUSDT": 50_000}
SYMBOLS = st.sampled_from(sorted(PRICES))
ACCOUNTS = st.sampled_from(sorted(FUNDS))
PAIRS = st.sampled_from([["USDT_BTC"], ["USDT_ETH"], ["USDT_BTC", "USDT_ETH"]])
SIDES, TYPES = st.sampled_from(["buy", "sell"]), st.sampled_from(["market", "limit"])
# In thousandths of the first price, and near enough that some move meets each.
PLACES = st.integers(930, 1070)
PERCENTS = st.sampled_from(["0.5", "1", "2", "4"])
WORTHS = st.sampled_from([50, 120, 400, 900])
WHICH = st.integers(0, 5)
OFF = {"enabled": False}
BOT_ACTIONS = st.sampled_from(
    [
        ("POST", "disable", None),
        ("POST", "enable", None),
        ("POST", "enable", None),
        ("POST", "start_new_deal", {"skip_signal_checks": True}),
        ("POST", "start_new_deal", {"skip_signal_checks": True}),
        ("POST", "cancel_all_deals", None),
        ("POST", "panic_sell_all_deals", None),
        ("POST", "delete", None),
    ]
)
DEAL_ACTIONS = st.sampled_from(
    [
        ("POST", "cancel", None),
        ("POST", "panic_sell", None),
        ("POST", "convert_to_smart_trade", {"stop_bot": False}),
        ("POST", "update_max_safety_orders", {"max_safety_orders": 3}),
        ("POST", "add_funds", {"quantity": "0.002", "is_market": True}),
        ("POST", "add_funds", {"quantity": "0.003", "is_market": False, "rate": 2900}),
        ("PATCH", "update_deal", {"take_profit": "0.7", "stop_loss_percentage": "3"}),
    ]
)
TRADE_ACTIONS = st.sampled_from(
    [
        ("POST", "/close_by_market", None),
        ("DELETE", "", None),
        ("POST", "/force_start", None),
        ("POST", "/add_funds", {"order_type": "market", "units": {"value": "0.002"}}),
        ("POST", "/reduce_funds", {"order_type": "market", "units": {"value": "0.001"}}),
    ]
)


def symbol_of(account: int, symbol: str) -> str:
    """Return a pair that the account trades."""
    if account == FUTURES:
        return "USDT_BTCUSDT"
    return symbol if symbol != "USDT_BTCUSDT" else "USDT_BTC"


def price_at(symbol: str, place: int) -> str:
    return str(Decimal(PRICES[symbol]) * place / 1000)


def units_of(symbol: str, worth: int, account: int) -> str:
    return str(round(Decimal(worth * (5 if account == FUTURES else 1)) / PRICES[symbol], 4))


@st.composite
def smart_trades(draw: st.DrawFn) -> Json:
    account = draw(ACCOUNTS)
    symbol, side, kind = symbol_of(account, draw(SYMBOLS)), draw(SIDES), draw(TYPES)
    sign = 1 if side == "buy" else -1
    entry = {"type": side, "order_type": kind, "units": {"value": units_of(symbol, draw(WORTHS), account)}}
    if kind == "limit":
        entry["price"] = {"value": price_at(symbol, draw(PLACES))}
    gain, loss = draw(st.integers(1, 60)), draw(st.integers(0, 60))
    target = {"value": price_at(symbol, 1000 + sign * gain), "type": "last"}
    step = {"order_type": "limit", "price": target, "volume": 100}
    trigger = {"price": {"value": price_at(symbol, 1000 - sign * loss), "type": "last"}}
    stop = {"enabled": True, "order_type": "market", "conditional": trigger} if loss else OFF
    body = {
        "account_id": account,
        "pair": symbol,
        "position": entry,
        "take_profit": {"enabled": True, "steps": [step]},
        "stop_loss": stop,
    }
    leverage = {"enabled": True, "type": "cross", "value": "5"}
    return body | ({"leverage": leverage} if account == FUTURES else {})


@st.composite
def simple_trades(draw: st.DrawFn) -> Json:
    account = draw(ACCOUNTS)
    symbol = symbol_of(account, draw(SYMBOLS))
    return {
        "account_id": account,
        "pair": symbol,
        "order": {"type": draw(TYPES), "side": draw(SIDES)},
        "units": {"value": units_of(symbol, draw(WORTHS), account)},
        "price": {"value": price_at(symbol, draw(PLACES))},
        "conditional": OFF,
        "trailing": OFF,
        "timeout": OFF,
    }


@st.composite
def bots(draw: st.DrawFn) -> Json:
    account, volume, percent = draw(ACCOUNTS), draw(WORTHS), draw(PERCENTS)
    futures, orders = account == FUTURES, draw(st.integers(0, 3))
    pairs = ["USDT_BTCUSDT"] if futures else draw(PAIRS)
    body: Json = {
        "account_id": account,
        "name": "Any",
        "pairs": pairs,
        "strategy": draw(st.sampled_from(["long", "long", "short"])),
        "strategy_list": [{"strategy": draw(st.sampled_from(["nonstop", "manual"])), "options": {}}],
        "base_order_volume": str(volume * (2 if futures else 1)),
        "safety_order_volume": str(volume),
        "max_safety_orders": orders,
        "active_safety_orders_count": min(orders, 2),
        "safety_order_step_percentage": percent,
        "martingale_volume_coefficient": "1.5",
        "martingale_step_coefficient": "1",
        "take_profit": percent,
        "take_profit_type": "total",
        "start_order_type": "market",
    }
    body |= {"max_active_deals": len(pairs)} if len(pairs) > 1 else {}
    body |= {"reinvesting_percentage": "50"} if draw(st.booleans()) else {}
    return body | ({"leverage_type": "isolated", "leverage_custom_value": "5"} if futures else {})


@st.composite
def grids(draw: st.DrawFn) -> Json:
    account = draw(ACCOUNTS)
    body: Json = {
        "account_id": account,
        "name": "Any",
        "pair": symbol_of(account, "USDT_BTC"),
        "upper_price": 53_000,
        "lower_price": 47_000,
        "grids_quantity": draw(st.integers(2, 6)),
        "quantity_per_grid": draw(st.sampled_from(["0.002", "0.01"])),
        "grid_type": draw(st.sampled_from(["arithmetic", "geometric"])),
    }
    mode = draw(st.sampled_from(["long", "short", "reversal"]))
    return body | ({"mode": mode, "leverage_custom_value": 5} if account == FUTURES else {})
