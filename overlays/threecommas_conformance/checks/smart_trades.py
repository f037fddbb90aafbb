"""What a schema cannot say about one call: sums, either-or, sizes of pages, values that come back.

Each rule looks at a call that succeeded and yields what does not hold as title and message. The sources are
the attribute tables of the official documentation: volumes are shares of 100 percent, a target has a price
or a percentage, a page has `per_page` entries, and an answer shows the order that was placed.
"""

from collections.abc import Callable, Iterator
from typing import Any

from threecommas_conformance.checks.operation_schemas import Described
from threecommas_conformance.document.operations import Operation
from threecommas_conformance.findings import Finding, finding
from threecommas_conformance.traffic.calls import Told, at, is_on, items, number

Fault = tuple[str, str]
Rule = Callable[[Told, Operation], Iterator[Fault]]

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
_FILTERS = {"account_id": ("account", "id"), "pair": ("pair",)}


def unexpected(call: Told, operation: Operation) -> Iterator[Finding]:
    """Make a finding of each rule that a call breaks."""
    for rule in RULES if call.succeeded else ():
        for title, message in rule(call, operation):
            yield finding(
                operation=operation.id,
                phase=call.interaction.phase,
                check=rule.__name__,
                title=title,
                message=message,
                interaction=call.interaction,
            )


def misfits(call: Told, operation: Described) -> Iterator[Finding]:
    """Make a finding of a success that does not fit its schema, among the calls of the suite itself."""
    # schemathesis looks at its own, and names the keyword.
    message = "" if call.interaction.case else operation.misfit(call)
    if message:
        yield finding(
            operation=operation.id,
            phase=call.interaction.phase,
            check="misfit",
            title="Answered what the schema forbids",
            message=message,
            interaction=call.interaction,
        )


def unnamed(call: Told, operation: Described) -> Iterator[Finding]:
    """Make a finding of each member and each value of an enum that the document does not name."""
    for place, message in operation.strangers(call):
        yield finding(
            operation=operation.id,
            phase=call.interaction.phase,
            check="unnamed",
            title="Answered what the document does not name",
            message=f"{message}, which {place} does not name.",
            what=place,
            interaction=call.interaction,
        )


def volumes_sum_to_100(call: Told, operation: Operation) -> Iterator[Fault]:
    """Yield an accepted order whose targets are less or more than the whole position."""
    volumes = [number(at(step, "volume")) or 0 for step in _steps(call, operation)]
    if volumes and sum(volumes) != 100:
        yield "Accepted volumes that do not sum to 100", f"The volumes sum to {sum(volumes)} percent."


def one_of_value_and_percent(call: Told, operation: Operation) -> Iterator[Fault]:
    """Yield an accepted target with a price and a percentage, or with neither."""
    for place, step in enumerate(_steps(call, operation)):
        price = at(step, "price")
        # In a PATCH a step may be kept as it is.
        if price is not None and (at(price, "value") is None) is (at(price, "percent") is None):
            kind = "neither" if at(price, "value") is None else "both"
            yield (
                "Accepted a target that is not one of price and percentage",
                f"take_profit.steps[{place}].price has {kind} of value and percent.",
            )


def page_size(call: Told, operation: Operation) -> Iterator[Fault]:
    """Yield a page with more entries than were asked for."""
    size = number(call.query.get("per_page", operation.page_size))
    if size is not None and len(items(call.answered)) > size:
        yield "A page is too long", f"It has {len(call.answered)} entries instead of {size} at most."


def filters(call: Told, operation: Operation) -> Iterator[Fault]:
    """Yield a listed SmartTrade that was not asked for."""
    if operation.id == "list_smart_trades":
        wanted = {name: place for name, place in _FILTERS.items() if name in call.query}
        for trade in call.trades():
            for name, place in wanted.items():
                if str(at(trade, *place)) != call.query[name]:
                    found = at(trade, *place)
                    yield "A filter was passed over", f"{name}={call.query[name]} listed one with {found!r}."


def echoed_values(call: Told, operation: Operation) -> Iterator[Fault]:
    """Yield a value of an order or a note that came back as another one."""
    if operation.id not in {_PLACE, "set_smart_trade_note"}:
        return
    # A simple order has no targets, whatever it asks for.
    left_out = {"take_profit", "stop_loss"} if is_on(at(call.sent, "instant")) else set[str]()
    for sent, shown in _ECHOES.items():
        if sent[0] in left_out:
            continue
        asked, answered = at(call.sent, *sent), at(call.answered, *shown)
        if asked is not None and not _is_same(asked, answered):
            yield _changed(".".join(sent), asked, answered)
    shown_steps = items(at(call.answered, "take_profit", "steps"))
    for place, (step, given) in enumerate(zip(_steps(call, operation), shown_steps, strict=False)):
        for names in _STEP_ECHOES:
            asked, answered = at(step, *names), at(given, *names)
            if asked is not None and not _is_same(asked, answered):
                yield _changed(f"take_profit.steps[{place}].{'.'.join(names)}", asked, answered)


def nothing_available_after_the_end(call: Told, operation: Operation) -> Iterator[Fault]:
    """Yield a closed SmartTrade that still offers an action."""
    for trade in call.trades():
        status = at(trade, "status", "type")
        offered = [name for name, value in at(trade, "data").items() if value is True and _offers(name)]
        if status in CLOSED and offered:
            told = f"SmartTrade {at(trade, 'id')} is {status} and has {', '.join(offered)} true."
            yield "A closed SmartTrade offers an action", told


RULES: tuple[Rule, ...] = (
    volumes_sum_to_100,
    one_of_value_and_percent,
    page_size,
    filters,
    echoed_values,
    nothing_available_after_the_end,
)


def _steps(call: Told, operation: Operation) -> list[Any]:
    """Return the targets of an order that has some."""
    is_order = operation.id in {_PLACE, _CHANGE} and not is_on(at(call.sent, "instant"))
    enabled = is_on(at(call.sent, "take_profit", "enabled"))
    return items(at(call.sent, "take_profit", "steps")) if is_order and enabled else []


def _offers(name: str) -> bool:
    return name == "editable" or name.endswith("_available")


def _is_same(asked: Any, answered: Any) -> bool:
    if isinstance(answered, bool):
        return is_on(asked) is answered
    if number(asked) is not None and number(answered) is not None:
        return number(asked) == number(answered)
    return bool(asked == answered)


def _changed(place: str, asked: Any, answered: Any) -> Fault:
    return f"A value came back changed: {place.partition('[')[0]}", f"{place} was {asked} and is {answered}."
