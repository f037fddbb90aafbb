"""Waiting for the status of a deal."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from threecommas_rest import api, models
from threecommas_rest.models.deal_status import DealStatus, DealStatusLiteral

from threecommas import status_waits
from threecommas.flow import OperationFlow
from threecommas.transport.shared_deadline import SharedDeadline

# No deal leaves these. Recorded are the first two, the others are inferred from their names; a deal that says
# that it is finished has ended whatever its status is.
FINAL_STATUSES = frozenset(
    {
        DealStatus.COMPLETED,
        DealStatus.STOP_LOSS_FINISHED,
        DealStatus.PANIC_SOLD,
        DealStatus.CANCELLED,
        DealStatus.FAILED,
        DealStatus.LIQUIDATED,
        DealStatus.SETTLED,
    }
)

Status: TypeAlias = DealStatus | DealStatusLiteral
Statuses: TypeAlias = Status | Collection[Status]


def wait_until(
    number: int, status: Statuses | None, *, interval: float, deadline: SharedDeadline
) -> OperationFlow[models.Deal]:
    """Return the steps to a deal with one of the statuses, any that ends it if None; in seconds."""
    waited: status_waits.Waited[models.Deal] = status_waits.Waited(
        request=api.get_deal.build(number),
        parse=api.get_deal.parse,
        status=lambda deal: deal.status,
        has_ended=lambda deal: deal.status in FINAL_STATUSES or deal.finished,
        statuses=DealStatus,
    )
    return status_waits.wait_until(waited, status, final=FINAL_STATUSES, interval=interval, deadline=deadline)
