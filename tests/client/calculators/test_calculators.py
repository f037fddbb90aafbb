"""Single calculators: limits of a market, grids, sizes by risk, and what each refuses."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from threecommas import EncodeError, HmacSigner, ThreeCommas, calculators
from threecommas.calculators import LadderSettings, MarketLimits
from threecommas_mock import MockExchange
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET

LIMITS = MarketLimits.of(
    {"priceStep": "0.01", "lotStep": "0.0001", "minTotal": "5.0", "minLotSize": "0.0001"}
)
RISK: dict[str, Any] = {"balance": 10000, "risk_percentage": 1, "entry_price": 60000, "stop_price": 58000}
GRID: dict[str, Any] = {
    "lower_price": 56000,
    "upper_price": 70000,
    "grids_quantity": 4,
    "quantity_per_grid": 150,
    "current_price": "65030.3",
    "order_currency_type": "quote",
    "limits": MarketLimits.of({"priceStep": "0.1", "lotStep": "0.001"}),
}
GRID_TABLE = """\
line    price  side  size base  size quote
   4    70000  sell      0.002         140
   3  65333.3     -      0.002    130.6666
   2  60666.7   buy      0.002    121.3334
   1    56000   buy      0.002         112

the bot needs 300 quote currency and 0.00214286 base currency
a step earns 6.93 to 8.12 percent"""
BOT: dict[str, Any] = {
    "base_order_volume": 10,
    "safety_order_volume": 15,
    "max_safety_orders": 2,
    "safety_order_step_percentage": 1,
    "stop_loss_percentage": 10,
    "take_profit": 3,
}


FIFTY = [{"profit_percentage": "1", "amount_percentage": "50"}]


@pytest.fixture
def client() -> Any:
    exchange = MockExchange()
    signer = HmacSigner(MOCK_SECRET)
    with ThreeCommas(MOCK_KEY, signer, base_url=exchange.base_url, transport=exchange.transport()) as made:
        yield made


def test_limits_are_those_of_currency_rates(client: ThreeCommas) -> None:
    rates = client.market_data.rates(market_code="binance", pair="USDT_BTC")
    market = MarketLimits.of(rates)
    assert (market.price_step, market.lot_step) == (rates.price_step, rates.lot_step)
    assert market.price_down(Decimal("63802.446")) == Decimal("63802.44")
    assert market.min_total == rates.min_total


def test_order_that_the_exchange_would_refuse_is_told_why() -> None:
    assert LIMITS.problems("0.0017", "3000.5") == ()
    assert LIMITS.problems("0.00011", "3000.555") == (
        "price 3000.555 is no multiple of 0.01",
        "amount 0.00011 is no multiple of 0.0001",
        "total 0.33006105 is below the smallest, 5.0",
    )


def test_grid_prints_as_a_table() -> None:
    assert str(calculators.grid(**GRID)) == GRID_TABLE


def test_grid_whose_steps_cost_more_than_they_earn_says_so() -> None:
    made = calculators.grid(**GRID | {"grids_quantity": 200, "fee": "0.001"})
    assert made.smallest_profit < 0
    assert made.problems[-1].startswith("a step earns -0.1")


def test_size_by_risk_is_what_the_stop_may_cost() -> None:
    size = calculators.size_by_risk(**RISK, limits=MarketLimits.of({"priceStep": "1", "lotStep": "0.00001"}))
    assert (size.amount, size.loss) == (Decimal("0.04721"), Decimal("99.99078"))
    assert not size.is_limited_by_balance


@pytest.mark.parametrize(("leverage", "amount", "margin"), [(1, "0.1665", "9999.99"), (10, "0.5", "3003")])
def test_account_and_leverage_bound_what_risk_allows(leverage: int, amount: str, margin: str) -> None:
    size = calculators.size_by_risk(
        **RISK | {"stop_price": "59919.93"},
        leverage=leverage,
        limits=MarketLimits.of({"priceStep": "1", "lotStep": "0.0001"}),
    )
    assert (size.amount, size.margin) == (Decimal(amount), Decimal(margin))


def test_short_deal_stands_above_and_earns_below() -> None:
    made = calculators.ladder(BOT | {"strategy": "short"}, price="0.2596", limits=SMALL)
    assert [order.price for order in made.orders] == [Decimal("0.2596"), Decimal("0.262"), Decimal("0.2646")]
    assert [order.take_profit_price for order in made.orders] == [
        Decimal("0.2513"),
        Decimal("0.2526"),
        Decimal("0.2539"),
    ]
    assert made.stop_loss_price == Decimal("0.28527444")
    assert made.required_currency == "base_currency"
    assert made.required_per_deal == made.orders[-1].total_base


SMALL = MarketLimits.of({"priceStep": "0.0001", "lotStep": "0.1"})


def test_volumes_in_base_currency_are_amounts() -> None:
    made = calculators.ladder(
        BOT | {"base_order_volume_type": "base_currency", "safety_order_volume_type": "base_currency"},
        price="0.2596",
        limits=SMALL,
    )
    assert [order.size_base for order in made.orders] == [10, 15, 15]


@pytest.mark.parametrize(("strategy", "size"), [("long", "385.3"), ("short", "100")])
def test_volume_in_percent_is_a_part_of_what_the_deal_spends(strategy: str, size: str) -> None:
    made = calculators.ladder(
        BOT | {"strategy": strategy, "base_order_volume_type": "percent"},
        price="0.2596",
        limits=SMALL,
        balance=1000,
    )
    assert made.base_order.size_base == Decimal(size)


def test_custom_steps_stand_where_they_say_and_replace_the_coefficients() -> None:
    steps = [{"deviation": "-1.5", "size": "19.7"}, {"deviation": "-4", "size": "28.8"}]
    made = calculators.ladder(BOT | {"custom_safety_steps": steps}, price=100, fee=0)
    assert [(order.price, order.size_quote) for order in made.safety_orders] == [
        (Decimal("98.5"), Decimal("19.7")),
        (Decimal(96), Decimal("28.8")),
    ]


@pytest.mark.parametrize("strategy", ["long", "short"])
def test_leverage_divides_what_a_deal_needs(strategy: str) -> None:
    lent = {"strategy": strategy, "leverage_type": "isolated", "leverage_custom_value": "4"}
    made = calculators.ladder(BOT | lent, price=100, limits=SMALL)
    assert made.required_currency == "quote_currency"
    assert made.required_per_deal == made.orders[-1].total_quote / 4


def test_take_profit_steps_close_all_of_a_deal() -> None:
    steps = [
        {"profit_percentage": 2.0, "amount_percentage": 40.0},
        {"profit_percentage": 3.0, "amount_percentage": 60.0},
    ]
    changes = {"take_profit": None, "take_profit_steps": steps}
    made = calculators.ladder(BOT | changes, price="0.2596", limits=SMALL)
    for order in made.orders:
        assert sum(each.amount for each in order.take_profits) == order.total_base
        assert order.take_profit_price == order.take_profits[-1].price


def test_bot_by_risk_counts_what_is_rounded_up_to_the_lot() -> None:
    coarse = MarketLimits.of({"priceStep": "0.0001", "lotStep": "0.05"})
    made = calculators.ladder(by_risk({}, limits=coarse), price=100, limits=coarse)
    assert made.loss_at_stop is not None
    assert 8 < made.loss_at_stop <= 10


def test_number_of_a_json_body_is_what_it_prints_as() -> None:
    expected = calculators.ladder(BOT | {"base_order_volume": "20.1"}, price="0.2596", limits=SMALL)
    assert calculators.ladder(BOT | {"base_order_volume": 20.1}, price="0.2596", limits=SMALL) == expected
    with pytest.raises(EncodeError, match=r"base_order_volume: .* is a float"):
        calculators.ladder(BOT | {"base_order_volume": 0.1 + 0.2}, price="0.2596", limits=SMALL)


def test_bot_by_risk_scales_custom_steps_too() -> None:
    steps = [{"deviation": -1.5, "size": 20.5}]
    sized = by_risk({"custom_safety_steps": steps})
    share = Decimal(sized.base_order_volume) / 10
    assert abs(sized.custom_safety_steps[0]["size"] - share * Decimal("20.5")) < Decimal("1e-6")


def test_bot_that_closes_by_a_condition_alone_has_no_target() -> None:
    made = calculators.ladder(BOT | {"take_profit": "0.0"}, price="0.2596", limits=SMALL)
    assert (made.base_order.take_profit_price, made.base_order.profit) == (None, None)
    assert "-" in str(made).splitlines()[1]


def test_stop_loss_tighter_than_the_fee_still_costs() -> None:
    made = calculators.ladder(BOT | {"stop_loss_percentage": "0.05"}, price="0.2596")
    assert made.loss_at_stop is not None
    assert made.loss_at_stop > 0


def test_bot_by_risk_keeps_the_proportions_of_its_orders() -> None:
    sized = calculators.bot_by_risk(BOT, balance=10000, risk_percentage=2, price=100, fee=0)
    assert isinstance(sized, LadderSettings)
    made = calculators.ladder(sized, price=100, fee=0)
    assert made.loss_at_stop is not None
    assert Decimal("199.999") < made.loss_at_stop <= 200
    assert abs(Decimal(sized.base_order_volume) * 15 - Decimal(sized.safety_order_volume) * 10) < Decimal(
        "1e-6"
    )


@pytest.mark.parametrize(
    ("bot", "given"),
    [
        # What may be lost, and what may be spent, to the last digit.
        (
            {"base_order_volume": 3, "stop_loss_percentage": 30},
            {"balance": 1000, "risk_percentage": 3, "price": 3},
        ),
        (
            {"base_order_volume": 9, "stop_loss_percentage": 30},
            {"balance": 100, "risk_percentage": 99, "price": 3},
        ),
    ],
)
def test_bot_by_risk_without_a_lot_costs_no_more_to_the_last_digit(bot: Any, given: Any) -> None:
    sized = calculators.bot_by_risk(bot, **given, fee=0)
    made = calculators.ladder(sized, price=given["price"], fee=0)
    budget = given["balance"] * given["risk_percentage"] / Decimal(100)
    assert made.loss_at_stop is not None
    assert (made.loss_at_stop <= budget, made.required <= given["balance"]) == (True, True)
    assert made.loss_at_stop > budget - Decimal("1e-6") or made.required > given["balance"] - Decimal("1e-6")


@pytest.mark.parametrize(
    ("calculate", "path"),
    [
        (lambda: MarketLimits.of({"lotStep": "1"}), "priceStep"),
        (lambda: MarketLimits.of({"lotStep": "one", "priceStep": "1"}), "lotStep"),
        (lambda: MarketLimits(price_step=Decimal(0)), "price_step"),
        (lambda: by_risk({"max_safety_orders": 10**60}), "max_safety_orders"),
        (lambda: by_risk({"max_safety_orders": "9" * 5000}), "max_safety_orders"),
        (lambda: by_risk({"martingale_volume_coefficient": "1.23456789"}), "martingale_volume_coefficient"),
        (lambda: by_risk({"take_profit_steps": FIFTY}), "take_profit_steps"),
        (lambda: calculators.average_price(1, 0), "amount"),
        (lambda: calculators.average_price(0.1, 1), "volume"),  # type: ignore[arg-type]
        (lambda: calculators.average_price("1e60", 1), "volume"),
        (lambda: calculators.price_with_fee(1, "BUY", fee=0), "side"),
        (lambda: calculators.price_with_fee(1, "buy", fee="0.1"), "fee"),
        (lambda: calculators.price_with_fee(1, "buy", fee="-0.001"), "fee"),
        (lambda: calculators.take_profit_price(1, 100, "short"), "take_profit"),
        (lambda: calculators.take_profit_price(1, "NaN"), "take_profit"),
        (lambda: calculators.stop_loss_price(1, 100), "stop_loss_percentage"),
        (lambda: calculators.trailing_price(1, 100), "trailing_deviation"),
        (lambda: calculators.split_amount(1, []), "percentages"),
        (lambda: calculators.split_amount(1, [50, 49]), "percentages"),
        (lambda: calculators.split_amount(1, [50, 0, 50]), "percentages[1]"),
        (lambda: calculators.safety_order_price(100, 100), "deviation"),
        (lambda: calculators.safety_order_volume(1, 1, 0), "number"),
        (lambda: calculators.grid(**GRID | {"upper_price": 56000}), "upper_price"),
        (lambda: calculators.grid(**GRID | {"grids_quantity": 1}), "grids_quantity"),
        (lambda: calculators.grid(**GRID | {"upper_price": "56000.2"}), "grids_quantity"),
        (lambda: calculators.grid(**GRID | {"quantity_per_grid": 1}), "quantity_per_grid"),
        (lambda: calculators.grid(**GRID | {"grid_type": "ai"}), "grid_type"),
        (lambda: calculators.size_by_risk(**RISK | {"stop_price": 60000}), "stop_price"),
        (lambda: calculators.size_by_risk(**RISK, strategy="short"), "stop_price"),
        (lambda: calculators.size_by_risk(**RISK | {"balance": "0.01"}, limits=SMALL), "balance"),
        (lambda: calculators.size_by_risk(**RISK | {"risk_percentage": 101}), "risk_percentage"),
        (lambda: calculators.smart_trade_profit(1, 1, 1, "long"), "position"),
        (lambda: calculators.smart_trade_profit(1, 1, 1, closed_amount=2), "closed_amount"),
        (lambda: calculators.smart_trade_units(1, [50, 49]), "volumes"),
        (lambda: by_risk({"stop_loss_percentage": 0}), "stop_loss_percentage"),
        (lambda: by_risk({"safety_order_volume_type": "percent"}), "safety_order_volume_type"),
        (lambda: by_risk({}, risk_percentage="0.001", price=20000, limits=SMALL), "risk_percentage"),
    ],
)
def test_value_that_cannot_be_used_is_refused_by_its_name(calculate: Callable[[], object], path: str) -> None:
    with pytest.raises(EncodeError) as caught:
        calculate()
    assert caught.value.path == path


def by_risk(changes: dict[str, Any], **options: Any) -> LadderSettings:
    given: dict[str, Any] = {"balance": 1000, "risk_percentage": 1, "price": 100} | options
    return calculators.bot_by_risk(BOT | changes, **given)


def test_trailing_closes_behind_the_best_price() -> None:
    assert calculators.trailing_price(200, "0.5") == 199
    assert calculators.trailing_price(200, "0.5", "short") == 201


def test_breakeven_is_the_first_price_that_loses_nothing() -> None:
    for strategy, one_tick in (("long", "-0.01"), ("short", "0.01")):
        price = calculators.breakeven_price("2934.12", strategy, limits=LIMITS)
        at = calculators.open_profit("2934.12", 1, price, strategy)
        worse = calculators.open_profit("2934.12", 1, price + Decimal(one_tick), strategy)
        assert worse.amount < 0 <= at.amount


def test_rest_of_a_smart_trade_goes_to_its_first_target() -> None:
    units = calculators.smart_trade_units(
        "14.91", [50, 25, 25], limits=MarketLimits.of({"priceStep": 1, "lotStep": 1})
    )
    assert units == (Decimal(8), Decimal(3), Decimal(3))


def test_what_was_closed_already_counts_in_the_profit_of_a_smart_trade() -> None:
    profit = calculators.smart_trade_profit(200, 2, 110, closed_total=120, closed_amount=1, fee=0)
    assert (profit.amount, profit.percentage) == (Decimal(30), Decimal(15))


def test_values_without_end_are_computed_with() -> None:
    steps = {
        "martingale_volume_coefficient": "1.0123457",
        "max_safety_orders": 40,
        "stop_loss_percentage": 90,
    }
    made = calculators.ladder(BOT | steps, price="0.3", fee="0.0026")
    assert len(made.orders) == 41
    lines = calculators.grid(**GRID | {"grid_type": "geometric", "limits": MarketLimits()}).lines
    assert [line.price for line in (lines[0], lines[-1])] == [56000, 70000]
