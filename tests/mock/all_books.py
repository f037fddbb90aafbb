"""What the fills of every room brought an account, summed a second time from the fills alone.

On spot accounts money and coins change hands. On futures accounts contracts are no coins: what is open counts
as what it cost.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, localcontext
from typing import Any

from threecommas_mock import Balance, Snapshot
from threecommas_mock.accounts.entity import Conversion
from threecommas_mock.deals.entity import Deal
from threecommas_mock.grid_bots.entity import GridBot
from threecommas_mock.simple_trades.entity import SimpleTrade
from threecommas_mock.smart_trades.entity import SmartTrade
from threecommas_mock.venue.decimal_math import quotient
from threecommas_mock.venue.orders import Order

ZERO = Decimal(0)
# What a futures position cost is a quotient and cut to 8 places; so often may it be cut here.
CUT = Decimal("0.0000001")
Funds = Mapping[str, Decimal]


def items_of(snapshot: Snapshot, account: int) -> list[Any]:
    """Return what all rooms have on an account, but for bots, whose deals trade for them."""
    return [item for state in snapshot.stores.values() for item in state.items if item.account.id == account]


def assert_books(
    account: int, balances: Mapping[str, Balance], funds: Funds, snapshot: Snapshot, *, futures: bool
) -> None:
    """Check that an account has what it began with and what came of its orders, and nothing below zero."""
    items = items_of(snapshot, account)
    expected = dict(funds)
    with localcontext(prec=500):
        for currency, amount in [pair for item in items for pair in moved(item).items()]:
            expected[currency] = expected.get(currency, ZERO) + amount
        for currency, cost in simple_positions(items):
            expected[currency] += cost
    for currency in expected.keys() | balances.keys():
        balance = balances.get(currency, Balance())
        difference = abs(balance.total - expected.get(currency, ZERO))
        assert difference <= (CUT if futures else ZERO), (account, currency, difference)
        assert balance.reserved >= 0
        assert balance.free >= 0
    if not any(map(holds_funds, items)):
        assert all(balance.reserved == 0 for balance in balances.values()), (account, balances)


def moved(item: Any) -> dict[str, Decimal]:
    """Return what the fills of one item brought its account, by currency."""
    if isinstance(item, Conversion) and item.order is None:
        return {item.spent: -item.amount, item.gained: item.received}
    quote, _, base = item.pair.partition("_")
    money, coins = _sums(orders_of(item))
    if not item.account.is_futures:
        return {quote: money, base: coins}
    return {quote: money + open_cost(item, coins)}


def orders_of(item: Any) -> tuple[Order, ...]:
    """Return the orders of an item that moved funds of the account."""
    match item:
        case Deal():
            return tuple(each.order for each in item.orders)
        case GridBot():
            return (*item.orders, *item.balancing)
        case SmartTrade():
            # The first order of one that skips its entry stands for coins that were there before.
            return item.orders[1:] if item.kind.skips_entry else item.orders
    return tuple(item.orders)


def open_cost(item: Any, coins: Decimal) -> Decimal:
    """Return what the open contracts of an item cost, below zero for a short."""
    if isinstance(item, GridBot):
        return item.position.cost if item.position.size > 0 else -item.position.cost
    if isinstance(item, SimpleTrade):
        return ZERO
    opened = [order.fill for order in orders_of(item) if order.purpose == "position" and order.fill]
    cost = sum((fill.amount * fill.price for fill in opened), ZERO)
    amount = sum((fill.amount for fill in opened), ZERO)
    return quotient(cost * coins, amount) if amount else ZERO


def simple_positions(items: Iterable[Any]) -> Iterator[tuple[str, Decimal]]:
    """Yield the currency and the cost of each position that simple trades have on a futures account.

    All of a pair make one position: a fill on its side makes it larger, one on the other side smaller.
    """
    trades = [item for item in items if isinstance(item, SimpleTrade)]
    for pair in {trade.pair for trade in trades}:
        changes = [trade.change for trade in trades if trade.pair == pair and trade.change]
        size, cost = sum((each.size for each in changes), ZERO), sum((each.cost for each in changes), ZERO)
        yield pair.partition("_")[0], cost if size > 0 else -cost


def holds_funds(item: Any) -> bool:
    """Tell whether an item may still reserve something of its account."""
    match item:
        case GridBot():
            return item.is_enabled or bool(item.position.size)
        case SmartTrade():
            return not item.is_closed or (item.account.is_futures and bool(item.remaining))
        case SimpleTrade():
            return not item.is_closed or item.account.is_futures
        case Deal():
            return not item.is_closed
    return False


def closed(snapshot: Snapshot) -> Iterator[tuple[tuple[str, int], Any]]:
    """Yield what has ended for good, by its room and number."""
    for room, state in snapshot.stores.items():
        for item in state.items:
            if getattr(item, "is_closed", False):
                yield (room, item.id), item


def _sums(orders: Iterable[Order]) -> tuple[Decimal, Decimal]:
    money, coins = ZERO, ZERO
    for order in orders:
        if order.fill is not None:
            sign = 1 if order.side == "buy" else -1
            coins += sign * order.fill.amount
            money -= sign * order.fill.total
    return money, coins
