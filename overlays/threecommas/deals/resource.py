"""The deals of a client: the generated operations, and what asks for one or several again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
from threecommas_rest import models
from threecommas_rest.acceptance import Acceptance
from threecommas_rest.resources import AsyncDeals as AsyncOperations
from threecommas_rest.resources import Deals as Operations

from threecommas.flow import async_steps, run_flow, run_flow_async, sync_steps
from threecommas.kill_switch.context import FlowContext

if TYPE_CHECKING:
    from threecommas.changes.iteration import AsyncChanges, Changes, Via
    from threecommas.changes.poll import Ids
    from threecommas.deals.wait_until import Statuses
    from threecommas.kill_switch.report import StopReport


class Deals(Operations):
    """The deals of DCA bots, which buy and sell by the rules of their bot."""

    def __init__(self, http: httpx.Client, context: FlowContext, acceptance: Acceptance) -> None:
        super().__init__(http, acceptance)
        self._context = context
        self._perform = sync_steps(self._send, self._context.timing)

    def wait_until(
        self,
        deal_id: int,
        status: Statuses | None = None,
        *,
        timeout: float = 300.0,
        interval: float = 2.0,
    ) -> models.Deal:
        """Ask for a deal until it has a status, and return it.

        `status` is one of `DealStatus` or several; None waits for any that ends a deal, such as completed,
        panic_sold or failed. It is asked for at once, then `interval` so many seconds, and given up once it
        is not there `timeout` so many. Each question counts in the rate budget, of which deals have 120 a
        minute, and neither that nor a slow answer makes it take longer.

        Raises:
            StatusNotReachedError: The time is up, or the deal has come to another end.
            ConfigurationError: The seconds cannot be, or there is no status to wait for.
            ThreeCommasError: As for `get`.
        """
        from threecommas.deals.wait_until import deal_status
        from threecommas.status_waits import wait_until

        deadline = self._context.deadline_of(timeout)
        flow = wait_until(deal_status(deal_id), status, interval=interval, deadline=deadline)
        return run_flow(flow, self._perform)

    def watch(
        self,
        ids: Ids = None,
        *,
        timeout: float | None = None,
        interval: float = 2.0,
        max_interval: float = 30.0,
        via: Via = "polling",
    ) -> Changes[models.Deal, models.DealStatus]:
        """Yield each change of status as it is seen: of these deals, or of all that are active.

        At first each is yielded as it is, with `Change.old` None. Then each change is yielded once, those of
        one deal in their order, those of one look in the order of `updated_at`. What leaves the list of the
        active ones is asked for by its number, so its end is always seen. Statuses that come and go between
        two looks are not. Without `ids`, neither is a deal that begins and ends between them.

        One look takes a request for each 100 active deals, and one for each that has left their list, 20 at
        most. It is repeated `interval` seconds after a change. Each wait without one is half as long again as
        the last, up to `max_interval` seconds. Requests count in the rate budget, and leave alone what it
        keeps back for closing.

        It is over once all of `ids` have ended, or at `timeout` seconds after this call, None for never. It
        raises nothing then: the last changes say what has ended. A lost answer, a 429, a 5xx or a used-up
        budget is logged, and the next look follows, unless it was the first. What was seen and is gone (404)
        is logged, and watched no more. What is not as documented is passed by, and `on_deviation` is told.

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
        from threecommas.deals.changes import watched_deals

        pace = Pace(timeout, interval, max_interval)
        return changes_of([(watched_deals(), ids)], self._context, pace, via, self._perform)

    def stop_all(
        self, *, account_id: int | None = None, pair: str | None = None, timeout: float = 300.0
    ) -> StopReport:
        """Close every active deal at market price, cancel what holds no coins yet, and report.

        Bots go on, and may start the next deal within seconds: ``client.stop_all`` disables them first.
        Otherwise as ``smart_trades.stop_all``: it goes on past every failure, needs the client's `mode`, and
        is over `timeout` so many seconds. Look at `StopReport.is_complete`.

        Raises:
            ConfigurationError: The client has no mode.
            EncodeError: The pair has another form, or the account is no number. Nothing was asked or stopped.
            GuardError: The account is not of the client's mode.
        """
        from threecommas.deals.stop_all import deals

        flow = self._context.stop_all([deals()], timeout, account_id=account_id, pair=pair)
        return run_flow(flow, self._perform)


class AsyncDeals(AsyncOperations):
    """The deals of DCA bots, which buy and sell by the rules of their bot."""

    def __init__(self, http: httpx.AsyncClient, context: FlowContext, acceptance: Acceptance) -> None:
        super().__init__(http, acceptance)
        self._context = context
        self._perform = async_steps(self._send, self._context.timing)

    async def wait_until(
        self,
        deal_id: int,
        status: Statuses | None = None,
        *,
        timeout: float = 300.0,  # noqa: ASYNC109  (as httpx calls it; not a cancellation)
        interval: float = 2.0,
    ) -> models.Deal:
        """Ask for a deal until it has a status, as `Deals.wait_until`."""
        from threecommas.deals.wait_until import deal_status
        from threecommas.status_waits import wait_until

        deadline = self._context.deadline_of(timeout)
        flow = wait_until(deal_status(deal_id), status, interval=interval, deadline=deadline)
        return await run_flow_async(flow, self._perform)

    def watch(
        self,
        ids: Ids = None,
        *,
        timeout: float | None = None,
        interval: float = 2.0,
        max_interval: float = 30.0,
        via: Via = "polling",
    ) -> AsyncChanges[models.Deal, models.DealStatus]:
        """Yield each change of status as it is seen, for ``async for``, as `deals.watch`."""
        from threecommas.changes.iteration import async_changes_of
        from threecommas.changes.watch import Pace
        from threecommas.deals.changes import watched_deals

        pace = Pace(timeout, interval, max_interval)
        return async_changes_of([(watched_deals(), ids)], self._context, pace, via, self._perform)

    async def stop_all(
        self,
        *,
        account_id: int | None = None,
        pair: str | None = None,
        timeout: float = 300.0,  # noqa: ASYNC109  (as httpx calls it; not a cancellation)
    ) -> StopReport:
        """Close or cancel every active deal, with a report, as `Deals.stop_all`."""
        from threecommas.deals.stop_all import deals

        flow = self._context.stop_all([deals()], timeout, account_id=account_id, pair=pair)
        return await run_flow_async(flow, self._perform)
