"""The laws of deals, computed a second time with fractions, and held against answers to the last digit.

They are those that hold for every recorded deal: averages, profits, the ladder, take profit and stop loss.
"""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from math import ceil, floor
from typing import Any

from threecommas_mock.dca.settings import ProfitCurrency, TakeProfitType
from threecommas_mock.deals.entity import Deal, OrderKind
from threecommas_mock.deals.statuses import Status
from threecommas_mock.venue.market import Pair
from threecommas_mock.venue.order_types import OrderStatus

FEE = Fraction(1, 1000)
"""What every account of these tests pays."""


def number(text: str | Decimal | None) -> Fraction:
    return Fraction(text or 0)


def rounded(value: Fraction, places: int) -> Fraction:
    """Return *value* with so many places, halves away from zero."""
    with localcontext(prec=400):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return Fraction(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def assert_laws(deal: Deal, answer: dict[str, Any], pair: Pair) -> None:
    """Check the answer of a deal by the laws."""
    assert_sums(deal, answer)
    assert_fills(deal)
    if deal.status is Status.BOUGHT:
        assert_ladder(deal, pair)
        assert_stop_loss(deal, answer)
        assert_take_profit(deal, pair)


def assert_sums(deal: Deal, answer: dict[str, Any]) -> None:
    bought, sold = number(answer["bought_volume"]), number(answer["sold_volume"])
    coins_in, coins_out = number(answer["bought_amount"]), number(answer["sold_amount"])
    for volume, amount, average in (
        (bought, coins_in, answer["bought_average_price"]),
        (sold, coins_out, answer["sold_average_price"]),
    ):
        places = 27 if amount and volume / amount >= 1 else 36
        assert number(average) == (rounded(volume / amount, places) if amount else 0)
    sign = 1 if deal.is_long else -1
    assert number(answer["reserved_base_coin"]) == sign * (bought - sold)
    assert number(answer["reserved_second_coin"]) == sign * (coins_in - coins_out)
    if deal.is_closed and (sold if deal.is_long else bought):
        assert number(answer["final_profit"]) == rounded(sold - bought, 8)
        assert number(answer["actual_profit"]) == sold - bought
        went_in = bought if deal.is_long else sold
        assert number(answer["final_profit_percentage"]) == rounded((sold - bought) / went_in * 100, 2)
    elif not deal.is_closed and deal.entered.amount:
        price, left = number(answer["current_price"]), coins_in - coins_out
        closing = left * price * (1 - FEE) if deal.is_long else left * price * (1 + FEE)
        assert number(answer["actual_profit"]) == sold - bought + closing
        average = number(answer["bought_average_price" if deal.is_long else "sold_average_price"])
        exact = rounded(sign * (price / average - 1) * 100, 2)
        assert abs(number(answer["actual_profit_percentage"]) - exact) <= Fraction(1, 100) * (
            exact * 2 % 1 != 0
        )


def assert_fills(deal: Deal) -> None:
    for each in deal.orders:
        fill = each.order.fill
        if fill is not None:
            fee = 1 + FEE if each.order.side == "buy" else 1 - FEE
            assert Fraction(fill.total) == Fraction(fill.amount) * Fraction(fill.price) * fee
            if (
                each.order.price is not None
                and each.order.is_maker
                and each.order.status is OrderStatus.FINISHED
            ):
                assert fill.price == each.order.price


def assert_ladder(deal: Deal, pair: Pair) -> None:
    given, tick, lot = deal.settings, Fraction(pair.tick), Fraction(pair.lot)
    base = number(deal.base.average)
    for each in deal.open_orders(OrderKind.SAFETY):
        # What the exchange has carried out stays where earlier settings put it, until the deal takes notice.
        if each.order.executed_at_price is not None:
            continue
        step, coefficient = (
            Fraction(given.safety_order_step_percentage),
            Fraction(given.martingale_step_coefficient),
        )
        away = sum(step * coefficient**j for j in range(each.number))
        volume = Fraction(given.safety_order_volume) * Fraction(given.martingale_volume_coefficient) ** (
            each.number - 1
        )
        if given.custom_safety_steps:
            custom = given.custom_safety_steps[each.number - 1]
            away, volume = Fraction(custom.deviation) * (-1 if deal.is_long else 1), Fraction(custom.size)
        if given.safety_strategy_list:
            continue
        exact = base * (1 - away / 100) if deal.is_long else base * (1 + away / 100)
        price = floor(exact / tick) * tick if deal.is_long else ceil(exact / tick) * tick
        assert number(each.order.price) == price
        assert number(each.order.units) == ceil(volume / price / lot) * lot
    numbers = [each.number for each in deal.of_kind(OrderKind.SAFETY)]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def assert_stop_loss(deal: Deal, answer: dict[str, Any]) -> None:
    given = deal.settings
    if given.tsl_enabled or given.breakeven_limit is not None:
        return
    share = Fraction(given.stop_loss_percentage) / 100
    expected = number(deal.base.average) * (1 - share if deal.is_long else 1 + share) if share else 0
    assert number(answer["stop_loss_price"]) == expected


def assert_take_profit(deal: Deal, pair: Pair) -> None:
    given, tick = deal.settings, Fraction(pair.tick)
    steps = given.steps
    for each in deal.take_profits:
        if each.order.status is OrderStatus.PANIC_SELL_PENDING or _was_filled_since(deal):
            continue
        percent = Fraction(steps[each.number].profit_percentage) / 100
        volume, amount = number(deal.entered.volume), number(deal.entered.amount)
        basis = number(deal.base.volume) if given.take_profit_type is TakeProfitType.BASE else volume
        if deal.is_long:
            exact = (volume + percent * basis) / amount / (1 - FEE)
            assert number(each.order.price) == ceil(exact / tick) * tick
        else:
            exact = (volume - percent * basis) / amount / (1 + FEE)
            assert number(each.order.price) == floor(exact / tick) * tick
    if given.profit_currency is ProfitCurrency.QUOTE and deal.take_profits:
        held = sum((number(each.order.units) for each in deal.take_profits), Fraction(0))
        assert held <= number(deal.remaining)


def _was_filled_since(deal: Deal) -> bool:
    """Tell whether the exchange has filled an entry that the deal has not taken in yet."""
    return any(each.order.is_due for each in deal.open_orders())
