"""What replays trade in tests: accounts with funds, random candles, and the exchange they come to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
from threecommas_mock import Candle, MockExchange, defaults

from tests.mock.asking import Asking
from tests.mock.signed_client import DOCUMENT

SPOT, CONTRACT = "USDT_BTC", "USDT_BTCUSDT"
PAPER, US, FUTURES = 1, 32402783, defaults.FUTURES_ACCOUNT_ID
START = datetime(2024, 9, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FUNDS = {
    PAPER: {"USDT": Decimal(4000), "BTC": Decimal("0.05")},
    US: {"USDT": Decimal(1500), "BTC": Decimal("0.01")},
    FUTURES: {"USDT": Decimal(900)},
}
Step = tuple[int, int, int, int]
"""Jump from the close before, and from there the moves to open's neighbours, in dollars."""


def asking(**options: Any) -> Asking:
    accounts = [replace(each, funds=FUNDS.get(each.id)) for each in defaults.accounts()]
    return Asking(MockExchange(document=DOCUMENT, accounts=accounts, **options))


def candle(minute: int, *prices: int | str) -> Candle:
    return Candle(START + minute * MINUTE, *(Decimal(price) for price in prices))


def candles_of(steps: Sequence[Step], first: int = 50_000) -> list[Candle]:
    """Make candles of moves: a jump, then how far up, how far down, and where between them it closes."""
    found, price = [], first
    for minute, (jump, up, down, close) in enumerate(steps):
        opened = max(price + jump, 20_000)
        high, low = opened + up, opened - down
        price = low + (high - low) * close // 10
        found.append(candle(minute, opened, high, low, price))
    return found


def series(least: int = 2, most: int = 40) -> st.SearchStrategy[list[Candle]]:
    """Draw candles that move a few percent; most of them follow each other without a jump."""
    jumps = st.one_of(st.just(0), st.just(0), st.integers(-600, 600))
    moves = st.one_of(st.integers(0, 60), st.integers(0, 900))
    steps = st.tuples(jumps, moves, moves, st.integers(0, 10))
    return st.lists(steps, min_size=least, max_size=most).map(candles_of)
