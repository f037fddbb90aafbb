"""The documented rules of take profit and stop loss. For the names of sources see `rules`."""

from collections.abc import Sequence
from fractions import Fraction

from threecommas_rest.models import (
    StopLossInput,
    TakeProfitInput,
    TakeProfitStepInput,
    TakeProfitStepUpdate,
    TakeProfitUpdate,
    TargetPriceInput,
)
from threecommas_rest.types import UNSET, Unset

from threecommas.orders.field_checks import (
    between,
    error_path,
    fail,
    is_on,
    positive,
    require,
    require_known_value,
    require_positive_integer,
)

MOST_STEPS = 8
_WHOLE = 100
_SHARED = "; if a step was cancelled, give the others its share"


def check_take_profit(take_profit: TakeProfitInput | TakeProfitUpdate, *, in_percent: bool | None) -> None:
    """Check the steps, if enabled; paths begin at `take_profit`. None for `in_percent` is not known."""
    if not is_on(take_profit.enabled):
        return
    if isinstance(take_profit.steps, Unset):
        fail("steps", "is missing: take profit is enabled")
    steps: Sequence[TakeProfitStepInput | TakeProfitStepUpdate] = take_profit.steps
    # Older document: "Maximum steps is 8", "required if enabled".
    if not 1 <= len(steps) <= MOST_STEPS:
        fail("steps", f"must be 1 to {MOST_STEPS} steps, got {len(steps)}")
    for index, step in enumerate(steps):
        with error_path(f"steps[{index}]"):
            _check_step(step, is_last=index == len(steps) - 1, in_percent=in_percent)
    # Older document: "should be 100% in the sum of all steps". A sum of Decimals might be rounded to it.
    if sum(Fraction(step.volume) for step in steps) != _WHOLE:
        volumes = " + ".join(f"{step.volume:f}" for step in steps)
        # Nothing shows 3Commas taking less once a step was cancelled, and a share is not ours to give away.
        hint = "" if isinstance(take_profit, TakeProfitInput) else _SHARED
        fail("steps", f"must have volumes of 100 percent together, got {volumes}{hint}")


def _check_step(
    step: TakeProfitStepInput | TakeProfitStepUpdate, *, is_last: bool, in_percent: bool | None
) -> None:
    order_type = require_known_value(step.order_type, "order_type", "it is the order of the step")
    with error_path("price"):
        _check_target(step.price, in_percent=in_percent)
    if not 0 < step.volume <= _WHOLE:
        fail("volume", f"must be more than 0 and at most 100 percent, got {step.volume:f}")
    trailing = step.trailing
    if not isinstance(trailing, Unset) and is_on(trailing.enabled):
        # Page and gitbook edition: the last step only.
        if not is_last:
            fail("trailing", "is for the last step only")
        # Older document: "Only for market orders"; page: 0.01 to 100.
        if order_type != "market":
            fail("trailing", "is for market orders only")
        percent = require(trailing.percent, "trailing.percent", "trailing is enabled")
        between(percent, "0.01", "100", "trailing.percent")


def check_stop_loss(
    stop_loss: StopLossInput,
    take_profit: TakeProfitInput | TakeProfitUpdate | Unset,
    *,
    in_percent: bool | None,
) -> None:
    """Check an enabled stop loss; paths begin at `stop_loss`. An update may leave out the targets."""
    order_type = require_known_value(stop_loss.order_type, "order_type", "the stop loss is enabled")
    trigger = require(stop_loss.conditional, "conditional", "the stop loss is enabled")
    with error_path("conditional.price"):
        _check_target(trigger.price, in_percent=in_percent)
    # Older document: "required only for limit order_type".
    if order_type == "limit":
        require(stop_loss.price, "price", "a limit order needs it")
    if not isinstance(stop_loss.price, Unset):
        positive(stop_loss.price.value, "price.value")
    trailing = trigger.trailing
    if not isinstance(trailing, Unset) and is_on(trailing.enabled):
        # Older document: "Only for market orders". The percentage is not needed: answers show null.
        if order_type != "market":
            fail("conditional.trailing", "is for market orders only")
        if not isinstance(trailing.percent, Unset):
            positive(trailing.percent, "conditional.trailing.percent")
    _check_timeout_and_breakeven(stop_loss, take_profit)


def _check_timeout_and_breakeven(
    stop_loss: StopLossInput, take_profit: TakeProfitInput | TakeProfitUpdate | Unset
) -> None:
    # Older document: seconds, "required if enabled".
    timeout = stop_loss.timeout
    if not isinstance(timeout, Unset) and is_on(timeout.enabled):
        if isinstance(timeout.value, Unset):
            fail("timeout.value", "is missing: timeout is enabled")
        require_positive_integer(timeout.value, "timeout.value")
    # Page: needs at least two take-profit steps. An update without targets keeps those that there are.
    if isinstance(take_profit, Unset):
        return
    steps = take_profit.steps if is_on(take_profit.enabled) else UNSET
    if is_on(stop_loss.breakeven) and (isinstance(steps, Unset) or len(steps) < 2):
        fail("breakeven", "needs at least two take_profit.steps")


def _check_target(price: TargetPriceInput, *, in_percent: bool | None) -> None:
    """Check a target. In percent while the entry trails, else as a price: older document, issue 17.

    The current page repeats the sentence about `value` at `percent` by mistake.
    """
    require_known_value(price.type, "type", "it is the price to watch")
    given = [name for name in ("value", "percent") if getattr(price, name) is not UNSET]
    # The refusals published on the page Edit SmartTrade have these words.
    if len(given) == 2:
        fail("", "value and percent are mutually exclusive")
    if not given:
        fail("", "value or percent is missing, exactly one parameter must be provided")
    if in_percent is None:
        in_percent = given == ["percent"]
    right, why = ("percent", "trails") if in_percent else ("value", "does not trail")
    if given != [right]:
        fail(given[0], f"is not allowed: the entry {why}, so give {right}")
    positive(require(getattr(price, right), right, ""), right)
