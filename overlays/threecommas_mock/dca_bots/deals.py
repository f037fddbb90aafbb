"""The protocol of the deals that bots open. The room of deals has them; the exchange joins both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from threecommas_mock.dca.settings import DcaSettings
from threecommas_mock.venue.accounts import Account


@dataclass(frozen=True, slots=True)
class DealFacts:
    """A deal as its bot sees it.

    *status* is a word of the document. Profits, in quote currency and in dollars, are final for a finished
    deal, else what they would be now. *usd_locked* is what an active deal has put in, in dollars.
    """

    id: int
    pair: str
    status: str
    is_finished: bool
    closed_at: datetime | None
    profit: Decimal
    usd_profit: Decimal
    usd_locked: Decimal


class Deals(Protocol):
    """The deals of all bots."""

    def start(self, settings: DcaSettings, *, bot_id: int, bot_name: str, account: Account, pair: str) -> int:
        """Open a deal; gives its number."""
        ...

    def of_bot(self, bot_id: int) -> Sequence[DealFacts]:
        """Return every deal of a bot, oldest first."""
        ...

    def facts(self, deal_id: int) -> DealFacts:
        """Return one deal as it stands."""
        ...

    def is_finished(self, deal_id: int) -> bool:
        """Tell whether a deal has ended."""
        ...

    def settings(self, deal_id: int) -> DcaSettings:
        """Return what a deal goes by now."""
        ...

    def cancel_all(self, bot_id: int) -> None:
        """Cancel the active deals of a bot; the coins stay."""
        ...

    def panic_sell_all(self, bot_id: int) -> None:
        """Close the active deals of a bot at market price."""
        ...

    def close_condition_met(self, deal_id: int) -> None:
        """Let the close conditions of a deal call."""
        ...

    def safety_condition_met(self, deal_id: int) -> None:
        """Let the safety conditions of a deal call."""
        ...

    def listed(self, deal_id: int) -> Any:
        """Return a deal as the JSON that lists have."""
        ...

    def shown(self, deal_id: int) -> Any:
        """Return a deal as the JSON of an answer about it alone."""
        ...
