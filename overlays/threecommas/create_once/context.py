"""The needs of a room that creates: what the creations of one client share."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from threecommas.create_once.policy import CreateOncePolicy, KeyRegistry
from threecommas.flow import Timing
from threecommas.guards.account_mode import AccountModes
from threecommas.guards.local import Mode
from threecommas.kill_switch.context import FlowContext

if TYPE_CHECKING:
    from threecommas.create_once.creatable import Creatable
    from threecommas.create_once.creation import CreateOnce
    from threecommas.streams.source import StreamSource


def _call() -> str:
    # Not from `Timing.random`: forked processes would draw the same.
    return secrets.token_hex(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateOnceContext:
    """What the creations of one client share; `call` draws the number of each."""

    once: CreateOncePolicy
    timing: Timing
    mode: Mode | None
    stream: StreamSource
    deadline: float | None = None
    keys: KeyRegistry = field(default_factory=KeyRegistry)
    codes: dict[int, str] = field(default_factory=dict)
    """What the accounts are that were asked for, by their numbers."""
    call: Callable[[], str] = _call

    @property
    def modes(self) -> AccountModes:
        """The mode as it is held against accounts."""
        return AccountModes(self.mode, self.codes)

    @property
    def flows(self) -> FlowContext:
        """What waiting and stopping go by."""
        return FlowContext(timing=self.timing, modes=self.modes, deadline=self.deadline, stream=self.stream)

    def creation(self, kind: Creatable, body: Any, key: str, *, cancel_surplus: bool) -> CreateOnce:
        """Return a new creation; raise `EncodeError` for a body or a key that cannot be sent."""
        # Few programs create; the others start sooner.
        from threecommas.create_once.creation import CreateOnce  # noqa: PLC0415

        self.modes.demand_mode("create_once has to know in which mode to look for the order.")
        return CreateOnce(
            kind,
            body,
            key,
            once=self.once,
            keys=self.keys,
            modes=self.modes,
            now=self.timing.now,
            call=self.call(),
            cancel_surplus=cancel_surplus,
        )
