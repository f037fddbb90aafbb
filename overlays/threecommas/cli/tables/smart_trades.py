"""SmartTrades and their orders for people's eyes."""

from collections.abc import Iterable, Iterator
from typing import Any

from threecommas_rest.models import SmartTrade, StopLoss, TakeProfitStep, TargetPrice, Trade
from threecommas_rest.types import Unset

from threecommas.cli.tables import add_row, columns, facts_table, text
from threecommas.cli.tables.entities import EntityTable, viewed

_TRADES = (
    "id",
    "purpose",
    "side",
    "type",
    "status",
    "amount",
    "done",
    "trigger",
    "price",
    "done at",
)
_LIST = ("id", "pair", "type", "status", "units", "price", "total", "profit", "percent", "created_at")


def smart_trades_table(trades: Iterable[SmartTrade]) -> EntityTable:
    """Return a row for each SmartTrade; price, total and profit are in quote currency."""
    table = columns(_LIST)
    for each in trades:
        trade = viewed(each, table.missed)
        add_row(
            table,
            trade.id,
            trade.pair,
            trade.data.type,
            trade.status.type,
            trade.position.units.value,
            trade.position.price.value,
            trade.position.total.value,
            trade.profit.volume,
            trade.profit.percent,
            trade.data.created_at,
        )
    return table


def trades_table(trades: Iterable[Trade]) -> EntityTable:
    """Return a row for each order of a SmartTrade; amounts are in base currency, prices in quote currency."""
    table = columns(_TRADES)
    for each in trades:
        trade = viewed(each, table.missed)
        add_row(
            table,
            trade.id,
            trade.trade_purpose,
            trade.order_side,
            trade.order_type,
            trade.status,
            trade.initial_amount,
            trade.realised_amount,
            trade.trigger_price,
            trade.order_price,
            trade.realised_price,
        )
    return table


def smart_trade_table(trade: SmartTrade) -> EntityTable:
    """Return one SmartTrade, a row for each fact that matters while it runs."""
    return facts_table("SmartTrade", trade, _facts)


def _facts(trade: SmartTrade) -> Iterator[tuple[str, object]]:
    position, profit = trade.position, trade.profit
    quote, _, base = text(trade.pair).partition("_")
    yield "pair", trade.pair
    yield "account", f"{trade.account.name} ({trade.account.id}, {trade.account.market})"
    yield "type", trade.data.type
    yield "status", f"{trade.status.title} ({trade.status.type})"
    if not isinstance(trade.status.error, Unset):
        yield "error", trade.status.error
    yield "entry", f"{position.type} {text(position.units.value)} {base}, {position.order_type}"
    yield "price", f"{text(position.price.value)} {quote}"
    yield "total", f"{text(position.total.value)} {quote}"
    yield "bid / ask", f"{text(trade.data.current_price.bid)} / {text(trade.data.current_price.ask)}"
    for step in trade.take_profit.steps:
        yield f"take profit {step.position}", _step(step)
    if trade.stop_loss.enabled:
        yield "stop loss", _stop_loss(trade.stop_loss)
    yield "profit", f"{text(profit.volume)} {quote} ({text(profit.percent)} %)"
    yield "created", trade.data.created_at
    yield "closed", trade.data.closed_at
    if trade.note_raw or trade.note:
        yield "note", trade.note_raw or trade.note


def _step(step: TakeProfitStep) -> str:
    trailing = f", trailing {text(step.trailing.percent)} %" if step.trailing.enabled else ""
    return f"{text(step.volume)} % at {_target(step.price)}, {step.order_type}{trailing}: {step.status.title}"


def _stop_loss(stop_loss: StopLoss) -> str:
    if isinstance(stop_loss.conditional, Unset):
        return "on"
    status = "" if isinstance(stop_loss.status, Unset) else f": {stop_loss.status.title}"
    return f"at {_target(stop_loss.conditional.price)}, {text(stop_loss.order_type)}{status}"


def _target(price: TargetPrice) -> str:
    percent = "" if price.percent is None else f" ({text(price.percent)} %)"
    return f"{text(price.value)}{percent}, {price.type}"


ONE: dict[str, Any] = {"SmartTrade": smart_trade_table}
MANY: dict[str, Any] = {"SmartTrade": smart_trades_table, "Trade": trades_table}
