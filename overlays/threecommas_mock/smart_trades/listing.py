"""Filters, order and pages of the SmartTrade list.

Names are documented; what `finished` and `active` take in, the order of equal entries and the meaning of
sorting by status are inferred.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from threecommas_mock.api.moments import parse_datetime
from threecommas_mock.smart_trades.entity import Profit, SmartTrade
from threecommas_mock.smart_trades.statuses import CLOSED, TARGETS_REACHED, Status

Valuation = Callable[[SmartTrade], Profit | None]

_GROUPS: dict[str, frozenset[Status]] = {
    "all": frozenset(Status),
    "active": frozenset(Status) - CLOSED,
    "finished": CLOSED,
    "successfully_finished": TARGETS_REACHED,
    "cancelled": frozenset({Status.CANCELLED}),
    "failed": frozenset({Status.FAILED}),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list request asks for; the defaults are the documented ones (status descending, 10 per page)."""

    account_id: int | None = None
    pair: str | None = None
    base: str | None = None
    quote: str | None = None
    type: str | None = None
    status: str = "all"
    created_from: datetime | None = None
    created_to: datetime | None = None
    order_by: str = "status"
    descending: bool = True
    page: int = 1
    per_page: int = 10

    @classmethod
    def of(cls, query: Mapping[str, Any], finished: str = "closed") -> Listing:
        """Read validated query parameters, by their names on the wire.

        *finished* is what the filter of that name keeps, as `api.assumptions` has it.
        """
        moments = {name: parse_datetime(query[name]) if name in query else None for name in ("from", "to")}
        same = ("account_id", "pair", "base", "quote", "type", "status", "order_by", "page", "per_page")
        stated = {name: query[name] for name in same if name in query}
        if finished == "target_reached" and stated.get("status") == "finished":
            stated["status"] = "successfully_finished"
        return cls(
            **stated,
            # Upper case in the current docs, lower case in the older ones.
            descending=query.get("order_direction", "desc").lower() == "desc",
            created_from=moments["from"],
            created_to=moments["to"],
        )

    def take(self, trades: Iterable[SmartTrade], value: Valuation) -> list[SmartTrade]:
        """Return the page asked for."""
        # Two stable sorts: the youngest first among equals, then by what was asked for.
        found = sorted(filter(self._wants, trades), key=lambda trade: trade.id, reverse=self.descending)
        found.sort(key=lambda trade: self._rank(trade, value), reverse=self.descending)
        start = (self.page - 1) * self.per_page
        return found[start : start + self.per_page]

    def _wants(self, trade: SmartTrade) -> bool:
        quote, _, base = trade.pair.partition("_")
        return (
            trade.status in _GROUPS.get(self.status, frozenset())
            and self.account_id in (None, trade.account.id)
            and self.pair in (None, trade.pair)
            and self.base in (None, base)
            and self.quote in (None, quote)
            and self.type in (None, trade.kind)
            and (self.created_from is None or self.created_from <= trade.created_at)
            and (self.created_to is None or trade.created_at <= self.created_to)
        )

    def _rank(self, trade: SmartTrade, value: Valuation) -> tuple[bool, Any]:
        """Sort key; what has no value comes last in descending order."""
        key: str | datetime | Decimal | None
        match self.order_by:
            case "created_at":
                key = trade.created_at
            case "updated_at":
                key = trade.updated_at
            case "closed_at":
                key = trade.closed_at
            case "profit" | "profit_percentage":
                profit = value(trade)
                by_volume = self.order_by == "profit"
                key = None if profit is None else profit.volume if by_volume else profit.percent
            case _:
                key = trade.status
        return (False, "") if key is None else (True, key)
