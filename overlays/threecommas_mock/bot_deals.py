"""The deals of bots: the room of deals as the room of bots needs it (see `dca_bots.deals`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any

from threecommas_mock.api.errors import LimitExceeded
from threecommas_mock.dca.settings import DcaSettings
from threecommas_mock.dca_bots.deals import DealFacts
from threecommas_mock.deals import actions, closing
from threecommas_mock.deals.entity import Deal
from threecommas_mock.deals.service import Deals
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import exact_product
from threecommas_mock.venue.market_view import MarketView

Action = Callable[[Deal, MarketView], Deal]


class BotDeals:
    """Opens, ends and describes deals for bots."""

    def __init__(self, deals: Deals) -> None:
        self._deals = deals

    def start(self, settings: DcaSettings, *, bot_id: int, bot_name: str, account: Account, pair: str) -> int:
        """Open a deal; gives its number."""
        deal = self._deals.start(settings, bot_id=bot_id, bot_name=bot_name, account=account, pair=pair)
        return deal.id

    def of_bot(self, bot_id: int) -> Sequence[DealFacts]:
        """Return every deal of a bot, oldest first."""
        return [self._facts(deal) for deal in self._deals.of_bot(bot_id)]

    def facts(self, deal_id: int) -> DealFacts:
        """Return one deal as it stands."""
        return self._facts(self._deals.deal(deal_id))

    def is_finished(self, deal_id: int) -> bool:
        """Tell whether a deal has ended."""
        return self._deals.deal(deal_id).is_closed

    def settings(self, deal_id: int) -> DcaSettings:
        """Return what a deal goes by now."""
        return self._deals.deal(deal_id).settings

    def cancel_all(self, bot_id: int) -> None:
        """Cancel the active deals of a bot; the coins stay."""
        self._deals.cancel_all(bot_id)

    def panic_sell_all(self, bot_id: int) -> None:
        """Close the active deals of a bot at market price."""
        self._deals.panic_sell_all(bot_id)

    def close_condition_met(self, deal_id: int) -> None:
        """Let the close conditions of a deal call."""
        new_id = self._deals.store.new_order_id
        self._change(deal_id, lambda deal, view: actions.close_condition_met(deal, view, new_id))

    def safety_condition_met(self, deal_id: int) -> None:
        """Let the safety conditions of a deal call; nothing comes of it if the account cannot pay."""
        lifecycle = self._deals.lifecycle
        self._change(deal_id, lambda deal, view: actions.safety_condition_met(deal, view, lifecycle))

    def listed(self, deal_id: int) -> Any:
        """Return a deal as the JSON that lists have."""
        return self._deals.listed(self._deals.deal(deal_id))

    def shown(self, deal_id: int) -> Any:
        """Return a deal as the JSON of an answer about it alone."""
        return self._deals.shown(self._deals.deal(deal_id))

    def _change(self, deal_id: int, action: Action) -> None:
        with suppress(LimitExceeded):
            self._deals.change(deal_id, self._deals.deal(deal_id).account.owner, action)

    def _facts(self, deal: Deal) -> DealFacts:
        view = self._deals.desk.view_of(deal)
        now = deal.last_profit if deal.is_closed else closing.profit_now(deal, view)
        locked = Decimal(0) if deal.is_closed else deal.entered.volume
        return DealFacts(
            id=deal.id,
            pair=deal.pair,
            status=deal.status,
            is_finished=deal.is_closed,
            closed_at=deal.closed_at,
            profit=now,
            usd_profit=deal.last_profit_usd if deal.is_closed else exact_product(now, view.usd or Decimal(0)),
            usd_locked=exact_product(locked, view.usd or Decimal(0)),
        )
