"""The exchange without HTTP: accounts, market, time and SmartTrades, and what users do with them.

Time is made visible by polling. With no delay, every reading of a SmartTrade first settles one pending
transition, so a poller sees each status once; with a delay, a transition is due that long after the one
before it. A price move first settles everything that is due, so nothing armed misses a price. How long
3Commas really takes is not documented: all of this is the mock's own choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from threecommas_mock.api.assumptions import STANDARD, Assumptions
from threecommas_mock.api.body_values import Body, get_integer
from threecommas_mock.api.errors import Forbidden, LimitExceeded, NotFound
from threecommas_mock.smart_trades import actions, creation, limits, liquidation, rules
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.lifecycle import advance, fail_for_missing_funds, is_pending
from threecommas_mock.smart_trades.response_cache import ResponseCache
from threecommas_mock.venue.accounts import Account, Mode
from threecommas_mock.venue.balances import Balances
from threecommas_mock.venue.clock import Clock
from threecommas_mock.venue.market import Market
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.matching import observe
from threecommas_mock.venue.order_types import Status
from threecommas_mock.venue.store import Store
from threecommas_mock.venue.trading_rules import NO_TRADING_RULES, TradingRules

Action = Callable[[SmartTrade, MarketView], SmartTrade]
"""What a request does to a SmartTrade: gives the changed one, or raises a Refusal."""


class TradingDesk:
    """All state of one exchange. Not thread-safe: its owner takes one call at a time.

    *web_mode* is what the users have chosen in the web application: the mode of a request without a header.
    """

    def __init__(
        self,
        *,
        accounts: Iterable[Account],
        market: Market,
        clock: Clock,
        delay: timedelta = timedelta(),
        trading_rules: Mapping[str, TradingRules] | None = None,
        assumptions: Assumptions = STANDARD,
        web_mode: Mode = Mode.REAL,
    ) -> None:
        self.assumptions = assumptions
        self.web_mode = web_mode
        self.market = market
        self.clock = clock
        self.store = Store()
        self.renderings = ResponseCache()
        self._trading_rules = dict(trading_rules or {})
        self._accounts = {
            account.id: self.trading_rules(account.type).of_account(account) for account in accounts
        }
        _require_account_types(self._trading_rules, self._accounts.values())
        self._delay = delay

    def view(self, pair: str, account: Account | None = None) -> MarketView:
        """Look at the world around *pair* right now, as *account* may trade it."""
        found = self.market[pair]
        trading_rules = None if account is None else self._trading_rules.get(account.type)
        if trading_rules is not None:
            found = trading_rules.of_pair(found)
        return MarketView(self.clock.now(), found, self.market.usd_price(found.quote_currency))

    def view_of(self, trade: SmartTrade) -> MarketView:
        """Look at the world around *trade* right now."""
        return self.view(trade.pair, trade.account)

    def trading_rules(self, account_type: str) -> TradingRules:
        """Return what accounts of a type ask for."""
        return self._trading_rules.get(account_type, NO_TRADING_RULES)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts of all users."""
        return tuple(self._accounts.values())

    def balances(self, account_id: int) -> Balances:
        """Return what an account has now; raises KeyError for a number that no account has."""
        return self.store.wallets.balances(self._accounts[account_id])

    def find(self, trade_id: int, user: int, decided_by: str | None = None) -> SmartTrade:
        """Return one SmartTrade as it stands, or raise NotFound; *decided_by* is what its status goes by."""
        trade = self.store.get(trade_id, user)
        if trade is None:
            # As documented on the pages of the SmartTrade actions.
            raise NotFound("Not found", "Smart Trade not found", decided_by=decided_by)
        return trade

    def read(self, trade_id: int, user: int, decided_by: str | None = None) -> SmartTrade:
        """Return one SmartTrade, after one due transition."""
        return self._settle(self.find(trade_id, user, decided_by))

    def read_all(self, user: int) -> list[SmartTrade]:
        """Return every SmartTrade of a user, each after one due transition."""
        for trade in self.store.pending():
            if trade.account.owner == user:
                self._settle(trade)
        return list(self.store.of_user(user))

    def create(self, body: Body, user: int) -> SmartTrade:
        """Create a SmartTrade, or raise the reason why not."""
        rules.check_create(body)
        account = self._account(get_integer(body, "account_id") or 0, user)
        if body["pair"] not in self.market or self.market[body["pair"]].contract != account.is_futures:
            # Inferred: no page shows an unknown pair. It is well formed, so it is not a 400.
            raise LimitExceeded({"pair": ["is invalid"]})
        view = self.view(body["pair"], account)
        limits.check_prices(body, view.pair)
        trade = creation.new_smart_trade(
            body,
            trade_id=self.store.new_smart_trade_id(),
            account=account,
            view=view,
            new_order_id=self.store.new_order_id,
        )
        limits.check_leverage(trade)
        limits.check_entry(trade.position, view.pair)
        limits.check_targets(trade)
        limits.check_funds(self.store.shortage(trade), "position.total")
        return self.store.put(trade, view)

    def change(self, trade_id: int, user: int, action: Action, decided_by: str | None = None) -> SmartTrade:
        """Do *action* to one SmartTrade as it stands: what is pending stays pending."""
        trade = self.find(trade_id, user, decided_by)
        view = self.view_of(trade)
        changed = action(trade, view)
        key = "position.total" if len(changed.additions) == len(trade.additions) else "total"
        limits.check_funds(self.store.shortage(changed), key)
        return self.store.put(changed, view)

    def force_process(self, trade_id: int, user: int) -> SmartTrade:
        """Settle what is pending without waiting for its delay."""
        trade = self.find(trade_id, user)
        actions.require_force_process(trade)
        return self._advance(trade)

    def price_moved(self, pair: str) -> None:
        """Let SmartTrades that wait for prices of *pair* see them; call `settle_due` before the move."""
        for trade in self.store.reached(self.market[pair]):
            view = self.view_of(trade)
            seen = self._observe_market(trade, view)
            if seen is not trade:
                self.store.put(seen, view)

    def settle_due(self) -> None:
        """Settle every transition that is due, over and over until none is."""
        self._until_settled(self._settle)

    def settle_all(self) -> None:
        """Settle everything pending, due or not."""
        self._until_settled(self._advance)

    def _until_settled(self, settle: Callable[[SmartTrade], SmartTrade]) -> None:
        changed = True
        while changed:
            changed = False
            # A copy of the list each time: settling puts trades in and takes them out.
            for trade in self.store.pending():
                changed = not settle(trade).same_state_as(trade) or changed

    def _account(self, account_id: int, user: int) -> Account:
        account = self._accounts.get(account_id)
        # One answer for both, so that nobody can find out which accounts exist.
        if account is None or account.owner != user:
            raise Forbidden.foreign_account()
        return account

    def _settle(self, trade: SmartTrade) -> SmartTrade:
        """Take *trade* one transition further if one is due; the same object if not."""
        since = self.store.pending_since(trade)
        if since is None:
            return trade
        if self.clock.now() - since < self._delay:
            return trade
        return self._advance(trade)

    def _advance(self, trade: SmartTrade) -> SmartTrade:
        """Let *trade* see the market and go one transition further; the same object if nothing changed."""
        view = self.view_of(trade)
        seen = self._observe_market(trade, view)
        if is_pending(seen):
            stepped = advance(seen, view)
            if self.store.shortage(stepped) is not None:
                stepped = fail_for_missing_funds(seen, stepped, view)
            # Orders that were placed just now may meet the market as it stands.
            seen = self._told_closed(self._observe_market(stepped, view), view)
        return trade if seen is trade else self.store.put(seen, view)

    def _told_closed(self, trade: SmartTrade, view: MarketView) -> SmartTrade:
        """Give *trade* the time of an end that has not come, if it was so chosen."""
        waits = trade.status is Status.WAITING_TARGETS and trade.closed_at is None
        if self.assumptions.closed_at == "while_waiting" and waits:
            return replace(trade, closed_at=view.now)
        return trade

    def _observe_market(self, trade: SmartTrade, view: MarketView) -> SmartTrade:
        """Let *trade* see the market; the same object if nothing came of it."""
        price = liquidation.reached(trade, view) if self.assumptions.liquidation else None
        if price is None:
            return observe(trade, view)
        return liquidation.liquidate(trade, price, view, self.store.new_order_id)


def _require_account_types(trading_rules: Iterable[str], accounts: Iterable[Account]) -> None:
    known = sorted({account.type for account in accounts})
    for name in trading_rules:
        if name not in known:
            raise ValueError(f"trading_rules: no account is of type {name!r}; there are {', '.join(known)}")
