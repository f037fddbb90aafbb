"""The books of an exchange: what accounts must have left by the fills of all orders, summed a second time."""

from collections.abc import Mapping
from decimal import Decimal, localcontext

from threecommas_mock import Balance, Snapshot

ZERO = Decimal(0)
# What a futures position cost is a quotient and cut to 8 places; so often may it be cut here.
CUT = Decimal("0.0000001")


def assert_balances(
    account: int, balances: Mapping[str, Balance], funds: Mapping[str, Decimal], snapshot: Snapshot
) -> None:
    """Check that an account has what it began with and what its orders brought, and nothing below zero."""
    trades = [trade for trade in snapshot.smart_trades.items if trade.account.id == account]
    with localcontext(prec=500):
        expected = dict(funds)
        for trade in trades:
            quote, _, base = trade.pair.partition("_")
            money, coins = ZERO, ZERO
            for order in trade.orders:
                own = trade.kind.skips_entry and order is trade.orders[0]
                if order.fill is not None and not own:
                    sign = 1 if order.side == "buy" else -1
                    coins += sign * order.fill.amount
                    money -= sign * order.fill.total
            if trade.account.is_futures:
                # Margin and commissions were put by, so no position can lose more than that.
                assert coins == 0 or trade.status != "failed"
                enter = [order.fill for order in trade.orders if order.purpose == "position" and order.fill]
                cost = sum((fill.amount * fill.price for fill in enter), ZERO)
                amount = sum((fill.amount for fill in enter), ZERO)
                # Contracts are no coins: what is open counts as what it cost.
                money, coins = money + (cost * coins / amount if amount else ZERO), ZERO
            expected[quote] = expected.get(quote, ZERO) + money
            expected[base] = expected.get(base, ZERO) + coins
        tolerance = CUT if any(trade.account.is_futures for trade in trades) else ZERO
        for currency in expected.keys() | balances.keys():
            balance = balances.get(currency, Balance())
            assert abs(balance.total - expected.get(currency, ZERO)) <= tolerance
            assert balance.reserved >= 0
            assert balance.free >= 0
        if all(trade.is_closed and not (trade.account.is_futures and trade.remaining) for trade in trades):
            assert all(balance.reserved == 0 for balance in balances.values())
        _assert_margins(balances, snapshot, account)


def _assert_margins(balances: Mapping[str, Balance], snapshot: Snapshot, account: int) -> None:
    """Check that open futures positions keep at least their margin reserved, added up."""
    margin = ZERO
    for trade in snapshot.smart_trades.items:
        if trade.account.id == account and trade.account.is_futures and trade.remaining:
            enter = [order.fill for order in trade.orders if order.purpose == "position" and order.fill]
            cost = sum((fill.amount * fill.price for fill in enter), ZERO)
            share = trade.remaining / sum((fill.amount for fill in enter), ZERO)
            margin += cost * share / (trade.leverage.value if trade.leverage else 1)
    assert sum((balance.reserved for balance in balances.values()), ZERO) >= margin - CUT
