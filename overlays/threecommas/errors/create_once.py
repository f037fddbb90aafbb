"""The errors of `create_once` about its keys, as `threecommas.errors` offers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from threecommas_rest import models
from threecommas_rest.errors import ThreeCommasError


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two orders are not the same: its path, what was asked for, and what was found.

    Both are plain text, such as ``0.01``; None where there is no such field.
    """

    path: str
    asked: str | None
    found: str | None

    def __str__(self) -> str:
        return f"{self.path} is {self.found}, not {self.asked}"


class DuplicateOrderError(ThreeCommasError):
    """Several SmartTrades or grid bots have the key of `create_once`.

    Two processes made one each, or one arrived late.

    `key` is the key and `ids` are the SmartTrades. The lowest id is the order of the key, for every process
    alike (`winner`); the others are `surplus`. `cancelled` are those of the surplus that this call had made
    and 3Commas accepted to cancel: what they had bought by then stays on the account.
    """

    def __init__(
        self, key: str, ids: tuple[int, ...], cancelled: tuple[int, ...] = (), name: str = "SmartTrade"
    ) -> None:
        super().__init__(key, ids, cancelled, name)
        self._name = name
        self.key, self.ids, self.cancelled = key, tuple(sorted(ids)), cancelled

    @property
    def sent(self) -> bool:
        """Whether a request has left: at least the list was asked for."""
        return True

    @property
    def winner(self) -> int:
        """The SmartTrade to keep."""
        return self.ids[0]

    @property
    def surplus(self) -> tuple[int, ...]:
        """The SmartTrades that are too many."""
        return self.ids[1:]

    def __str__(self) -> str:
        message = f"{len(self.ids)} {self._name}s carry the key {self.key!r}: {_listed(self.ids)}."
        if self.cancelled:
            message += (
                f" Cancelled by this call: {_listed(self.cancelled)}; look at what had been bought by then."
            )
        left = [number for number in self.surplus if number not in self.cancelled]
        return f"{message} Keep {self.winner} and cancel {_listed(left)}." if left else message


class OrderMismatchError(ThreeCommasError):
    """The key of `create_once` is on a SmartTrade of another order. The order was not sent.

    `key` is the key, `id` the SmartTrade, and `differences` say how it is not the order that was asked for.
    Give the order a key of its own. A note that somebody wrote and that only looks like one with a key is no
    proof: if nothing else differs, the path of the difference is ``note``.
    """

    def __init__(
        self,
        key: str,
        id: int,  # noqa: A002
        differences: tuple[Difference, ...],
        name: str = "SmartTrade",
    ) -> None:
        super().__init__(key, id, differences, name)
        self._name = name
        self.key, self.id, self.differences = key, id, differences

    @property
    def sent(self) -> bool:
        """Whether a request has left: the list was asked for."""
        return True

    def __str__(self) -> str:
        how = "; ".join(map(str, self.differences))
        return (
            f"The key {self.key!r} is on {self._name} {self.id}, which is another order: {how}. "
            "The order was not sent; give it a key of its own."
        )


class UnconfirmedOrderError(ThreeCommasError):
    """`create_once` made `made`, but could not see whether it is the only one with the key.

    It is a SmartTrade or a grid bot.

    It exists whatever comes next. Call `create_once` again with the key: it looks once more, and returns it
    if it is the only one. `reason` says what was in the way.
    """

    def __init__(self, key: str, made: Any, reason: str, name: str = "SmartTrade") -> None:
        super().__init__(key, made, reason, name)
        self._name = name
        self.key, self.made, self.reason = key, made, reason

    @property
    def smart_trade(self) -> models.SmartTrade:
        """What was made, for callers of ``smart_trades.create_once``."""
        made: models.SmartTrade = self.made
        return made

    @property
    def sent(self) -> bool:
        """Whether a request has left: the order was sent."""
        return True

    @property
    def outcome_unknown(self) -> bool:
        """Whether it has to be looked at again: the order exists, and perhaps one too many."""
        return True

    def __str__(self) -> str:
        return (
            f"3Commas made {self._name} {self.made.id} with the key {self.key!r}. Whether another "
            f"process made one too could not be seen: {self.reason.rstrip('.')}. Call create_once again with "
            "the key: it looks first."
        )


def _listed(ids: tuple[int, ...] | list[int]) -> str:
    return ", ".join(map(str, ids))
