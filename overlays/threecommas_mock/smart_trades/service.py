"""SmartTrades of one exchange: what users do with them, and how they go on by themselves.

The venue keeps them and lets time pass (see `venue.desk`). Here stand the rules of this room: who may create
what, what an unknown number is answered, and which of its functions the venue calls.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from threecommas_mock.api.assumptions import STANDARD, Assumptions
from threecommas_mock.api.body_values import Body, get_integer
from threecommas_mock.api.errors import Forbidden, LimitExceeded, NotFound, Refusal
from threecommas_mock.smart_trades import actions, creation, lifecycle, limits, liquidation, rules, watch
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.funds import funds_difference, traded_orders
from threecommas_mock.smart_trades.response_cache import ResponseCache
from threecommas_mock.smart_trades.statuses import Status
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.desk import TradingDesk
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.price_levels import PriceLevels
from threecommas_mock.venue.tradable import NewId

Action = Callable[[SmartTrade, MarketView], SmartTrade]
"""What a request does to a SmartTrade: gives the changed one, or raises a Refusal."""

_FIRST_SMART_TRADE = 30000001
_FIRST_ORDER = 1000000001


class SmartTradeLifecycle:
    """What the venue asks about a SmartTrade (see `venue.tradable`), decided by *assumptions*."""

    def __init__(self, assumptions: Assumptions) -> None:
        self.assumptions = assumptions
        self.is_pending = lifecycle.is_pending
        self.is_timed = lifecycle.is_timed
        self.fail_for_missing_funds = lifecycle.fail_for_missing_funds
        self.funds = funds_difference
        self.traded = traded_orders

    def price_levels(self, trade: SmartTrade, tick: Decimal) -> PriceLevels:
        """Tell at which prices *trade* has to be looked at."""
        return watch.watched_prices(trade, tick)

    def observe(self, trade: SmartTrade, view: MarketView, new_order_id: NewId) -> SmartTrade:
        """Let *trade* see the market; the same object if nothing came of it."""
        price = liquidation.reached(trade, view) if self.assumptions.liquidation else None
        if price is None:
            return watch.observe(trade, view)
        return liquidation.liquidate(trade, price, view, new_order_id)

    def advance(self, trade: SmartTrade, view: MarketView) -> SmartTrade:
        """Take *trade* one transition further; with the time of an end that has not come, if so chosen."""
        advanced = lifecycle.advance(trade, view)
        waits = advanced.status is Status.WAITING_TARGETS and advanced.closed_at is None
        if waits and self.assumptions.closed_at == "while_waiting":
            return replace(advanced, closed_at=view.now)
        return advanced


class SmartTrades:
    """The SmartTrades of all users, on the accounts of *desk*."""

    def __init__(self, desk: TradingDesk, assumptions: Assumptions = STANDARD) -> None:
        self.desk = desk
        self._lifecycle = SmartTradeLifecycle(assumptions)
        self.store = desk.open_store(
            self._lifecycle, first_id=_FIRST_SMART_TRADE, first_order_id=_FIRST_ORDER
        )
        self._responses = ResponseCache()

    @property
    def assumptions(self) -> Assumptions:
        """How open questions are decided; may be set, and counts for what happens from then."""
        return self._lifecycle.assumptions

    @assumptions.setter
    def assumptions(self, assumptions: Assumptions) -> None:
        self._lifecycle.assumptions = assumptions

    def status_of(self, refusal: Refusal) -> int:
        """Return the HTTP status of *refusal*, which an assumption may decide."""
        return self.assumptions.status_of(refusal)

    def json(self, trade: SmartTrade) -> bytes:
        """Return *trade* as the JSON of an answer."""
        return self._responses.of(trade, self.desk.view_of(trade))

    def find(self, number: int, user: int, decided_by: str | None = None) -> SmartTrade:
        """Return one SmartTrade as it stands, or raise NotFound.

        *decided_by* is the assumption that decides the status of that answer, None for 404.
        """
        trade = self.store.get(number, user)
        if trade is None:
            # As documented on the pages of the SmartTrade actions.
            raise NotFound("Not found", "Smart Trade not found", decided_by=decided_by)
        return trade

    def poll(self, number: int, user: int, decided_by: str | None = None) -> SmartTrade:
        """Return one SmartTrade, after one due transition."""
        return self.desk.poll(self.store, self.find(number, user, decided_by))

    def create(self, body: Body, user: int) -> SmartTrade:
        """Create a SmartTrade, or raise the reason why not."""
        rules.check_create(body)
        account = self._account(get_integer(body, "account_id") or 0, user)
        market = self.desk.market
        if body["pair"] not in market or market[body["pair"]].contract != account.is_futures:
            # Inferred: no page shows an unknown pair. It is well formed, so it is not a 400.
            raise LimitExceeded({"pair": ["is invalid"]})
        view = self.desk.view(body["pair"], account)
        limits.check_prices(body, view.pair)
        trade = creation.new_smart_trade(
            body,
            trade_id=self.store.new_id(),
            account=account,
            view=view,
            new_order_id=self.store.new_order_id,
        )
        limits.check_leverage(trade)
        limits.check_entry(trade.position, view.pair)
        limits.check_targets(trade)
        limits.check_funds(self.store.shortage(trade), "position.total")
        return self.store.put(trade, view)

    def create_json(self, body: Body, user: int) -> bytes:
        """Create a SmartTrade for another room; gives the JSON of its answer."""
        return self.json(self.create(body, user))

    def change(self, number: int, user: int, action: Action, decided_by: str | None = None) -> SmartTrade:
        """Do *action* to one SmartTrade as it stands: what is pending stays pending."""
        trade = self.find(number, user, decided_by)
        view = self.desk.view_of(trade)
        changed = action(trade, view)
        key = "position.total" if len(changed.additions) == len(trade.additions) else "total"
        limits.check_funds(self.store.shortage(changed), key)
        return self.store.put(changed, view)

    def force_process(self, number: int, user: int) -> SmartTrade:
        """Settle what is pending without waiting for its delay."""
        trade = self.find(number, user)
        actions.require_force_process(trade)
        return self.desk.advance(self.store, trade)

    def _account(self, number: int, user: int) -> Account:
        account = self.desk.account(number, user)
        # One answer for both, so that nobody can find out which accounts exist.
        if account is None:
            raise Forbidden.foreign_account()
        return account
