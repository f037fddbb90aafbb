"""A program over every resource of the client, as users write it. It is not run: type checkers read it.

`assert_type` says what an editor knows at that place.
"""

import builtins
from datetime import datetime
from decimal import Decimal
from typing import assert_type

from threecommas import (
    AsyncThreeCommas,
    Change,
    StopReport,
    StopResult,
    ThreeCommas,
    Undecoded,
    calculators,
    dca_bots,
    deals,
    grid_bots,
    models,
    simple_trades,
)
from threecommas.accounts import Balance
from threecommas.dca_bots import conditions

ACCOUNT = 32455218


def bot() -> models.CreateBot:
    """Buy on a signal, average four times, sell in two steps."""
    return dca_bots.single_pair(
        account_id=ACCOUNT,
        name="averages",
        pair="USDT_BTC",
        base_order_volume="50",
        start=[conditions.qfl(percent=3), conditions.Condition("rsi", {"time": "3m", "points": 40})],
        take_profit=dca_bots.TakeProfit(
            steps=[
                dca_bots.TakeProfitStep(amount=50, profit="1.5"),
                dca_bots.TakeProfitStep(amount=50, profit=3),
            ]
        ),
        safety_orders=dca_bots.SafetyOrders(volume="15", step="1", count=4, volume_scale="1.1"),
        stop_loss=dca_bots.StopLoss(percent=20, disable_bot=True, breakeven=0),
        strategy="long",
        cooldown=60,
    )


def grid() -> models.CreateGridBot:
    """Trade between two prices, and stop below them."""
    return grid_bots.grid(
        account_id=ACCOUNT,
        pair="USDT_BTC",
        name="between",
        lower_price=50000,
        upper_price="60000",
        grids_quantity=10,
        quantity_per_grid=Decimal("0.001"),
        lower_stop_loss=grid_bots.Stop(price=45000, action="stop_bot"),
    )


def order() -> models.CreateSimpleTrade:
    """Sell once the price is there."""
    return simple_trades.limit(
        account_id=ACCOUNT,
        pair="USDT_BTC",
        side="sell",
        units="0.01",
        price=70000,
        strategy="gtc",
        conditional=simple_trades.Conditional(value="greater_or_equal", price="69000", type="last"),
    )


def look(client: ThreeCommas) -> Decimal:
    """Read accounts and markets; return the free dollars."""
    for account in client.accounts.iterate():
        if not isinstance(account, Undecoded):
            assert_type(account, models.Account)
            assert_type(account.market_code, str)
    held = client.accounts.balance(ACCOUNT, "USDT")
    assert_type(held, Balance)
    rows = client.accounts.table_data(ACCOUNT)
    assert_type(rows, builtins.list[models.CurrencyBalance | Undecoded])
    rates = client.market_data.rates(market_code="binance", pair="USDT_BTC")
    assert_type(rates, models.CurrencyRates)
    assert_type(client.market_data.pairs(market_code="binance"), builtins.list[str | Undecoded])
    assert_type(client.ping(), models.Pong)
    return held.available


def run_bot(client: ThreeCommas) -> Decimal | None:
    """Preview, create, enable, update and follow a bot; return the profit of its deal."""
    ladder = client.dca_bots.preview(bot(), price=60000)
    assert_type(ladder, calculators.Ladder)
    assert_type(ladder.required, Decimal)
    made = client.dca_bots.create(bot())
    assert_type(made, models.Bot)
    assert_type(client.dca_bots.enable(made.id), models.Bot)
    update = dca_bots.update_of(made, name="averages more")
    assert_type(update, models.UpdateBot)
    assert_type(client.dca_bots.update(made.id, update), models.Bot)
    deal = client.dca_bots.start_new_deal(made.id, models.StartNewDeal(pair="USDT_BTC"))
    assert_type(deal, models.Deal)
    for found in client.dca_bots.iterate(scope="enabled", account_id=ACCOUNT):
        print(found.error if isinstance(found, Undecoded) else found.name)
    done = client.deals.wait_until(deal.id, ["completed", models.DealStatus.STOP_LOSS_FINISHED])
    assert_type(done, models.Deal)
    change = deals.update(
        steps=[deals.TakeProfitStep(profit="2", amount=40), deals.TakeProfitStep(profit=3, amount=60)],
        stop_loss=deals.StopLoss(percent="8", breakeven=0),
        take_profit_type="total",
    )
    assert_type(change, models.UpdateDeal)
    assert_type(client.deals.update(done.id, change), models.Deal)
    orders = client.deals.market_orders(done.id)
    assert_type(orders, builtins.list[models.MarketOrder | Undecoded])
    answer = client.deals.add_funds(
        deal.id, deals.limit_funds(quantity="0.01", rate=Decimal(59000), response_type="deal")
    )
    assert_type(answer, models.Deal | models.MarketOrder | models.DealActionDone)
    assert_type(client.deals.convert_to_smart_trade(deal.id, models.ConvertDeal()), models.SmartTrade)
    return done.final_profit


