"""What the documents say about single answers, beyond what holds of every SmartTrade.

Each check takes an answer and the story so far, and yields the differences it finds.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from threecommas import models

from tests.programs.demo.documents import Json, kind_of
from tests.programs.demo.story import Story

Check = Callable[[Any, Story], Iterator[str]]
_NET = "value_without_commission"


def key_is_valid(answer: models.Validation, _: Story) -> Iterator[str]:
    """The signature was accepted."""
    if answer.valid is not True:
        yield f"valid is {answer.valid}"


def is_account(number: int) -> Check:
    """The account is the one that was asked for."""

    def check(account: models.Account, _: Story) -> Iterator[str]:
        if account.id != number:
            yield f"id is {account.id}"

    return check


def has_account(number: int) -> Check:
    """The account is listed."""

    def check(accounts: list[models.Account], _: Story) -> Iterator[str]:
        if number not in {account.id for account in accounts}:
            yield f"account {number} is not listed"

    return check


def has_market(code: str) -> Check:
    """The exchange is listed."""

    def check(markets: list[models.Market], _: Story) -> Iterator[str]:
        if code not in {market.market_code for market in markets}:
            yield f"market {code} is not listed"

    return check


def has_pair(pair: str) -> Check:
    """The pair is listed."""

    def check(pairs: list[str], _: Story) -> Iterator[str]:
        if pair not in pairs:
            yield f"pair {pair} is not listed"

    return check


def has_prices(rates: models.CurrencyRates | models.LeveragedCurrencyRates, _: Story) -> Iterator[str]:
    """Somebody bids less than somebody asks, and the steps of orders are known."""
    if not 0 < rates.bid <= rates.ask:
        yield f"bid is {rates.bid}, ask is {rates.ask}"
    if not (rates.lot_step and rates.price_step):
        yield "the steps of orders are missing"


def made_of(body: Json, typed: models.CreateSmartTrade) -> Check:
    """The SmartTrade is of the kind the body asks for, and the body was sent as it is documented."""

    def check(trade: models.SmartTrade, _: Story) -> Iterator[str]:
        if trade.data.type != kind_of(body):
            yield f"data.type is {trade.data.type}, documented is {kind_of(body)}"
        if typed.to_dict() != body:
            yield "the typed body differs from the documented one"

    return check


def entry_has_fee(trade: models.SmartTrade, _: Story) -> Iterator[str]:
    """A long position's total is units by price, and the commission on top."""
    position = trade.to_dict()["position"]
    units, price = (Decimal(position[name][key]) for name, key in (("units", "value"), ("price", _NET)))
    total = units * price * (1 + Decimal(str(trade.to_dict()["data"]["commission"])))
    if Decimal(position["total"]["value"]) != total:
        yield f"position.total is {position['total']['value']}, computed is {total}"


def targets_share_the_position(trade: models.SmartTrade, _: Story) -> Iterator[str]:
    """The targets' units are the position's together, and each total is units by price without a fee."""
    shown = trade.to_dict()
    steps = shown["take_profit"]["steps"]
    if any(step["units"]["value"] is None for step in steps):
        yield "the targets are not armed"
        return
    if sum(Decimal(step["units"]["value"]) for step in steps) != Decimal(shown["position"]["units"]["value"]):
        yield "the targets' units are not the position's"
    for step in steps:
        if Decimal(step["total"]) != Decimal(step["units"]["value"]) * Decimal(step["price"]["value"]):
            yield f"total of target {step['position']} is {step['total']}"


def has_entered(units: str) -> Check:
    """So much has been bought since the beginning, in base currency."""

    def check(trade: models.SmartTrade, _: Story) -> Iterator[str]:
        if trade.data.entered_amount != Decimal(units):
            yield f"entered_amount is {trade.data.entered_amount}, bought were {units}"

    return check


def has_note(note: str, escaped: str) -> Check:
    """The note is answered twice, as it is and escaped for HTML."""

    def check(trade: models.SmartTrade, _: Story) -> Iterator[str]:
        if (trade.note_raw, trade.note) != (note, escaped):
            yield f"note_raw is {trade.note_raw!r} and note {trade.note!r}"

    return check


