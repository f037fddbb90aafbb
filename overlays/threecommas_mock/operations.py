"""Every operation of the document and what answers it: the one list that joins the rooms.

An operation that no room handles is answered from its examples (see `api.examples`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any

from threecommas_mock.accounts import handlers as account_handlers
from threecommas_mock.api.document import Document
from threecommas_mock.api.examples import ExampleAnswer, example_answer
from threecommas_mock.api.parameters import Parameters
from threecommas_mock.market_data import handlers as market_handlers
from threecommas_mock.smart_trades import handlers as smart_trade_handlers
from threecommas_mock.venue.desk import TradingDesk

Handler = Callable[[TradingDesk, int, Parameters], Any]
"""Takes the desk, the user's number and a valid call; gives a JSON value, or JSON in bytes."""

ROOMS: tuple[Iterable[Handler], ...] = (
    account_handlers.HANDLERS,
    market_handlers.HANDLERS,
    smart_trade_handlers.HANDLERS,
)
"""The handlers of all rooms; each has the name of its operationId."""


def handlers_of(
    document: Document, rooms: Iterable[Iterable[Handler]] = ROOMS
) -> dict[str, Handler | ExampleAnswer]:
    """Return what answers each operation of *document*, by operationId.

    Raises ValueError if two rooms handle one operation, or ExampleMissingError if nothing can answer one.
    """
    handlers = _by_name(chain(*rooms))
    return {
        operation.id: handlers.get(operation.id) or example_answer(document, operation)
        for operation in document.operations
    }


def _by_name(handlers: Iterable[Handler]) -> Mapping[str, Handler]:
    found = list(handlers)
    for name, number in Counter(handler.__name__ for handler in found).items():
        if number > 1:
            raise ValueError(f"{number} handlers answer the operation {name}; leave one of them")
    return {handler.__name__: handler for handler in found}
