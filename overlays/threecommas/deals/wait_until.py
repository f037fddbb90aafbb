"""Waiting for the status of a deal."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeAlias

from threecommas_rest import api, models
from threecommas_rest.models.deal_status import DealStatus, DealStatusLiteral

from threecommas.status_waits import Waited

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


def deal_status(number: int) -> Waited[models.Deal]:
    """Return what is waited for: the status of a deal."""
    return Waited(
        request=api.get_deal.build(number),
        parse=api.get_deal.parse,
        status=lambda deal: deal.status,
        statuses=DealStatus,
        final=FINAL_STATUSES,
        says_finished=lambda deal: deal.finished,
    )
