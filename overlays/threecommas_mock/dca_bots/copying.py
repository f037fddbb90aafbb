"""Copies of shared bots.

Documented are name, secret, amount and the two numbers of the answer. The rest is inferred. The copy is on
the account of the bot if the caller owns that one, else on the first of the same kind. It is disabled, as
every new bot is. Its volumes grow or shrink until a deal on each pair at once needs *amount*
(`Assumptions.copy_amount`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from hmac import compare_digest

from threecommas_mock.api.body_values import Body, get_decimal
from threecommas_mock.dca.ladder import required_funds
from threecommas_mock.dca.settings import DcaSettings
from threecommas_mock.dca_bots.creation import BotBody
from threecommas_mock.dca_bots.entity import Bot
from threecommas_mock.dca_bots.responses import url_secret
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import ZERO, exact_product, quotient, round_to_step
from threecommas_mock.venue.market import Market

_VOLUME_STEP = Decimal("0.00000001")


def opens(bot: Bot, secret: str) -> bool:
    """Tell whether *secret* is that of *bot*."""
    # JSON may hold lone surrogates, which plain UTF-8 would refuse.
    return compare_digest(url_secret(bot).encode(), secret.encode("utf-8", "surrogatepass"))


def account_for(bot: Bot, accounts: Iterable[Account], user: int) -> Account | None:
    """Return the account of the caller on which a copy of *bot* trades; None if there is none that could."""
    own = [each for each in accounts if each.owner == user and each.is_futures == bot.account.is_futures]
    own.sort(key=lambda each: (each.id != bot.account.id, each.type != bot.account.type))
    return own[0] if own else None


def copied(bot: Bot, body: Body, market: Market, *, scales: bool) -> tuple[BotBody, Decimal]:
    """Return a bot like *bot* by the name of *body*, and the funds it needs, in quote currency."""
    amount = get_decimal(body, "amount") or ZERO
    needed = _needed(bot, bot.settings, market)
    settings, start = bot.settings, replace(bot.start)
    if scales and needed:
        settings = _scaled(settings, quotient(amount, needed))
        needed = amount
    given = BotBody(body["name"], bot.pairs, settings, start, bot.min_profit_percentage)
    return given, needed


def _needed(bot: Bot, settings: DcaSettings, market: Market) -> Decimal:
    price = market[bot.pairs[0]].quote.last
    return exact_product(required_funds(settings, price), Decimal(bot.start.max_active_deals))


def _scaled(settings: DcaSettings, factor: Decimal) -> DcaSettings:
    steps = tuple(replace(step, size=_times(step.size, factor)) for step in settings.custom_safety_steps)
    return replace(
        settings,
        base_order_volume=_times(settings.base_order_volume, factor),
        safety_order_volume=_times(settings.safety_order_volume, factor),
        custom_safety_steps=steps,
    )


def _times(volume: Decimal, factor: Decimal) -> Decimal:
    return round_to_step(exact_product(volume, factor), _VOLUME_STEP)
