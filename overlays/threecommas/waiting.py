"""Waiting for a status: a SmartTrade is asked for again and again until it has it, or never will."""

from __future__ import annotations

from collections.abc import Callable, Collection

from threecommas_rest import api, models
from threecommas_rest.models.smart_trade_status_type import SmartTradeStatusType

from threecommas.errors import ConfigurationError, StatusNotReachedError
from threecommas.key_search import Ask, Asking
from threecommas.steps import Sleep

# No SmartTrade leaves these (page 0_smart_trade_entity of the documents, and every recorded answer).
ENDED = frozenset(
    {
        SmartTradeStatusType.FINISHED,
        SmartTradeStatusType.STOP_LOSS_FINISHED,
        SmartTradeStatusType.PANIC_SOLD,
        SmartTradeStatusType.CANCELLED,
        SmartTradeStatusType.FAILED,
    }
)

Statuses = SmartTradeStatusType | str | Collection[SmartTradeStatusType | str]


def wait_until(
    number: int, status: Statuses | None, *, within: float, every: float, clock: Callable[[], float]
) -> Asking[models.SmartTrade]:
    """Return the steps to a SmartTrade with one of the statuses, any that ends it if None; in seconds."""
    if not (within >= 0 and every > 0):
        raise ConfigurationError(f"within is {within!r} and every is {every!r}. Give seconds above zero.")
    wanted = _wanted(status)
    began = clock()
    while True:
        trade: models.SmartTrade = yield Ask(api.get_smart_trade.build(number), api.get_smart_trade.parse)
        if trade.status.type in wanted:
            return trade
        has_ended = trade.status.type in ENDED
        if has_ended or clock() - began + every > within:
            raise StatusNotReachedError(trade, tuple(sorted(map(str, wanted))), has_ended=has_ended)
        yield Sleep(every)


def _wanted(status: Statuses | None) -> frozenset[SmartTradeStatusType | str]:
    if status is None:
        return frozenset(ENDED)
    wanted = frozenset([status] if isinstance(status, str) else status)
    if not wanted:
        raise ConfigurationError("There is no status to wait for. Name one, or give None for any end.")
    return wanted
