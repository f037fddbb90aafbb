"""`ThreeCommas` and `AsyncThreeCommas`: the generated client over an httpx client that signs and takes care.

Everything is handed to httpx as arguments: the signature as its auth; guards, budget and repetitions as its
transport. The operations themselves are the generated client's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from threecommas_rest import AsyncClient, Client

from threecommas.accounts.resource import Accounts, AsyncAccounts
from threecommas.configured_client import Configured, Opening
from threecommas.dca_bots.resource import AsyncDcaBots, DcaBots
from threecommas.deals.resource import AsyncDeals, Deals
from threecommas.flow import async_steps, run_flow, run_flow_async, sync_steps
from threecommas.grid_bots.resource import AsyncGridBots, GridBots
from threecommas.smart_trades.resource import AsyncSmartTrades, SmartTrades
from threecommas.transport.fast_client import AsyncFastClient, FastClient
from threecommas.transport.httpx_transports import AsyncPipelineTransport, PipelineTransport
from threecommas.transport.user_client import (
    AsyncTransportArgument,
    TransportArgument,
    async_transport,
    sync_transport,
)

if TYPE_CHECKING:
    from threecommas_rest import models

    from threecommas.changes.iteration import AsyncChanges, Changes, Via
    from threecommas.changes.poll import Ids, Watched
    from threecommas.kill_switch.report import StopReport
    from threecommas.kill_switch.stoppable import Stoppable

    Watchable: TypeAlias = models.SmartTrade | models.Deal | models.Bot | models.GridBot


def _stoppables() -> list[Stoppable]:
    """Return everything that trades, in the order in which it is stopped: what starts others comes first."""
    # Few programs ever stop everything; the others start sooner.
    from threecommas.dca_bots.stop_all import dca_bots  # noqa: PLC0415
    from threecommas.deals.stop_all import deals  # noqa: PLC0415
    from threecommas.grid_bots.stop_all import grid_bots  # noqa: PLC0415
    from threecommas.smart_trades.stop_all import smart_trades  # noqa: PLC0415

    return [dca_bots(), grid_bots(), deals(), smart_trades()]


def _watched(smart_trades: Ids, deals: Ids, dca_bots: Ids, grid_bots: Ids) -> list[tuple[Watched[Any], Ids]]:
    """Return the kinds that are watched, with their numbers."""
    from threecommas.dca_bots.changes import watched_dca_bots  # noqa: PLC0415
    from threecommas.deals.changes import watched_deals  # noqa: PLC0415
    from threecommas.grid_bots.changes import watched_grid_bots  # noqa: PLC0415
    from threecommas.smart_trades.changes import watched_smart_trades  # noqa: PLC0415

    return [
        (watched_smart_trades(), smart_trades),
        (watched_deals(), deals),
        (watched_dca_bots(), dca_bots),
        (watched_grid_bots(), grid_bots),
    ]


class ThreeCommas(Configured[TransportArgument], Client):
    """Client of the 3Commas API: signed, typed, careful, with an error class for each decision.

    `api_key` and `signer` (`HmacSigner(secret)` or `RsaSigner(pem)`) come from the API keys page of 3Commas.
    Without them, and without `base_url` or `mode`, those of `environ` count, which is the process's own if
    None (see `threecommas.configuration.environment` for the names).

    What it may do: `mode` (``paper`` or ``real``) is sent with every operation that takes it, and in mode
    paper a write that does not go to a paper account is refused before it leaves, for which each new account
    or SmartTrade is asked for once. `read_only` refuses every write. `limits` (`Limits`) holds every order to
    what it may be worth, alone, in its position, with all others and in a day, and to accounts and pairs.
    `max_total` is the short form: a bare amount of dollar coins (USDT, USDC, USD ...) that neither an order
    nor all that goes into one SmartTrade may exceed; an order in another quote currency is refused. Both ask
    for what an order does not say, such as the price of the market, and refuse what cannot be determined;
    what they count and what they do not cover is said in `threecommas.guards.limits`. `dry_run` sends nothing
    at all, not even a question, and raises `DryRunError`, which shows the signed request.

    How it goes about it: `rate_budget` is ``wait``, ``refuse``, a `RateBudget` that may be shared, or None
    for none; `retries` says how often what may be sent again is sent again, None for never; `waits` how long
    a call may wait by itself, for the budget and before repetitions: a write for 5 seconds, or
    `RateBudgetExceededError` comes at once; `create_once` how patient ``smart_trades.create_once`` is.

    How it gets there: `timeout` is in seconds, for each of connecting, writing, reading and waiting for a
    connection. `deadline`, in seconds too, is for a whole call: questions of guards, waits, repetitions and
    reading the answer to its end included; None for none. An answer that is longer than `max_response_bytes`,
    decoded or not, is read no further. `proxy` is a URL; without it the environment's counts, but never on
    the way to this very machine. `transport` replaces httpx's own: another HTTP stack, an exchange in
    process, or an `httpx.Client` of yours, whose connections, proxies, certificates and hooks then count, and
    which stays yours to close. `stream_url` is where the websocket streams are. Without it
    THREECOMMAS_STREAM_URL counts, then the place of 3Commas, for a `base_url` of 3Commas alone.
    `stream_transport` opens each connection in its place (see `threecommas.streams.connection`). `allow_http`
    lets the key travel unencrypted to a host that is not this machine.

    Who watches: `event_hooks` are httpx's own, which see key and signature; `on_attempt` is called after
    each sending with an `Attempt`, which does not. `timing` replaces clock, sleep and chance.

    What it takes for an answer: any JSON object. A member that is not as documented raises `DeviationError`
    where it is used, as does one element of a list, and is one of the object's `deviations`. In an answer
    that is a list itself, an element of another kind is an `Undecoded`. `on_deviation` is called with a
    `DeviationNotice` for each kind that is new to the client, which is logged as a warning too. With `strict`
    such an answer is a `DecodeError`, and such an element of a list an `Undecoded`.

    Raises `ConfigurationError` for arguments that cannot work, before anything is sent.
    """

    accounts: Accounts
    """The accounts of exchanges, what they hold, and how they are connected."""

    dca_bots: DcaBots
    """DCA bots, which open deals by rules."""

    deals: Deals
    """The deals of DCA bots."""

    grid_bots: GridBots
    """Grid bots, which buy and sell between two prices."""

    smart_trades: SmartTrades
    """SmartTrades, which hold a position together with its take profit and stop loss."""

    def watch(
        self,
        *,
        smart_trades: Ids = None,
        deals: Ids = None,
        dca_bots: Ids = (),
        grid_bots: Ids = (),
        timeout: float | None = None,
        interval: float = 2.0,
        max_interval: float = 30.0,
        via: Via = "polling",
    ) -> Changes[Watchable, Any]:
        """Return each change of status as it is seen; `Change.kind` tells SmartTrades, deals and bots apart.

        None watches all that are active of a kind, bots also if disabled; ``()`` none of it. The status of a
        bot is ``enabled`` or ``disabled``. Otherwise as ``smart_trades.watch``. No stream tells of bots: with
        ``via="stream"`` they are asked for each `max_interval` seconds. `Changes.latest` has what goes on, as
        it was last seen. It is over once all that is watched has ended, which is never so for None or a bot
        that is not deleted, or at `timeout` seconds.

        Raises:
            ConfigurationError: The numbers or the seconds cannot be, or a stream needs what is not there.
            StreamUnavailableError: There is no stream, and `via` is ``stream``.
            StreamRefusedError: The stream rejects the key, and `via` is ``stream``.
            ThreeCommasError: As for `list` and `get` of SmartTrades and deals.
        """
        from threecommas.changes.iteration import changes_of  # noqa: PLC0415
        from threecommas.changes.watch import Pace  # noqa: PLC0415

        kinds = _watched(smart_trades, deals, dca_bots, grid_bots)
        pace = Pace(timeout, interval, max_interval)
        perform = sync_steps(self._send, self._flows.timing)
        return changes_of(kinds, self._flows, pace, via, perform)

    def stop_all(
        self, *, account_id: int | None = None, pair: str | None = None, timeout: float = 300.0
    ) -> StopReport:
        """Stop everything that trades: bots, grid bots, deals and SmartTrades, with one report.

        Bots are disabled first, so that none starts the next deal; one of several pairs is disabled as a
        whole. Then what holds a position is closed at market price, and what does not yet is cancelled. What
        grid bots have bought stays. Simple trades are left alone. It goes on past every failure, also of a
        whole list, and looks again for what could not be stopped at first. `account_id` and `pair` keep it to
        those. The mode of the client decides whose are stopped, those of the real or of the paper accounts.
        It is over `timeout` so many seconds; what was not reached by then is reported.

        `pair` has the form QUOTE_BASE in capitals. Where nothing is active on it, `StopReport.active_pairs`
        names the pairs on which something is. The report is complete then only if there is such a pair: an
        active element, a SmartTrade of any status or a market of the accounts shows it, and nothing is active
        on its reverse. Else `StopReport.doubt` says why not. To know the markets takes ACCOUNTS_READ.

        Look at `StopReport.is_complete`: nothing is raised for what goes on. The key needs BOTS_READ and
        BOTS_WRITE, SMART_TRADES_READ and SMART_TRADES_WRITE; without one of them the report says so.
        ``smart_trades.stop_all`` stops SmartTrades alone, ``deals.stop_all`` deals.

        Raises:
            ConfigurationError: The client has no mode.
            EncodeError: The pair has another form, or the account is no number. Nothing was asked or stopped.
            GuardError: The account is not of the client's mode.
        """
        flow = self._flows.stop_all(_stoppables(), timeout, account_id=account_id, pair=pair)
        return run_flow(flow, sync_steps(self._send, self._flows.timing))

    def _open(self, opening: Opening[TransportArgument]) -> None:
        transport = PipelineTransport(opening.opened(sync_transport), self._components.pipeline)
        http = FastClient(transport, self._components.auth, **opening.options)
        Client.__init__(self, http, opening.acceptance)
        self._build_request = http.build_request
        self.accounts = Accounts(http, opening.acceptance)
        self.dca_bots = DcaBots(http, opening.context.timing, opening.acceptance)
        self.smart_trades = SmartTrades(http, opening.context, opening.acceptance)
        self._flows = opening.context.flows
        self.deals = Deals(http, self._flows, opening.acceptance)
        self.grid_bots = GridBots(http, opening.context, opening.acceptance)


class AsyncThreeCommas(Configured[AsyncTransportArgument], AsyncClient):
    """`ThreeCommas` for asyncio and trio: the same arguments, the same operations, each awaited."""

    accounts: AsyncAccounts
    dca_bots: AsyncDcaBots
    deals: AsyncDeals
    grid_bots: AsyncGridBots
    smart_trades: AsyncSmartTrades

    def watch(
        self,
        *,
        smart_trades: Ids = None,
        deals: Ids = None,
        dca_bots: Ids = (),
        grid_bots: Ids = (),
        timeout: float | None = None,
        interval: float = 2.0,
        max_interval: float = 30.0,
        via: Via = "polling",
    ) -> AsyncChanges[Watchable, Any]:
        """Return each change of SmartTrades, deals and bots, for ``async for``, as `ThreeCommas.watch`."""
        from threecommas.changes.iteration import async_changes_of  # noqa: PLC0415
        from threecommas.changes.watch import Pace  # noqa: PLC0415

        kinds = _watched(smart_trades, deals, dca_bots, grid_bots)
        pace = Pace(timeout, interval, max_interval)
        perform = async_steps(self._send, self._flows.timing)
        return async_changes_of(kinds, self._flows, pace, via, perform)

    async def stop_all(
        self,
        *,
        account_id: int | None = None,
        pair: str | None = None,
        timeout: float = 300.0,  # noqa: ASYNC109  (as httpx calls it; not a cancellation)
    ) -> StopReport:
        """Stop everything that trades, with a report, as `ThreeCommas.stop_all`."""
        flow = self._flows.stop_all(_stoppables(), timeout, account_id=account_id, pair=pair)
        return await run_flow_async(flow, async_steps(self._send, self._flows.timing))

    def _open(self, opening: Opening[AsyncTransportArgument]) -> None:
        transport = AsyncPipelineTransport(opening.opened(async_transport), self._components.pipeline)
        http = AsyncFastClient(transport, self._components.auth, **opening.options)
        AsyncClient.__init__(self, http, opening.acceptance)
        self._build_request = http.build_request
        self.accounts = AsyncAccounts(http, opening.acceptance)
        self.dca_bots = AsyncDcaBots(http, opening.context.timing, opening.acceptance)
        self.smart_trades = AsyncSmartTrades(http, opening.context, opening.acceptance)
        self._flows = opening.context.flows
        self.deals = AsyncDeals(http, self._flows, opening.acceptance)
        self.grid_bots = AsyncGridBots(http, opening.context, opening.acceptance)
