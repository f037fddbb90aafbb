"""The list of deals: which are kept, in what order, and which page of them.

Documented: filters, sorting and limits. That an offset counts rows as they stand at the moment is recorded:
pages drift when deals are started or end between two requests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from threecommas_mock.api.moments import parse_datetime
from threecommas_mock.deals.entity import Deal
from threecommas_mock.deals.responses import profit_percentage
from threecommas_mock.deals.statuses import CLOSED, Status

_SCOPES: dict[str, frozenset[Status]] = {
    "active": frozenset(Status) - CLOSED,
    "finished": CLOSED,
    "completed": frozenset(
        {Status.COMPLETED, Status.PANIC_SOLD, Status.STOP_LOSS_FINISHED, Status.SWITCHED_TAKE_PROFIT}
    ),
    "cancelled": frozenset({Status.CANCELLED}),
    "failed": frozenset({Status.FAILED}),
}
"""Which statuses a scope keeps. Documented are the words; which end counts as completed is inferred."""

_SORTS: dict[str, Callable[[Deal], Any]] = {
    "created_at": lambda deal: deal.created_at,
    "updated_at": lambda deal: deal.updated_at,
    # An open deal has no end yet: it counts as older than any that has.
    "closed_at": lambda deal: deal.closed_at or deal.created_at.replace(year=1),
    "profit": lambda deal: deal.last_profit,
    "profit_percentage": profit_percentage,
}


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of deals, as its query asks for it."""

    query: dict[str, Any]

    def take(self, deals: Iterable[Deal]) -> list[Deal]:
        """Return the page; newest first unless asked otherwise."""
        kept = [deal for deal in deals if self._keeps(deal)]
        newest_first = str(self.query.get("order_direction", "DESC")).upper() == "DESC"
        key = _SORTS[self.query.get("order", "created_at")]
        # The number decides among equals, so that pages do not overlap.
        kept.sort(key=lambda deal: (key(deal), deal.id), reverse=newest_first)
        offset = self.query.get("offset", 0)
        return kept[offset : offset + self.query.get("limit", 50)]

    def _keeps(self, deal: Deal) -> bool:
        quote, _, base = deal.pair.partition("_")
        query = self.query
        facts = {
            "bot_id": deal.bot_id,
            "account_id": deal.account.id,
            "base": base,
            "quote": quote,
            "note": deal.note,
        }
        if any(name in query and query[name] != value for name, value in facts.items()):
            return False
        if "from" in query and deal.created_at < parse_datetime(query["from"]):
            return False
        if "to" in query and deal.created_at > parse_datetime(query["to"]):
            return False
        return "scope" not in query or deal.status in _SCOPES[query["scope"]]
