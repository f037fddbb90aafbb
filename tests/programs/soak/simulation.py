"""The simulation: an exchange with limits and faults, five keys, prices that wander, and its own time.

Nothing here is real time. Whoever sleeps lets the time of the exchange pass.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from threecommas import HmacSigner, Limits, RateBudget, ThreeCommas, Timing
from threecommas.transport.attempts import AttemptHook
from threecommas_mock import Credential, Document, MockExchange, defaults, faults
from threecommas_mock.venue.accounts import Account

PAIRS = ("USDT_BTC", "USDT_ETH", "USDT_DOGE")
KEYS = 5
FUNDS = {"USDT": Decimal(10_000_000)}
# Of a hundred requests one meets one of these.
TROUBLES = 0.01
FAULTS: tuple[Any, ...] = (
    faults.Timeout(),
    faults.Timeout(after_effect=True),
    faults.Reset(),
    faults.Reset(after_effect=True),
    faults.ServerError(),
    faults.ServerError(after_effect=True),
    faults.GatewayError(after_effect=True),
    faults.TruncatedBody(at=40),
    faults.WrongContentType(),
    faults.Latency(20),
)


@dataclass(frozen=True, slots=True)
class Owner:
    """A key of the fleet, and the account that it trades on."""

    number: int

    @property
    def key(self) -> str:
        """The API key."""
        return f"key-of-the-soak-{self.number}"

    @property
    def secret(self) -> str:
        """The secret of the key."""
        return f"secret-of-the-soak-{self.number}"

    @property
    def account(self) -> int:
        """The number of the account."""
        return 50_000_000 + self.number


OWNERS = tuple(Owner(number) for number in range(1, KEYS + 1))


class Simulation:
    """The exchange, its time, and the prices on it."""

    def __init__(self, seed: int, budget_url: str) -> None:
        self._budget_url = budget_url
        self._prices = random.Random(f"prices {seed}")
        self._chance = random.Random(f"clients {seed}")
        self._seconds = 0.0
        self.exchange = MockExchange(
            document=Document.load(),
            accounts=accounts(),
            credentials=[Credential(each.key, each.number, each.secret) for each in OWNERS],
            rate_limits="documented",
            journal_capacity=1000,
        )
        self._starts = {pair: self.exchange.quote(pair).last for pair in PAIRS}
        for number, fault in enumerate(FAULTS):
            self.exchange.inject(fault, probability=TROUBLES / len(FAULTS), seed=seed * 100 + number)

    def clock(self) -> float:
        """Return the seconds that have passed."""
        return self._seconds

    def pass_time(self, seconds: float) -> None:
        """Let time pass."""
        self._seconds += seconds
        self.exchange.advance(seconds)

    def move_prices(self) -> None:
        """Let each price take a step of a random walk that finds back to where it began."""
        for pair in PAIRS:
            last, start = self.exchange.quote(pair).last, self._starts[pair]
            drift = 0.01 * float(start / last - 1)
            step = Decimal(str(round(1 + drift + self._prices.gauss(0, 0.004), 6)))
            self.exchange.set_price(pair, (last * step).quantize(start))

    def client(self, owner: Owner, limits: Limits | None, on_attempt: AttemptHook) -> ThreeCommas:
        """Return a client as a machine of its own would have it; the budget of its key is shared."""
        return ThreeCommas(
            owner.key,
            HmacSigner(owner.secret),
            base_url=self.exchange.base_url,
            transport=self.exchange.transport(sleep=self.pass_time),
            mode="real",
            limits=limits,
            rate_budget=RateBudget(self._budget_url, clock=self.clock),
            timing=Timing(
                clock=self.clock, now=self.exchange.now, sleep=self.pass_time, random=self._chance.random
            ),
            on_attempt=on_attempt,
            environ={},
        )


def accounts() -> Iterable[Account]:
    """Return an account for each key, with funds that end."""
    spot = next(each for each in defaults.accounts() if each.name == "My Binance")
    return [replace(spot, id=each.account, name=each.key, owner=each.number, funds=FUNDS) for each in OWNERS]
