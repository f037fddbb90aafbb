"""An exchange, driven by the typed client, with the reference beside it: both tell the same after each step.

A step is data, such as {"do": "close", "which": 0}, so that a run can be written down and played again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Protocol, TypeVar, cast

from threecommas import AsyncThreeCommas, HmacSigner, ThreeCommas, WrongStateError, models, orders
from threecommas_mock import MockExchange

from tests.behaviour.reference import ReferenceTrade, Target

Step = dict[str, Any]
T = TypeVar("T")

ACCOUNT, PAIR, PRICE = 32455218, "USDT_BTC", Decimal(60000)


class SmartTrades(Protocol):
    """The calls that a world makes."""

    def create(self, body: models.CreateSmartTrade) -> models.SmartTrade: ...
    def get(self, id: int) -> models.SmartTrade: ...  # noqa: A002
    def list(self, *, per_page: int) -> list[models.SmartTrade]: ...
    def cancel(self, id: int) -> models.SmartTrade: ...  # noqa: A002
    def close_by_market(self, id: int) -> models.SmartTrade: ...  # noqa: A002
    def set_note(self, id: int, body: models.SetNote) -> models.SmartTrade: ...  # noqa: A002


class Awaited:
    """The same calls of the async client, each awaited at once."""

    def __init__(self, resource: object, runner: asyncio.Runner) -> None:
        self._resource, self._runner = resource, runner

    def __getattr__(self, name: str) -> Callable[..., object]:
        method: Callable[..., Awaitable[object]] = getattr(self._resource, name)

        async def call(*arguments: object, **options: object) -> object:
            return await method(*arguments, **options)

        return lambda *arguments, **options: self._runner.run(call(*arguments, **options))


@contextmanager
def sync_trades(exchange: MockExchange) -> Iterator[SmartTrades]:
    """Give the SmartTrades of the sync client."""
    key = exchange.credentials[0]
    with ThreeCommas(
        key.key,
        HmacSigner(key.secret or ""),
        base_url=exchange.base_url,
        transport=exchange.transport(),
        rate_budget=None,
    ) as client:
        yield cast("SmartTrades", client.smart_trades)


@contextmanager
def async_trades(exchange: MockExchange) -> Iterator[SmartTrades]:
    """Give the SmartTrades of the async client."""
    key = exchange.credentials[0]
    client = AsyncThreeCommas(
        key.key,
        HmacSigner(key.secret or ""),
        base_url=exchange.base_url,
        transport=exchange.async_transport(),
        rate_budget=None,
    )
    with asyncio.Runner() as runner:
        yield cast("SmartTrades", Awaited(client.smart_trades, runner))
        runner.run(client.aclose())


class ModelWorld:
    """One exchange with its client and its reference."""

    def __init__(self, exchange: MockExchange, client: SmartTrades) -> None:
        self.exchange, self.client = exchange, client
        self.trades: dict[int, ReferenceTrade] = {}
        self.exchange.set_price(PAIR, PRICE)

    def take(self, step: Step) -> None:
        """Take a step on both sides and compare them; raise AssertionError if they differ."""
        getattr(self, f"_{step['do']}")(step)
        self.exchange.settle()
        self.compare(step)

    def compare(self, step: Step) -> None:
        """Hold every SmartTrade, read singly and in the list, against the reference."""
        listed = {trade.id: trade for trade in self.client.list(per_page=100)}
        assert listed.keys() == self.trades.keys(), f"after {step}: the list has {sorted(listed)}"
        for number, expected in self.trades.items():
            for found in (self.client.get(number), listed[number]):
                wanted = (expected.status, expected.entered, expected.closed, expected.note)
                assert told(found) == wanted, f"after {step}: {told(found)} and not {wanted}"

    def _create(self, step: Step) -> None:
        targets = [Target(Decimal(price), Decimal(share)) for price, share in step["targets"]]
        stop = None if step["stop"] is None else Decimal(step["stop"])
        order = orders.smart_trade(
            account_id=ACCOUNT,
            pair=PAIR,
            position=orders.Market(units=Decimal(step["units"])),
            take_profit=[take_profit(target) for target in targets],
            stop_loss=None if stop is None else orders.StopLoss(price_type="last", value=stop),
        )
        made = self.client.create(order)
        trade = ReferenceTrade(entered=Decimal(step["units"]), targets=targets, stop=stop)
        self.trades[made.id] = trade
        self.exchange.settle()
        trade.see(self.exchange.quote(PAIR).last)

    def _price(self, step: Step) -> None:
        self.exchange.set_price(PAIR, Decimal(step["to"]))
        for trade in self.trades.values():
            trade.see(Decimal(step["to"]))

    def _cancel(self, step: Step) -> None:
        self._act(step, self.client.cancel, ReferenceTrade.cancel)

    def _close(self, step: Step) -> None:
        self._act(step, self.client.close_by_market, ReferenceTrade.close)

    def _note(self, step: Step) -> None:
        if self.trades:
            number = self._number(step)
            if self.trades[number].is_open:
                self.client.set_note(number, models.SetNote(note=step["text"]))
                self.trades[number].note = step["text"]

    def _act(
        self,
        step: Step,
        call: Callable[[int], models.SmartTrade],
        follow: Callable[[ReferenceTrade], None],
    ) -> None:
        """Do what an open SmartTrade allows; a closed one has to refuse it."""
        if not self.trades:
            return
        number = self._number(step)
        trade = self.trades[number]
        try:
            call(number)
        except WrongStateError:
            assert not trade.is_open, f"{step} was refused in the status {trade.status}"
        else:
            assert trade.is_open, f"{step} was done in the status {trade.status}"
            follow(trade)

    def _number(self, step: Step) -> int:
        numbers = sorted(self.trades)
        return numbers[step["which"] % len(numbers)]


def take_profit(target: Target) -> orders.TakeProfitStep:
    """Return a target as it is ordered."""
    return orders.TakeProfitStep(
        order_type="market", price_type="last", value=target.price, volume=target.share
    )


def told(trade: models.SmartTrade) -> tuple[str, Decimal, Decimal, str | None]:
    """Return what the reference knows of, as the client decodes it."""
    data = trade.data
    return (str(trade.status.type), data.entered_amount, data.closed_amount, trade.note_raw)
