"""Durations of faults."""

from datetime import timedelta

# Longer than any test, and short enough for every clock.
_LONGEST = timedelta(days=366)


def require_duration(name: str, seconds: float) -> None:
    """Raise ValueError naming the field, unless it is a time from zero to a year."""
    if not 0 <= seconds <= _LONGEST.total_seconds():
        raise ValueError(f"{name}: must be 0 or more seconds, at most {_LONGEST.days} days, got {seconds}")
