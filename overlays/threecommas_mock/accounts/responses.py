"""Exchange accounts as the JSON objects of an answer, and which of them a request gets to see.

An account is worth its balances at the present prices. What open futures positions would bring now does not
count (inferred). Profits are left out and zero. So is the worth of unlimited funds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from threecommas_mock.accounts.entity import Conversion
from threecommas_mock.accounts.trading import ActiveCounts
from threecommas_mock.venue.accounts import Account, Mode, matches_mode
from threecommas_mock.venue.balances import Balances
from threecommas_mock.venue.clock import DOCUMENTED_MOMENT, timestamp
from threecommas_mock.venue.decimal_math import exact_sum, format_decimal, quotient
from threecommas_mock.venue.market import Market
from threecommas_mock.venue.worth import dollars

_PER_PAGE = 100  # docs: List of connected exchanges
_ABLE = (
    "smart_trading_supported",
    "stats_supported",
    "trading_supported",
    "market_buy_supported",
    "market_sell_supported",
    "conditional_buy_supported",
    "bots_allowed",
    "bots_ttp_allowed",
    "bots_tsl_allowed",
    "gordon_bots_available",
    "multi_bots_allowed",
    "fast_convert_available",
    "grid_bots_allowed",
    "available_include_in_summary",
)
_UNABLE = (
    "autobalance_enabled",
    "hedge_mode_available",
    "hedge_mode_enabled",
    "is_locked",
    "api_key_invalid",
    "deposit_enabled",
)
_DISPLAYED = (
    "primary_display_currency_profit_percentage",
    "primary_display_currency_profit",
    "day_profit_primary_display_currency_percentage",
    "day_profit_primary_display_currency",
)
_PROFITS = (
    "day_profit_btc",
    "day_profit_usd",
    "day_profit_btc_percentage",
    "day_profit_usd_percentage",
    "btc_profit",
    "usd_profit",
    "usd_profit_percentage",
    "btc_profit_percentage",
    "total_btc_profit",
    "total_usd_profit",
)
_NOTHING = (
    "auto_balance_portfolio_id",
    "auto_balance_currency_change_limit",
    "last_auto_balance",
    "auto_balance_method",
    "auto_balance_error",
    "customer_id",
    "lock_reason",
)


def active_entities(counts: ActiveCounts) -> dict[str, Any]:
    """Write how many of each kind are active.

    That orders are simple trades is inferred: the example has fewer of them than active deals, each of which
    has orders at the exchange.
    """
    return {
        "data": {
            "active_bots_count": counts.bots,
            "active_deals_count": counts.deals,
            "active_smart_trades_count": counts.smart_trades,
            "active_orders_count": counts.orders,
            "active_grid_bots_count": counts.grid_bots,
        }
    }


def dust(converted: Sequence[Conversion]) -> dict[str, Any]:
    """Write what became of small balances."""
    return {
        "totalTransfered": format_decimal(exact_sum(each.received for each in converted)),
        "totalServiceCharge": format_decimal(exact_sum(each.service_charge for each in converted)),
        "transferResult": [
            {
                "tranId": each.id,
                "fromAsset": each.spent,
                "amount": format_decimal(each.amount),
                "transferedAmount": format_decimal(each.received),
                "serviceChargeAmount": format_decimal(each.service_charge),
                "operateTime": int(each.at.timestamp() * 1000),
            }
            for each in converted
        ],
    }


def list_page(accounts: Iterable[Account], query: Mapping[str, Any], mode: Mode) -> list[Account]:
    """Return the accounts a list request asks for, those of one kind.

    That *mode* keeps the others out is inferred from the gitbook page "Account mode".
    """
    key = query.get("api_key")
    found = [each for each in accounts if matches_mode(each, mode) and (key is None or each.has_key(key))]
    size = query.get("per_page", _PER_PAGE)
    start = (query.get("page", 1) - 1) * size
    return sorted(found, key=lambda each: each.id)[start : start + size]


def account(account: Account, balances: Balances, market: Market) -> dict[str, Any]:
    """Write the account entity."""
    usd = dollars(balances, market)
    bitcoin = market.usd_price("BTC")
    worth = {
        "usd_amount": format_decimal(usd),
        "btc_amount": "0.0" if bitcoin is None else format_decimal(quotient(usd, bitcoin)),
        "primary_display_currency_amount": {"currency": "USD", "amount": format_decimal(usd)},
    }
    kind = account.type.replace("_", " ").title().replace(" ", "")
    zero = {"currency": "USD", "amount": "0.0"}
    return {
        "id": account.id,
        "name": account.name,
        "auto_balance_period": 12,
        **dict.fromkeys(_NOTHING),
        **dict.fromkeys(_ABLE, True),
        **dict.fromkeys(_UNABLE, False),
        "available_for_trading": {},
        "include_in_summary": account.include_in_summary,
        "subaccount_name": account.subaccount_name,
        "created_at": timestamp(account.created_at or DOCUMENTED_MOMENT),
        "updated_at": timestamp(account.updated_at or DOCUMENTED_MOMENT),
        "market_icon": f"https://3commas.io/img/exchanges/{account.type}.png",
        "smart_selling_supported": not account.is_futures,  # see limits.check_leverage
        # No futures account is documented (inferred).
        "supported_market_types": ["futures" if account.is_futures else "spot"],
        **{name: dict(zero) for name in _DISPLAYED},
        # The docs have a number here and text in its neighbours.
        "total_primary_display_currency_profit": {"currency": "USD", "amount": 0.0},
        **dict.fromkeys(_PROFITS, "0.0"),
        **worth,
        "pretty_display_type": kind,
        "exchange_name": account.market,
        "market_code": account.type,
        "api_keys_state": "ok",
    }


def leverages(account: Account) -> list[dict[str, Any]]:
    """Write the leverage an account can have: none on spot, and both modes on futures (docs, example)."""
    none = {
        "code": "none",
        "name": "Not specified",
        "can_set_leverage_value": False,
        "max_leverage": None,
        "available_leverage_values": [],
        "valid": {},
    }
    if account.max_leverage is None:
        return [none]
    most = format_decimal(account.max_leverage)
    chosen = {
        "can_set_leverage_value": True,
        "max_leverage": most,
        "available_leverage_values": [],
        "valid": {"min": "1.0", "max": most},
    }
    modes = [{"code": code, "name": code.capitalize(), **chosen} for code in ("cross", "isolated")]
    return [none, *modes]
