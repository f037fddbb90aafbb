"""The ladder of a bot at the prices of now: what its next deal would order, before anything is sent."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from threecommas_rest import api
from threecommas_rest.models import Bot, CreateBot, UpdateBot
from threecommas_rest.types import UNSET, Unset

from threecommas.calculators.fields import Amount
from threecommas.calculators.ladder import ladder
from threecommas.calculators.ladder_entities import Ladder
from threecommas.calculators.ladder_settings import LadderSettings
from threecommas.calculators.market_limits import MarketLimits
from threecommas.calculators.targets import DEFAULT_FEE
from threecommas.flow import CallOperation, OperationFlow
from threecommas.orders.field_checks import fail


def preview(
    bot: Bot | CreateBot | UpdateBot,
    *,
    pair: str | None = None,
    account_id: int | None = None,
    price: Amount | None = None,
    fee: Amount | None = None,
    balance: Amount | None = None,
    strategy: Literal["long", "short"] | None = None,
) -> OperationFlow[Ladder]:
    """Return the ladder for one pair, at the price that the base order would get on the exchange."""
    traded = _pair_of(bot, pair)
    number = _account_of(bot, account_id)
    account_call = api.get_account.build(number)
    account = yield CallOperation(account_call, api.get_account.parse)
    rates_call = api.get_currency_rates.build(market_code=account.market_code, pair=traded)
    rates = yield CallOperation(rates_call, api.get_currency_rates.parse)
    # An update has no field for the direction; without one a bot is long.
    settings = LadderSettings.of(bot)
    settings = settings if strategy is None else replace(settings, strategy=strategy)
    side = rates.ask if settings.strategy == "long" else rates.bid
    now = price if price is not None else Decimal(side)
    part = DEFAULT_FEE if fee is None else fee
    return ladder(settings, price=now, fee=part, limits=MarketLimits.of(rates), balance=balance)


def _pair_of(bot: Bot | CreateBot | UpdateBot, pair: str | None) -> str:
    pairs: Sequence[str] = [bot.pairs] if isinstance(bot.pairs, str) else bot.pairs
    if pair is None:
        if len(pairs) != 1:
            fail("pair", f"is missing: the bot has {len(pairs)} pairs, and each has limits of its own")
        return pairs[0]
    if pair not in pairs:
        fail("pair", f"is {pair}, which is none of the bot's")
    return pair


def _account_of(bot: Bot | CreateBot | UpdateBot, account_id: int | None) -> int:
    found = bot.account_id if account_id is None else account_id
    if found is UNSET or isinstance(found, Unset):
        fail("account_id", "is missing: an update does not say which account its bot is on")
    return int(found)
