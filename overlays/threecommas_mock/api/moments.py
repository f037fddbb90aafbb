"""Moments as requests state them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def parse_datetime(text: str) -> datetime:
    """Read an RFC 3339 date-time, in which t and z may be small and a second may be the 60th.

    What lies beyond the years Python knows becomes the first or the last moment it knows.
    """
    day, clock = text[:10], text[11:].upper().replace("Z", "+00:00")
    leap = clock[6:8] == "60"
    clock = f"{clock[:6]}59{clock[8:]}" if leap else clock
    try:
        found = datetime.fromisoformat(f"{day}T{clock}").astimezone(UTC)
        return found + timedelta(seconds=1) if leap else found
    except (ValueError, OverflowError):
        return (datetime.max if day.startswith("9999") else datetime.min).replace(tzinfo=UTC)
