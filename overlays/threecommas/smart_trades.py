"""The SmartTrades of a client: the generated operations, and what takes several of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx
from threecommas_rest import models
from threecommas_rest.async_resources import AsyncSmartTrades as AsyncOperations
from threecommas_rest.resources import SmartTrades as Operations

from threecommas.courses import Course
from threecommas.errors import ConfigurationError
from threecommas.guards import Mode
from threecommas.key_search import Ask
from threecommas.once import Creation, Keys, Once
from threecommas.steps import Sleep, Timing, drive, drive_async
from threecommas.stopping import StopReport, stop_all
from threecommas.waiting import Statuses, wait_until

if TYPE_CHECKING:
    from threecommas.orders import Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Creating:
    """What the creations of one client share."""

    once: Once
    timing: Timing
    mode: Mode | None
    deadline: float | None = None
    keys: Keys = field(default_factory=Keys)

    def creation(self, body: models.CreateSmartTrade, key: str) -> Creation:
        """Return a new creation; raise `EncodeError` for a body or a key that cannot be sent."""
        # Without a mode the list is that of the mode chosen in the web application (gitbook, "Account
        # mode"), while the account decides where an order goes (docs issue 146): it might never be found.
        if self.mode is None:
            raise ConfigurationError(
                "create_once has to know in which mode to look for the order. Make the client with "
                "mode='real' or mode='paper', whichever the account belongs to."
            )
        return Creation(body, key, once=self.once, keys=self.keys, now=self.timing.now)


class SmartTrades(Operations):
    """SmartTrades, which hold a position together with its take profit and stop loss."""

    def __init__(self, http: httpx.Client, creating: Creating) -> None:
        super().__init__(http)
        self._creating = creating

    def create_once(
        self, body: models.CreateSmartTrade, *, key: str, interrupted: bool = False
    ) -> models.SmartTrade:
        """Create a SmartTrade exactly once, however often this is called with the same key.

        `key` is your name for the order: 1 to 64 letters, digits and any of ``. _ : -``, new for each order
        on an account and pair. It is put at the end of the note, which keeps your own text up to 300
        characters together (see `threecommas.split_note`). The list is searched for it before the order is
        sent, so each call needs one request more, SMART_TRADES_READ besides SMART_TRADES_WRITE, and a client
        with the `mode` that the account belongs to. After an attempt of unknown outcome the search goes on
        for a minute before the order is sent again; how patiently is set by `threecommas.Once`.

        Set `interrupted` if another process may have sent this order in the last minutes: then the first
        search is as patient. Whoever changes the note in the meantime takes the key away.

        Raises:
            OutcomeUnknownError: It is not known whether the order exists. Call this again with the key.
            DuplicateOrderError: Several SmartTrades have the key, as one arrived after the search.
            DecodeError: The order exists, but its answer is not as documented.
            EncodeError: The key or a field cannot be sent; nothing has left.
            ConfigurationError: The client has no mode, or the key is in use by another call.
            ThreeCommasError: As for `create`; the order does not exist.
        """
        return drive(self._creating.creation(body, key).flow(interrupted=interrupted), self._perform)

    def wait_until(
        self,
        smart_trade_id: int,
        status: Statuses | None = None,
        *,
        within: float = 300.0,
        every: float = 2.0,
    ) -> models.SmartTrade:
        """Ask for a SmartTrade until it has a status, and return it.

        `status` is one of `SmartTradeStatusType` or several; None waits for any that ends a SmartTrade, such
        as finished, panic_sold or failed. It is asked for at once, then `every` so many seconds, and given up
        once it is not there `within` so many. Each question counts in the rate budget, and neither that nor a
        slow answer makes it take longer.

        Raises:
            StatusNotReachedError: The time is up, or the SmartTrade has come to another end.
            ConfigurationError: The seconds cannot be, or there is no status to wait for.
            ThreeCommasError: As for `get`.
        """
        course = Course(within, clock=self._creating.timing.clock, deadline=self._creating.deadline)
        flow = wait_until(smart_trade_id, status, every=every, course=course)
        return drive(flow, self._perform)

    def stop_all(
        self, *, account_id: int | None = None, pair: str | None = None, within: float = 300.0
    ) -> StopReport:
        """Stop trading: close what holds a position at market price, cancel what does not yet, and report.

        It goes on past every failure, and looks again for what could not be stopped at first, such as a
        SmartTrade that was just created. `account_id` and `pair` keep it to those. Calling it again is safe:
        what is ending already is left alone. The mode of the client decides which accounts are listed;
        guards, budget and repetitions are those of all its calls.

        It is over `within` so many seconds; what was not reached by then is reported with its error. All its
        requests may use what the rate budget keeps back for closing, so it never waits for what others sent.
        Only what its own closing has used up is waited for.

        Look at `StopReport.is_complete`: nothing is raised for a SmartTrade that goes on.
        """
        course = Course(within, clock=self._creating.timing.clock, deadline=self._creating.deadline)
        return drive(stop_all(course, account_id=account_id, pair=pair), self._perform)

    def move_stop_loss(
        self,
        trade: models.SmartTrade | int,
        *,
        price: Amount | None = None,
        percent: Amount | None = None,
        limit_price: Amount | None = None,
    ) -> models.SmartTrade:
        """Move the stop loss of a SmartTrade, and keep its order type, trailing, timeout and break-even.

        `trade` is the SmartTrade or its number; it is read anew in any case, so that what was changed since
        is kept, which takes one request more and SMART_TRADES_READ. Its trigger moves to `price`, in quote
        currency, or, while it waits for an entry that trails, to `percent` from the entry. A stop loss that
        sends a limit order keeps the price of that order unless `limit_price` is given; if the trigger would
        pass it, it has to be. Only the group `stop_loss` is sent: targets and entry are not touched.
        A stop loss that trails goes on from the new trigger.

        Raises:
            EncodeError: There is no stop loss, the SmartTrade has ended, the price breaks a documented rule,
                or a setting that is to be kept cannot be sent: `path` says what. Nothing was changed.
            ThreeCommasError: As for `get` and `update`.
        """
        # Deferred, as the models of orders take time that most programs need not spend.
        from threecommas.moves import move_stop_loss  # noqa: PLC0415

        flow = move_stop_loss(trade, price=price, percent=percent, limit_price=limit_price)
        return drive(flow, self._perform)

    def move_take_profit(
        self,
        trade: models.SmartTrade | int,
        *,
        step: models.TakeProfitStep | int,
        price: Amount | None = None,
        percent: Amount | None = None,
    ) -> models.SmartTrade:
        """Move one target of a SmartTrade, and keep its volume, order type and trailing, and all the others.

        `trade` is the SmartTrade or its number, read anew as for `move_stop_loss`. `step` is the step, its
        id, or its place now, which is 1 to 8. It moves to `price`, in quote currency, or, while the
        SmartTrade waits for an entry that trails, to `percent` from the entry. Only the group `take_profit`
        is sent; the other steps are sent along with their ids, since those that are not sent are cancelled.

        Raises:
            EncodeError: There is no such step, it was carried out, the SmartTrade has ended, the price breaks
                a documented rule, or a setting that is to be kept cannot be sent. Nothing was changed.
            ThreeCommasError: As for `get` and `update`.
        """
        from threecommas.moves import move_take_profit  # noqa: PLC0415

        return drive(move_take_profit(trade, step=step, price=price, percent=percent), self._perform)

    def _perform(self, step: Ask | Sleep) -> object:
        if isinstance(step, Ask):
            return self._send(step.request, step.parse, step.options)
        self._creating.timing.sleep(step.seconds)
        return None


class AsyncSmartTrades(AsyncOperations):
    """SmartTrades, which hold a position together with its take profit and stop loss."""

    def __init__(self, http: httpx.AsyncClient, creating: Creating) -> None:
        super().__init__(http)
        self._creating = creating

    async def create_once(
        self, body: models.CreateSmartTrade, *, key: str, interrupted: bool = False
    ) -> models.SmartTrade:
        """Create a SmartTrade exactly once, however often this is called: as `SmartTrades.create_once`."""
        flow = self._creating.creation(body, key).flow(interrupted=interrupted)
        return await drive_async(flow, self._perform)

    async def wait_until(
        self,
        smart_trade_id: int,
        status: Statuses | None = None,
        *,
        within: float = 300.0,
        every: float = 2.0,
    ) -> models.SmartTrade:
        """Ask for a SmartTrade until it has a status, as `SmartTrades.wait_until`."""
        course = Course(within, clock=self._creating.timing.clock, deadline=self._creating.deadline)
        flow = wait_until(smart_trade_id, status, every=every, course=course)
        return await drive_async(flow, self._perform)

    async def stop_all(
        self, *, account_id: int | None = None, pair: str | None = None, within: float = 300.0
    ) -> StopReport:
        """Stop trading, with a report, as `SmartTrades.stop_all`."""
        course = Course(within, clock=self._creating.timing.clock, deadline=self._creating.deadline)
        return await drive_async(stop_all(course, account_id=account_id, pair=pair), self._perform)

    async def move_stop_loss(
        self,
        trade: models.SmartTrade | int,
        *,
        price: Amount | None = None,
        percent: Amount | None = None,
        limit_price: Amount | None = None,
    ) -> models.SmartTrade:
        """Move the stop loss of a SmartTrade and keep the rest, as `SmartTrades.move_stop_loss`."""
        from threecommas.moves import move_stop_loss  # noqa: PLC0415

        flow = move_stop_loss(trade, price=price, percent=percent, limit_price=limit_price)
        return await drive_async(flow, self._perform)

    async def move_take_profit(
        self,
        trade: models.SmartTrade | int,
        *,
        step: models.TakeProfitStep | int,
        price: Amount | None = None,
        percent: Amount | None = None,
    ) -> models.SmartTrade:
        """Move one target of a SmartTrade and keep the rest, as `SmartTrades.move_take_profit`."""
        from threecommas.moves import move_take_profit  # noqa: PLC0415

        flow = move_take_profit(trade, step=step, price=price, percent=percent)
        return await drive_async(flow, self._perform)

    async def _perform(self, step: Ask | Sleep) -> object:
        if isinstance(step, Ask):
            return await self._send(step.request, step.parse, step.options)
        await self._creating.timing.async_sleep(step.seconds)
        return None
