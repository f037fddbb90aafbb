"""Simple trades for people's eyes."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from threecommas_rest.models import SimpleTrade, SimpleTradeAnswer
from threecommas_rest.types import Unset

from threecommas.cli.tables import add_row, columns, text, two_columns, with_unit
from threecommas.cli.tables.entities import EntityTable, viewed

_LIST = (
    *("uuid", "pair", "side", "type", "status", "units", "price", "filled", "filled at", "filled total"),
    "created_at",
)


def simple_trades_table(trades: Iterable[SimpleTrade]) -> EntityTable:
    """Return a row for each simple trade; units are in base currency, prices and total in quote currency."""
    table = columns(_LIST)
    for each in trades:
        trade = viewed(each, table.missed)
        add_row(
            table,
            trade.uuid,
            trade.pair,
            trade.order.side,
            trade.order.type,
            _status(trade),
            trade.units.value,
            trade.price.value,
            trade.filled.units,
            trade.filled.price,
            trade.filled.total,
            _moment(trade.created_at),
        )
    return table


def simple_trade_table(answer: SimpleTradeAnswer) -> EntityTable:
    """Return one simple trade, a row for each fact that matters while it runs."""
    table = two_columns("Simple trade")
    seen = viewed(answer, table.missed).trade
    for name, value in _facts(seen):
        add_row(table, name, value)
    return table


def _facts(trade: SimpleTrade) -> Iterator[tuple[str, object]]:
    quote, _, base = text(trade.pair).partition("_")
    yield "uuid", trade.uuid
    yield "pair", trade.pair
    yield "account", trade.account_id
    yield "status", _status(trade)
    if trade.status.error:
        yield "error", trade.status.error
    yield "order", f"{text(trade.order.side)} {text(trade.units.value)} {base}, {text(trade.order.type)}"
    yield "price", with_unit(trade.price.value, quote)
    if trade.conditional.enabled is True:
        yield (
            "trigger",
            f"{text(trade.conditional.price.value)} {quote}, {text(trade.conditional.price.type)}",
        )
    yield "filled", f"{text(trade.filled.units)} {base} at {with_unit(trade.filled.price, quote)}"
    yield "total", with_unit(trade.filled.total, quote)
    yield "created", _moment(trade.created_at)
    yield "closed", _moment(trade.closed_at)


def _status(trade: SimpleTrade) -> object:
    """Return the status, which some answers have under the one name and some under the other."""
    return trade.status.basic_type if isinstance(trade.status.value, Unset) else trade.status.value


def _moment(seconds: object) -> object:
    """Return a moment that is given in seconds since 1970; what is none stays as it is."""
    is_moment = isinstance(seconds, int) and 0 <= seconds < 1 << 37
    return datetime.fromtimestamp(seconds, UTC) if is_moment and isinstance(seconds, int) else seconds


ONE: dict[str, Any] = {"SimpleTradeAnswer": simple_trade_table}
MANY: dict[str, Any] = {"SimpleTrade": simple_trades_table}
