"""SmartTrades and orders for people's eyes. Amounts are shown with every digit, never rounded or cut.

What a table needs and is not as documented stands there as a mark, such as ``? (null)``.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from rich import box
from rich.table import Table
from threecommas_rest.answered import Answered
from threecommas_rest.models import Account, SmartTrade, StopLoss, TakeProfitStep, TargetPrice, Trade
from threecommas_rest.types import Unset

from threecommas.cli.context import printable
from threecommas.cli.tables.entities import EntityTable, viewed

_ACCOUNTS = (
    "id",
    "name",
    "market_code",
    "usd_amount",
    "btc_amount",
    "smart_trading_supported",
    "api_keys_state",
)
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


def accounts_table(accounts: Iterable[Account]) -> EntityTable:
    """Return a row for each exchange account."""
    table = columns(_ACCOUNTS)
    for account in accounts:
        seen = viewed(account, table.missed)
        add_row(table, *(getattr(seen, name) for name in _ACCOUNTS))
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
    table = _pairs()
    seen = viewed(trade, table.missed)
    table.title = f"SmartTrade {seen.id}"
    for name, value in _facts(seen):
        add_row(table, name, value)
    return table


def pairs_table(pairs: Iterable[tuple[str, object]], *, title: str | None = None) -> EntityTable:
    """Return names and values in two columns."""
    table = _pairs(title)
    for name, value in pairs:
        add_row(table, name, value)
    return table


def whole_table(answer: Answered, *, title: str | None = None) -> EntityTable:
    """Return every value of an answer by its path; what is not as documented is shown as it came."""
    table = pairs_table(flat(answer.to_dict()), title=title)
    table.missed += [deviation.error() for deviation in answer.deviations]
    return table


def _pairs(title: str | None = None) -> EntityTable:
    table = EntityTable(box=box.SIMPLE, show_header=False, title=title, title_justify="left")
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    return table


def columns(names: Iterable[str]) -> EntityTable:
    """Return a table without rows."""
    table = EntityTable(box=box.SIMPLE_HEAD)
    for name in names:
        table.add_column(name, overflow="fold")
    return table


def add_row(table: Table, *values: object) -> None:
    """Add a row of values as `text` writes them."""
    table.add_row(*(printable(text(value)) for value in values))


def text(value: object) -> str:
    """Return a value as people read it: every digit of a number, nothing for what is not there."""
    match value:
        case None | Unset():
            return "-"
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.isoformat(" ", "seconds")
    return str(value)


def flat(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield each value of a JSON object with its path, such as ``take_profit.steps[0].volume``."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from flat(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from flat(inner, f"{path}[{index}]")
    else:
        yield path, value


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
