"""The needs of a room that waits and stops: the time, the mode, and what is known of accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from threecommas.flow import OperationFlow, Timing
from threecommas.guards.account_mode import AccountModes
from threecommas.transport.shared_deadline import SharedDeadline

if TYPE_CHECKING:
    from threecommas.kill_switch.report import StopReport
    from threecommas.kill_switch.stoppable import Stoppable
    from threecommas.streams.source import StreamSource


class FlowContext(NamedTuple):
    """The parts of a client that several requests together go by; `deadline` is that of each call.

    `stream` is where its streams come from, for those who watch.
    """

    timing: Timing
    modes: AccountModes
    deadline: float | None
    stream: StreamSource

    def deadline_of(self, timeout: float) -> SharedDeadline:
        """Return a time limit that begins now."""
        return SharedDeadline(timeout, clock=self.timing.clock, deadline=self.deadline)

    def stop_all(
        self, kinds: Sequence[Stoppable], timeout: float, *, account_id: int | None, pair: str | None
    ) -> OperationFlow[StopReport]:
        """Return the steps that stop everything of these kinds within the time."""
        # Few programs ever stop everything; the others start sooner.
        from threecommas.kill_switch.run import stop_all  # noqa: PLC0415

        return stop_all(kinds, self.modes, self.deadline_of(timeout), account_id=account_id, pair=pair)
