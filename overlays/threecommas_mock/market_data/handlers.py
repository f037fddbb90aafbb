"""The handlers of the operations on markets, pairs and rates.

Each has the name of its operationId.
"""

from __future__ import annotations

from typing import Any

from threecommas_mock.api.parameters import Parameters
from threecommas_mock.market_data import responses
from threecommas_mock.venue.desk import TradingDesk


def list_markets(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Return the exchanges."""
    return responses.markets(desk.original_accounts)


def list_market_pairs(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Return the pairs of an exchange."""
    return responses.pairs(desk.original_accounts, desk.market, call.query["market_code"])


def get_currency_rates(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Return prices and limits of a pair; they are the same for bots and for SmartTrades."""
    code, pair = call.query["market_code"], call.query["pair"]
    return responses.rates(
        desk.original_accounts, desk.market, code, pair, trading_rules=desk.trading_rules(code)
    )


def get_leveraged_currency_rates(desk: TradingDesk, user: int, call: Parameters) -> Any:
    """Return the same with the leverage that the pair can have."""
    code, pair = call.query["market_code"], call.query["pair"]
    return responses.leveraged_rates(
        desk.original_accounts, desk.market, code, pair, trading_rules=desk.trading_rules(code)
    )


HANDLERS = (
    list_markets,
    list_market_pairs,
    get_currency_rates,
    get_leveraged_currency_rates,
)
