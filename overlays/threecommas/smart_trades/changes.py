"""Watching SmartTrades: the list of the active ones, and how one is asked for."""

from threecommas_rest import api, models
from threecommas_rest.request import Request

from threecommas.changes.poll import PAGE_SIZE, Watched
from threecommas.kill_switch.report import SMART_TRADE
from threecommas.smart_trades.wait_until import smart_trade_status
from threecommas.streams.channels import SMART_TRADES


def watched_smart_trades() -> Watched[models.SmartTrade]:
    """Return how SmartTrades are watched."""
    return Watched(
        kind=SMART_TRADE,
        page=_page,
        parse_page=api.list_smart_trades.parse,
        waited=smart_trade_status,
        updated_at=lambda trade: trade.data.updated_at,
        account_id=lambda trade: trade.account.id,
        channel=SMART_TRADES,
        model=models.SmartTrade,
    )


def _page(number: int, _: int) -> Request:
    return api.list_smart_trades.build(
        status="active", order_by="created_at", order_direction="desc", page=number, per_page=PAGE_SIZE
    )
