"""Changes of SmartTrades and deals, as they happen: each is seen once, in order, and the end of each is seen.

    for change in client.deals.watch():
        print(change.id, change.old_status, "->", change.status)

Lists are asked for again and again. What differs between the kinds is a `Watched`, which the rooms give.
A change is another status. Other members, such as prices, may change without one. What is over between two
looks is seen as one change. What begins and ends between them is not seen, unless it is watched by its id.
"""

import typing

from threecommas.lazy_names import lazy_names

if typing.TYPE_CHECKING:
    from threecommas.changes.change import Change

__all__ = ["Change"]

_PLACES = {"Change": "change"}

# Out of sight of type checkers, which would take any name for one of these.
if not typing.TYPE_CHECKING:
    __getattr__ = lazy_names(__name__, _PLACES)
