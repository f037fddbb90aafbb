"""Exchanges, pairs and prices as the JSON of an answer.

Every exchange here trades the same pairs at the same prices; lots and limits may differ (see `terms`). Which
answer an unknown exchange or pair gets is not documented: the words of an unknown path are used (inferred).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from threecommas_mock.accounts import PAPER_TRADING, Account
from threecommas_mock.arithmetic import text
from threecommas_mock.errors import NotFound
from threecommas_mock.market import Market, Pair
from threecommas_mock.terms import Terms


def markets(accounts: Iterable[Account]) -> list[dict[str, Any]]:
    """Write the exchanges that accounts are of; the simulator is none that could be connected."""
    names = {each.type: each.market for each in accounts if each.type != PAPER_TRADING}
    return [_market(code, name) for code, name in sorted(names.items())]


def pairs(accounts: Iterable[Account], market: Market, code: str) -> list[str]:
    """Write the pairs of an exchange."""
    _demand_market(accounts, code)
    return [pair.symbol for pair in market]


def rates(
    accounts: Iterable[Account], market: Market, code: str, symbol: str, *, terms: Terms
) -> dict[str, Any]:
    """Write the prices of a pair and the limits of orders for it."""
    _demand_market(accounts, code)
    if symbol not in market:
        raise NotFound.path()
    return _rates(terms.of_pair(market[symbol]))


def leveraged_rates(
    accounts: Iterable[Account], market: Market, code: str, symbol: str, *, terms: Terms
) -> dict[str, Any]:
    """Write the same with the leverage the pair can have, which on a spot market is none."""
    return rates(accounts, market, code, symbol, terms=terms) | {"leverage_data": []}


def _demand_market(accounts: Iterable[Account], code: str) -> None:
    if code not in {each.type for each in accounts}:
        raise NotFound.path()


def _market(code: str, name: str) -> dict[str, Any]:
    fields = [
        {"field": "secret", "localized_name": "API Secret:"},
        {"field": "api_key", "localized_name": "API Key:"},
    ]
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
    last, bid, ask = text(quote.last), text(quote.bid), text(quote.ask)
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
        "instrumentKind": "spot",
        "minPrice": text(pair.tick),
        "maxPrice": text(limits.max_price),
        "priceStep": text(pair.tick),
        "minLotSize": text(limits.min_units),
        "lotStep": text(pair.lot),
        "maxMarketBuyAmount": text(limits.max_units),
        "maxMarketSellAmount": text(limits.max_units),
        "minTotal": text(limits.min_total),
        "minMarketTotal": text(limits.min_total),
        "maxTotal": text(limits.max_total),
        "maxLotSize": text(limits.max_units),
    }
