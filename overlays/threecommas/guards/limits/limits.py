"""The limits themselves: plain values that are checked when they are made."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from threecommas.errors import ConfigurationError
from threecommas.guards.limits.amounts import Amount, Amounts, Money

_WORTH = ("per_order", "per_position", "open_total", "per_day")
_FIELDS = (*_WORTH, "accounts", "pairs", "orders_per_minute")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the orders of one client may be worth, where they may go, and how many there may be.

    The first four take an amount for each quote currency, such as ``{"USDT": "1000", "BTC": "0.02"}``. An
    order in a currency that is not named is refused. A bare amount counts for dollar coins alone (USDT, USDC,
    USD ...: `threecommas.guards.limits.amounts.DOLLARS`), all of them together. None sets no limit.

    - `per_order`: the worth of one order, in quote currency.
    - `per_position`: all that goes into one SmartTrade: its entry, and every order that adds to it. What was
      taken out again still counts. Of a deal also the safety orders that its settings let it place later.
    - `open_total`: all that is in active SmartTrades, and what waits there to be filled. The list of active
      SmartTrades is read for each order, so those of other programs count too.
    - `per_day`: the worth of all orders since midnight UTC. SmartTrades and added funds that were there
      before the first order of this client count too, and what it places itself. What other programs place
      later does not, nor an order of an earlier day that was made larger before.
    - `accounts`, `pairs`: ids of accounts, and pairs such as ``USDT_BTC``, that this client may write to.
      Every write that goes elsewhere is refused, also one that closes or cancels.
    - `orders_per_minute`: how many orders this client may place or change in any 60 seconds. What closes or
      cancels is not counted.

    `open_total` and `per_day` read lists, so the client needs the `mode` that its accounts belong to.

    What an order is worth, and what no limit covers, is said in `threecommas.guards.limits`.
    Raises `ConfigurationError` naming the field.
    """

    per_order: Money | None = None
    per_position: Money | None = None
    open_total: Money | None = None
    per_day: Money | None = None
    accounts: Collection[int] | None = None
    pairs: Collection[str] | None = None
    orders_per_minute: int | None = None
    amounts: "AmountLimits" = field(init=False, repr=False, compare=False)
    """The four limits of worth, read."""

    def __post_init__(self) -> None:
        """Check each field."""
        object.__setattr__(self, "amounts", AmountLimits.of(self))
        _each("accounts", self.accounts, int, "an id of an account, such as 12345")
        _each("pairs", self.pairs, str, "a pair, such as 'USDT_BTC'")
        # Whoever handed over a list must not change the limits by it.
        for name in ("accounts", "pairs"):
            value = getattr(self, name)
            object.__setattr__(self, name, None if value is None else frozenset(value))
        count = self.orders_per_minute
        if count is not None and (type(count) is not int or count < 1):
            raise ConfigurationError(
                f"orders_per_minute must be a whole number of 1 or more, or None, got {count!r}"
            )
        if all(getattr(self, name) is None for name in _FIELDS):
            raise ConfigurationError(f"The limits limit nothing. Give at least one of {', '.join(_FIELDS)}.")

    @classmethod
    def of_max_total(cls, amount: Amount) -> "Limits":
        """Return the limits that the short form `max_total` stands for: per order, and per position."""
        Amounts.of("max_total", amount)
        return cls(per_order=amount, per_position=amount)

    @property
    def needs_lists(self) -> bool:
        """Whether lists of SmartTrades have to be read."""
        return self.open_total is not None or self.per_day is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountLimits:
    """The limits of worth, None where there is none."""

    per_order: Amounts | None
    per_position: Amounts | None
    open_total: Amounts | None
    per_day: Amounts | None

    @classmethod
    def of(cls, limits: Limits) -> "AmountLimits":
        """Return them as they are compared with."""
        given = {name: getattr(limits, name) for name in _WORTH}
        return cls(**{name: None if each is None else Amounts.of(name, each) for name, each in given.items()})

    @property
    def all(self) -> dict[str, Amounts]:
        """Those that are set, by name."""
        named = {name: getattr(self, name) for name in _WORTH}
        return {name: amounts for name, amounts in named.items() if amounts is not None}


def _each(name: str, values: object, kind: type, wanted: str) -> None:
    if values is None:
        return
    if isinstance(values, str | bytes) or not isinstance(values, Iterable):
        raise ConfigurationError(f"{name} must be a list, each {wanted}, got {values!r}")
    listed = list(values)
    wrong = [value for value in listed if type(value) is not kind or (kind is str and "_" not in str(value))]
    if wrong or not listed:
        raise ConfigurationError(f"{name} must be a list, each {wanted}, got {values!r}")
