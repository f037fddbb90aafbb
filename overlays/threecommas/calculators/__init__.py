"""Calculators: what the orders of a bot cost, where they stand and what they earn, before anything is sent.

    from threecommas import calculators

    bot = {
        "base_order_volume": "20",
        "safety_order_volume": "15",
        "max_safety_orders": 3,
        "safety_order_step_percentage": "1",
        "martingale_volume_coefficient": "1.7",
        "martingale_step_coefficient": "4",
        "take_profit": "1",
    }
    limits = calculators.MarketLimits.of({"priceStep": "0.01", "lotStep": "0.0001"})
    print(calculators.ladder(bot, price="3739.77", limits=limits))

Everything here is pure: no client, no network, no clock. Amounts are `Decimal`, int or text, and results are
exact. A float raises `threecommas.EncodeError`, whose `path` names the argument or the field. In a body of
JSON a number is taken, if it prints as the decimal it was.

Each law was found in answers of 3Commas. Its docstring grades it, and says how often it held:
[C] computed and compared with answers, [D] documented, [I] inferred, so that nothing proves it.
"""

from threecommas.calculators.averages import average_price, price_with_fee
from threecommas.calculators.fields import Amount, Strategy
from threecommas.calculators.grid import Grid, GridLine, grid, grid_prices, grid_step
from threecommas.calculators.ladder import ladder
from threecommas.calculators.ladder_entities import Ladder, LadderOrder
from threecommas.calculators.ladder_settings import LadderSettings
from threecommas.calculators.market_limits import MarketLimits
from threecommas.calculators.profit import Profit, closed_profit, open_profit
from threecommas.calculators.risk import RiskSize, bot_by_risk, size_by_risk
from threecommas.calculators.safety_orders import (
    order_amount,
    safety_order_deviations,
    safety_order_price,
    safety_order_volume,
)
from threecommas.calculators.smart_trade import smart_trade_price, smart_trade_profit, smart_trade_units
from threecommas.calculators.targets import (
    DEFAULT_FEE,
    TakeProfit,
    breakeven_price,
    split_amount,
    stop_loss_price,
    take_profit_price,
    take_profit_price_by_base,
    trailing_price,
)

__all__ = [
    "DEFAULT_FEE",
    "Amount",
    "Grid",
    "GridLine",
    "Ladder",
    "LadderOrder",
    "LadderSettings",
    "MarketLimits",
    "Profit",
    "RiskSize",
    "Strategy",
    "TakeProfit",
    "average_price",
    "bot_by_risk",
    "breakeven_price",
    "closed_profit",
    "grid",
    "grid_prices",
    "grid_step",
    "ladder",
    "open_profit",
    "order_amount",
    "price_with_fee",
    "safety_order_deviations",
    "safety_order_price",
    "safety_order_volume",
    "size_by_risk",
    "smart_trade_price",
    "smart_trade_profit",
    "smart_trade_units",
    "split_amount",
    "stop_loss_price",
    "take_profit_price",
    "take_profit_price_by_base",
    "trailing_price",
]
