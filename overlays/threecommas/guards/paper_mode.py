"""The guard of the mode paper: a write that does not go to a paper account is not sent.

Where a write goes stands in `x-order` of its operation, so an operation that is added to the document is
guarded too. A write of which the document does not say it is refused. Looking it up is the matter of
`threecommas.guards.lookups`.
"""

from threecommas.flow import Flow
from threecommas.guards.local import PAPER_TRADING
from threecommas.guards.lookups import InstrumentCache
from threecommas.guards.permits import Lookup, LookupGuard
from threecommas.guards.strict_values import Values
from threecommas.messages.request import RequestInfo


def paper_account_guard(instruments: InstrumentCache) -> LookupGuard:
    """Return the guard of the mode paper: it refuses a write that does not go to a paper account.

    The header Forced-Mode alone does not do it: a SmartTrade is created on whatever account its body names
    (issue 146 of the documentation repository).
    """

    def guard_account(call: RequestInfo, ask: Lookup) -> Flow[None]:
        if not call.is_write:
            return
        values = Values(call, "mode")
        market_code = (yield from instruments.find(call, ask, "mode")).get("market", values)
        if market_code != PAPER_TRADING:
            reason = (
                f"It goes to an account of {market_code}, and this client is for paper accounts "
                "(mode='paper')."
            )
            raise values.refused(reason)

    return guard_account
