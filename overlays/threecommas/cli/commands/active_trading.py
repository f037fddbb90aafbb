"""Everything that trades now, for people to see before they stop it: bots, grid bots, deals and SmartTrades.

A kind that cannot be listed is told, and keeps nobody from stopping the others.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from rich.table import Table
from threecommas_rest.undecoded import Undecoded

from threecommas.cli.operations.resources import bound_method
from threecommas.cli.output import Output
from threecommas.cli.tables.dca_bots import bots_table
from threecommas.cli.tables.deals import deals_table
from threecommas.cli.tables.grid_bots import grid_bots_table
from threecommas.cli.tables.smart_trades import smart_trades_table
from threecommas.client import ThreeCommas
from threecommas.dca_bots.stop_all import dca_bots
from threecommas.deals.stop_all import deals
from threecommas.errors import DecodeError, ThreeCommasError
from threecommas.grid_bots.stop_all import grid_bots
from threecommas.kill_switch.stoppable import Chosen, Stoppable
from threecommas.smart_trades.stop_all import smart_trades


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind: its name for several, the method that lists what is active, and its table."""

    name: str
    method: str
    active: Mapping[str, Any]
    table: Callable[[Iterable[Any]], Table]
    stoppable: Stoppable


def _kinds(chosen: Chosen) -> list[_Kind]:
    """Return the kinds in the order in which they are stopped."""
    account = {"account_id": chosen.account_id}
    trades = {"status": "active", "order_by": "created_at", "order_direction": "desc", "pair": chosen.pair}
    return [
        _Kind("bots", "dca_bots.iterate", {"scope": "enabled", **account}, bots_table, dca_bots()),
        _Kind("grid bots", "grid_bots.iterate", {"state": "enabled"}, grid_bots_table, grid_bots()),
        _Kind("deals", "deals.iterate", {"scope": "active", **account}, deals_table, deals()),
        _Kind("SmartTrades", "smart_trades.iterate", trades | account, smart_trades_table, smart_trades()),
    ]


def shown_activity(client: ThreeCommas, out: Output, account_id: int | None, pair: str | None) -> str:
    """Show what is active, and return in words how much that is: ``1 bots, 0 grid bots, ...``.

    Raises the error of the first kind if none can be listed at all.
    """
    chosen, counts = Chosen(account_id, pair), []
    errors: list[ThreeCommasError] = []
    kinds = _kinds(chosen)
    for kind in kinds:
        try:
            found = [one for one in _listed(client, kind) if _is_chosen(kind.stoppable, one, chosen)]
        except ThreeCommasError as error:
            errors.append(error)
            counts.append(f"an unknown number of {kind.name}")
            continue
        counts.append(f"{len(found)} {kind.name}")
        if readable := [each for each in found if not isinstance(each, Undecoded)]:
            out.remarks.print(kind.table(readable))
    if len(errors) == len(kinds):
        raise errors[0]
    for each in errors:
        out.info(f"Not everything can be listed: {each}")
    return f"{', '.join(counts[:-1])} and {counts[-1]}"


def _listed(client: ThreeCommas, kind: _Kind) -> list[Any]:
    return list(bound_method(client, kind.method)(**kind.active))


def _is_chosen(stoppable: Stoppable, element: Any, chosen: Chosen) -> bool:
    """Tell whether an element would be stopped; one that nobody can tell of is shown too."""
    raw = element.raw if isinstance(element, Undecoded) else element.to_dict()
    if not isinstance(raw, dict):
        return True
    try:
        return not stoppable.is_ending(raw) and stoppable.is_chosen(raw, chosen, "")
    except DecodeError:
        return True
