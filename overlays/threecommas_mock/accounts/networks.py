"""Networks and addresses of deposits, which are no state: those of the documented examples.

The documents show one currency. Every other one has no address here, and the exchange says so.
"""

from __future__ import annotations

from typing import Any

from threecommas_mock.accounts.refusals import ExchangeError
from threecommas_mock.venue.balances import Balance, Balances
from threecommas_mock.venue.decimal_math import format_decimal

_BITCOIN = {
    "network": "BTC",
    "default": True,
    "deposit_enable": True,
    "withdraw_enable": True,
    "deposit_tip": "",
    "withdraw_tip": "",
    "special_tip": "",
    "network_name": "Bitcoin",
    "network_url": None,
    "address_regexp": "^[13][a-km-zA-HJ-NP-Z1-9]{25,34}$|^[(bc1q)|(bc1p)][0-9A-Za-z]{37,62}$",
    "withdraw_fee": "0.0004",
    "withdraw_min": "0.0008",
    "withdrawMax": "10000000000",
    "withdrawMultiple": "0.00000001",
    "memo_regexp": "",
    "label": "",
    "require_address_tag": False,
}
_BNB_CHAIN = {
    **_BITCOIN,
    "network": "BNB",
    "default": False,
    "deposit_enable": False,
    "withdraw_enable": False,
    "deposit_tip": "Wallet Maintenance, Deposit Suspended",
    "withdraw_tip": "Wallet Maintenance, Withdrawal Suspended",
    "special_tip": (
        "Both a MEMO and an Address are required to successfully deposit your BEP2-BTCB tokens to Binance."
    ),
    "network_name": "BNB Beacon Chain (BEP2)",
    "address_regexp": "^(bnb1)[0-9a-z]{38}$",
    "withdraw_fee": "0.0000093",
    "withdraw_min": "0.000019",
    "memo_regexp": "^[0-9A-Za-z\\-_]{1,120}$",
    "label": "MEMO/Tag",
}
_NETWORKS: tuple[dict[str, Any], ...] = (_BNB_CHAIN, _BITCOIN)
_CURRENCY = "BTC"
_ADDRESS = "1J6jZDFSeGfwfwJpS4SLqhVo7eo2DgkT9Q"


def networks(purpose: str | None) -> dict[str, Any]:
    """Write the networks of the currency, or those that are open for *purpose*, deposit or withdraw.

    That the purpose keeps networks of the one currency is inferred: the page speaks of currencies.
    """
    kept = [each for each in _NETWORKS if purpose is None or each[f"{purpose}_enable"]]
    return {
        "currency": _CURRENCY,
        "name": "Bitcoin",
        "deposit_enable": True,
        "withdraw_enable": True,
        "network_list": [dict(each) for each in kept],
    }


def deposit(currency: str, network: str, balances: Balances) -> dict[str, Any]:
    """Write the address of a deposit and what is held, or raise the words for a closed network."""
    is_open = any(each["network"] == network and each["deposit_enable"] for each in _NETWORKS)
    if currency != _CURRENCY or not is_open:
        raise ExchangeError("Deposits for this network are currently closed")
    held = balances.get(currency, Balance())
    return {
        "address": _ADDRESS,
        "address_tag": "",
        "available_balance": format_decimal(held.free),
        "in_orders": format_decimal(held.reserved),
        "total_balance": format_decimal(held.total),
    }
