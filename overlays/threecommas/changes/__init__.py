"""Changes of SmartTrades, deals and bots: each is seen once, in order, and the end of each is seen.

    for change in client.deals.watch():
        print(change.id, change.old_status, "->", change.status)

Lists are asked for again and again. What differs between the kinds is a `Watched`, which the rooms give.
A change is another status. Other members, such as prices, may change without one. What is over between two
looks is seen as one change. What begins and ends between them is not seen, unless it is watched by its id.

With ``via="stream"`` the server tells of changes over a websocket. Lists are asked for when it begins, after
each break and each five minutes, so the sequence is the same. No stream tells of bots: lists do.

- Every status that is told of is seen once and in order, also if it would be over by the next look.
- A status that came and went within a break is not seen, nor one whose message came after a later one. Of
  several within one millisecond the last is seen: REST is asked for it, as messages may change places.
- What begins and ends within a break is not seen. What is over when it is first told of is not either.
- An object may lack members that the document names. Use of one is a `DeviationError`; REST has it.
- Whether a stream covers real or paper accounts is unknown. What it tells of an account of which no list of
  the client's mode shows anything is left out, and logged.

Streams are in no document of 3Commas since February 2025. ``stream`` raises `StreamUnavailableError` where
there is none at first, or not after 10 tries. ``either`` polls then, which is logged once, and in each break.
"""

import typing

from threecommas.lazy_names import lazy_names

if typing.TYPE_CHECKING:
    from threecommas.changes.change import Change
    from threecommas.changes.history import Seen
    from threecommas.changes.iteration import AsyncChanges, Changes

__all__ = ["AsyncChanges", "Change", "Changes", "Seen"]

_PLACES = {"AsyncChanges": "iteration", "Change": "change", "Changes": "iteration", "Seen": "history"}

# Out of sight of type checkers, which would take any name for one of these.
if not typing.TYPE_CHECKING:
    __getattr__ = lazy_names(__name__, _PLACES)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
