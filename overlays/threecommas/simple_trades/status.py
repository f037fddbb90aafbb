"""The status of a simple trade, which answers hold under one of two names."""

from threecommas_rest.models import SimpleTrade, TradeStatusType
from threecommas_rest.types import Unset

from threecommas.errors import DecodeError


def status_of(trade: SimpleTrade) -> TradeStatusType:
    """Return the status of a simple trade, from ``status.value`` or else from ``status.basic_type``.

    Most documented answers have the one, that of cancel has the other. Raises `DecodeError` for neither.
    """
    for status in (trade.status.value, trade.status.basic_type):
        if not isinstance(status, Unset):
            return status
    raise DecodeError("has neither value nor basic_type", path="status")
