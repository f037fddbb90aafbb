"""The grid bots of a client: the generated operations, and what is made or stopped by several of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
from threecommas_rest import models
from threecommas_rest.acceptance import Acceptance
from threecommas_rest.resources import AsyncGridBots as AsyncOperations
from threecommas_rest.resources import GridBots as Operations

from threecommas.create_once.context import CreateOnceContext
from threecommas.flow import async_steps, run_flow, run_flow_async, sync_steps

if TYPE_CHECKING:
    from threecommas.kill_switch.report import StopReport


class GridBots(Operations):
    """Grid bots, which buy and sell on the lines of a grid between two prices."""

    def __init__(self, http: httpx.Client, context: CreateOnceContext, acceptance: Acceptance) -> None:
        super().__init__(http, acceptance)
        self._context = context
        self._perform = sync_steps(self._send, context.timing)

    def create_once(
        self, body: models.CreateGridBot, *, key: str, interrupted: bool = False, cancel_surplus: bool = False
    ) -> models.GridBot:
        """Create a grid bot exactly once, however often and from however many processes this is called.

        `key` is your name for the bot, and stands at the end of its note with a digest of account, pair, both
        prices, number of lines, amount, spacing and direction. A bot that differs in one of these under a key
        in use is an error. All else is as for ``smart_trades.create_once``, with the list of grid bots: the
        looks before and after, `interrupted`, and the errors. With `cancel_surplus` a call deletes what it
        made too many itself. The bot is disabled, so one too many places nothing until it is enabled.

        Raises:
            OutcomeUnknownError: It is not known whether the bot exists. Call this again with the key.
            UnconfirmedOrderError: The bot exists, but whether it is the only one could not be seen.
            DuplicateOrderError: Several grid bots have the key.
            OrderMismatchError: The key is on another bot.
            EncodeError: The key or a field cannot be sent; nothing has left.
            GuardError: The account is not of the client's mode, or another guard forbids it.
            ConfigurationError: The client has no mode, or the key is in use by another call.
            ThreeCommasError: As for `create`; the bot does not exist.
        """
        # Deferred, as the models of grid bots take time that most programs need not spend.
        from threecommas.grid_bots.creation import grid_bot

        creation = self._context.creation(grid_bot(), body, key, cancel_surplus=cancel_surplus)
        made: models.GridBot = run_flow(creation.flow(interrupted=interrupted), self._perform)
        return made

    def stop_all(
        self, *, account_id: int | None = None, pair: str | None = None, timeout: float = 300.0
    ) -> StopReport:
        """Disable every grid bot that runs, and report.

        The orders of its lines are cancelled; coins and positions that it holds are kept. Otherwise as
        ``smart_trades.stop_all``: it goes on past every failure, needs the client's `mode`, and is over
        `timeout` so many seconds. Look at `StopReport.is_complete`.

        Raises:
            ConfigurationError: The client has no mode.
            EncodeError: The pair has another form, or the account is no number. Nothing was asked or stopped.
            GuardError: The account is not of the client's mode.
        """
        from threecommas.grid_bots.stop_all import grid_bots

        flow = self._context.flows.stop_all([grid_bots()], timeout, account_id=account_id, pair=pair)
        return run_flow(flow, self._perform)


class AsyncGridBots(AsyncOperations):
    """Grid bots, which buy and sell on the lines of a grid between two prices."""

    def __init__(self, http: httpx.AsyncClient, context: CreateOnceContext, acceptance: Acceptance) -> None:
        super().__init__(http, acceptance)
        self._context = context
        self._perform = async_steps(self._send, context.timing)

    async def create_once(
        self, body: models.CreateGridBot, *, key: str, interrupted: bool = False, cancel_surplus: bool = False
    ) -> models.GridBot:
        """Create a grid bot exactly once, however often this is called: as `GridBots.create_once`."""
        from threecommas.grid_bots.creation import grid_bot

        creation = self._context.creation(grid_bot(), body, key, cancel_surplus=cancel_surplus)
        made: models.GridBot = await run_flow_async(creation.flow(interrupted=interrupted), self._perform)
        return made

    async def stop_all(
        self,
        *,
        account_id: int | None = None,
        pair: str | None = None,
        timeout: float = 300.0,  # noqa: ASYNC109  (as httpx calls it; not a cancellation)
    ) -> StopReport:
        """Disable every grid bot that runs, with a report, as `GridBots.stop_all`."""
        from threecommas.grid_bots.stop_all import grid_bots

        flow = self._context.flows.stop_all([grid_bots()], timeout, account_id=account_id, pair=pair)
        return await run_flow_async(flow, self._perform)
