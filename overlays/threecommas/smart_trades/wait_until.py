"""Waiting for a status: a SmartTrade is asked for again and again until it has it, or never will."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from threecommas_rest import api, models
from threecommas_rest.models.smart_trade_status_type import (
    SmartTradeStatusType,
    SmartTradeStatusTypeLiteral,
)

from threecommas.arguments import check_seconds, wrong
from threecommas.errors import (
    ConfigurationError,
    NotExecutedError,
    NotSentError,
    RateBudgetExceededError,
    StatusNotReachedError,
)
from threecommas.flow import CallOperation, OperationFlow, Sleep
from threecommas.transport.shared_deadline import SharedDeadline

# No SmartTrade leaves these (page 0_smart_trade_entity of the documents, and every recorded answer).
FINAL_STATUSES = frozenset(
    {
        SmartTradeStatusType.FINISHED,
        SmartTradeStatusType.STOP_LOSS_FINISHED,
        SmartTradeStatusType.PANIC_SOLD,
        SmartTradeStatusType.CANCELLED,
        SmartTradeStatusType.FAILED,
    }
)

Status: TypeAlias = SmartTradeStatusType | SmartTradeStatusTypeLiteral
Statuses: TypeAlias = Status | Collection[Status]


def wait_until(
    number: int, status: Statuses | None, *, interval: float, deadline: SharedDeadline
) -> OperationFlow[models.SmartTrade]:
    """Return the steps to a SmartTrade with one of the statuses, any that ends it if None; in seconds."""
    check_seconds("interval", interval)
    if not interval:
        raise wrong("interval", "above 0", interval)
    wanted = _wanted(status)
    names = tuple(sorted(map(str, wanted)))
    request = api.get_smart_trade.build(number)
    trade: models.SmartTrade | None = None
    while True:
        # The first question is asked in any case, even if there is no time at all.
        options = None if trade is None and deadline.is_over() else deadline.options(request)
        try:
            trade = yield CallOperation(request, api.get_smart_trade.parse, options)
        except (NotSentError, NotExecutedError) as error:
            wait = error.retry_after if isinstance(error, RateBudgetExceededError) else 0.0
            if trade is None or not deadline.is_over(wait):
                raise
            raise StatusNotReachedError(trade, names, has_ended=False) from error
        if trade.status.type in wanted:
            return trade
        has_ended = trade.status.type in FINAL_STATUSES
        if has_ended or deadline.left() < interval:
            raise StatusNotReachedError(trade, names, has_ended=has_ended)
        yield Sleep(interval)


def _wanted(status: Statuses | None) -> frozenset[SmartTradeStatusType]:
    if status is None:
        return FINAL_STATUSES
    if not isinstance(status, Collection):
        raise wrong("status", "one or several of SmartTradeStatusType", status)
    wanted = frozenset(_documented(each) for each in ([status] if isinstance(status, str) else status))
    if not wanted:
        raise ConfigurationError("There is no status to wait for. Name one, or give None for any end.")
    return wanted


def _documented(status: Status) -> SmartTradeStatusType:
    """Return the status; raise `ConfigurationError` for a text that is none: it would never come.

    One that was added later is taken as a value from an answer, or from ``SmartTradeStatusType.from_wire``.
    """
    try:
        return SmartTradeStatusType.from_wire(SmartTradeStatusType.documented(status))
    except ValueError as error:
        raise ConfigurationError(f"status: {error}") from None
