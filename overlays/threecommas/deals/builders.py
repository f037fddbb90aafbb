"""Changes of a deal in a few lines: its settings, and funds that are added.

Each function returns the body of a request, or raises `EncodeError` naming the field that is wrong.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias, TypedDict, Unpack

from threecommas_rest.models import (
    AddFundsToDeal,
    DealResponseType,
    UpdateDeal,
    UpdateDealMaxSafetyOrders,
)

from threecommas.deals.rules import check_added_funds, check_max_safety_orders, check_update
from threecommas.deals.settings import (
    Fields,
    SafetyStep,
    StopLoss,
    TakeProfitStep,
    safety_steps,
    take_profit_steps,
)
from threecommas.orders.field_checks import Amount, fail

ResponseType: TypeAlias = DealResponseType | Literal["empty", "deal", "market_order"]


class DealOptions(TypedDict, total=False):
    """What else can be changed, by the names of the API; what is left out stays as it is."""

    profit_currency: Literal["quote_currency", "base_currency"]
    take_profit_type: Literal["base", "total"]
    trailing_enabled: bool
    trailing_deviation: Amount
    sl_to_breakeven_enabled: bool
    max_safety_orders: int | str
    active_safety_orders_count: int | str
    close_timeout: int | str
    note: str
    min_profit_percentage: Amount


def update(
    *,
    take_profit: Amount | None = None,
    steps: Sequence[TakeProfitStep] = (),
    safety_orders: Sequence[SafetyStep] = (),
    stop_loss: StopLoss | None = None,
    **options: Unpack[DealOptions],
) -> UpdateDeal:
    """Return the body for ``client.deals.update``, which changes what is given and leaves the rest.

    The profit is taken at `take_profit` percent, or in two to four `steps`, which are all of them and come to
    100 percent. `safety_orders` are all of them too, each of its own price and size.
    """
    fields: Fields = dict(options)
    if take_profit is not None:
        fields["take_profit"] = take_profit
    if steps:
        fields["take_profit_steps"] = list(take_profit_steps(steps))
    if safety_orders:
        fields["custom_safety_steps"] = list(safety_steps(safety_orders))
    if stop_loss is not None:
        fields |= stop_loss.fields()
    unknown = fields.keys() - {each.name for each in UpdateDeal.__attrs_attrs__}
    if unknown:
        fail(min(unknown), "is not a setting of a deal that can be changed")
    body = UpdateDeal(**fields)
    check_update(body)
    return body


def market_funds(*, quantity: Amount, response_type: ResponseType = "empty") -> AddFundsToDeal:
    """Return the body for ``client.deals.add_funds`` that adds `quantity`, in base currency, at market price.

    `response_type` asks for the deal or the order in the answer, which is empty otherwise.
    """
    return _funds(AddFundsToDeal(quantity=quantity, is_market=True, response_type=response_type))


def limit_funds(*, quantity: Amount, rate: Amount, response_type: ResponseType = "empty") -> AddFundsToDeal:
    """Return the body for ``client.deals.add_funds`` that adds by a limit order at `rate`, in quote currency.

    All else is as for `market_funds`.
    """
    body = AddFundsToDeal(quantity=quantity, is_market=False, rate=rate, response_type=response_type)
    return _funds(body)


def max_safety_orders(count: int | str) -> UpdateDealMaxSafetyOrders:
    """Return the body for ``client.deals.update_max_safety_orders``: 0 to 200 orders."""
    body = UpdateDealMaxSafetyOrders(max_safety_orders=count)
    check_max_safety_orders(body)
    return body


def _funds(body: AddFundsToDeal) -> AddFundsToDeal:
    check_added_funds(body)
    return body
