"""The conversions of one exchange: free balances sold at market price, and dust turned into BNB.

What orders hold back is not touched. Each sale is a market order: whole lots at bid or ask, with the
commission of a taker, and nothing that is below the least the exchange takes. That stays as dust. Above the
most it takes several orders are meant (inferred). Accounts of unlimited funds hold nothing that could be
told, so nothing of theirs is converted.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from threecommas_mock.accounts.dust import conversion_of, is_dust
from threecommas_mock.accounts.entity import Conversion, ConversionLifecycle
from threecommas_mock.accounts.refusals import DustLimit, ExchangeError
from threecommas_mock.api.assumptions import STANDARD, Assumptions
from threecommas_mock.api.errors import InvalidParameters
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.decimal_math import (
    ZERO,
    bought_total,
    exact_difference,
    exact_product,
    exact_sum,
    floor_to_step,
    quotient,
)
from threecommas_mock.venue.desk import TradingDesk
from threecommas_mock.venue.fills import fill_order
from threecommas_mock.venue.market_view import MarketView
from threecommas_mock.venue.order_types import OrderStatus, OrderType, Purpose, Side
from threecommas_mock.venue.orders import Order

DOLLAR, BITCOIN, BNB = "USDT", "BTC", "BNB"
_OTHER = {DOLLAR: BITCOIN, BITCOIN: DOLLAR}
_FIRST, _FIRST_ORDER = 243_385_000_001, 3_000_000_001
_BETWEEN = timedelta(hours=6)  # docs, Convert dust coins to BNB


class Conversions:
    """The conversions of all users, on the accounts of *desk*."""

    def __init__(self, desk: TradingDesk, assumptions: Assumptions = STANDARD) -> None:
        self.desk = desk
        self.assumptions = assumptions
        self.store = desk.open_store(ConversionLifecycle(), first_id=_FIRST, first_order_id=_FIRST_ORDER)

    def sell_all(self, account: Account, target: str) -> None:
        """Turn every free balance into dollars (USDT; which coin it is elsewhere is inferred) or bitcoin.

        What has no pair with the target goes by the other of the two.
        """
        if account.refusal is not None:
            return  # the exchange refuses every order
        market, other = self.desk.market, _OTHER[target]
        for currency in sorted(self._free(account)):
            pair = next((f"{by}_{currency}" for by in (target, other) if f"{by}_{currency}" in market), None)
            if pair is not None and currency not in _OTHER:
                self._trade(account, pair, Side.SELL)
        pair = f"{DOLLAR}_{BITCOIN}"
        if pair in market:
            self._trade(account, pair, Side.SELL if target == DOLLAR else Side.BUY)

    def convert_dust(self, account: Account, codes: Sequence[str] | None) -> list[Conversion]:
        """Turn balances that are too small to be traded into BNB; without *codes* all there are."""
        if account.funds is None:
            return []
        dust = self._dust(account)
        if codes is not None and not set(codes) <= dust.keys():
            raise InvalidParameters({"codes": ["is invalid"]})
        wanted = list(dict.fromkeys(dust if codes is None else codes))
        now = self.desk.clock.now()
        if any(each.is_dust and now - each.at < _BETWEEN for each in self.store.of_account(account.id)):
            raise DustLimit
        if not wanted:
            return []
        if (price := self.desk.market.usd_price(BNB)) is None:
            raise ExchangeError("There is no price of BNB on this exchange")
        found = [self._converted(account, code, *dust[code], price) for code in wanted]
        return [self.store.put(each, self.desk.view_of(each)) for each in found if each is not None]

    def _dust(self, account: Account) -> dict[str, tuple[str, Decimal]]:
        """Return the small balances by currency: the pair that prices it, and the amount."""
        found = {}
        for currency, amount in sorted(self._free(account).items()):
            pair = self._pricing(currency)
            if pair is not None and is_dust(currency, amount, self.desk.view(pair, account)):
                found[currency] = (pair, amount)
        return found

    def _pricing(self, currency: str) -> str | None:
        if currency == BNB:
            return None
        names = (f"{DOLLAR}_{currency}", f"{DOLLAR}_{BNB}" if currency == DOLLAR else f"{BITCOIN}_{currency}")
        return next((name for name in names if name in self.desk.market), None)

    def _converted(
        self, account: Account, code: str, pair: str, amount: Decimal, bnb: Decimal
    ) -> Conversion | None:
        view = self.desk.view(pair, account)
        dollars = Decimal(1) if code == DOLLAR else self.desk.market.usd_price(code)
        if dollars is None:
            dollars = exact_product(view.quote.last, view.usd or ZERO)
        received, charge = conversion_of(exact_product(amount, dollars), bnb)
        if not received:
            return None
        return Conversion(
            self.store.new_id(), account, pair, code, amount, BNB, received, view.now, service_charge=charge
        )

    def _free(self, account: Account) -> dict[str, Decimal]:
        balances = self.desk.balances(account.id).items()
        return {currency: balance.free for currency, balance in balances if balance.free > 0}

    def _trade(self, account: Account, pair: str, side: Side) -> None:
        """Sell all that is free of the base currency of *pair*, or buy for all of the quote currency."""
        view, free = self.desk.view(pair, account), self._free(account)
        limits, buys = view.pair.limits, side is Side.BUY
        spent = view.pair.quote_currency if buys else view.pair.base_currency
        available = free.get(spent, ZERO)
        units = _affordable(account, available, view) if buys else floor_to_step(available, view.pair.lot)
        total = exact_product(units, view.quote.taker_price(side))
        if view.pair.contract or not units or units < limits.min_units or total < limits.min_total:
            return
        order = fill_order(_market_order(self.store.new_order_id(), side, units, view), account.fees, view)
        if order.fill is None:
            return
        coins, money = order.fill.amount, order.fill.total
        amounts = (money, coins) if buys else (coins, money)
        gained = view.pair.base_currency if buys else view.pair.quote_currency
        conversion = Conversion(
            self.store.new_id(), account, pair, spent, amounts[0], gained, amounts[1], view.now, order=order
        )
        self.store.put(conversion, view)


def _affordable(account: Account, money: Decimal, view: MarketView) -> Decimal:
    """Return the whole lots that *money* buys, commission included."""
    fee = ZERO if account.fees.in_coins else account.fees.taker
    cost = exact_product(view.quote.ask, exact_sum((Decimal(1), fee)))
    units = floor_to_step(quotient(money, cost), view.pair.lot)
    # A quotient of so many digits may have been rounded up to the next lot.
    too_many = bought_total(units, view.quote.ask, fee) > money
    return exact_difference(units, view.pair.lot) if too_many else units


def _market_order(number: int, side: Side, units: Decimal, view: MarketView) -> Order:
    return Order(
        id=number,
        purpose=Purpose.POSITION if side is Side.BUY else Purpose.MARKET_CLOSE,
        side=side,
        order_type=OrderType.MARKET,
        status=OrderStatus.ORDER_PLACED,
        created_at=view.now,
        updated_at=view.now,
        units=units,
    )
