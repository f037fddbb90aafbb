"""The protocol of an exchange that can be controlled over HTTP; `MockExchange` has it all."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.control.replay_routes import Played
from threecommas_mock.control.stream_routes import Streamed
from threecommas_mock.faults.faults import Fault
from threecommas_mock.faults.schedule import Injection
from threecommas_mock.journal.journal import Journal
from threecommas_mock.venue.accounts import Account, Mode
from threecommas_mock.venue.balances import Balances
from threecommas_mock.venue.market import Money, Quote


class Controllable(Played, Streamed, Protocol):
    """An exchange whose time, prices, faults, state and assumptions can be changed."""

    journal: Journal

    @property
    def accounts(self) -> Mapping[int, Account]: ...  # noqa: D102

    @property
    def faults(self) -> tuple[Injection, ...]: ...  # noqa: D102

    @property
    def web_mode(self) -> Mode: ...  # noqa: D102

    @web_mode.setter
    def web_mode(self, mode: Mode) -> None: ...

    @property
    def assumptions(self) -> Assumptions: ...  # noqa: D102

    @assumptions.setter
    def assumptions(self, assumptions: Assumptions) -> None: ...

    def now(self) -> datetime: ...  # noqa: D102

    def advance(self, seconds: float) -> None: ...  # noqa: D102

    def settle(self) -> None: ...  # noqa: D102

    def quotes(self) -> dict[str, Quote]: ...  # noqa: D102

    def set_price(  # noqa: D102
        self,
        pair: str,
        price: Money | None = None,
        *,
        bid: Money | None = None,
        ask: Money | None = None,
        last: Money | None = None,
    ) -> Quote: ...

    def balances(self, account_id: int) -> Balances: ...  # noqa: D102

    def smart_trades(self) -> list[dict[str, Any]]: ...  # noqa: D102

    def simple_trades(self) -> list[dict[str, Any]]: ...  # noqa: D102

    def dca_bots(self) -> list[dict[str, Any]]: ...  # noqa: D102

    def why_no_deal(self, bot_id: int) -> dict[str, str | None]: ...  # noqa: D102

    def signal(self, pair: str, *conditions: str, bot_id: int | None = None) -> list[int]: ...  # noqa: D102

    def deals(self) -> list[dict[str, Any]]: ...  # noqa: D102

    def grid_bots(self) -> list[dict[str, Any]]: ...  # noqa: D102

    def dashboard(self, pair: str | None = None, limit: int = ...) -> dict[str, Any]: ...  # noqa: D102

    def fail_next(self, fault: Fault, times: int = 1, operation: str | None = None) -> None: ...  # noqa: D102

    def inject(  # noqa: D102
        self, fault: Fault, *, operation: str | None = None, probability: float = 1.0, seed: int = 0
    ) -> None: ...

    def clear_faults(self) -> None: ...  # noqa: D102

    def snapshot_json(self) -> dict[str, Any]: ...  # noqa: D102

    def restore_json(self, value: Any) -> None: ...  # noqa: D102
