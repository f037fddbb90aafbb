"""Rules of SmartTrades that no schema can say: sums, either-or, values that come back.

Each rule looks at a call that succeeded and yields its violations as title and message. The sources are the
attribute tables of the official documentation: volumes are shares of 100 percent, a target has a price or a
percentage, and an answer shows the order that was placed.
"""

from collections.abc import Iterator
from typing import Any

from threecommas_conformance.checks.rule import Rule, Violation
from threecommas_conformance.document.operations import Operation
from threecommas_conformance.traffic.calls import RecordedCall, get_in, is_on, items, number

CLOSED = frozenset({"finished", "stop_loss_finished", "panic_sold", "cancelled", "failed"})
"""The statuses after which nothing happens to a SmartTrade any more."""

_PLACE = "create_smart_trade"
_CHANGE = "update_smart_trade"
# Where an order has a value, and where the answer shows it.
_ECHOES = {
    ("account_id",): ("account", "id"),
    ("pair",): ("pair",),
    ("position", "type"): ("position", "type"),
    ("position", "order_type"): ("position", "order_type"),
    ("position", "units", "value"): ("position", "units", "value"),
    ("take_profit", "enabled"): ("take_profit", "enabled"),
    ("stop_loss", "enabled"): ("stop_loss", "enabled"),
    ("note",): ("note_raw",),
}
_STEP_ECHOES = (("volume",), ("price", "value"), ("price", "percent"))
_FILTERS = {"account_id": ("account", "id")}


def answered_trades(call: RecordedCall) -> Iterator[dict[str, Any]]:
    """Yield each SmartTrade of a success."""
    answers = call.answered if isinstance(call.answered, list) else [call.answered]
    for each in answers if call.succeeded else []:
        if isinstance(get_in(each, "status", "type"), str) and isinstance(get_in(each, "data"), dict):
            yield each


def volumes_sum_to_100(call: RecordedCall, operation: Operation) -> Iterator[Violation]:
    """Yield an accepted order whose targets are less or more than the whole position."""
    volumes = [number(get_in(step, "volume")) or 0 for step in _steps(call, operation)]
    if volumes and sum(volumes) != 100:
        yield "Accepted volumes that do not sum to 100", f"The volumes sum to {sum(volumes)} percent."


def one_of_value_and_percent(call: RecordedCall, operation: Operation) -> Iterator[Violation]:
    """Yield an accepted target with a price and a percentage, or with neither."""
    for place, step in enumerate(_steps(call, operation)):
        price = get_in(step, "price")
        # In a PATCH a step may be kept as it is.
        if price is not None and (get_in(price, "value") is None) is (get_in(price, "percent") is None):
            kind = "neither" if get_in(price, "value") is None else "both"
            yield (
                "Accepted a target that is not one of price and percentage",
                f"take_profit.steps[{place}].price has {kind} of value and percent.",
            )


def filters(call: RecordedCall, operation: Operation) -> Iterator[Violation]:
    """Yield a listed SmartTrade that was not asked for."""
    if operation.id == "list_smart_trades":
        wanted = {name: place for name, place in _FILTERS.items() if name in call.query}
        for trade in answered_trades(call):
            for name, place in wanted.items():
                if str(get_in(trade, *place)) != call.query[name]:
                    found = get_in(trade, *place)
                    yield "A filter was passed over", f"{name}={call.query[name]} listed one with {found!r}."


def echoed_values(call: RecordedCall, operation: Operation) -> Iterator[Violation]:
    """Yield a value of an order or a note that came back as another one."""
    if operation.id not in {_PLACE, "set_smart_trade_note"}:
        return
    # A simple order has no targets, even if it asks for some.
    left_out = {"take_profit", "stop_loss"} if is_on(get_in(call.sent, "instant")) else set[str]()
    for sent, shown in _ECHOES.items():
        if sent[0] in left_out:
            continue
        asked, answered = get_in(call.sent, *sent), get_in(call.answered, *shown)
        # Where null may not stand the schema says so.
        is_shown = answered is not None or sent == ("note",)
        if asked is not None and is_shown and not _is_same(asked, answered):
            yield _changed(".".join(sent), asked, answered)
    shown_steps = items(get_in(call.answered, "take_profit", "steps"))
    for place, (step, given) in enumerate(zip(_steps(call, operation), shown_steps, strict=False)):
        for names in _STEP_ECHOES:
            asked, answered = get_in(step, *names), get_in(given, *names)
            if asked is not None and not _is_same(asked, answered):
                yield _changed(f"take_profit.steps[{place}].{'.'.join(names)}", asked, answered)


def nothing_available_after_the_end(call: RecordedCall, operation: Operation) -> Iterator[Violation]:
    """Yield a closed SmartTrade that still offers an action."""
    for trade in answered_trades(call):
        status = get_in(trade, "status", "type")
        offered = [name for name, value in get_in(trade, "data").items() if value is True and _offers(name)]
        if status in CLOSED and offered:
            message = f"SmartTrade {get_in(trade, 'id')} is {status} and has {', '.join(offered)} true."
            yield "A closed SmartTrade offers an action", message


RULES: tuple[Rule, ...] = (
    volumes_sum_to_100,
    one_of_value_and_percent,
    filters,
    echoed_values,
    nothing_available_after_the_end,
)


def _steps(call: RecordedCall, operation: Operation) -> list[Any]:
    """Return the targets of an order that has some."""
    is_order = operation.id in {_PLACE, _CHANGE} and not is_on(get_in(call.sent, "instant"))
    enabled = is_on(get_in(call.sent, "take_profit", "enabled"))
    return items(get_in(call.sent, "take_profit", "steps")) if is_order and enabled else []


def _offers(name: str) -> bool:
    return name == "editable" or name.endswith("_available")


def _is_same(asked: Any, answered: Any) -> bool:
    if isinstance(answered, bool):
        return is_on(asked) is answered
    if number(asked) is not None and number(answered) is not None:
        return number(asked) == number(answered)
    return bool(asked == answered)


def _changed(place: str, asked: Any, answered: Any) -> Violation:
    return f"A value came back changed: {place.partition('[')[0]}", f"{place} was {asked} and is {answered}."
