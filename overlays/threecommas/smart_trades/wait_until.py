"""Waiting for the status of a SmartTrade."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from threecommas_rest import api, models
from threecommas_rest.models.smart_trade_status_type import (
    SmartTradeStatusType,
    SmartTradeStatusTypeLiteral,
)

from threecommas import status_waits
from threecommas.flow import OperationFlow
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
    waited: status_waits.Waited[models.SmartTrade] = status_waits.Waited(
        request=api.get_smart_trade.build(number),
        parse=api.get_smart_trade.parse,
        status=lambda trade: trade.status.type,
        has_ended=lambda trade: trade.status.type in FINAL_STATUSES,
        statuses=SmartTradeStatusType,
    )
    return status_waits.wait_until(waited, status, final=FINAL_STATUSES, interval=interval, deadline=deadline)
