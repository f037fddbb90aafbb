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

from threecommas_mock.api.assumptions import STANDARD, Choices
from threecommas_mock.api.body_values import Body, integer
from threecommas_mock.api.errors import Forbidden, LimitExceeded, NotFound
from threecommas_mock.smart_trades import actions, creation, limits, liquidation, rules
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.smart_trades.lifecycle import is_pending, refuse, step
from threecommas_mock.smart_trades.response_cache import Renderings
from threecommas_mock.venue.accounts import Account, Mode
from threecommas_mock.venue.balances import Balances
from threecommas_mock.venue.clock import Clock
from threecommas_mock.venue.market import Market
from threecommas_mock.venue.market_view import Moment
from threecommas_mock.venue.matching import observe
from threecommas_mock.venue.order_types import Status
from threecommas_mock.venue.store import Ledger
from threecommas_mock.venue.trading_rules import NO_TERMS, Terms

Action = Callable[[SmartTrade, Moment], SmartTrade]
"""What a request does to a SmartTrade: gives the changed one, or raises a Refusal."""


class Desk:
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
        terms: Mapping[str, Terms] | None = None,
        choices: Choices = STANDARD,
        web_mode: Mode = Mode.REAL,
    ) -> None:
        self.choices = choices
        self.web_mode = web_mode
        self.market = market
        self.clock = clock
        self.ledger = Ledger()
        self.renderings = Renderings()
        self._terms = dict(terms or {})
        self._accounts = {account.id: self.terms(account.type).of_account(account) for account in accounts}
        _demand_account_types(self._terms, self._accounts.values())
        self._delay = delay

    def moment(self, pair: str, account: Account | None = None) -> Moment:
        """Look at the world around *pair* right now, as *account* may trade it."""
        found = self.market[pair]
        terms = None if account is None else self._terms.get(account.type)
        if terms is not None:
            found = terms.of_pair(found)
        return Moment(self.clock.now(), found, self.market.usd_price(found.quote_currency))

    def moment_of(self, trade: SmartTrade) -> Moment:
        """Look at the world around *trade* right now."""
        return self.moment(trade.pair, trade.account)

    def terms(self, account_type: str) -> Terms:
        """Return what accounts of a type ask for."""
        return self._terms.get(account_type, NO_TERMS)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts of all users."""
        return tuple(self._accounts.values())

    def balances(self, account_id: int) -> Balances:
        """Return what an account has now; raises KeyError for a number that no account has."""
        return self.ledger.wallets.balances(self._accounts[account_id])

    def find(self, trade_id: int, user: int, decided_by: str | None = None) -> SmartTrade:
        """Return one SmartTrade as it stands, or raise NotFound; *decided_by* is what its status goes by."""
        trade = self.ledger.get(trade_id, user)
        if trade is None:
            # As documented on the pages of the SmartTrade actions.
            raise NotFound("Not found", "Smart Trade not found", decided_by=decided_by)
        return trade

    def read(self, trade_id: int, user: int, decided_by: str | None = None) -> SmartTrade:
        """Return one SmartTrade, after one due transition."""
        return self._settle(self.find(trade_id, user, decided_by))

    def read_all(self, user: int) -> list[SmartTrade]:
        """Return every SmartTrade of a user, each after one due transition."""
        for trade in self.ledger.restless():
            if trade.account.owner == user:
                self._settle(trade)
        return list(self.ledger.of_user(user))

    def create(self, body: Body, user: int) -> SmartTrade:
        """Create a SmartTrade, or raise the reason why not."""
        rules.check_create(body)
        account = self._account(integer(body, "account_id") or 0, user)
        if body["pair"] not in self.market or self.market[body["pair"]].contract != account.is_futures:
            # Inferred: no page shows an unknown pair. It is well formed, so it is not a 400.
            raise LimitExceeded({"pair": ["is invalid"]})
        moment = self.moment(body["pair"], account)
        limits.check_prices(body, moment.pair)
        trade = creation.smart_trade(
            body,
            trade_id=self.ledger.new_smart_trade_id(),
            account=account,
            moment=moment,
            new_order_id=self.ledger.new_order_id,
        )
        limits.check_leverage(trade)
        limits.check_entry(trade.position, moment.pair)
        limits.check_targets(trade)
        limits.check_funds(self.ledger.shortage(trade), "position.total")
        return self.ledger.put(trade, moment)

    def change(self, trade_id: int, user: int, action: Action, decided_by: str | None = None) -> SmartTrade:
        """Do *action* to one SmartTrade as it stands: what is pending stays pending."""
        trade = self.find(trade_id, user, decided_by)
        moment = self.moment_of(trade)
        changed = action(trade, moment)
        key = "position.total" if len(changed.additions) == len(trade.additions) else "total"
        limits.check_funds(self.ledger.shortage(changed), key)
        return self.ledger.put(changed, moment)

    def force_process(self, trade_id: int, user: int) -> SmartTrade:
        """Settle what is pending without waiting for its delay."""
        trade = self.find(trade_id, user)
        actions.demand_processing(trade)
        return self._advance(trade)

    def price_moved(self, pair: str) -> None:
        """Let SmartTrades that wait for prices of *pair* see them; call `settle_due` before the move."""
        for trade in self.ledger.reached(self.market[pair]):
            moment = self.moment_of(trade)
            seen = self._see(trade, moment)
            if seen is not trade:
                self.ledger.put(seen, moment)

    def settle_due(self) -> None:
        """Settle every transition that is due, over and over until none is."""
        self._repeat(self._settle)

    def settle_all(self) -> None:
        """Settle everything pending, due or not."""
        self._repeat(self._advance)

    def _repeat(self, settle: Callable[[SmartTrade], SmartTrade]) -> None:
        changed = True
        while changed:
            changed = False
            # A copy of the list each time: settling puts trades in and takes them out.
            for trade in self.ledger.restless():
                changed = not settle(trade).is_where(trade) or changed

    def _account(self, account_id: int, user: int) -> Account:
        account = self._accounts.get(account_id)
        # One answer for both, so that nobody can find out which accounts exist.
        if account is None or account.owner != user:
            raise Forbidden.foreign_account()
        return account

    def _settle(self, trade: SmartTrade) -> SmartTrade:
        """Take *trade* one transition further if one is due; the same object if not."""
        since = self.ledger.restless_since(trade)
        if since is None:
            return trade
        if self.clock.now() - since < self._delay:
            return trade
        return self._advance(trade)

    def _advance(self, trade: SmartTrade) -> SmartTrade:
        """Let *trade* see the market and go one transition further; the same object if nothing changed."""
        moment = self.moment_of(trade)
        seen = self._see(trade, moment)
        if is_pending(seen):
            stepped = step(seen, moment)
            if self.ledger.shortage(stepped) is not None:
                stepped = refuse(seen, stepped, moment)
            # Orders that were placed just now may meet the market as it stands.
            seen = self._told_closed(self._see(stepped, moment), moment)
        return trade if seen is trade else self.ledger.put(seen, moment)

    def _told_closed(self, trade: SmartTrade, moment: Moment) -> SmartTrade:
        """Give *trade* the time of an end that has not come, if it was so chosen."""
        waits = trade.status is Status.WAITING_TARGETS and trade.closed_at is None
        if self.choices.closed_at == "while_waiting" and waits:
            return replace(trade, closed_at=moment.now)
        return trade

    def _see(self, trade: SmartTrade, moment: Moment) -> SmartTrade:
        """Let *trade* see the market; the same object if nothing came of it."""
        price = liquidation.reached(trade, moment) if self.choices.liquidation else None
        if price is None:
            return observe(trade, moment)
        return liquidation.liquidate(trade, price, moment, self.ledger.new_order_id)


def _demand_account_types(terms: Iterable[str], accounts: Iterable[Account]) -> None:
    known = sorted({account.type for account in accounts})
    for name in terms:
        if name not in known:
            raise ValueError(f"terms: no account is of type {name!r}; there are {', '.join(known)}")