def run_grid(client: ThreeCommas, since: datetime) -> None:
    """Create a grid bot once, raise its stop, look at what it earned."""
    once = client.grid_bots.create_once(grid(), key="grid-1")
    assert_type(once.id, int)
    shown = client.grid_bots.get(once.id)
    assert_type(shown, models.GridBot)
    update = grid_bots.update_of(shown, trailing_down_enabled=False, expansion_up_stop_price=False)
    update.lower_stop_loss_price = Decimal(46000)
    assert_type(client.grid_bots.update(once.id, update), models.GridBot)
    profits = client.grid_bots.profits(once.id, from_=since)
    assert_type(profits, builtins.list[models.GridProfit | Undecoded])
    assert_type(client.grid_bots.required_balances(once.id), models.GridRequiredBalances)
    assert_type(client.grid_bots.delete(once.id), None)


def trade(client: ThreeCommas) -> str:
    """Place a simple trade, and take it back."""
    made = client.simple_trades.create(order()).trade
    assert_type(made, models.SimpleTrade)
    assert_type(simple_trades.status_of(made), models.TradeStatusType)
    for past in client.simple_trades.iterate_history(pair="USDT_BTC"):
        if not isinstance(past, Undecoded):
            assert_type(past, models.SimpleTrade)
    return client.simple_trades.cancel(made.uuid).trade.uuid


def compute(bot_: models.Bot, rates: models.CurrencyRates) -> Decimal:
    """Know prices and sizes before anything is sent."""
    limits = calculators.MarketLimits.of(rates)
    assert_type(calculators.ladder(bot_, price=rates.ask, limits=limits), calculators.Ladder)
    lines = calculators.grid_prices("50000", "60000", 10)
    assert_type(calculators.average_price("100", "0.002"), Decimal)
    return lines[0] + calculators.take_profit_price("50000", "1.5")


def stop(client: ThreeCommas) -> builtins.list[StopResult]:
    """Stop everything, and name what goes on."""
    report = client.stop_all(pair="USDT_BTC")
    assert_type(report, StopReport)
    return [each for each in report.trades if not each.is_stopped]


def watch(client: ThreeCommas) -> None:
    """Follow what changes."""
    for change in client.smart_trades.watch([1, 2], timeout=60):
        assert_type(change, Change[models.SmartTrade, models.SmartTradeStatusType])
        assert_type(change.old_status, models.SmartTradeStatusType | None)
    for seen in client.deals.watch():
        assert_type(seen.old, models.Deal | None)
        assert_type(seen.status, models.DealStatus)
    for either in client.watch(deals=()):
        assert_type(either.new, models.SmartTrade | models.Deal | models.Bot | models.GridBot)


async def all_awaited(client: AsyncThreeCommas) -> bool:
    """Do the same, awaited."""
    assert_type(await client.accounts.balance(ACCOUNT, "USDT"), Balance)
    assert_type(await client.market_data.markets(), builtins.list[models.Market | Undecoded])
    assert_type(await client.dca_bots.preview(bot()), calculators.Ladder)
    made = await client.dca_bots.create(bot())
    assert_type(made, models.Bot)
    async for deal in client.deals.iterate(bot_id=made.id, scope="active"):
        if not isinstance(deal, Undecoded):
            assert_type(await client.deals.panic_sell(deal.id), models.Deal)
    assert_type(await client.deals.wait_until(1, "completed"), models.Deal)
    once = await client.grid_bots.create_once(grid(), key="grid-1")
    assert_type(await client.grid_bots.disable(once.id), models.GridBot)
    assert_type(await client.simple_trades.create(order()), models.SimpleTradeAnswer)
    assert_type(await client.smart_trades.trades.list(1), builtins.list[models.Trade | Undecoded])
    async for change in client.deals.watch(1):
        assert_type(change, Change[models.Deal, models.DealStatus])
    report = await client.stop_all(account_id=ACCOUNT)
    return report.is_complete
