"""The fleet of the soak: traders that place each order once, and keepers of bots, forty and ten of them.

What a client does next is drawn. What it meets is an error of the library, or the soak fails.
"""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from threecommas import Limits, ThreeCommas, ThreeCommasError, dca_bots, models, orders
from threecommas.transport.attempts import Attempt

from tests.programs.soak.simulation import OWNERS, PAIRS, Owner, Simulation

CLIENTS, KEEPERS = 50, 10
# Dollars: what an order of the fleet is worth, and may be.
WORTH, MOST = 1000, 1500
OPEN_AT_ONCE = 4


class Tally:
    """Counts of what happened: answers by status, errors by class, and orders."""

    def __init__(self) -> None:
        self.statuses: Counter[int | None] = Counter()
        self.errors: Counter[str] = Counter()
        self.asked: set[tuple[int, str]] = set()
        self.made: set[tuple[int, str]] = set()

    def attempted(self, attempt: Attempt) -> None:
        """Take notice of an answer, or that there is none."""
        self.statuses[attempt.status] += 1


class Member(ABC):
    """One client of the fleet. Its turns are drawn from what it can do."""

    def __init__(
        self, number: int, owner: Owner, simulation: Simulation, tally: Tally, limits: Limits
    ) -> None:
        self.number, self.owner, self.simulation, self.tally = number, owner, simulation, tally
        self.client: ThreeCommas = simulation.client(owner, limits, tally.attempted)
        self.chance = random.Random(f"member {number}")

    def act(self) -> None:
        """Do one thing; an error of the library is counted, any other ends the soak."""
        try:
            self.chance.choice(self.choices())()
        except ThreeCommasError as error:
            self.tally.errors[type(error).__name__] += 1

    @abstractmethod
    def choices(self) -> list[Callable[[], object]]:
        """Return what may be done now."""


class Trader(Member):
    """Places SmartTrades once under a key each, looks at them, and closes them."""

    def __init__(self, number: int, owner: Owner, simulation: Simulation, tally: Tally) -> None:
        limits = Limits(per_order=MOST, orders_per_minute=10, accounts=[owner.account], pairs=PAIRS)
        super().__init__(number, owner, simulation, tally, limits)
        self._placed = 0
        self._waiting: tuple[str, models.CreateSmartTrade] | None = None
        self._open: list[int] = []

    def choices(self) -> list[Callable[[], object]]:
        """Place, or come back to an order that nobody knows of; look; close what is open."""
        if self._waiting is not None:
            return [self._place]
        # About one order a day: most of the time a program looks.
        chosen: list[Callable[[], object]] = [*[self._look] * 8, *[self._read] * 8, self._place_too_much]
        if len(self._open) < OPEN_AT_ONCE:
            chosen.append(self._place)
        return [*chosen, self._close] if self._open else chosen

    def _place(self) -> None:
        """Make one order; it stays the next one until its outcome is known."""
        was_open = self._waiting is not None
        if self._waiting is None:
            self._placed += 1
            self._waiting = f"m{self.number}-{self._placed}", self._order(WORTH)
        key, order = self._waiting
        self.tally.asked.add((self.owner.account, key))
        try:
            made = self.client.smart_trades.create_once(order, key=key, interrupted=was_open)
        except ThreeCommasError as error:
            if not error.outcome_unknown and not was_open:
                self._waiting = None
                self.tally.asked.discard((self.owner.account, key))
            raise
        self._waiting = None
        self._open.append(made.id)
        self.tally.made.add((self.owner.account, key))

    def _place_too_much(self) -> None:
        """Ask for more than the limits allow."""
        self.client.smart_trades.create(self._order(10 * MOST))

    def _order(self, worth: int) -> models.CreateSmartTrade:
        pair = self.chance.choice(PAIRS)
        price = self.simulation.exchange.quote(pair).ask
        lot = {"USDT_BTC": "0.00001", "USDT_ETH": "0.0001", "USDT_DOGE": "1"}[pair]
        units = (Decimal(worth) / price).quantize(Decimal(lot))
        step, distance = price.normalize(), Decimal(self.chance.randint(5, 40)) / 1000
        target, stop = ((step * (1 + part)).quantize(price) for part in (distance, -distance))
        return orders.smart_trade(
            account_id=self.owner.account,
            pair=pair,
            position=orders.Market(units=units),
            take_profit=[
                orders.TakeProfitStep(order_type="market", price_type="bid", value=target, volume=100)
            ],
            stop_loss=orders.StopLoss(price_type="bid", value=stop),
        )

    def _look(self) -> None:
        active = {each.id for each in self.client.smart_trades.list(status="active", per_page=100)}
        self._open = [number for number in self._open if number in active]

    def _read(self) -> None:
        for number in self._open:
            self.client.smart_trades.get(number)

    def _close(self) -> None:
        self.client.smart_trades.close_by_market(self._open.pop(0))


class Keeper(Member):
    """Keeps a DCA bot, and starts, averages and sells its deals."""

    def __init__(self, number: int, owner: Owner, simulation: Simulation, tally: Tally) -> None:
        super().__init__(number, owner, simulation, tally, Limits(accounts=[owner.account], pairs=PAIRS))
        self._bot: int | None = None

    def choices(self) -> list[Callable[[], object]]:
        """Make the bot; then look, switch it, start a deal or sell one."""
        if self._bot is None:
            return [self._make]
        return [self._look, self._enable, self._start, self._start, self._sell]

    def _make(self) -> None:
        """Make the bot, unless an attempt of unknown outcome has made it: its name tells."""
        name = f"bot {self.number}"
        for each in self.client.dca_bots.list(limit=100):
            if each.name == name:
                self._bot = each.id
                return
        self._bot = self.client.dca_bots.create(_bot(self.owner.account, name, self.chance.choice(PAIRS))).id

    def _look(self) -> None:
        self.client.deals.list(bot_id=self._bot, scope="active")

    def _enable(self) -> None:
        switch = self.chance.choice([self.client.dca_bots.enable, self.client.dca_bots.disable])
        switch(self._known())

    def _start(self) -> None:
        self.client.dca_bots.start_new_deal(self._known(), models.StartNewDeal())

    def _sell(self) -> None:
        for deal in self.client.deals.list(bot_id=self._bot, scope="active"):
            self.client.deals.panic_sell(deal.id)

    def _known(self) -> int:
        assert self._bot is not None
        return self._bot


def _bot(account: int, name: str, pair: str) -> models.CreateBot:
    return dca_bots.single_pair(
        account_id=account,
        name=name,
        pair=pair,
        base_order_volume=100,
        start=[dca_bots.conditions.manual()],
        take_profit=dca_bots.TakeProfit(percent=1),
        safety_orders=dca_bots.SafetyOrders(volume=100, step=1, count=3, active=2),
    )


def fleet(simulation: Simulation, tally: Tally) -> list[Member]:
    """Return the clients, the same number for each key."""
    made: list[Member] = []
    for number in range(CLIENTS):
        owner = OWNERS[number % len(OWNERS)]
        kind = Keeper if number < KEEPERS else Trader
        made.append(kind(number, owner, simulation, tally))
    return made
