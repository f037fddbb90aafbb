"""`threecommas smart-trades …`: what changes a SmartTrade that is there, short of closing it."""

from typing import Annotated

import typer
from threecommas_rest.models import (
    AddFunds,
    OrderType,
    PriceInput,
    ReduceFunds,
    SetNote,
    SmartTrade,
    UnitsInput,
)
from threecommas_rest.types import UNSET, Unset

from threecommas.cli.context import command_session
from threecommas.cli.help_options import HelpfulCommand
from threecommas.cli.options import AsJson, Number, Yes, confirmed
from threecommas.cli.output import Output
from threecommas.cli.tables.smart_trades import smart_trade_table
from threecommas.client import ThreeCommas
from threecommas.note_key import mark_note, seal_of, split_note
from threecommas.orders.field_checks import error_path, positive

app = typer.Typer()

Price = Annotated[str | None, typer.Option(help="The new price, in quote currency.")]
Percent = Annotated[
    str | None, typer.Option(help="Percent from the entry, while an entry that trails is waited for.")
]
Units = Annotated[str, typer.Option(help="Amount in base currency.")]
LimitPrice = Annotated[str | None, typer.Option("--price", help="Price of a limit order; else at market.")]


@app.command("move-stop", cls=HelpfulCommand)
def move_stop(
    context: typer.Context,
    id_: Number,
    *,
    price: Price = None,
    percent: Percent = None,
    limit_price: Annotated[str | None, typer.Option(help="The new price of its limit order.")] = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Move the stop loss of a SmartTrade; all else stays as it is."""
    _one_of(price, percent)
    with command_session(context, as_json=as_json) as (client, out):
        to = price if percent is None else f"{percent} %"
        confirmed(f"Move the stop loss of SmartTrade {id_} to {to}?", context, client.mode, yes=yes)
        trade = client.smart_trades.move_stop_loss(id_, price=price, percent=percent, limit_price=limit_price)
        _show(out, trade)


@app.command("move-target", cls=HelpfulCommand)
def move_target(
    context: typer.Context,
    id_: Number,
    step: Annotated[int, typer.Argument(min=1, help="The place of the target, from 1, or its id.")],
    *,
    price: Price = None,
    percent: Percent = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Move one target of a SmartTrade; all else stays as it is."""
    _one_of(price, percent)
    with command_session(context, as_json=as_json) as (client, out):
        to = price if percent is None else f"{percent} %"
        confirmed(f"Move target {step} of SmartTrade {id_} to {to}?", context, client.mode, yes=yes)
        _show(out, client.smart_trades.move_take_profit(id_, step=step, price=price, percent=percent))


@app.command("add-funds", cls=HelpfulCommand)
def add_funds(
    context: typer.Context,
    id_: Number,
    *,
    units: Units,
    price: LimitPrice = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Enlarge the position of a SmartTrade by an order at market, or at a price."""
    with command_session(context, as_json=as_json) as (client, out):
        order_type, amount, limit = _extra(units, price)
        body = AddFunds(order_type=order_type, units=amount, price=limit)
        how = _how(units, price)
        confirmed(f"Add {how} to SmartTrade {id_}?", context, client.mode, yes=yes)
        _show(out, client.smart_trades.add_funds(id_, body))


@app.command("reduce-funds", cls=HelpfulCommand)
def reduce_funds(
    context: typer.Context,
    id_: Number,
    *,
    units: Units,
    price: LimitPrice = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Close a part of the position of a SmartTrade by an order at market, or at a price."""
    with command_session(context, as_json=as_json) as (client, out):
        order_type, amount, limit = _extra(units, price)
        body = ReduceFunds(order_type=order_type, units=amount, price=limit)
        how = _how(units, price)
        confirmed(f"Take {how} out of SmartTrade {id_}?", context, client.mode, yes=yes)
        _show(out, client.smart_trades.reduce_funds(id_, body))


@app.command("set-note", cls=HelpfulCommand)
def set_note(
    context: typer.Context,
    id_: Number,
    text: Annotated[str, typer.Argument(help="1 to 300 characters.")],
    as_json: AsJson = False,
) -> None:
    """Write the note of a SmartTrade.

    A key of --once at the end of the present one stays, or the order could be made twice.
    """
    with command_session(context, as_json=as_json) as (client, out):
        _show(out, client.smart_trades.set_note(id_, SetNote(note=_with_key(client, id_, text))))


def _with_key(client: ThreeCommas, number: int, text: str) -> str:
    """Return the note to write, with the key of `create_once` that is in the present one."""
    if not text:
        raise typer.BadParameter("is empty: give 1 to 300 characters", param_hint="TEXT")
    present = client.smart_trades.get(number).note_raw or ""
    key = split_note(present)[1]
    if key is None:
        return text
    own, typed = split_note(text)
    # With the seal behind it, without which the key is not taken for one.
    return mark_note(own if typed == key else text, key, seal_of(present))


def _one_of(price: str | None, percent: str | None) -> None:
    if (price is None) == (percent is None):
        raise typer.BadParameter("give this or --percent, and not both", param_hint="--price")


def _extra(units: str, price: str | None) -> tuple[OrderType, UnitsInput, PriceInput | Unset]:
    """Return order type, amount and price of an additional order."""
    with error_path("units"):
        amount = UnitsInput(value=units)
        positive(amount.value, "value")
    if price is None:
        return OrderType.MARKET, amount, UNSET
    with error_path("price"):
        limit = PriceInput(value=price)
        positive(limit.value, "value")
    return OrderType.LIMIT, amount, limit


def _how(units: str, price: str | None) -> str:
    return f"{units} at the market price" if price is None else f"{units} at {price}"


def _show(out: Output, trade: SmartTrade) -> None:
    out.show(trade.to_dict(), smart_trade_table(trade))
