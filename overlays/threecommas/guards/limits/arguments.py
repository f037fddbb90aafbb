"""From the arguments of a client to the guards that hold its orders to limits."""

from decimal import Decimal

from threecommas.errors import ConfigurationError
from threecommas.flow import Timing
from threecommas.guards.limits.limits import Limits
from threecommas.guards.local import Mode
from threecommas.guards.lookups import InstrumentCache
from threecommas.guards.permits import LookupGuard


def limits_guards(
    max_total: Decimal | int | str | None,
    limits: Limits | None,
    instruments: InstrumentCache,
    *,
    mode: Mode | None,
    timing: Timing,
) -> list[LookupGuard]:
    """Return the guards, none without limits; raise `ConfigurationError` for arguments that cannot work."""
    if limits is not None and not isinstance(limits, Limits):
        raise ConfigurationError(f"limits must be Limits(...) or None, got {limits!r}")
    if max_total is not None and limits is not None:
        raise ConfigurationError(
            "There are both max_total and limits. Give one: max_total is per_order and per_position."
        )
    # The lists are those of one mode, while an account decides where an order goes (docs issue 146).
    if limits is not None and limits.needs_lists and mode is None:
        raise ConfigurationError(
            "The limits open_total and per_day have to know which SmartTrades to list. Make the client with "
            "mode='real' or mode='paper', whichever its accounts belong to."
        )
    if max_total is not None:
        limits = Limits.of_max_total(max_total)
    if limits is None:
        return []
    # What judges an order is a third of the client; one without limits starts sooner.
    from threecommas.guards.limits.claims import Ledger  # noqa: PLC0415
    from threecommas.guards.limits.guard import LimitsGuard  # noqa: PLC0415

    ledger = Ledger(timing.clock, timing.now)
    return [LimitsGuard(limits, instruments, ledger, name="limits" if max_total is None else "max_total")]
