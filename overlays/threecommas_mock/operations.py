"""Every operation of the document and its handler: the one list that joins the rooms.

An operation that no room handles is answered from its examples (see `api.examples`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from operator import attrgetter
from typing import Any

from threecommas_mock.accounts import handlers as account_handlers
from threecommas_mock.api.document import Document, Operation
from threecommas_mock.api.errors import InvalidParameters
from threecommas_mock.api.examples import ExampleAnswer, example_answer
from threecommas_mock.api.parameters import Parameters
from threecommas_mock.api.whole_numbers import numbers_too_large
from threecommas_mock.dca_bots import handlers as dca_bot_handlers
from threecommas_mock.deals import handlers as deal_handlers
from threecommas_mock.grid_bots import handlers as grid_bot_handlers
from threecommas_mock.market_data import handlers as market_handlers
from threecommas_mock.simple_trades import handlers as simple_trade_handlers
from threecommas_mock.smart_trades import handlers as smart_trade_handlers
from threecommas_mock.venue.desk import TradingDesk

Handler = Callable[[int, Parameters], Any]
"""Takes the user's number and a valid call; gives a JSON value, or JSON in bytes."""

ROOMS: Mapping[str, Iterable[Callable[..., Any]]] = {
    "accounts": account_handlers.HANDLERS,
    "dca_bots": dca_bot_handlers.HANDLERS,
    "deals": deal_handlers.HANDLERS,
    "grid_bots": grid_bot_handlers.HANDLERS,
    "simple_trades": simple_trade_handlers.HANDLERS,
    "smart_trades": smart_trade_handlers.HANDLERS,
}
"""The handlers of each room that keeps something, by its name."""


def handlers_of(
    document: Document, desk: TradingDesk, rooms: Mapping[str, Any]
) -> dict[str, Handler | ExampleAnswer]:
    """Return what answers each operation of *document*, by operationId; *rooms* by the names of `ROOMS`.

    Raises ValueError if two rooms handle one operation, or ExampleMissingError if nothing can answer one.
    """
    handlers = joined(
        (desk, market_handlers.HANDLERS),
        *((room, ROOMS[name]) for name, room in rooms.items()),
    )
    found = {
        operation.id: _bounded(handlers[operation.id], document, operation)
        if operation.id in handlers
        else example_answer(document, operation, desk.accounts)
        for operation in document.operations
    }
    # A SmartTrade has limits of its own for each of its numbers.
    return found | {name: handlers[name] for name in map(attrgetter("__name__"), ROOMS["smart_trades"])}


def _bounded(handler: Handler, document: Document, operation: Operation) -> Handler:
    """Return the handler behind a look at the whole numbers of its bodies, also of those it does not use."""
    too_large = numbers_too_large(document, operation)

    def answer(user: int, call: Parameters) -> Any:
        if found := {place: ["is out of range"] for place in too_large(call.body)}:
            raise InvalidParameters(found)
        return handler(user, call)

    return answer


def joined(*rooms: tuple[Any, Iterable[Callable[..., Any]]]) -> Mapping[str, Handler]:
    """Join the handlers of *rooms*, each with what they work on, by their name, which is an operationId."""
    found: dict[str, Handler] = {}
    for service, handlers in rooms:
        for handler in handlers:
            if handler.__name__ in found:
                raise ValueError(f"two handlers answer the operation {handler.__name__}; leave one of them")
            found[handler.__name__] = partial(handler, service)
    return found
