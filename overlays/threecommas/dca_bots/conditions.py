"""The conditions of DCA bots as typed values: what starts a deal, places a safety order, or closes a deal.

Names and options are those of ``client.dca_bots.strategy_list`` in the older document. `nonstop`, `qfl` and
`trading_view` are not there, but in documented requests and recorded bots. An account may have others. Each
is a `Condition` with the name and the options that its list gives. No source says which numbers an indicator
takes. So only what is no number is refused.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from threecommas_rest.models import BotConditionInput, BotConditionOptionsInput

from threecommas.orders.field_checks import Amount, fail

Trigger: TypeAlias = Literal["less", "greater", "crossing_above", "crossing_below"]
"""How an indicator is compared. Which word a crossing has is unproven: the list and its labels disagree."""

Crossing: TypeAlias = Literal["crossing_above", "crossing_below"]

QflType: TypeAlias = Literal["original", "day_trade", "conservative", "position"]

Signal: TypeAlias = Literal["buy_or_strong_buy", "strong_buy", "sell_or_strong_sell", "strong_sell"]


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition by its name, with its options by theirs; numbers are Decimal, int or text."""

    strategy: str
    options: dict[str, Any] = field(default_factory=dict)

    def model(self) -> BotConditionInput:
        """Return an element of a list of conditions; raise `EncodeError` with a path inside of it."""
        if not isinstance(self.strategy, str) or not self.strategy:
            fail("strategy", f"must be the name of a condition, such as rsi, got {self.strategy!r}")
        options = BotConditionOptionsInput()
        for name, value in self.options.items():
            if isinstance(value, float) or not isinstance(value, str | int | Decimal):
                fail(f"options.{name}", f"must be text, int or Decimal, got {value!r}")
            options.additional_properties[name] = f"{value:f}" if isinstance(value, Decimal) else value
        return BotConditionInput(strategy=self.strategy, options=options)


def nonstop() -> Condition:
    """Return the condition that always holds: a deal starts as the last one ends. For one pair alone."""
    return Condition("nonstop")


def manual() -> Condition:
    """Return the condition that never holds by itself: deals are started by hand or by the API."""
    return Condition("manual")


def tv_custom_signal() -> Condition:
    """Return the condition that a signal from TradingView, sent to the bot, fulfils."""
    return Condition("tv_custom_signal")


def trading_view(*, time: str, type: Signal) -> Condition:  # noqa: A002
    """Return the condition on TradingView's own rating, for candles of a length such as ``5m``."""
    return Condition("trading_view", {"time": time, "type": type})


def qfl(*, type: QflType = "original", percent: Amount) -> Condition:  # noqa: A002
    """Return the condition of a crack of `percent` below a base (Quickfingers Luc)."""
    return Condition("qfl", {"type": type, "percent": percent})


def rsi(*, time: str, points: Amount, trigger_condition: Trigger, time_period: int) -> Condition:
    """Return the condition on the relative strength index of `time_period` candles."""
    return _indicator("rsi", time, trigger_condition, points=points, time_period=time_period)


def mfi(*, time: str, points: Amount, trigger_condition: Trigger, time_period: int) -> Condition:
    """Return the condition on the money flow index of `time_period` candles."""
    return _indicator("mfi", time, trigger_condition, points=points, time_period=time_period)


def cci(*, time: str, points: Amount, trigger_condition: Trigger, time_period: int) -> Condition:
    """Return the condition on the commodity channel index of `time_period` candles."""
    return _indicator("cci", time, trigger_condition, points=points, time_period=time_period)


def adx(*, time: str, points: Amount, trigger_condition: Trigger, time_period: int) -> Condition:
    """Return the condition on the average directional index of `time_period` candles."""
    return _indicator("adx", time, trigger_condition, points=points, time_period=time_period)


def bollinger_bands(
    *, time: str, points: Amount, trigger_condition: Trigger, time_period: int, deviation: Amount
) -> Condition:
    """Return the condition on %B of the Bollinger bands, ``b_bands_percent``."""
    facts = {"points": points, "time_period": time_period, "deviation": deviation}
    return _indicator("b_bands_percent", time, trigger_condition, **facts)


def ultimate_oscillator(
    *,
    time: str,
    points: Amount,
    trigger_condition: Trigger,
    first_period: int,
    second_period: int,
    third_period: int,
) -> Condition:
    """Return the condition on the ultimate oscillator, ``ult``."""
    periods = {"first_period": first_period, "second_period": second_period, "third_period": third_period}
    return _indicator("ult", time, trigger_condition, points=points, **periods)


def ma_cross(
    *,
    time: str,
    indicator_type: Literal["ema", "sma"],
    trigger_condition: Trigger,
    time_period_first: int,
    time_period_second: int,
) -> Condition:
    """Return the condition on two moving averages."""
    periods = {"time_period_first": time_period_first, "time_period_second": time_period_second}
    return _indicator("ma_cross", time, trigger_condition, indicator_type=indicator_type, **periods)


def stochastic(
    *,
    time: str,
    points: Amount,
    trigger_condition: Trigger,
    line_trigger_condition: Crossing,
    fast_k_period: int,
    slow_k_period: int,
    slow_d_period: int,
) -> Condition:
    """Return the condition on the stochastic oscillator."""
    return _indicator(
        "stochastic",
        time,
        trigger_condition,
        points=points,
        line_trigger_condition=line_trigger_condition,
        fast_k_period=fast_k_period,
        slow_k_period=slow_k_period,
        slow_d_period=slow_d_period,
    )


def macd(
    *,
    time: str,
    trigger_condition: Crossing,
    line_trigger_condition: Literal["less", "greater"],
    fast_period: int,
    slow_period: int,
    signal_period: int,
) -> Condition:
    """Return the condition on the convergence and divergence of moving averages."""
    periods = {"fast_period": fast_period, "slow_period": slow_period, "signal_period": signal_period}
    line = {"line_trigger_condition": line_trigger_condition}
    return _indicator("macd", time, trigger_condition, **line, **periods)


def parabolic_sar(
    *, time: str, trigger_condition: Crossing, acceleration_factor: Amount, af_maximum: Amount
) -> Condition:
    """Return the condition on the parabolic stop and reverse."""
    factors = {"acceleration_factor": acceleration_factor, "af_maximum": af_maximum}
    return _indicator("parabolic_sar", time, trigger_condition, **factors)


def heikin_ashi(*, time: str, candles_count: int) -> Condition:
    """Return the condition on so many Heikin Ashi candles in a row, of 1 to 10."""
    return Condition("heikin_ashi", {"time": time, "candles_count": candles_count})


def _indicator(strategy: str, time: str, trigger_condition: str, **options: Any) -> Condition:
    return Condition(strategy, {"time": time, "trigger_condition": trigger_condition, **options})
