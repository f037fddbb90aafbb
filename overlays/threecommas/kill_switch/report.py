"""The report of a kill switch: what was done, element by element, and what could not be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from threecommas.errors import DecodeError, ThreeCommasError

SMART_TRADE = "SmartTrade"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopResult:
    """One SmartTrade, deal or bot, and what was done about it.

    `kind` is ``SmartTrade``, ``deal``, ``bot`` or ``grid bot``. `action` is ``close``, ``cancel`` or
    ``disable``, None where nothing could be done. `error` is why it may go on all the same: what 3Commas or
    this client answered to the action, None if it was accepted, or a `DecodeError` that says what of the
    list cannot be read. `pair` is ``?`` where the list does not tell it.
    """

    id: int
    pair: str
    action: str | None
    error: ThreeCommasError | None = None
    kind: str = SMART_TRADE

    @property
    def is_stopped(self) -> bool:
        """Whether 3Commas accepted the action."""
        return self.action is not None and self.error is None

    def __str__(self) -> str:
        name = f"{self.id} {self.pair}" if self.kind == SMART_TRADE else f"{self.kind} {self.id} {self.pair}"
        if self.action is None:
            why = self.error or "3Commas allows neither close nor cancel"
            return f"{name}: left, as {why}"
        done = "accepted" if self.error is None else f"failed: {self.error}"
        return f"{name}: {self.action} {done}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopReport:
    """What the kill switch did, element by element.

    `errors` are those of lists that could not be read to their end, so that there may be more; `unread` has
    an error for each element of a list without a number, which nothing could be done about. `kinds` are what
    was looked for, `account_id` and `pair` what it was kept to. Where nothing was active on `pair`,
    `active_pairs` are those on which something is, and `doubt` says why it is uncertain that there is such a
    pair at all, None if it is not.
    """

    trades: tuple[StopResult, ...]
    errors: tuple[ThreeCommasError, ...] = ()
    unread: tuple[DecodeError, ...] = ()
    kinds: tuple[str, ...] = (SMART_TRADE,)
    account_id: int | None = None
    pair: str | None = None
    active_pairs: tuple[str, ...] = ()
    doubt: ThreeCommasError | None = None

    @property
    def error(self) -> ThreeCommasError | None:
        """The first error of a list, None if all were read to their end."""
        return self.errors[0] if self.errors else None

    @property
    def unreadable(self) -> int:
        """How many elements of the lists have no number."""
        return len(self.unread)

    @property
    def is_complete(self) -> bool:
        """Whether everything that was active is known to be ending, on a pair that is known to be one."""
        is_known = not self.errors and not self.unreadable and self.doubt is None
        return is_known and all(trade.is_stopped for trade in self.trades)

    def __str__(self) -> str:
        lines = [str(trade) for trade in self.trades]
        lines += [f"An element of the list was left: {error}" for error in self.unread]
        lines += [f"There may be more: {error}" for error in self.errors]
        return "\n".join(lines or self.remarks)

    @property
    def remarks(self) -> list[str]:
        """What there is to say if nothing was active, and all lists were read."""
        on = "" if self.pair is None else f" on {self.pair}"
        of = "" if self.account_id is None else f" of account {self.account_id}"
        lines = [f"There was no active {' or '.join(self.kinds)}{on}{of}."]
        if self.active_pairs:
            lines.append(f"What is active trades {', '.join(self.active_pairs)}, and goes on.")
        if self.doubt is not None:
            lines.append(f"Whether there is such a pair is uncertain. {self.doubt}")
        return lines


def merged(reports: Sequence[StopReport]) -> StopReport:
    """Return one report of several kinds."""
    return StopReport(
        trades=tuple(trade for report in reports for trade in report.trades),
        errors=tuple(error for report in reports for error in report.errors),
        unread=tuple(error for report in reports for error in report.unread),
        kinds=tuple(kind for report in reports for kind in report.kinds),
    )
