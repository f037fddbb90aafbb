"""DCA bots in a few lines, for one pair or for several.

Each function returns the body for ``client.dca_bots.create``, or raises `EncodeError` naming the field that
is wrong. A bot that is created is disabled: nothing is traded until ``client.dca_bots.enable``.
"""

from collections.abc import Sequence
from typing import Any, Literal, TypedDict, Unpack

from threecommas_rest.models import CreateBot

from threecommas.dca_bots.conditions import Condition
from threecommas.dca_bots.lists import check_list, conditions_of
from threecommas.dca_bots.rules import check_bot
from threecommas.dca_bots.settings import CustomSafetyOrders, SafetyOrders, StopLoss, TakeProfit, VolumeType
from threecommas.orders.field_checks import Amount, fail, require_kind


class BotOptions(TypedDict, total=False):
    """What a bot may have besides, by the names of the API; what is left out goes to the server's default."""

    strategy: Literal["long", "short"]
    profit_currency: Literal["quote_currency", "base_currency"]
    base_order_volume_type: VolumeType
    start_order_type: Literal["limit", "market"]
    leverage_type: Literal["cross", "isolated", "not_specified"]
    leverage_custom_value: Amount
    reinvesting_percentage: Amount
    risk_reduction_percentage: Amount
    min_volume_btc_24h: Amount
    min_price: Amount
    max_price: Amount
    min_price_percentage: Amount
    max_price_percentage: Amount
    deal_start_delay_seconds: int
    cooldown: int | str
    disable_after_deals_count: int
    close_deals_timeout: int | str


def single_pair(
    *,
    account_id: int,
    name: str,
    pair: str,
    base_order_volume: Amount,
    take_profit: TakeProfit,
    start: Sequence[Condition],
    safety_orders: SafetyOrders | CustomSafetyOrders | None = None,
    stop_loss: StopLoss | None = None,
    **options: Unpack[BotOptions],
) -> CreateBot:
    """Return a bot that trades one pair, in one deal at a time.

    `base_order_volume` is counted in quote currency unless `base_order_volume_type` says otherwise. `start`
    are the conditions that must hold together for a deal to start.
    """
    fields = {"account_id": account_id, "name": name, "pairs": [pair], "base_order_volume": base_order_volume}
    return _bot({**fields, **options}, take_profit, start, safety_orders, stop_loss)


def multi_pair(
    *,
    account_id: int,
    name: str,
    pairs: Sequence[str],
    max_active_deals: int,
    base_order_volume: Amount,
    take_profit: TakeProfit,
    start: Sequence[Condition],
    safety_orders: SafetyOrders | CustomSafetyOrders | None = None,
    stop_loss: StopLoss | None = None,
    allowed_deals_on_same_pair: int | None = None,
    **options: Unpack[BotOptions],
) -> CreateBot:
    """Return a bot that trades several pairs, in at most `max_active_deals` deals at once: 1 to their number.

    The rest is as for `single_pair`; `start` may not be `nonstop`.
    """
    # One pair would be a single bot, whatever was meant.
    if not isinstance(pairs, list | tuple) or len(pairs) < 2:
        fail("pairs", f"must be a list of at least two, got {pairs!r}: single_pair makes a bot of one")
    fields: dict[str, Any] = {"account_id": account_id, "name": name, "pairs": list(pairs)}
    fields |= {"base_order_volume": base_order_volume, "max_active_deals": max_active_deals}
    if allowed_deals_on_same_pair is not None:
        fields["allowed_deals_on_same_pair"] = allowed_deals_on_same_pair
    return _bot({**fields, **options}, take_profit, start, safety_orders, stop_loss)


def _bot(
    fields: dict[str, Any],
    take_profit: TakeProfit,
    start: Sequence[Condition],
    safety_orders: SafetyOrders | CustomSafetyOrders | None,
    stop_loss: StopLoss | None,
) -> CreateBot:
    check_list(start, "start", Condition)
    require_kind(take_profit, "take_profit", TakeProfit)
    if safety_orders is not None:
        require_kind(safety_orders, "safety_orders", SafetyOrders, CustomSafetyOrders)
    if stop_loss is not None:
        require_kind(stop_loss, "stop_loss", StopLoss)
    # The server demands the fields of safety orders also where there are none; these are never placed.
    orders = safety_orders or SafetyOrders(volume=fields["base_order_volume"], step=1, count=0)
    fields = {**fields, "strategy_list": conditions_of(start, "strategy_list")}
    fields |= orders.fields() | take_profit.fields()
    if stop_loss is not None:
        fields |= stop_loss.fields()
    unknown = fields.keys() - {each.name for each in CreateBot.__attrs_attrs__}
    if unknown:
        fail(min(unknown), "is not a field of a bot")
    bot = CreateBot(**fields)
    check_bot(bot)
    return bot
