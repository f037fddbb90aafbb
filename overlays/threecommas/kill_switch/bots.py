"""Stopping a bot of any kind: it is disabled. What it holds is left to others."""

from collections.abc import Callable

from threecommas_rest.request import Request

from threecommas.kill_switch.stoppable import Action, Chosen, Element, Stoppable, pair_of


def disabled_bots(
    kind: str,
    list_operation: str,
    *,
    page: Callable[[Chosen, int, int], Request],
    disable: Callable[[int], Request],
    is_chosen: Callable[[Element, Chosen, str], bool],
    pairs: Callable[[Element], tuple[str, ...]] = pair_of,
) -> Stoppable:
    """Return how bots of a kind are stopped: by the request that disables one."""
    return Stoppable(
        kind=kind,
        list_operation=list_operation,
        page=page,
        is_ending=lambda element: element.get("is_enabled") is False,
        choose=lambda _, number, __: Action("disable", disable(number)),
        is_chosen=is_chosen,
        pairs=pairs,
    )