def has_new_targets(count: int) -> Check:
    """Targets just changed are answered as idle; they are armed later."""

    def check(trade: models.SmartTrade, _: Story) -> Iterator[str]:
        statuses = [step["status"]["type"] for step in trade.to_dict()["take_profit"]["steps"]]
        if statuses != ["idle"] * count:
            yield f"targets are {statuses}, documented are {count} idle ones"

    return check


def position_is_as_before(trade: models.SmartTrade, story: Story) -> Iterator[str]:
    """The answer to add_funds does not show the addition yet."""
    if trade.position.units != story.before.position.units:
        yield "position.units have changed at once"


def can_sell_at_most_all(info: models.ReduceFundsInfo, story: Story) -> Iterator[str]:
    """GET and the older POST answer the same, and never more than was bought."""
    amount = info.max_reduce_funds_amount
    if not 0 < amount <= story.trade.data.entered_amount:
        yield f"{amount} of {story.trade.data.entered_amount} can be sold"
    if story.sellable not in {None, amount}:
        yield f"POST answers {amount}, GET answered {story.sellable}"
    story.sellable = amount


def has_reduced(units: str) -> Check:
    """The reduction is a new idle step that cannot be cancelled."""

    def check(trade: models.SmartTrade, _: Story) -> Iterator[str]:
        step = trade.to_dict()["reduce_funds"]["steps"][-1]
        if (step["units"]["value"], step["status"]["type"]) != (units, "idle"):
            yield f"the step reduces {step['units']['value']} in status {step['status']['type']}"
        if step["data"]["cancelable"] or step["data"]["panic_sell_available"]:
            yield "the step can be cancelled"

    return check


def lists_each_purpose(*purposes: str) -> Check:
    """The trades of a SmartTrade are its orders; they are kept for the steps that need one."""

    def check(trades: list[models.Trade], story: Story) -> Iterator[str]:
        story.trades = trades
        missing = set(purposes) - {str(trade.trade_purpose) for trade in trades}
        if missing:
            yield f"no trade is for {', '.join(sorted(missing))}"

    return check


def is_listed(found: list[models.SmartTrade], story: Story) -> Iterator[str]:
    """The SmartTrade of the story is among those listed."""
    if story.trade.id not in [trade.id for trade in found]:
        yield f"{story.trade.id} is missing"


def is_closing_by_hand(trade: models.SmartTrade, story: Story) -> Iterator[str]:
    """One target is in panic_sell_pending, still cancelable, and cannot be closed again."""
    by_hand = [
        s for s in trade.to_dict()["take_profit"]["steps"] if s["status"]["type"] == "panic_sell_pending"
    ]
    if [step["status"]["title"] for step in by_hand] != ["Panic closing"]:
        yield "no target is being closed"
    for step in by_hand:
        if step["data"] != {"cancelable": True, "panic_sell_available": False}:
            yield f"the target's data is {step['data']}"


def has_one_target_less(trade: models.SmartTrade, story: Story) -> Iterator[str]:
    """A cancelled target is gone or cancelled; the others stay."""
    if _open_targets(trade) != _open_targets(story.before) - 1:
        yield f"{_open_targets(trade)} of {_open_targets(story.before)} targets are left"


def _open_targets(trade: models.SmartTrade) -> int:
    steps = trade.to_dict()["take_profit"]["steps"]
    return sum(step["status"]["type"] in {"idle", "to_process", "order_placed"} for step in steps)


def is_emptied(trade: models.SmartTrade, _: Story) -> Iterator[str]:
    """A cancelled SmartTrade shows neither targets nor stop loss, and its moment of closing."""
    shown = trade.to_dict()
    if shown["take_profit"]["steps"] or shown["stop_loss"] != {"enabled": False}:
        yield "targets or stop loss are still shown"
    if "closed_at" not in shown["data"]:
        yield "closed_at is missing"
