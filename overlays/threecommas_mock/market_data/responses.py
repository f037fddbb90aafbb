"""Exchanges, pairs and prices as the JSON of an answer.

Exchanges for contracts trade the pairs that are contracts, all others the others, at the same prices
everywhere; lots and limits may differ (see `venue.trading_rules`). Which answer an unknown exchange or pair
gets is not documented: the words of an unknown path are used (inferred).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from threecommas_mock.api.errors import NotFound
from threecommas_mock.venue.accounts import PAPER_TRADING, Account
from threecommas_mock.venue.decimal_math import format_decimal
from threecommas_mock.venue.key_fields import key_fields
from threecommas_mock.venue.leverage import MarginMode
from threecommas_mock.venue.market import Market, Pair
from threecommas_mock.venue.trading_rules import TradingRules

_FIELD_NAMES = {
    "secret": "API Secret:",
    "api_key": "API Key:",
    "passphrase": "Passphrase:",
    "customer_id": "Customer ID:",
}


def markets(accounts: Iterable[Account]) -> list[dict[str, Any]]:
    """Write the exchanges that accounts are of; the simulator is none that could be connected."""
    names = {each.type: each.market for each in accounts if each.type != PAPER_TRADING}
    return [_market(code, name) for code, name in sorted(names.items())]


def pairs(accounts: Iterable[Account], market: Market, code: str) -> list[str]:
    """Write the pairs of an exchange."""
    futures = bool(_leverages(accounts, code))
    return [pair.symbol for pair in market if pair.contract == futures]


def rates(
    accounts: Iterable[Account], market: Market, code: str, symbol: str, *, trading_rules: TradingRules
) -> dict[str, Any]:
    """Write the prices of a pair and the limits of orders for it."""
    if symbol not in pairs(accounts, market, code):
        raise NotFound.path()
    return _rates(trading_rules.of_pair(market[symbol]))


def leveraged_rates(
    accounts: Iterable[Account], market: Market, code: str, symbol: str, *, trading_rules: TradingRules
) -> dict[str, Any]:
    """Write the same with the leverage the pair can have, which on a spot market is none.

    The form is that of the docs' example, which has one mode; that both are listed is inferred.
    """
    accounts = tuple(accounts)
    found = rates(accounts, market, code, symbol, trading_rules=trading_rules)
    most = max(_leverages(accounts, code), default=None)
    modes = [] if most is None else [_leverage_data(mode, most) for mode in MarginMode]
    return found | {"leverage_data": modes}


def _leverage_data(mode: MarginMode, most: Decimal) -> dict[str, Any]:
    return {
        "code": mode,
        "name": mode.capitalize(),
        "can_set_leverage_value": True,
        "available_leverage_values": [],
        "max_leverage": format_decimal(most),
        "valid": {"min": 1, "max": format_decimal(most)},
    }


def _leverages(accounts: Iterable[Account], code: str) -> list[Decimal]:
    """Return the largest leverage of each futures account of an exchange, which must be one that is known."""
    found = [each.max_leverage for each in accounts if each.type == code]
    if not found:
        raise NotFound.path()
    return [leverage for leverage in found if leverage is not None]


def _market(code: str, name: str) -> dict[str, Any]:
    fields = [{"field": name, "localized_name": _FIELD_NAMES[name]} for name in key_fields(code)]
    return {
        "market_name": name,
        "market_url": f"https://{code}.example/",
        "market_icon": f"https://3commas.io/img/exchanges/{code}.png",
        "help_link": "https://help.3commas.io/",
        "market_code": code,
        "form_fields": {"required": fields, "optional": []},
        "available_connection_flows": ["form"],
        "third_party_allowed": False,
        "trusted_ips": ["103.26.9.0/24"],
        "trusted_ips_input_type": "inline",
        "fast_connect_action_name": code,
    }


def _rates(pair: Pair) -> dict[str, Any]:
    quote, limits = pair.quote, pair.limits
    last, bid, ask = format_decimal(quote.last), format_decimal(quote.bid), format_decimal(quote.ask)
    return {
        "last": last,
        "bid": bid,
        "ask": ask,
        "orderbook_ask": ask,
        "orderbook_bid": bid,
        "orderbook_last": last,
        "orderbook_price_currency": pair.quote_currency,
        "strategy_name": "orderbook_price",
        "contract_strategy_name": "orderbook_price",
        "instrumentKind": "linear_futures" if pair.contract else "spot",
        "minPrice": format_decimal(pair.tick),
        "maxPrice": format_decimal(limits.max_price),
        "priceStep": format_decimal(pair.tick),
        "minLotSize": format_decimal(limits.min_units),
        "lotStep": format_decimal(pair.lot),
        "maxMarketBuyAmount": format_decimal(limits.max_units),
        "maxMarketSellAmount": format_decimal(limits.max_units),
        "minTotal": format_decimal(limits.min_total),
        "minMarketTotal": format_decimal(limits.min_total),
        "maxTotal": format_decimal(limits.max_total),
        "maxLotSize": format_decimal(limits.max_units),
    }
