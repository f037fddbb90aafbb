"""The start of an exchange: the accounts, pairs and prices the docs print, and a key to sign with.

Prices and ids are those of the examples. So the documented requests work, and their arithmetic comes out.
Ticks and lots are read off the same examples. Three limits are documented (Create SmartTrade and Add funds,
422): 9000 units, 9000000 total and 1.125 total. The others are inferred.
"""

from __future__ import annotations

from decimal import Decimal

from threecommas_mock.api.credentials import Credential
from threecommas_mock.venue.accounts import PAPER_TRADING, Account, Fees
from threecommas_mock.venue.market import Limits, Pair, Quote

MOCK_KEY = "threecommas-mock-key"
MOCK_RSA_KEY = "threecommas-mock-rsa-key"
MOCK_SECRET = "threecommas-mock-secret"  # noqa: S105  (opens nothing but this mock)

USER = 1
STRANGER = 2
FOREIGN_ACCOUNT_ID = 40000001
"""An account of another user: using it answers 403 "Account not owned by current user."."""

FUTURES_ACCOUNT_ID = 32833910
"""The number in the docs' request for the leverages of an account; its largest is that of another example."""

_PLAIN_FEES = Fees(maker=Decimal("0.001"), taker=Decimal("0.001"))
_BINANCE_US_FEES = Fees(maker=Decimal("0.004"), taker=Decimal("0.006"), in_coins=True)
_KYC = "You need to pass KYC on the exchange to trade on this pair"  # docs, list of SmartTrades


def credentials() -> tuple[Credential, ...]:
    """Make one system generated (HMAC) key with every permission."""
    return (Credential(MOCK_KEY, user=USER, secret=MOCK_SECRET),)


def accounts() -> tuple[Account, ...]:
    """Make the documented accounts, one that fails every order, one for futures and one of somebody else."""
    return (
        _paper(1, "Paper Account"),
        _paper(32199203, "Paper Account 1251857"),
        Account(32402783, "binance_us", "My Binance US", "Binance US Spot", USER, _BINANCE_US_FEES),
        _binance(32455218, "Spot - Binance", commission_is_text=True),
        _binance(32884189, "My Binance", commission_is_text=False),
        Account(
            32435557,
            "kucoin",
            "My Kucoin",
            "Kucoin Spot",
            USER,
            _PLAIN_FEES,
            commission_is_text=True,
            refusal=_KYC,
        ),
        Account(
            FUTURES_ACCOUNT_ID,
            "binance_futures",
            "My Binance Futures",
            "Binance Futures USDT-M",
            USER,
            _PLAIN_FEES,
            max_leverage=Decimal(25),
        ),
        # Of the documented bots. That it is one for futures is inferred from their pair.
        Account(
            32833909,
            "binance_futures_eea",
            "My Binance",
            "Binance Futures USDT-M (EEA)",
            USER,
            _PLAIN_FEES,
            max_leverage=Decimal(25),
        ),
        Account(FOREIGN_ACCOUNT_ID, "binance", "Not yours", "Binance Spot", STRANGER, _PLAIN_FEES),
    )


def pairs() -> tuple[Pair, ...]:
    """Make the documented pairs at their documented prices."""
    return (*_coins_for_dollars(), *_coins_for_bitcoin(), *_contracts())


def _coins_for_dollars() -> tuple[Pair, ...]:
    return (
        _pair(
            "USDT_BTC",
            steps=("0.01", "0.00001"),
            prices=("56283.72", "56283.73", "56282.73"),
            day=("3870508107.5406402", "3.947"),
            most=("9000", "9000000"),
        ),
        _pair(
            "USDT_ETH",
            steps=("0.01", "0.0001"),
            prices=("3282.46", "3282.47", "3282.46"),
            day=("3523687887.023767", "-1.248"),
        ),
        _pair(
            "USDT_DOGE",
            steps=("0.00001", "1"),
            prices=("0.10713", "0.10726", "0.10726"),
            day=("212795.59182", "1.861"),
        ),
        _pair(
            "USDT_1INCH",
            steps=("0.0001", "0.1"),
            prices=("0.2582", "0.264", "0.2621"),
            day=("1550.73315", "-0.72"),
        ),
    )


def _coins_for_bitcoin() -> tuple[Pair, ...]:
    return (
        _pair(
            "BTC_ETH",
            steps=("0.00001", "0.0001"),
            prices=("0.03702", "0.03703", "0.03703"),
            day=("1626.01355238", "-0.162"),
            least_total="0.0001",
        ),
        _pair(
            "BTC_1INCH",
            steps=("0.00000001", "1"),
            prices=("0.00000283", "0.00000284", "0.00000283"),
            day=("0.19732848", "1.799"),
            least_total="0.0001",
        ),
    )


def _contracts() -> tuple[Pair, ...]:
    return (
        # Contracts are named as recorded; that they cost what the coins cost is inferred.
        _pair(
            "USDT_BTCUSDT",
            steps=("0.1", "0.001"),
            prices=("56283.7", "56283.8", "56283.7"),
            day=("3870508107.5406402", "3.947"),
            contract=True,
        ),
        # The contract of the documented bots, which is paid in credits of Binance.
        _pair(
            "BNFCR_1INCHUSDT",
            steps=("0.0001", "1"),
            prices=("0.3039", "0.304", "0.3039"),
            day=("1550.73315", "-0.72"),
            most=("5000000", "9000000"),
            least_total="5",
            contract=True,
        ),
    )


def _paper(number: int, name: str) -> Account:
    return Account(number, PAPER_TRADING, name, "Binance Spot account simulator", USER, _PLAIN_FEES)


def _binance(number: int, name: str, *, commission_is_text: bool) -> Account:
    return Account(
        number, "binance", name, "Binance Spot", USER, _PLAIN_FEES, commission_is_text=commission_is_text
    )


def _pair(
    symbol: str,
    *,
    steps: tuple[str, str],
    prices: tuple[str, str, str],
    day: tuple[str, str],
    most: tuple[str, str] = ("9000000", "9000000"),
    least_total: str = "1.125",
    contract: bool = False,
) -> Pair:
    tick, lot = map(Decimal, steps)
    bid, ask, last = map(Decimal, prices)
    volume, change = map(Decimal, day)
    max_units, max_total = map(Decimal, most)
    limits = Limits(
        min_units=lot,
        max_units=max_units,
        min_total=Decimal(least_total),
        max_total=max_total,
        max_price=Decimal(1000000),
    )
    quote = Quote(bid, ask, last, volume, change)
    return Pair(symbol, tick=tick, lot=lot, limits=limits, quote=quote, contract=contract)
