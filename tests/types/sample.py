"""A program as users write it. It is not run: type checkers read it, in their strictest mode.

`assert_type` says what an editor knows at that place.
"""

import asyncio
from decimal import Decimal
from typing import assert_type

from threecommas import (
    AsyncThreeCommas,
    DecodeError,
    EncodeError,
    HmacSigner,
    InvalidRequestError,
    OutcomeUnknownError,
    RateLimitError,
    RequestOptions,
    RsaSigner,
    ThreeCommas,
    ThreeCommasError,
    Undecoded,
    orders,
)
from threecommas.models import (
    Account,
    CreateSmartTrade,
    SmartTrade,
    SmartTradeStatusType,
    StatusFilter,
    Validation,
)

ACCOUNT = 32455218


def ladder(units: Decimal) -> CreateSmartTrade:
    """Buy at a limit, sell in two steps, limit the loss."""
    return orders.smart_trade(
        account_id=ACCOUNT,
        pair="USDT_BTC",
        position=orders.Limit(units=units, price="60000"),
        take_profit=[
            orders.TakeProfitStep(order_type="limit", price_type="bid", value=63000, volume=50),
            orders.TakeProfitStep(
                order_type="market", price_type="bid", value=66000, volume=50, trailing="1.5"
            ),
        ],
        stop_loss=orders.StopLoss(price_type="last", value="57000", timeout=30, breakeven=True),
        leverage=orders.Leverage(type="isolated", value=3),
        note="a ladder",
    )


def follow(units: Decimal) -> CreateSmartTrade:
    """Follow the market down, with targets in percent."""
    return orders.smart_cover(
        account_id=ACCOUNT,
        pair="USDT_BTC",
        position=orders.ConditionalMarket(units=units, conditional=70000, price_type="bid", trailing="0.5"),
        take_profit=[orders.TakeProfitStep(order_type="market", price_type="ask", percent=5)],
    )


def trade(client: ThreeCommas) -> Decimal | None:
    """Create, look, list and close; return the profit."""
    assert_type(client.validate(), Validation)
    assert_type(client.accounts.get(ACCOUNT), Account)
    made = client.smart_trades.create(ladder(Decimal("0.01")))
    assert_type(made, SmartTrade)
    once = client.smart_trades.create_once(follow(Decimal(1)), key="follow-1")
    assert_type(once.id, int)
    assert_type(made.status.type, SmartTradeStatusType)
    for found in client.smart_trades.list(account_id=ACCOUNT, status="active", per_page=100):
        if isinstance(found, Undecoded):
            assert_type(found.error, DecodeError)
        else:
            assert_type(found, SmartTrade)
            print(found.id, found.status.title)
    done = client.smart_trades.wait_until(made.id, ["finished", SmartTradeStatusType.FAILED])
    assert_type(client.smart_trades.wait_until(made.id, done.status.type), SmartTrade)
    listed = client.smart_trades.list(
        status=StatusFilter.ACTIVE, order_by="created_at", order_direction="asc"
    )
    print(len(listed), client.smart_trades.wait_until(made.id, "finished").to_json())
    closed = client.smart_trades.close_by_market(made.id, options=RequestOptions(timeout=60))
    return closed.profit.volume


def careful(client: ThreeCommas) -> str:
    """Take each decision that an error asks for."""
    try:
        client.smart_trades.create(ladder(Decimal("0.01")))
    except EncodeError as error:
        return f"{error.path}: {error.message}"
    except InvalidRequestError as error:
        assert_type(error.error_attributes, dict[str, list[str]])
        return ", ".join(error.error_attributes)
    except RateLimitError as error:
        assert_type(error.retry_after, float | None)
        return "later"
    except OutcomeUnknownError as error:
        return f"look for it: {error.request_body!r}"
    except ThreeCommasError as error:
        return str(error)
    return "made"


async def trade_async(client: AsyncThreeCommas) -> list[int]:
    """Do the same, awaited."""
    made = await client.smart_trades.create(follow(Decimal("0.5")))
    assert_type(made, SmartTrade)
    seen = await asyncio.gather(client.smart_trades.get(made.id), client.smart_trades.cancel(made.id))
    listed = await client.smart_trades.list(status="all")
    return [one.id for one in [*seen, *listed] if isinstance(one, SmartTrade)]


def main(key: str, secret: str, pem: bytes) -> None:
    """Do all of it, as a dry run."""
    with ThreeCommas(key, HmacSigner(secret), mode="paper", dry_run=True, rate_budget="refuse") as client:
        print(trade(client), careful(client), client.rate_budget, client.mode)

    async def run() -> list[int]:
        async with AsyncThreeCommas(key, RsaSigner(pem), read_only=True) as client:
            return await trade_async(client)

    print(asyncio.run(run()))
