"""Watching deals: the list of the active ones, and how one is asked for."""

from threecommas_rest import api, models
from threecommas_rest.request import Request

from threecommas.changes.poll import PAGE_SIZE, Watched
from threecommas.deals.stop_all import KIND
from threecommas.deals.wait_until import deal_status
from threecommas.kill_switch.offset_pages import offset_after
from threecommas.streams.channels import DEALS


def watched_deals() -> Watched[models.Deal]:
    """Return how deals are watched."""
    return Watched(
        kind=KIND,
        page=_page,
        parse_page=api.list_deals.parse,
        waited=deal_status,
        updated_at=lambda deal: deal.updated_at,
        account_id=lambda deal: deal.account_id,
        channel=DEALS,
        model=models.Deal,
    )


def _page(_: int, seen: int) -> Request:
    return api.list_deals.build(
        scope="active", order="created_at", order_direction="desc", limit=PAGE_SIZE, offset=offset_after(seen)
    )
