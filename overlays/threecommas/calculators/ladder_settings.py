"""The settings of a DCA bot that its orders follow from.

They have the names of the API.
"""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

from threecommas_rest.models import Bot, CreateBot, UpdateBot

from threecommas.calculators.fields import (
    Amount,
    Strategy,
    at_least_zero,
    between,
    count,
    decimal,
    fail,
    one_of,
    positive,
    strategy_of,
)
from threecommas.calculators.json_objects import HasDict, check_readable, json_value, members_of, objects
from threecommas.calculators.safety_orders import (
    MOST_SAFETY_ORDERS,
    safety_order_deviations,
    safety_order_volume,
)
from threecommas.calculators.targets import check_percentages

_VOLUME_TYPES = ("quote_currency", "base_currency", "percent")
_MOST_ACTIVE_DEALS = 199
_STEP_NUMBERS = frozenset({"deviation", "size", "profit_percentage", "amount_percentage"})


@dataclass(frozen=True, kw_only=True, slots=True)
class LadderSettings:
    """The settings of a bot, or of a deal, that its orders follow from.

    Amounts are Decimal, int or text, those of steps too. They are checked when a ladder is made of them, and
    an error names the field. Settings that do not move an order, such as the start conditions, are not here.
    """

    base_order_volume: Amount
    base_order_volume_type: str = "quote_currency"
    safety_order_volume: Amount = 0
    safety_order_volume_type: str = "quote_currency"
    max_safety_orders: int | str = 0
    active_safety_orders_count: int | str | None = None
    safety_order_step_percentage: Amount = 0
    martingale_volume_coefficient: Amount = 1
    martingale_step_coefficient: Amount = 1
    safety_order_calculation_mode: str = "base"
    custom_safety_steps: Sequence[Mapping[str, Any]] = ()
    strategy: str = "long"
    take_profit: Amount = 0
    take_profit_type: str = "total"
    take_profit_steps: Sequence[Mapping[str, Any]] = ()
    min_profit_percentage: Amount = 0
    min_profit_type: str | None = None
    stop_loss_percentage: Amount = 0
    max_active_deals: int | str = 1
    leverage_type: str = "not_specified"
    leverage_custom_value: Amount | None = None

    @classmethod
    def of(cls, bot: Mapping[str, Any] | HasDict) -> Self:
        """Return the settings in a body to create a bot with, or in an answered bot or deal.

        What may be null or absent, and is, has the value that 3Commas gives it. So a mapping may not have a
        member that neither `CreateBot`, `UpdateBot` nor an answered bot documents: a slip of the pen would
        leave a setting out. A mapping with an `id` is an answer, as no body has one. Answers and models may
        have members that nobody documented yet.

        Raises:
            EncodeError: There is no `base_order_volume`, or a member that is not documented.
            DeviationError: One of the settings is not as documented in an answer: `path` says which.
        """
        names = [field.name for field in fields(cls)]
        check_readable(bot, names)
        data = members_of(bot, "bot")
        if isinstance(bot, Mapping) and "id" not in bot:
            _check_names(bot)
        if data.get("base_order_volume") is None:
            fail("base_order_volume", "is missing: a deal begins with a base order")
        return cls(**{name: _read(data[name], name) for name in names if data.get(name) is not None})


def _read(value: Any, path: str) -> Any:
    """Return a setting of a JSON object, its numbers exactly; another form is left to `checked`."""
    if not isinstance(value, list | tuple):
        return json_value(value, path)
    return [
        {name: _read_member(each, name, f"{path}[{index}]") for name in each}
        if isinstance(each, Mapping)
        else each
        for index, each in enumerate(value)
    ]


def _read_member(step: Mapping[str, Any], name: str, path: str) -> Any:
    return json_value(step[name], f"{path}.{name}") if name in _STEP_NUMBERS else step[name]


def _check_names(body: Mapping[str, Any]) -> None:
    documented = {each.name for model in (CreateBot, UpdateBot, Bot) for each in model.__attrs_attrs__}
    documented.discard("additional_properties")
    unknown = [name for name in body if name not in documented]
    if unknown:
        near = difflib.get_close_matches(str(unknown[0]), documented, n=1)
        hint = f": is {near[0]} meant?" if near else ""
        fail(str(unknown[0]), f"is not a documented member of a bot{hint}")


@dataclass(frozen=True, slots=True)
class SafetyStep:
    """One safety order as the settings ask for it: where, signed in percent, and how much."""

    deviation: Decimal
    volume: Decimal


@dataclass(frozen=True, slots=True)
class ProfitStep:
    """One target as the settings ask for it: percent of profit, for which percent of the deal."""

    profit_percentage: Decimal
    amount_percentage: Decimal


