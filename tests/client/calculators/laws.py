"""Each law of the calculators over all figures of `data`: what it says, and what 3Commas said.

Nothing is compared here.
"""

from tests.client.calculators.deal_profit_laws import (
    average_price,
    closed_profit,
    open_profit,
    price_with_fee,
    stop_loss_price,
)
from tests.client.calculators.figures import Law
from tests.client.calculators.grid_laws import grid_prices, grid_sides, grid_step
from tests.client.calculators.ladder_laws import ladder, ladder_totals, order_amount, safety_order_price
from tests.client.calculators.smart_trade_laws import smart_trade_price, smart_trade_profit, smart_trade_units
from tests.client.calculators.target_laws import (
    take_profit_price,
    take_profit_price_by_base,
    take_profit_steps,
)

LAWS: dict[str, Law] = {
    law.__name__: law
    for law in (
        average_price,
        price_with_fee,
        closed_profit,
        open_profit,
        stop_loss_price,
        take_profit_price,
        take_profit_price_by_base,
        take_profit_steps,
        safety_order_price,
        order_amount,
        ladder,
        ladder_totals,
        grid_step,
        grid_prices,
        grid_sides,
        smart_trade_price,
        smart_trade_profit,
        smart_trade_units,
    )
}
