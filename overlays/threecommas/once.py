"""How a SmartTrade is created exactly once: with a key in its note, and a look before every repetition.

3Commas knows no idempotency key; the note of a SmartTrade was opened to creation for this use (docs issue
9). The course of action is written as steps, for sync and async clients alike; nothing here sends.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from threecommas_rest import api, models
from threecommas_rest.types import Unset

from threecommas.arguments import check_count, check_seconds, wrong
from threecommas.calls import Call, Loss
from threecommas.errors import (
    ConfigurationError,
    DecodeError,
    DryRunError,
    EncodeError,
    OutcomeUnknownError,
    RefusedError,
    ThreeCommasError,
)
from threecommas.forks import ProcessLock
from threecommas.key_search import Ask, Asking, KeySearch, tried
from threecommas.listed import Listed
from threecommas.notes import mark_note


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """How patiently `create_once` makes sure. Times are in seconds.

    After an attempt of unknown outcome it waits for each of `pauses` in turn and looks for the SmartTrade,
    as nobody has published how soon a new one is listed. Only if the last look has not found it, it is sent
    again, at most `attempts` times in all. A key is looked for among the SmartTrades of the last
    `remembers`; `skew` is how far this machine's clock may differ from that of 3Commas.
    """

    attempts: int = 3
    pauses: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
    remembers: float = 86_400.0
    skew: float = 600.0

    def __post_init__(self) -> None:
        check_count("once.attempts", self.attempts)
        if not isinstance(self.pauses, tuple) or not self.pauses:
            raise wrong("once.pauses", "a tuple of one number of seconds or more", self.pauses)
        for index, seconds in enumerate(self.pauses):
            check_seconds(f"once.pauses[{index}]", seconds)
        for name in ("remembers", "skew"):
            check_seconds(f"once.{name}", getattr(self, name))


class Keys:
    """The keys a client is at work on, and those whose outcome it does not know. Threads may share it."""

    def __init__(self) -> None:
        self._lock = ProcessLock()
        self._busy: set[str] = set()
        self._open: set[str] = set()

    @contextlib.contextmanager
    def held(self, key: str) -> Iterator[bool]:
        """Hold a key for one call, and say whether an earlier one left it open.

        Raises `ConfigurationError` if another call holds it.
        """
        with self._lock:
            if key in self._busy:
                raise ConfigurationError(f"The key {key!r} is in use by another call. Wait for its end.")
            self._busy.add(key)
        try:
            yield key in self._open
        finally:
            with self._lock:
                self._busy.discard(key)

    def leave_open(self, key: str) -> None:
        """Note that something is sent under the key."""
        self._open.add(key)

    def close(self, key: str) -> None:
        """Note that what became of it is known."""
        self._open.discard(key)


class Creation:
    """One call of `create_once`; `flow` is its course of action."""

    def __init__(
        self, body: models.CreateSmartTrade, key: str, *, once: Once, keys: Keys, now: Callable[[], datetime]
    ) -> None:
        if not isinstance(body, models.CreateSmartTrade):
            raise EncodeError(f"expected a CreateSmartTrade, got a {type(body).__name__}", path="body")
        note = "" if isinstance(body.note, Unset) else body.note
        marked = copy.copy(body)
        marked.note = mark_note(note, key)
        request = api.create_smart_trade.build(marked)
        self._ask = Ask(request, api.create_smart_trade.parse)
        self._where = KeySearch(account_id=_number(body.account_id), pair=body.pair, key=key)
        self._key, self._once, self._keys, self._now = key, once, keys, now

    def flow(self, *, interrupted: bool) -> Asking[models.SmartTrade]:
        """Return the steps to the SmartTrade of the key, which is created if there is none."""
        with self._keys.held(self._key) as left_open:
            listed = yield from self._earlier(patient=interrupted or left_open)
            self._keys.leave_open(self._key)
            return (yield from self._settled()) if listed is None else self._clear(listed.smart_trade())

    def _earlier(self, *, patient: bool) -> Asking[Listed | None]:
        """Look for the SmartTrade of an earlier call, and again and again if there was one."""
        since = self._now() - timedelta(seconds=self._once.remembers + self._once.skew)
        # A dry run cannot look; it goes on to show what would be sent.
        with contextlib.suppress(DryRunError):
            if patient:
                return (yield from self._where.search(since, self._once.pauses))
            return (yield from self._where.look(since))
        return None

    def _settled(self) -> Asking[models.SmartTrade]:
        """Send the order until it is known what became of it, or raise that it is not."""
        since = self._now() - timedelta(seconds=self._once.skew)
        unclear: ThreeCommasError | None = None
        left = self._once.attempts
        while True:
            left -= 1
            result = yield from tried(self._attempt())
            if isinstance(result, ThreeCommasError) and result.outcome_unknown:
                unclear = result
            if unclear is None:
                return self._clear(result)
            # After a repetition this shows as well whether an attempt given up for lost came late.
            listed = yield from tried(self._where.search(since, self._once.pauses))
            if isinstance(listed, Listed):
                return self._clear(listed.smart_trade())
            if result is not unclear and (listed is None or isinstance(result, models.SmartTrade)):
                return self._clear(result)
            if listed is not None or not left or _was_made(unclear):
                raise self._unresolved(unclear)

    def _attempt(self) -> Asking[models.SmartTrade]:
        made: models.SmartTrade = yield self._ask
        return made

    def _clear(self, result: models.SmartTrade | ThreeCommasError) -> models.SmartTrade:
        """Return or raise what is certain."""
        self._keys.close(self._key)
        if isinstance(result, ThreeCommasError):
            raise result
        return result

    def _unresolved(self, unclear: ThreeCommasError) -> ThreeCommasError:
        """Return the error of an order of which nobody knows what became."""
        advice = (
            "It may have been carried out, but was not found in the list of SmartTrades. Call create_once "
            f"again with the key {self._key!r}: it looks before it sends."
        )
        match unclear:
            case OutcomeUnknownError():
                return OutcomeUnknownError(unclear.call, unclear.loss, advice)
            case RefusedError():
                call = Call(
                    operation=self._ask.request.operation,
                    method=unclear.method,
                    path=unclear.path,
                    body=self._ask.request.body or b"",
                )
                return OutcomeUnknownError(
                    call, Loss(cause=type(unclear).__name__, status=unclear.status), advice
                )
        # The answer was a success that cannot be read: it has all there is to know.
        return unclear


def _was_made(unclear: ThreeCommasError) -> bool:
    """Tell whether 3Commas said that it made the order, although the answer cannot be read."""
    status = unclear.status if isinstance(unclear, OutcomeUnknownError) else None
    return isinstance(unclear, DecodeError) or (status is not None and 200 <= status < 300)


def _number(account_id: int | str) -> int:
    try:
        return int(account_id)
    except ValueError:
        raise EncodeError(f"expected a whole number, got {account_id!r}", path="account_id") from None
