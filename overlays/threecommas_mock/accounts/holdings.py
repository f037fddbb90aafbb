"""The holdings of accounts, currency by currency, as the JSON of the table and of the pie chart.

All rooms book into one set of balances, so these add up whatever traded. Prices are those of the exchange's
own pairs; a currency without one is worth nothing here. Accounts of unlimited funds hold nothing that could
be shown. Futures positions are not currencies and left out; their margin is bound (`on_orders`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from threecommas_mock.venue.balances import Balance, Balances
from threecommas_mock.venue.decimal_math import (
    HUNDRED,
    ZERO,
    exact_product,
    exact_sum,
    format_decimal,
    quotient,
    round_to_step,
)
from threecommas_mock.venue.market import Market

_CENT = Decimal("0.01")
_SATOSHI = Decimal("0.00000001")
_NAMES = {"BTC": "Bitcoin", "ETH": "Ethereum", "DOGE": "Dogecoin", "USDT": "Tether USDt"}
_NONE = (
    "position_type",
    "borrowed",
    "on_orders_with_leverage",
    "on_orders_long",
    "on_orders_short",
    "available_long",
    "available_short",
    "available_with_leverage_long",
    "available_with_leverage_short",
)


@dataclass(frozen=True, slots=True)
class Holding:
    """One currency that is held, with its worth in dollars and in bitcoin."""

    currency: str
    balance: Balance
    usd_price: Decimal
    btc_price: Decimal

    @property
    def usd(self) -> Decimal:
        """The worth in dollars."""
        return exact_product(self.balance.total, self.usd_price)

    @property
    def btc(self) -> Decimal:
        """The worth in bitcoin."""
        return exact_product(self.balance.total, self.btc_price)


def holdings(all_balances: Iterable[Balances], market: Market) -> list[Holding]:
    """Add up what accounts hold, the most valuable currency first."""
    held: dict[str, Balance] = {}
    for balances in all_balances:
        for currency, balance in balances.items():
            held[currency] = held.get(currency, Balance()).plus(balance)
    bitcoin = market.usd_price("BTC")
    found = []
    for currency, balance in held.items():
        dollars = market.usd_price(currency) or ZERO
        found.append(Holding(currency, balance, dollars, quotient(dollars, bitcoin) if bitcoin else ZERO))
    return sorted((each for each in found if each.balance.total), key=lambda each: (-each.usd, each.currency))


def table(found: list[Holding], market: Market, account_id: int | None) -> list[dict[str, Any]]:
    """Write the table data; numbers are numbers here, in all their digits."""
    whole = exact_sum(each.usd for each in found)
    return [_row(each, whole, market, account_id) for each in found]


def pie(found: list[Holding], account_id: int | None) -> list[dict[str, Any]]:
    """Write the pie chart data: shares with 2 places, worth in bitcoin with 8 (docs, example)."""
    whole = exact_sum(each.usd for each in found)
    return [
        {
            "code": each.currency,
            "coinmarketcapid": None,
            "name": f"{_NAMES.get(each.currency, each.currency)} ({each.currency})",
            "y": _number(round_to_step(_share(each, whole), _CENT)),
            "percentage": _number(round_to_step(_share(each, whole), _CENT)),
            "amount": _number(each.balance.total),
            "btc_value": f"{round_to_step(each.btc, _SATOSHI):.8f}",
            "usd_value": f"{round_to_step(each.usd, _CENT):.2f}",
            "primary_display_currency": {"currency": "USD", "amount": format_decimal(each.usd)},
            "account_id": account_id,
        }
        for each in found
    ]


def _row(each: Holding, whole: Decimal, market: Market, account_id: int | None) -> dict[str, Any]:
    pair = f"USDT_{each.currency}"
    change = market[pair].quote.day_change_percent if pair in market else ZERO
    bitcoin_change = market["USDT_BTC"].quote.day_change_percent if "USDT_BTC" in market else ZERO
    return {
        "currency_code": each.currency,
        "currency_name": _NAMES.get(each.currency, each.currency),
        "currency_icon": None,
        "currency_slug": _NAMES.get(each.currency, each.currency).lower().replace(" ", "-"),
        **dict.fromkeys(_NONE, 0),
        "percentage": _number(_share(each, whole)),
        "position": _number(each.balance.total),
        "position_available": _number(each.balance.free),
        "on_orders": _number(each.balance.reserved),
        "equity": _number(each.balance.total),
        "current_price": _number(each.btc_price),
        "current_price_usd": _number(each.usd_price),
        "day_change_percent": _number(change),
        # The difference of both changes: near enough, and the feed of a day's start is not kept (inferred).
        "day_change_percent_btc": _number(exact_sum((change, bitcoin_change.copy_negate()))),
        "day_change_percent_usd": _number(change),
        "btc_value": _number(each.btc),
        "usd_value": _number(each.usd),
        "account_id": account_id,
        "is_wallet": False,
    }


def _share(each: Holding, whole: Decimal) -> Decimal:
    return quotient(exact_product(each.usd, HUNDRED), whole) if whole else ZERO


def _number(value: Decimal) -> orjson.Fragment:
    """Write a JSON number with all its digits, which a float would not have."""
    return orjson.Fragment(format_decimal(value))
