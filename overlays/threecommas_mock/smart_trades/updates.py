"""PATCH: new settings for entry, targets and stop loss.

A group that is not sent stays. Targets, stop loss and leverage replace the whole group, so that what is left
out of them is switched off (inferred: the docs say of steps alone that those without ids replace the old
ones); of the entry what is left out stays (inferred). Targets come back idle and are armed later (recorded).
One whose settings are the present ones goes on trailing, or waiting out its timeout, where it was, and such
an entry is left alone (inferred).

A step is known by its id. One that was carried out, or is being so, stays as it is and is not placed again;
other settings for it are refused (inferred). Steps that are not sent are cancelled.

Entry settings count until the position is filled; afterwards they are accepted and change nothing, as in
the docs' example, which sends them while the status is waiting_targets.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from threecommas_mock.api import body_values
from threecommas_mock.api.body_values import Body
from threecommas_mock.api.errors import LimitExceeded
from threecommas_mock.smart_trades import creation, limits, rules
from threecommas_mock.smart_trades.availability import flags, require
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.venue.decimal_math import exact_product, format_decimal
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.matching import has_fired
from threecommas_mock.venue.order_types import OrderStatus, OrderType, Purpose
from threecommas_mock.venue.orders import Order
from threecommas_mock.venue.tradable import NewId


def update(trade: SmartTrade, body: Body, view: MarketView, new_id: NewId) -> SmartTrade:
    """Change the groups of *body*, or raise a Refusal; the rules of the body alone were checked before."""
    rules.check_update_of(trade, body)
    # A stop loss that has fired cannot be called back, though the status does not show it yet.
    require(flags(trade).editable and not has_fired(trade.stop_loss), "Update")
    limits.check_prices(body, view.pair)
    # Accepting targets that could never be armed would be a silent loss (inferred).
    if trade.kind.instant and ("take_profit" in body or "stop_loss" in body):
        raise LimitExceeded({"instant": ["a simple buy or sell has no targets"]})
    trade = _with_leverage(trade, body)
    trade = _with_entry(trade, body, view)
    trade = _with_steps(trade, body, view, new_id)
    trade = _with_stop_loss(trade, body, view, new_id)
    limits.check_targets(trade)
    return replace(trade, updated_at=view.now)


def _with_leverage(trade: SmartTrade, body: Body) -> SmartTrade:
    """Change the leverage while the entry waits; afterwards only the present one may be sent (inferred)."""
    if "leverage" not in body or not trade.account.is_futures:
        return trade
    changed = replace(trade, leverage=creation.new_leverage(body))
    if trade.is_entered and changed != trade:
        raise LimitExceeded({"leverage.value": ["cannot be changed once the position is open"]})
    limits.check_leverage(changed)
    return changed


def _with_entry(trade: SmartTrade, body: Body, view: MarketView) -> SmartTrade:
    changes = body_values.get_object(body, "position")
    if changes is None or (trade.is_entered and not trade.kind.skips_entry):
        return trade
    merged = _merged(trade.position, changes)
    _require_complete(merged)
    own_funds = trade.kind.skips_entry
    position = creation.entry_order(merged, order_id=trade.position.id, view=view, own_funds=own_funds)
    limits.check_entry(position, view.pair)
    if own_funds:
        return _with_price_paid(trade, position, view)
    if _is_set_like(position, trade.position):
        return trade
    status = trade.position.status
    if status is not OrderStatus.PANIC_SELL_PENDING:
        limit = position.order_type is OrderType.LIMIT and position.trigger is None
        status = OrderStatus.ORDER_PLACED if limit else OrderStatus.TO_PROCESS
    return trade.with_order(replace(position, status=status, created_at=trade.position.created_at))


def _with_price_paid(trade: SmartTrade, position: Order, view: MarketView) -> SmartTrade:
    """Correct the price paid for own funds (docs: position.editable is true); the coins stay."""
    old = trade.position
    if old.fill is None or position.price is None:
        return trade
    fill = replace(
        old.fill, price=position.price, total=exact_product(old.fill.amount, position.price), at=view.now
    )
    return trade.with_order(replace(old, price=position.price, fill=fill, updated_at=view.now))


def _merged(position: Order, changes: Body) -> dict[str, Any]:
    """Lay the changes over the present entry, as a `position` group; the side cannot change (inferred)."""
    present: dict[str, Any] = {
        "order_type": "conditional" if position.trigger else position.order_type.value,
        "units": {"value": format_decimal(position.units)} if position.units is not None else None,
    }
    if position.price is not None:
        present["price"] = {"value": format_decimal(position.price)}
    if position.trigger is not None:
        present["conditional"] = _conditional(position)
    merged = present | {name: value for name, value in changes.items() if name != "conditional"}
    if "conditional" in changes:
        merged["conditional"] = present.get("conditional", {}) | dict(changes["conditional"])
    return merged | {"type": position.side.value}


def _conditional(position: Order) -> dict[str, Any]:
    if position.trigger is None:
        return {}
    trailing = position.trailing
    percent = None if trailing is None or trailing.percent is None else format_decimal(trailing.percent)
    return {
        "price": {"value": format_decimal(position.trigger.value), "type": position.trigger.price_type.value},
        "order_type": position.order_type.value,
        "trailing": {"enabled": trailing is not None, "percent": percent},
    }


def _require_complete(position: Body) -> None:
    """Refuse a merged entry that lacks what its order type needs."""
    conditional = position["order_type"] == "conditional"
    kind = (
        body_values.get_text(position, "conditional", "order_type") if conditional else position["order_type"]
    )
    needed: list[tuple[str, ...]] = [("price", "value")] if kind == "limit" else []
    if conditional:
        needed += [("conditional", "order_type"), ("conditional", "price", "value")]
    missing = [path for path in needed if body_values.get_text(position, *path) is None]
    if missing:
        raise LimitExceeded({".".join(("position", *path)): ["is missing"] for path in missing})


def _with_steps(trade: SmartTrade, body: Body, view: MarketView, new_id: NewId) -> SmartTrade:
    """Replace the steps: those sent with the number of an open step keep it, those carried out stay."""
    if "take_profit" not in body:
        return trade
    present = {step.id: step for step in trade.steps}
    steps = [
        _in_place_of(present.pop(body_values.get_integer(sent, "id") or 0, None), step, index)
        for index, (step, sent) in enumerate(
            zip(
                creation.take_profit_orders(body, trade.position, view, new_id),
                body_values.get_list(body, "take_profit", "steps"),
                strict=False,  # switched off, there are no steps, whatever was sent along
            )
        )
    ]
    kept = {step.id for step in steps}
    others = [
        order.cancelled(view.now) if order.id in present and _can_change(order) else order
        for order in trade.orders
        if order.id not in kept
    ]
    enabled = body_values.get_bool(body, "take_profit", "enabled")
    return replace(trade, orders=(*others, *steps), take_profit_enabled=enabled)


def _can_change(step: Order) -> bool:
    return step.is_open and not step.is_due


def _in_place_of(present: Order | None, step: Order, index: int) -> Order:
    """Put the step sent as number *index* in place of the one with its id."""
    if present is None or _can_change(present):
        return _keeping(step, present)
    # What the exchange has carried out unnoticed, the answer still shows as open: nobody could know.
    if not present.is_open and not _is_set_like(step, present):
        raise LimitExceeded({f"take_profit.steps[{index}]": ["cannot be changed, it was carried out"]})
    return present


def _keeping(order: Order, present: Order | None) -> Order:
    """Put *order* in place of *present*, under its number; set alike, it goes on trailing and waiting."""
    if present is None:
        return order
    order = replace(order, id=present.id, created_at=present.created_at)
    if _is_set_like(order, present):
        return replace(order, trailing=present.trailing, timeout=present.timeout)
    return order


def _is_set_like(order: Order, other: Order) -> bool:
    return _settings(order) == _settings(other)


def _settings(order: Order) -> tuple[object, ...]:
    trigger, trailing, timeout = order.trigger, order.trailing, order.timeout
    is_entry, is_step = order.purpose is Purpose.POSITION, order.purpose is Purpose.TAKE_PROFIT
    return (
        order.order_type,
        order.units if is_entry else None,
        # A market order has the price it may cost, and a limit step has got its own from its target.
        order.price if order.order_type is OrderType.LIMIT and not is_step else None,
        None if trigger is None else (trigger.price_type, trigger.value),
        None if trailing is None else (trailing.percent,),
        None if timeout is None else timeout.seconds,
        order.volume,
    )


def _with_stop_loss(trade: SmartTrade, body: Body, view: MarketView, new_id: NewId) -> SmartTrade:
    if "stop_loss" not in body:
        return trade
    wanted = creation.stop_loss_order(body, trade.position, view, new_id)
    present = trade.stop_loss
    others = tuple(order for order in trade.orders if order is not present)
    if present is not None and wanted is None:
        others = (*others, present.cancelled(view.now))
    return replace(
        trade,
        orders=others if wanted is None else (*others, _keeping(wanted, present)),
        breakeven=body_values.get_bool(body, "stop_loss", "breakeven"),
    )
