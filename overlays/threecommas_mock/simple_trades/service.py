"""Simple trades of one exchange: who may create what, and what the venue asks about one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from threecommas_mock.api.assumptions import STANDARD, Assumptions
from threecommas_mock.api.body_values import Body, get_integer
from threecommas_mock.api.errors import Forbidden, NotFound, Refusal
from threecommas_mock.simple_trades import creation, lifecycle, limits
from threecommas_mock.simple_trades.entity import SimpleTrade, number_of
from threecommas_mock.venue.desk import TradingDesk
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.positions import Position, after
from threecommas_mock.venue.price_levels import PriceLevels, price_levels
from threecommas_mock.venue.tradable import NewId

_FIRST_TRADE = 40000001
_FIRST_ORDER = 2000000001


class NotCancelable(Refusal):
    """The simple trade has ended, or is about to; 400 in the docs, 422 in an older edition of them."""

    def __init__(self) -> None:
        super().__init__("unprocessable_entity", "Trade cannot be cancelled")
        self.decided_by = "uncancelable_simple_trade"


class SimpleTradeLifecycle:
    """What the venue asks about a simple trade (see `venue.tradable`).

    *position_of* tells what the account of a simple trade holds of its pair.
    """

    is_pending = staticmethod(lifecycle.is_pending)
    is_timed = staticmethod(lifecycle.is_timed)
    fail_for_missing_funds = staticmethod(lifecycle.fail_for_missing_funds)
    funds = staticmethod(lifecycle.funds_difference)
    traded = staticmethod(lifecycle.traded_orders)

    def __init__(self, position_of: Callable[[SimpleTrade], Position]) -> None:
        self._position_of = position_of

    def advance(self, trade: SimpleTrade, view: MarketView) -> SimpleTrade:
        """Take *trade* one transition further."""
        position = self._position_of(trade) if trade.account.is_futures else Position()
        return lifecycle.advance(trade, view, position)

    def observe(self, trade: SimpleTrade, view: MarketView, new_order_id: NewId) -> SimpleTrade:
        """Let *trade* see the market; the same object if nothing came of it."""
        return lifecycle.observe(trade, view)

    def price_levels(self, trade: SimpleTrade, tick: Decimal) -> PriceLevels:
        """Tell at which prices *trade* has to be looked at."""
        return price_levels((trade.order,), tick)


class SimpleTrades:
    """The simple trades of all users, on the accounts of *desk*."""

    def __init__(self, desk: TradingDesk, assumptions: Assumptions = STANDARD) -> None:
        self.desk = desk
        self.assumptions = assumptions
        self.store = desk.open_store(
            SimpleTradeLifecycle(self.position_of), first_id=_FIRST_TRADE, first_order_id=_FIRST_ORDER
        )

    def position_of(self, trade: SimpleTrade) -> Position:
        """Return what the account of *trade* holds by simple trades of its pair and position side."""
        own = (trade.account.id, trade.pair, trade.position_side)
        position = Position()
        for other in self.store.state.items:
            if other.change and (other.account.id, other.pair, other.position_side) == own:
                position = after(position, other.change)
        return position

    def find(self, uuid: str, user: int) -> SimpleTrade:
        """Return one simple trade as it stands, or raise NotFound."""
        trade = self.store.get(number_of(uuid), user)
        if trade is None:
            raise NotFound.path()  # as documented on the page "Get Trade"
        return trade

    def poll(self, uuid: str, user: int) -> SimpleTrade:
        """Return one simple trade, after one due transition."""
        return self.desk.poll(self.store, self.find(uuid, user))

    def create(self, body: Body, user: int) -> SimpleTrade:
        """Create a simple trade, or raise the reason why not."""
        account = self.desk.account(get_integer(body, "account_id") or 0, user)
        if account is None:
            raise Forbidden.foreign_account()
        limits.check_parts(body)
        market = self.desk.market
        if body["pair"] not in market or market[body["pair"]].contract != account.is_futures:
            raise limits.SimpleTradeInvalid({"pair": ["is invalid"]})
        view = self.desk.view(body["pair"], account)
        limits.check_prices(body, view)
        trade = creation.new_simple_trade(
            body,
            trade_id=self.store.new_id(),
            order_id=self.store.new_order_id(),
            account=account,
            view=view,
        )
        limits.check_order(trade, view)
        limits.check_funds(self.store.shortage(trade))
        # What lies on the book, or has reached its trigger, meets the market as it stands.
        return self.store.put(lifecycle.observe(trade, view), view)

    def cancel(self, uuid: str, user: int) -> SimpleTrade:
        """Call one simple trade off, or raise NotCancelable."""
        trade = self.find(uuid, user)
        view = self.desk.view_of(trade)
        # A price that has met it came first, though no answer shows it yet.
        trade = lifecycle.observe(trade, view)
        if not trade.is_cancelable:
            raise NotCancelable
        return self.store.put(lifecycle.cancel(trade, view), view)
