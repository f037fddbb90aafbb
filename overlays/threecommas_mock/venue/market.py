"""Pairs and their prices. Prices move only when told to.

Where the prices come from (a series, a random walk) is left to the caller: everything ends in
`Market.set_price`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from threecommas_mock.venue.order_types import PriceType, Side

Money = Decimal | str | int
"""An amount or price as a caller may give it; not a float, which would not be the number that was typed."""


@dataclass(frozen=True, slots=True)
class Quote:
    """What the market says about a pair; prices in quote currency, the change of the day in percent."""

    bid: Decimal
    ask: Decimal
    last: Decimal
    quote_volume: Decimal
    day_change_percent: Decimal

    def moved(
        self, bid: Decimal | None = None, ask: Decimal | None = None, last: Decimal | None = None
    ) -> Quote:
        """Return the quote with these prices; None leaves a price as it is."""
        # Not `replace`, which takes longer than all else that a price move does.
        return Quote(
            self.bid if bid is None else bid,
            self.ask if ask is None else ask,
            self.last if last is None else last,
            self.quote_volume,
            self.day_change_percent,
        )

    def price(self, kind: PriceType) -> Decimal:
        """Return the price a trigger of this kind follows."""
        match kind:
            case PriceType.BID:
                return self.bid
            case PriceType.ASK:
                return self.ask
            case PriceType.LAST:
                return self.last

    def taker_price(self, side: Side) -> Decimal:
        """Return what a market order of this side trades at: buyers pay ask, sellers get bid."""
        return self.ask if side is Side.BUY else self.bid


@dataclass(frozen=True, slots=True)
class Limits:
    """What the exchange takes on a pair. Units in base currency, totals and prices in quote currency."""

    min_units: Decimal
    max_units: Decimal
    min_total: Decimal
    max_total: Decimal
    max_price: Decimal


@dataclass(frozen=True, slots=True)
class Pair:
    """A market in 3Commas' QUOTE_BASE form, such as `USDT_BTC`.

    A *contract*, such as Binance's `USDT_BTCUSDT`, is what futures accounts trade, and they alone (inferred:
    each exchange lists its own pairs); it stands for one coin.
    """

    symbol: str
    tick: Decimal
    lot: Decimal
    limits: Limits
    quote: Quote
    contract: bool = False

    def at(self, quote: Quote) -> Pair:
        """Return the pair with other prices."""
        return Pair(self.symbol, self.tick, self.lot, self.limits, quote, self.contract)

    @property
    def quote_currency(self) -> str:
        """What prices are counted in."""
        return self.symbol.partition("_")[0]

    @property
    def base_currency(self) -> str:
        """What is bought and sold."""
        return self.symbol.partition("_")[2]


class UnknownPairError(KeyError):
    """The market has no pair with this .symbol."""

    def __init__(self, symbol: str, known: Iterable[str]) -> None:
        super().__init__(f"no pair {symbol!r} on this market; known are {', '.join(sorted(known))}")
        self.symbol = symbol


class Market:
    """The pairs of one exchange and what they cost right now."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._pairs = {pair.symbol: pair for pair in pairs}

    def __contains__(self, symbol: object) -> bool:
        return symbol in self._pairs

    def __iter__(self) -> Iterator[Pair]:
        return iter(tuple(self._pairs.values()))

    def __getitem__(self, symbol: str) -> Pair:
        try:
            return self._pairs[symbol]
        except KeyError:
            raise UnknownPairError(symbol, self._pairs) from None

    def set_price(
        self,
        symbol: str,
        price: Money | None = None,
        *,
        bid: Money | None = None,
        ask: Money | None = None,
        last: Money | None = None,
    ) -> Pair:
        """Move a pair: *price* moves bid, ask and last together, the others move one of them."""
        pair = self[symbol]
        moved = {
            name: positive(name, value)
            for name, value in (("bid", bid), ("ask", ask), ("last", last))
            if value is not None
        }
        if price is not None:
            moved = dict.fromkeys(("bid", "ask", "last"), positive("price", price)) | moved
        quote = pair.quote.moved(**moved)
        # A crossed market would fill both sides of everything at once.
        if quote.bid > quote.ask:
            raise ValueError(f"{symbol}: bid {quote.bid} is above ask {quote.ask}; move both in one call")
        self._pairs[symbol] = pair.at(quote)
        return self._pairs[symbol]

    def restore(self, quotes: Mapping[str, Quote]) -> None:
        """Let the pairs cost what *quotes* says."""
        for symbol, quote in quotes.items():
            self._pairs[symbol] = replace(self[symbol], quote=quote)

    def usd_price(self, currency: str) -> Decimal | None:
        """Tell the dollars for one unit of a quote currency, by the last price of its USDT pair.

        Which price 3Commas takes is inferred; the docs only show that profit.usd is profit.volume times one
        rate.
        """
        if currency == "USDT":
            return Decimal(1)
        pair = self._pairs.get(f"USDT_{currency}")
        return None if pair is None else pair.quote.last


def positive(name: str, value: Money) -> Decimal:
    """Read a price; *name* is what the TypeError or ValueError calls it."""
    if isinstance(value, float):
        raise TypeError(f"{name}: must be a Decimal, str or int, got the float {value!r}")
    price = Decimal(value)
    if not price.is_finite() or price <= 0:
        raise ValueError(f"{name}: must be finite and above zero, got {value!r}")
    return price
