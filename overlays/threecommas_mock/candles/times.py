"""The times of candles as files write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
# 10**11 seconds are the year 5138, as many milliseconds the year 1973: no candle is so old or so young.
_UNITS = ((10**11, 1_000_000), (10**14, 1_000), (10**17, 1))
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def moment(text: str) -> datetime:
    """Read a time, in UTC, or raise ValueError with the reason.

    A number counts from 1970, in the unit that its size tells: seconds, milliseconds, microseconds or
    nanoseconds. Anything else is an ISO 8601 date-time with its zone, or a date, which is its midnight in
    UTC.
    """
    if text.isdecimal() and text.isascii():
        return _counted(int(text))
    bare = text.strip()
    if _NUMBER.fullmatch(bare):
        # Some programs write whole seconds as 1598918400.0.
        return _counted(int(Decimal(bare)))
    try:
        found = datetime.fromisoformat(bare)
    except ValueError:
        raise ValueError(
            f"{text!r} is not a time; write 2024-08-06T14:42:25Z or seconds since 1970"
        ) from None
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    if len(bare) > len("2024-08-06"):
        raise ValueError(f"{text!r} has no zone; write Z behind it if it is UTC")
    return found.replace(tzinfo=UTC)


def _counted(count: int) -> datetime:
    factor = next((factor for most, factor in _UNITS if count < most), None)
    micros = count // 1000 if factor is None else count * factor
    try:
        return _BEGINNING + timedelta(microseconds=micros)
    except OverflowError:
        raise ValueError(f"{count} is more than a clock can show") from None
