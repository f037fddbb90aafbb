"""The SmartTrades of a client: the generated operations, and what takes several of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
from threecommas_rest import models
from threecommas_rest.acceptance import Acceptance
from threecommas_rest.resources import AsyncSmartTrades as AsyncOperations
from threecommas_rest.resources import SmartTrades as Operations

from threecommas.create_once.context import CreateOnceContext
from threecommas.flow import async_steps, run_flow, run_flow_async, sync_steps

if TYPE_CHECKING:
    from threecommas.changes.iteration import AsyncChanges, Changes, Via
    from threecommas.changes.poll import Ids
    from threecommas.kill_switch.report import StopReport
    from threecommas.orders import Amount
    from threecommas.smart_trades.wait_until import Statuses


class SmartTrades(Operations):
    """SmartTrades, which hold a position together with its take profit and stop loss."""

    def __init__(self, http: httpx.Client, creating: CreateOnceContext, acceptance: Acceptance) -> None:
        super().__init__(http, acceptance)
        self._context = creating
        self._perform = sync_steps(self._send, self._context.timing)

    def create_once(
        self,
        body: models.CreateSmartTrade,
        *,
        key: str,
        interrupted: bool = False,
        cancel_surplus: bool = False,
    ) -> models.SmartTrade:
        """Create a SmartTrade exactly once, however often and from however many processes this is called.

        `key` is your name for the order: 1 to 64 letters, digits and any of ``. _ : -``, new for each order
        of a mode, whatever its account and pair. It is put at the end of the note with a digest of account,
        pair, kind, side, order type, units and leverage, which keeps your own text up to 300 characters
        together (see `threecommas.split_note`). An order that differs in one of these under a key in use is
        an error; prices and targets may differ, and those of the first call stay.

        The client needs the `mode` of the account, which is asked for once, and a key with ACCOUNTS_READ,
        SMART_TRADES_READ and SMART_TRADES_WRITE. The list of SmartTrades is searched before the order is
        sent, and after it until the list has it: a second later, then in growing pauses for a minute
        (`threecommas.CreateOncePolicy.poll_delays`). After an attempt of unknown outcome the order is sent
        again only if all of these looks were in vain. Set `interrupted` if another process may have sent this
        order in the last minutes: then the first search is as patient.

        If several processes made one each, the lowest id is the order, for all of them alike. Each that sees
        it raises `DuplicateOrderError`, and the one whose SmartTrade came last always does. With
        `cancel_surplus` a call cancels what it made too many itself; what that had bought by then stays on
        the account, so the error is raised all the same. Once all but one are cancelled, closed at market or
        failed, this returns the one.

        3Commas itself knows no such key, so this cannot be kept from happening:

        - Two processes send before either is listed. There are two orders; an error names both.
        - A request given up for lost arrives after the last look, and another was sent or found meanwhile.
          There are two orders; the next call with the key names both.
        - An order is listed later than all pauses together. After a success that is an
          `UnconfirmedOrderError`, after a lost answer a second order.
        - The list has a new SmartTrade, and not yet an older one (never seen). There are two orders; the next
          call with the key names both.
        - A process dies between its attempt and its last look. The next call finds what it made if it is
          `interrupted`, and names a surplus.
        - Somebody edits the end of the note. The key is gone: the next call orders anew.
        - Somebody copies the note to another SmartTrade. An error names it.
        - Somebody orders the same without the key. There are two orders: it is not looked for.
        - The key is used again after `CreateOncePolicy.lookback` (a day), or a clock is wrong by more than
          `CreateOncePolicy.clock_skew`. There is a new order.

        Raises:
            OutcomeUnknownError: It is not known whether the order exists. Call this again with the key.
            UnconfirmedOrderError: The order exists, but whether it is the only one could not be seen.
            DuplicateOrderError: Several SmartTrades have the key.
            OrderMismatchError: The key is on another order, or somebody's own note looks like it has the key.
            DecodeError: The order exists, but its answer has no id, or the note of a recent SmartTrade cannot
                be read; or the client is strict and the answer not as documented.
            EncodeError: The key or a field cannot be sent; nothing has left.
            GuardError: The account is not of the client's mode, or another guard forbids it.
            ConfigurationError: The client has no mode, or the key is in use by another call.
            ThreeCommasError: As for `create`; the order does not exist.
        """
        from threecommas.smart_trades.creation import smart_trade

        creation = self._context.creation(smart_trade(), body, key, cancel_surplus=cancel_surplus)
        made: models.SmartTrade = run_flow(creation.flow(interrupted=interrupted), self._perform)
        return made

    def wait_until(
        self,
        smart_trade_id: int,
        status: Statuses | None = None,
        *,
        timeout: float = 300.0,
        interval: float = 2.0,
    ) -> models.SmartTrade:
        """Ask for a SmartTrade until it has a status, and return it.

        `status` is one of `SmartTradeStatusType` or several; None waits for any that ends a SmartTrade, such
        as finished, panic_sold or failed. It is asked for at once, then `interval` so many seconds, and given
        up once it is not there `timeout` so many. Each question counts in the rate budget, and neither that
        nor a slow answer makes it take longer.

        Raises:
            StatusNotReachedError: The time is up, or the SmartTrade has come to another end.
            ConfigurationError: The seconds cannot be, or there is no status to wait for.
            ThreeCommasError: As for `get`.
        """
        from threecommas.smart_trades.wait_until import smart_trade_status
        from threecommas.status_waits import wait_until

        deadline = self._context.flows.deadline_of(timeout)
        flow = wait_until(smart_trade_status(smart_trade_id), status, interval=interval, deadline=deadline)
        return run_flow(flow, self._perform)

    def watch(
        self,
        ids: Ids = None,
        *,
        timeout: float | None = None,
        interval: float = 2.0,
        max_interval: float = 30.0,
        via: Via = "polling",
    ) -> Changes[models.SmartTrade, models.SmartTradeStatusType]:
        """Yield each change of status as it is seen: of these SmartTrades, or of all that are active.

        At first each is yielded as it is, with `Change.old` None. Then each change is yielded once,
        those of one SmartTrade in their order, those of one look in the order of `updated_at`. What
        leaves the list of the active ones is asked for by its number, so its end is always seen.
        Statuses that come and go between two looks are not. Without `ids`, neither is a SmartTrade
        that begins and ends between them.

        One look takes a request for each 100 active SmartTrades, and one for each that has left their
        list, 20 at most. It is repeated `interval` seconds after a change. Each wait without one is
        half as long again as the last, up to `max_interval` seconds. Requests count in the rate
        budget, and leave alone what it keeps back for closing.

        It is over once all of `ids` have ended, or at `timeout` seconds after this call, None for
        never. It raises nothing then: the last changes say what has ended. A lost answer, a 429, a
        5xx or a used-up budget is logged, and the next look follows, unless it was the first. What was
        seen and is gone (404) is logged, and watched no more. What is not as documented is passed by,
        and `on_deviation` is told.

        `via` is ``polling``, ``stream`` or ``either``. Over the stream the same changes come as 3Commas tells
        them: see `threecommas.changes`.

        Raises:
            ConfigurationError: The numbers or the seconds cannot be, or a stream needs what is not there.
            StreamUnavailableError: There is no stream, and `via` is ``stream``.
            StreamRefusedError: The stream rejects the key, and `via` is ``stream``.
            ThreeCommasError: As for `list` and `get`, after the changes that were seen before.
        """
        from threecommas.changes.iteration import changes_of
        from threecommas.changes.watch import Pace
        from threecommas.smart_trades.changes import watched_smart_trades

        pace = Pace(timeout, interval, max_interval)
        return changes_of([(watched_smart_trades(), ids)], self._context.flows, pace, via, self._perform)

    def stop_all(
        self, *, account_id: int | None = None, pair: str | None = None, timeout: float = 300.0
    ) -> StopReport:
        """Stop trading: close what holds a position at market price, cancel what does not yet, and report.

        It goes on past every failure, and looks again for what could not be stopped at first, such as a
        SmartTrade that was just created. `account_id` and `pair` keep it to those. Calling it again is safe:
        what is ending already is left alone. Guards, budget and repetitions are those of all calls.

        The mode of the client decides whose SmartTrades are listed and so stopped, those of the real or of
        the paper accounts. A client without one is refused: the switch in the web application would decide,
        and the report would call complete what is half. So `account_id` has to be of the mode as well.

        It is over `timeout` so many seconds; what was not reached by then is reported with its error. All its
        requests may use what the rate budget keeps back for closing, so it never waits for what others sent.
        Only what its own closing has used up is waited for.

        `pair` has the form QUOTE_BASE in capitals. Where nothing is active on it, `StopReport.active_pairs`
        names the pairs on which something is. The report is complete then only if there is such a pair: an
        active element, a SmartTrade of any status or a market of the accounts shows it, and nothing is active
        on its reverse. Else `StopReport.doubt` says why not. To know the markets takes ACCOUNTS_READ.

        Look at `StopReport.is_complete`: nothing is raised for a SmartTrade that goes on.

        Raises:
            ConfigurationError: The client has no mode.
            EncodeError: The pair has another form, or the account is no number. Nothing was asked or stopped.
            GuardError: The account is not of the client's mode.
        """
        from threecommas.smart_trades.stop_all import smart_trades

        flow = self._context.flows.stop_all([smart_trades()], timeout, account_id=account_id, pair=pair)
        return run_flow(flow, self._perform)

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
        from threecommas.smart_trades.move_target import move_stop_loss

        flow = move_stop_loss(trade, price=price, percent=percent, limit_price=limit_price)
        return run_flow(flow, self._perform)

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
        from threecommas.smart_trades.move_target import move_take_profit

        return run_flow(move_take_profit(trade, step=step, price=price, percent=percent), self._perform)


class AsyncSmartTrades(AsyncOperations):
    """SmartTrades, which hold a position together with its take profit and stop loss."""

    def __init__(self, http: httpx.AsyncClient, creating: CreateOnceContext, acceptance: Acceptance) -> None:
        super().__init__(http, acceptance)
        self._context = creating
        self._perform = async_steps(self._send, self._context.timing)

    async def create_once(
        self,
        body: models.CreateSmartTrade,
        *,
        key: str,
        interrupted: bool = False,
        cancel_surplus: bool = False,
    ) -> models.SmartTrade:
        """Create a SmartTrade exactly once, however often this is called: as `SmartTrades.create_once`."""
        from threecommas.smart_trades.creation import smart_trade

        creation = self._context.creation(smart_trade(), body, key, cancel_surplus=cancel_surplus)
        made: models.SmartTrade = await run_flow_async(creation.flow(interrupted=interrupted), self._perform)
        return made

    async def wait_until(
        self,
        smart_trade_id: int,
        status: Statuses | None = None,
        *,
        timeout: float = 300.0,  # noqa: ASYNC109  (as httpx calls it; not a cancellation)
        interval: float = 2.0,
    ) -> models.SmartTrade:
        """Ask for a SmartTrade until it has a status, as `SmartTrades.wait_until`."""
        from threecommas.smart_trades.wait_until import smart_trade_status
        from threecommas.status_waits import wait_until

        deadline = self._context.flows.deadline_of(timeout)
        flow = wait_until(smart_trade_status(smart_trade_id), status, interval=interval, deadline=deadline)
        return await run_flow_async(flow, self._perform)

    def watch(
        self,
        ids: Ids = None,
        *,
        timeout: float | None = None,
        interval: float = 2.0,
        max_interval: float = 30.0,
        via: Via = "polling",
    ) -> AsyncChanges[models.SmartTrade, models.SmartTradeStatusType]:
        """Yield each change of status as it is seen, for ``async for``, as `SmartTrades.watch`."""
        from threecommas.changes.iteration import async_changes_of
        from threecommas.changes.watch import Pace
        from threecommas.smart_trades.changes import watched_smart_trades

        pace = Pace(timeout, interval, max_interval)
        return async_changes_of(
            [(watched_smart_trades(), ids)], self._context.flows, pace, via, self._perform
        )

    async def stop_all(
        self,
        *,
        account_id: int | None = None,
        pair: str | None = None,
        timeout: float = 300.0,  # noqa: ASYNC109  (as httpx calls it; not a cancellation)
    ) -> StopReport:
        """Stop trading, with a report, as `SmartTrades.stop_all`."""
        from threecommas.smart_trades.stop_all import smart_trades

        flow = self._context.flows.stop_all([smart_trades()], timeout, account_id=account_id, pair=pair)
        return await run_flow_async(flow, self._perform)

    async def move_stop_loss(
        self,
        trade: models.SmartTrade | int,
        *,
        price: Amount | None = None,
        percent: Amount | None = None,
        limit_price: Amount | None = None,
    ) -> models.SmartTrade:
        """Move the stop loss of a SmartTrade and keep the rest, as `SmartTrades.move_stop_loss`."""
        from threecommas.smart_trades.move_target import move_stop_loss

        flow = move_stop_loss(trade, price=price, percent=percent, limit_price=limit_price)
        return await run_flow_async(flow, self._perform)

    async def move_take_profit(
        self,
        trade: models.SmartTrade | int,
        *,
        step: models.TakeProfitStep | int,
        price: Amount | None = None,
        percent: Amount | None = None,
    ) -> models.SmartTrade:
        """Move one target of a SmartTrade and keep the rest, as `SmartTrades.move_take_profit`."""
        from threecommas.smart_trades.move_target import move_take_profit

        flow = move_take_profit(trade, step=step, price=price, percent=percent)
        return await run_flow_async(flow, self._perform)