@dataclass(frozen=True, slots=True)
class CheckedSettings:
    """Settings after their checks, each value as what it means."""

    strategy: Strategy
    base_order_volume: Decimal
    base_order_volume_type: str
    safety_order_volume_type: str
    safety_steps: tuple[SafetyStep, ...]
    active_safety_orders: int
    profit_steps: tuple[ProfitStep, ...]
    profit_of_base: bool
    stop_loss_percentage: Decimal
    max_active_deals: int
    leverage: Fraction | None
    """None for spot, where nothing is lent."""


def checked(settings: LadderSettings) -> CheckedSettings:
    """Return the settings checked; raise `EncodeError` with the field's path for the first that is wrong."""
    strategy = strategy_of(settings.strategy)
    one_of(settings.safety_order_calculation_mode, ("base",), "safety_order_calculation_mode")
    steps = tuple(_safety_steps(settings, strategy))
    profit_steps, profit_type = _profit_steps(settings)
    active = settings.active_safety_orders_count
    return CheckedSettings(
        strategy=strategy,
        base_order_volume=positive(settings.base_order_volume, "base_order_volume"),
        base_order_volume_type=one_of(
            settings.base_order_volume_type, _VOLUME_TYPES, "base_order_volume_type"
        ),
        safety_order_volume_type=one_of(
            settings.safety_order_volume_type, _VOLUME_TYPES, "safety_order_volume_type"
        ),
        safety_steps=steps,
        active_safety_orders=len(steps)
        if active is None
        else min(len(steps), count(active, 0, MOST_SAFETY_ORDERS, "active_safety_orders_count")),
        profit_steps=profit_steps,
        profit_of_base=profit_type == "base",
        stop_loss_percentage=at_least_zero(settings.stop_loss_percentage, "stop_loss_percentage"),
        max_active_deals=count(settings.max_active_deals, 1, _MOST_ACTIVE_DEALS, "max_active_deals"),
        leverage=_leverage(settings),
    )


def _safety_steps(settings: LadderSettings, strategy: Strategy) -> Iterator[SafetyStep]:
    if settings.custom_safety_steps:
        yield from _custom_steps(settings.custom_safety_steps)
        return
    orders = count(settings.max_safety_orders, 0, MOST_SAFETY_ORDERS, "max_safety_orders")
    if not orders:
        return
    deviations = safety_order_deviations(
        settings.safety_order_step_percentage, settings.martingale_step_coefficient, orders
    )
    for number, deviation in enumerate(deviations, 1):
        volume = safety_order_volume(
            settings.safety_order_volume, settings.martingale_volume_coefficient, number
        )
        yield SafetyStep(-deviation if strategy == "long" else deviation, volume)


def _custom_steps(steps: Sequence[Mapping[str, Any]]) -> Iterator[SafetyStep]:
    for index, step in enumerate(objects(steps, "custom_safety_steps")):
        path = f"custom_safety_steps[{index}]"
        yield SafetyStep(
            between(_member(step, "deviation", path), -100, 10000, f"{path}.deviation"),
            positive(_member(step, "size", path), f"{path}.size"),
        )


def _profit_steps(settings: LadderSettings) -> tuple[tuple[ProfitStep, ...], str]:
    """Return the targets, and whether their percent are of the base order or of the total.

    A bot that closes by a condition has no take profit, but may have a minimum profit that stands for one.
    """
    kind = one_of(settings.take_profit_type, ("base", "total"), "take_profit_type")
    if settings.take_profit_steps:
        given = objects(settings.take_profit_steps, "take_profit_steps")
        steps = tuple(_step(step, i) for i, step in enumerate(given))
        check_percentages([step.amount_percentage for step in steps], "take_profit_steps")
        return steps, kind
    take_profit = at_least_zero(settings.take_profit, "take_profit")
    minimum = decimal(settings.min_profit_percentage, "min_profit_percentage")
    if not take_profit and minimum > 0 and settings.min_profit_type is not None:
        of_base = one_of(
            settings.min_profit_type, ("base_order_volume", "total_bought_volume"), "min_profit_type"
        )
        take_profit, kind = minimum, "base" if of_base == "base_order_volume" else "total"
    return ((ProfitStep(take_profit, Decimal(100)),) if take_profit else ()), kind


def _step(step: Mapping[str, Any], index: int) -> ProfitStep:
    path = f"take_profit_steps[{index}]"
    return ProfitStep(
        *(
            positive(_member(step, name, path), f"{path}.{name}")
            for name in ("profit_percentage", "amount_percentage")
        )
    )


def _member(step: Mapping[str, Any], name: str, path: str) -> Any:
    if step.get(name) is None:
        fail(f"{path}.{name}", "is missing")
    return step[name]


def _leverage(settings: LadderSettings) -> Fraction | None:
    if settings.leverage_type == "not_specified":
        return None
    if settings.leverage_custom_value is None:
        fail("leverage_custom_value", f"is missing: leverage_type is {settings.leverage_type}")
    return Fraction(positive(settings.leverage_custom_value, "leverage_custom_value"))
