"""The mode of a client held against its accounts, before it looks for SmartTrades in a list.

A list shows the SmartTrades of one mode: that of the client, or without one that of the switch in the web
application (gitbook, "Account mode"). Where an order goes is decided by its account (docs issue 146). So a
decision that rests on a list needs a mode, and the account of that mode.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from threecommas_rest import OPERATIONS, api
from threecommas_rest.json_text import loads
from threecommas_rest.request import Request

from threecommas.errors import ConfigurationError, DecodeError, GuardError
from threecommas.flow import CallOperation, OperationFlow
from threecommas.guards.local import PAPER_TRADING, Mode
from threecommas.messages.request import RequestInfo

Lookup: TypeAlias = Callable[[Request, Callable[[bytes, Any], Any]], OperationFlow[Any]]
"""Sends a request and results in what is read of its answer."""


def _ask(request: Request, parse: Callable[[bytes, Any], Any]) -> OperationFlow[Any]:
    return (yield CallOperation(request, parse))


class AccountModes(NamedTuple):
    """The mode of a client, and the kinds of the accounts it has asked for, which never change (unproven)."""

    mode: Mode | None
    codes: dict[int, str]

    def demand_mode(self, purpose: str) -> None:
        """Raise `ConfigurationError` if the client has no mode."""
        if self.mode is None:
            raise ConfigurationError(
                f"{purpose} Without a mode the list is that of the switch in the web application. Make the "
                "client with mode='real' or mode='paper', whichever the account belongs to."
            )

    def is_of_mode(self, code: str) -> bool:
        """Tell whether the accounts of a market are those of the client's mode."""
        return (code == PAPER_TRADING) == (self.mode == "paper")

    def check(self, account_id: int, operation: str, ask: Lookup = _ask) -> OperationFlow[None]:
        """Ask what an account is; raise `GuardError` if the list of the client's mode leaves it out."""
        if account_id not in self.codes:
            self.codes[account_id] = yield from ask(api.get_account.build(account_id), _market_code)
        code = self.codes[account_id]
        if self.is_of_mode(code):
            return
        of = OPERATIONS[operation]
        call = RequestInfo(operation=of, method=of.method, path=f"/public/api{of.path}")
        kind = "paper" if code == PAPER_TRADING else "real"
        reason = (
            f"Account {account_id} is a {kind} account ({code}), and this client is for {self.mode} accounts "
            f"(mode={self.mode!r}), so its SmartTrades are in no list of this client."
        )
        raise GuardError(call, reason, "mode")


def _market_code(content: bytes, _: object) -> str:
    account = loads(content)
    code = account.get("market_code") if isinstance(account, dict) else None
    if not isinstance(code, str) or not code:
        raise DecodeError("does not say of what kind the account is", path="market_code")
    return code
