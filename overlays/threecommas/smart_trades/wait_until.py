"""Waiting for the status of a SmartTrade."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from threecommas_rest import api, models
from threecommas_rest.models.smart_trade_status_type import (
    SmartTradeStatusType,
    SmartTradeStatusTypeLiteral,
)

from threecommas.status_waits import Waited

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


def smart_trade_status(number: int) -> Waited[models.SmartTrade]:
    """Return what is waited for: the status of a SmartTrade."""
    return Waited(
        request=api.get_smart_trade.build(number),
        parse=api.get_smart_trade.parse,
        status=lambda trade: trade.status.type,
        statuses=SmartTradeStatusType,
        final=FINAL_STATUSES,
    )
