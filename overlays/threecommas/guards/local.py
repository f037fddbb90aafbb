"""Guards that need nothing but the signed request to refuse it.

Guards that have to ask 3Commas first, such as for the type of an account, are left out here.
"""

from collections.abc import Callable
from typing import Literal, TypeAlias, get_args

import httpx
from threecommas_rest import OPERATIONS

from threecommas.errors import ConfigurationError, DryRunError, GuardError
from threecommas.messages.request import RequestInfo
from threecommas.messages.signature import SignatureExplanation

Mode = Literal["paper", "real"]
"""Which accounts a client works on: those of the simulator, or those with money."""

PAPER_TRADING = "paper_trading"
"""The market code of accounts of the simulator."""

Guard: TypeAlias = Callable[[httpx.Request, RequestInfo], None]

_HEADER = "Forced-Mode"
_HIDDEN = frozenset({"apikey", "signature", "authorization", "cookie"})


def read_only(request: httpx.Request, call: RequestInfo) -> None:
    """Refuse every write."""
    if call.is_write:
        raise GuardError(call, "This client only reads (read_only=True).", "read_only")


def mode_guard(mode: Mode) -> Guard:
    """Return a guard that puts the client's mode on each request, and refuses one that asks for another.

    The header is not signed, so it may be put on a signed request (page "Account mode" of the gitbook
    edition). For a new SmartTrade the account decides and not the header (docs issue 146).
    """
    if mode not in get_args(Mode):
        raise ConfigurationError(f"mode must be 'paper' or 'real', got {mode!r}")
    without = {name for name, operation in OPERATIONS.items() if _HEADER not in operation.headers}

    def guard(request: httpx.Request, call: RequestInfo) -> None:
        asked = request.headers.get(_HEADER, mode)
        if asked != mode:
            reason = f"It asks for the {asked} mode, and this client is for the {mode} mode alone."
            raise GuardError(call, reason, "mode")
        if call.operation_id not in without:
            request.headers[_HEADER] = mode

    return guard


def dry_run(explain: Callable[[httpx.Request], SignatureExplanation]) -> Guard:
    """Return a guard that lets nothing through and shows what it held back."""

    def guard(request: httpx.Request, call: RequestInfo) -> None:
        raise DryRunError(call, explain(request), _shown(request.headers))

    return guard


def _shown(headers: httpx.Headers) -> dict[str, str]:
    return {name: f"<{name}>" if name in _HIDDEN else value for name, value in headers.items()}
