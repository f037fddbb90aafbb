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

    *status* is a word of the document. *profit* is final and in quote currency, as is *locked*, what an
    active deal has bought; *usd_profit* is final for a finished deal, else what it would be now.
    """

    id: int
    pair: str
    status: str
    is_finished: bool
    closed_at: datetime | None
    profit: Decimal
    usd_profit: Decimal
    locked: Decimal
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

    def cancel_all(self, bot_id: int) -> None:
        """Cancel the active deals of a bot; the coins stay."""
        ...

    def panic_sell_all(self, bot_id: int) -> None:
        """Close the active deals of a bot at market price."""
        ...

    def signal(self, bot_id: int, pair: str, conditions: Sequence[str]) -> None:
        """Let conditions that close or average deals hold now."""
        ...

    def listed(self, deal_id: int) -> Any:
        """Return a deal as the JSON that lists have."""
        ...

    def shown(self, deal_id: int) -> Any:
        """Return a deal as the JSON of an answer about it alone."""
        ...
