"""Journal entries in short: what a list shows of a request, without bodies and header fields."""

from __future__ import annotations

from typing import Any

from threecommas_openapi.masking import mask_url

from threecommas_mock.faults.faults import name_of
from threecommas_mock.journal.entry import Entry
from threecommas_mock.venue.clock import timestamp


def entry_summary(entry: Entry) -> dict[str, Any]:
    """Return what a list shows of *entry*, without null; secrets of an exchange are masked."""
    told = {
        "number": entry.number,
        "moment": timestamp(entry.moment),
        "method": entry.method,
        "target": mask_url(entry.target),
        "status": entry.status,
        "operation": entry.operation,
        "signed_with": entry.signed_with,
        "ids": dict(entry.ids),
        "example": entry.is_example,
        "fault": None if entry.fault is None else name_of(entry.fault),
    }
    return {name: value for name, value in told.items() if value is not None}
