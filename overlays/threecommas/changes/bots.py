"""Watching bots: their status is whether they are enabled. What their deals do, their own changes tell.

No stream tells of bots, so lists are asked for, which have the disabled ones too.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from threecommas_rest.request import Request

from threecommas.changes.poll import PAGE_SIZE, Watched
from threecommas.kill_switch.offset_pages import offset_after
from threecommas.status_waits import Waited

if TYPE_CHECKING:
    from threecommas_rest.reading import Reading

T = TypeVar("T")


class BotStatus(StrEnum):
    """Whether a bot is enabled. A bot is made disabled, and may go from one to the other for ever."""

    ENABLED = "enabled"
    DISABLED = "disabled"


def watched_bots(
    kind: str,
    model: type[T],
    *,
    build_list: Callable[..., Request],
    parse_list: Callable[[bytes, Reading], Any],
    build_one: Callable[[int], Request],
    parse_one: Callable[[bytes, Reading], T],
) -> Watched[T]:
    """Return how bots of a kind are watched, by the operations for their list and for one of them."""
    return Watched(
        kind=kind,
        page=lambda _, seen: build_list(limit=PAGE_SIZE, offset=offset_after(seen)),
        parse_page=parse_list,
        waited=lambda number: Waited(
            request=build_one(number), parse=parse_one, status=_status, statuses=BotStatus, final=()
        ),
        updated_at=lambda bot: bot.updated_at,  # type: ignore[attr-defined]
        account_id=lambda bot: bot.account_id,  # type: ignore[attr-defined]
        channel=None,
        model=model,
    )


def _status(bot: Any) -> BotStatus:
    return BotStatus.ENABLED if bot.is_enabled else BotStatus.DISABLED
