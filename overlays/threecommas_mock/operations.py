"""Every operation of the document and what answers it: the one list that joins the rooms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any

from threecommas_mock.accounts import handlers as account_handlers
from threecommas_mock.api.document import Document
from threecommas_mock.api.parameters import Call
from threecommas_mock.market_data import handlers as market_handlers
from threecommas_mock.smart_trades import handlers as smart_trade_handlers
from threecommas_mock.venue.desk import Desk

Handler = Callable[[Desk, int, Call], Any]
"""Takes the desk, the user's number and a valid call; gives a JSON value, or JSON in bytes."""

_ROOMS: tuple[Iterable[Handler], ...] = (
    account_handlers.HANDLERS,
    market_handlers.HANDLERS,
    smart_trade_handlers.HANDLERS,
)

HANDLERS: Mapping[str, Handler] = {handler.__name__: handler for handler in chain(*_ROOMS)}
"""By operationId, which is each handler's name."""


def demand_handlers(document: Document) -> None:
    """Raise ValueError if something in the document would go unanswered."""
    missing = [operation.id for operation in document.operations if operation.id not in HANDLERS]
    if missing:
        raise ValueError(f"the document has operations the mock does not know: {', '.join(missing)}")
