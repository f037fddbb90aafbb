"""The deals of one exchange: what bots and users do with them, and how they go on by themselves.

Bots start deals and end them by their own number; users reach a deal by its number. What a deal needs of
other rooms is handed in: *open_smart_trade* makes a SmartTrade of a deal, *stop_bot* disables its bot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from threecommas_mock.api.assumptions import STANDARD, Assumptions
from threecommas_mock.api.errors import LimitExceeded, NotFound, WrongState
from threecommas_mock.dca.settings import DcaSettings
from threecommas_mock.deals import actions, closing, conversion, responses
from threecommas_mock.deals.entity import Deal
from threecommas_mock.deals.lifecycle import DealLifecycle
from threecommas_mock.deals.statuses import Status, flags
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.balances import Balance
from threecommas_mock.venue.decimal_math import format_decimal
from threecommas_mock.venue.desk import TradingDesk
from threecommas_mock.venue.market_view import MarketView

Action = Callable[[Deal, MarketView], Deal]
"""What a request does to a deal: gives the changed one, or raises a Refusal."""

OpenSmartTrade = Callable[[Mapping[str, Any], int], Any]
"""Creates the SmartTrade of a body for a user; gives the JSON of its answer."""

_FIRST_DEAL = 2_300_000_001
_FIRST_ORDER = 1_500_000_001


class Deals:
    """The deals of all users, on the accounts of *desk*."""

    def __init__(
        self,
        desk: TradingDesk,
        assumptions: Assumptions = STANDARD,
        *,
        open_smart_trade: OpenSmartTrade | None = None,
        stop_bot: Callable[[int], object] = lambda _: None,
    ) -> None:
        self.desk = desk
        self.lifecycle = DealLifecycle(assumptions)
        self.store = desk.open_store(self.lifecycle, first_id=_FIRST_DEAL, first_order_id=_FIRST_ORDER)
        self.lifecycle.new_order_id = self.store.new_order_id
        self.lifecycle.shortage = self.store.shortage
        self.stop_bot = stop_bot
        self._open_smart_trade = open_smart_trade
        self._numbers: dict[int, list[int]] = {}
        # After the store, which tells what is left.
        desk.tell_of_accounts(self)

    @property
    def assumptions(self) -> Assumptions:
        """How open questions are decided; may be set, and counts for what happens from then."""
        return self.lifecycle.assumptions

    @assumptions.setter
    def assumptions(self, assumptions: Assumptions) -> None:
        self.lifecycle.assumptions = assumptions

    def start(
        self,
        settings: DcaSettings,
        *,
        bot_id: int,
        bot_name: str,
        account: Account,
        pair: str,
        now: datetime | None = None,
        note: str | None = None,
    ) -> Deal:
        """Open a deal; its base order follows by itself. *now* is the time of the exchange without one."""
        view = self.desk.view(pair, account)
        free = self.desk.balances(account.id).get(view.pair.quote_currency, Balance()).free
        moment = view.now if now is None else now
        deal = Deal(
            id=self.store.new_id(),
            account=account,
            pair=pair,
            bot_id=bot_id,
            bot_name=bot_name,
            settings=settings,
            status=Status.CREATED,
            created_at=moment,
            updated_at=moment,
            balance=max(free, Decimal(0)),
            note=note,
        )
        self._numbers.setdefault(bot_id, []).append(deal.id)
        return self.store.put(deal, view)

    def account_changed(self, account: Account) -> None:
        """Do nothing: the store holds the deals."""

    def account_removed(self, number: int) -> None:
        """Forget whose the deals on an account were."""
        self.restored()

    def restored(self) -> None:
        """Learn whose the deals of a store are that was restored."""
        self._numbers = {}
        for deal in self.store.state.items:
            self._numbers.setdefault(deal.bot_id, []).append(deal.id)

    def find(self, number: int, user: int) -> Deal:
        """Return one deal as it stands, or raise NotFound."""
        deal = self.store.get(number, user)
        if deal is None:
            raise NotFound.path()
        return deal

    def deal(self, number: int) -> Deal:
        """Return one deal as it stands, whoever owns it, or raise KeyError."""
        return self.store[number]

    def poll(self, number: int, user: int) -> Deal:
        """Return one deal, after one due transition."""
        return self.desk.poll(self.store, self.find(number, user))

    def view_of(self, deal: Deal) -> MarketView:
        """Look at the market around *deal* right now."""
        return self.desk.view_of(deal)

    def shown(self, deal: Deal) -> dict[str, Any]:
        """Return *deal* as the JSON of an answer about it alone."""
        return responses.shown(deal, self.view_of(deal), self.assumptions)

    def listed(self, deal: Deal) -> dict[str, Any]:
        """Return *deal* as the JSON that lists have."""
        return responses.listed(deal, self.view_of(deal), self.assumptions)

    def change(self, number: int, user: int, action: Action) -> Deal:
        """Do *action* to one deal as it stands: what is pending stays pending."""
        deal = self.find(number, user)
        view = self.view_of(deal)
        changed = action(deal, view)
        shortage = self.store.shortage(changed)
        if shortage is not None:
            needed, free = format_decimal(shortage.needed), format_decimal(shortage.free)
            raise LimitExceeded(
                {"quantity": [f"not enough {shortage.currency}: {needed} needed, {free} free"]}
            )
        return deal if changed is deal else self.store.put(changed, view)

    def convert(self, number: int, user: int, *, stop_bot: bool) -> Any:
        """Give the coins of a deal to a new SmartTrade, and end the deal as cancelled."""
        deal = self.find(number, user)
        if not flags(deal.status).convertable or self._open_smart_trade is None:
            raise WrongState("Convert to SmartTrade")
        view = self.view_of(deal)
        body = conversion.smart_trade_body(deal, view)
        with self.desk.books.as_one():
            # The coins have to be free before the SmartTrade can take them.
            self.store.put(conversion.handed_over(deal, view), view)
            try:
                answer = self._open_smart_trade(body, user)
            except Exception:
                self.store.put(deal, view)
                raise
        # Only once the SmartTrade stands: a refusal leaves deal and bot as they were.
        if stop_bot:
            self.stop_bot(deal.bot_id)
        return answer

    def of_bot(self, bot_id: int) -> tuple[Deal, ...]:
        """Return every deal of a bot, oldest first."""
        return tuple(self.store[number] for number in self._numbers.get(bot_id, ()))

    def active(self, bot_id: int) -> tuple[Deal, ...]:
        """Return the deals of a bot that have not ended, oldest first."""
        return tuple(deal for deal in self.of_bot(bot_id) if not deal.is_closed)

    def cancel_all(self, bot_id: int) -> None:
        """Cancel the active deals of a bot; the coins stay."""
        self._all(bot_id, lambda deal, view: actions.cancel(deal, view) if _may(deal, "cancel") else deal)

    def panic_sell_all(self, bot_id: int) -> None:
        """Close the active deals of a bot at market price; one that has bought nothing yet is cancelled."""
        self._all(bot_id, _panic_sell)

    def panic_sell_account(self, account_id: int) -> None:
        """Close the active deals on an account at market price, as `panic_sell_all` does."""
        self._each((deal for deal in self.store.of_account(account_id) if not deal.is_closed), _panic_sell)

    def close_condition_met(self, bot_id: int, pair: str | None = None) -> None:
        """Let the close conditions of a bot's deals call, on one pair or on all."""
        new_id = self.store.new_order_id
        self._all(bot_id, lambda deal, view: actions.close_condition_met(deal, view, new_id), pair)

    def safety_condition_met(self, bot_id: int, pair: str | None = None) -> None:
        """Let the safety conditions of a bot's deals call, on one pair or on all."""
        self._all(bot_id, lambda deal, view: actions.safety_condition_met(deal, view, self.lifecycle), pair)

    def settle_contract(self, pair: str) -> None:
        """Let a contract expire: the exchange closes its deals at market price (inferred, as is the word)."""
        for deal in self.store.state.items:
            if deal.pair == pair and actions.can_be_closed(deal):
                view = self.view_of(deal)
                new_id = self.store.new_order_id
                self.store.put(closing.closed_at_once(deal, Status.SETTLED, view, new_id), view)

    def switch(self, number: int, user: int) -> Deal:
        """Close a deal as a bot that turns its direction does (old bots of type SwitchBot; inferred).

        Which of the two statuses it ends with is said to be that of its profit.
        """
        deal = self.find(number, user)
        if not actions.can_be_closed(deal):
            raise WrongState("Switch")
        view = self.view_of(deal)
        gained = closing.profit_now(deal, view) > 0
        status = Status.SWITCHED_TAKE_PROFIT if gained else Status.SWITCHED
        return self.store.put(closing.closed_at_once(deal, status, view, self.store.new_order_id), view)

    def _all(self, bot_id: int, action: Action, pair: str | None = None) -> None:
        self._each((deal for deal in self.active(bot_id) if pair is None or deal.pair == pair), action)

    def _each(self, deals: Iterable[Deal], action: Action) -> None:
        for deal in deals:
            view = self.view_of(deal)
            changed = action(deal, view)
            # A deal whose order cannot be paid is passed over; it must not hold up the others.
            if changed is not deal and self.store.shortage(changed) is None:
                self.store.put(changed, view)


def _may(deal: Deal, what: str) -> bool:
    allowed = flags(deal.status)
    return allowed.cancellable if what == "cancel" else allowed.panic_sellable


def _panic_sell(deal: Deal, view: MarketView) -> Deal:
    if _may(deal, "panic_sell"):
        return actions.panic_sell(deal, view)
    started = deal.status in {Status.CREATED, Status.BASE_ORDER_PLACED}
    return replace(deal, status=Status.CANCEL_PENDING) if started else deal
