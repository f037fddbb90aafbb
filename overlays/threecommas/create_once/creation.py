"""Creating something exactly once: with a key in its note, and a look before and after each attempt.

3Commas knows no idempotency key; the note of a SmartTrade was opened to creation for this use (docs issue
9). The look before finds what an earlier call made. Two processes may both look before either has made
anything, so there is a look after as well. It goes on until the list has what this call made, and a list that
has it has what was made before it (inferred: it is sorted by creation). So of several processes the one whose
SmartTrade was made last sees all of them, and says so. Which one to keep is the same for all: the lowest id.

It is written as a flow, for sync and async clients alike; nothing here sends.
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from threecommas_rest.json_text import loads
from threecommas_rest.request import Request
from threecommas_rest.types import Unset

from threecommas.create_once.creatable import Creatable
from threecommas.create_once.key_search import Found, KeySearch
from threecommas.create_once.list_entry import ListEntry
from threecommas.create_once.order_digest import OrderDigest
from threecommas.create_once.policy import CreateOncePolicy, KeyRegistry
from threecommas.errors import (
    ApiStatusError,
    DecodeError,
    DryRunError,
    DuplicateOrderError,
    EncodeError,
    OrderMismatchError,
    OutcomeUnknownError,
    ThreeCommasError,
    UnconfirmedOrderError,
    WrongStateError,
)
from threecommas.flow import CallOperation, OperationFlow, Sleep, catching
from threecommas.guards.account_mode import AccountModes
from threecommas.messages.request import RequestInfo, TransportFailure
from threecommas.note_key import Seal, mark_note

if TYPE_CHECKING:
    from threecommas_rest.reading import Reading

# Seconds before each try to cancel: what was just created takes a while until it can be.
_CANCEL_PAUSES = (0.0, 1.0, 2.0, 4.0)


class CreateOnce:
    """One call of `create_once`; `flow` does it."""

    def __init__(
        self,
        kind: Creatable,
        body: Any,
        key: str,
        *,
        once: CreateOncePolicy,
        keys: KeyRegistry,
        modes: AccountModes,
        now: Callable[[], datetime],
        call: str,
        cancel_surplus: bool,
    ) -> None:
        if not isinstance(body, kind.body):
            raise EncodeError(f"expected a {kind.body.__name__}, got a {type(body).__name__}", path="body")
        self._kind = kind
        self._account_id = _number(body.account_id)
        self._order = OrderDigest.of(loads(kind.build(body).body or b"{}"), kind.traits)
        self._seal = Seal(digest=self._order.text, call=call)
        marked = copy.copy(body)
        marked.note = mark_note("" if isinstance(body.note, Unset) else body.note, key, self._seal)
        self._ask = CallOperation(kind.build(marked), partial(_identified, kind))
        self._search = KeySearch(kind, key)
        self._key, self._once, self._keys, self._now = key, once, keys, now
        self._modes, self._cancel_surplus = modes, cancel_surplus

    def flow(self, *, interrupted: bool) -> OperationFlow[Any]:
        """Return the steps to what has the key, which is created if there is none."""
        with self._keys.acquire(self._key) as left_open:
            listed = yield from self._find_existing(patient=interrupted or left_open)
            if listed is not None:
                return self._finish(listed.whole())
            self._keys.mark_pending(self._key)
            return (yield from self._send_until_known())

    def _find_existing(self, *, patient: bool) -> OperationFlow[ListEntry | None]:
        """Look for what was made by an earlier call, and again and again if there was one."""
        since = self._now() - timedelta(seconds=self._once.lookback + self._once.clock_skew)
        # A dry run cannot look; it goes on to show what would be sent.
        with contextlib.suppress(DryRunError):
            yield from self._modes.check(self._account_id, self._ask.request.operation.id)
            if patient:
                found = yield from self._search.poll(since, self._once.poll_delays, bool)
            else:
                found = yield from self._search.find(since)
            return self._judged(found)
        return None

    def _judged(self, found: Found) -> ListEntry | None:
        """Return what has the key; raise if there are several, or if it is another order.

        Those that were given up no longer count beside another, so that a key with a surplus can be cleared.
        """
        standing = found
        if len(found) > 1:
            standing = tuple(each for each in found if not each.is_given_up) or found[:1]
        if len(standing) > 1:
            raise DuplicateOrderError(self._key, tuple(_ids(standing)), name=self._kind.name)
        for each in standing:
            if not self._is_same_order(each):
                raise self._mismatch(each)
        return standing[0] if standing else None

    def _mismatch(self, other: ListEntry) -> OrderMismatchError:
        found = self._kind.as_body(other.element)
        differences = self._order.differences(found, self._key, other.seal)
        return OrderMismatchError(self._key, other.id, differences, self._kind.name)

    def _send_until_known(self) -> OperationFlow[Any]:
        """Send the order until it is known what became of it, or raise that it is not."""
        since = self._now() - timedelta(seconds=self._once.clock_skew)
        unclear: ThreeCommasError | None = None
        left = self._once.attempts
        while True:
            left -= 1
            result = yield from catching(self._attempt())
            if not isinstance(result, ThreeCommasError):
                return (yield from self._confirmed(result, since))
            unclear = result if result.outcome_unknown else unclear
            if unclear is None:
                return self._finish(result)
            looked = yield from catching(self._search.poll(since, self._once.poll_delays, self._has_own))
            if isinstance(looked, tuple) and looked:
                return (yield from self._sole(looked, unclear))
            if result is not unclear and looked == ():
                return self._finish(result)
            if looked != () or not left or _was_made(unclear):
                raise self._unresolved(unclear, looked)

    def _attempt(self) -> OperationFlow[Any]:
        made: Any = yield self._ask
        return made

    def _confirmed(self, made: Any, since: datetime) -> OperationFlow[Any]:
        """Look until the list has what was made, with whatever else was made under the key before it."""
        looked = yield from catching(
            self._search.poll(since, self._once.poll_delays, lambda found: made.id in _ids(found))
        )
        if isinstance(looked, ThreeCommasError):
            raise UnconfirmedOrderError(self._key, made, str(looked), self._kind.name) from looked
        ids = {made.id, *_ids(looked)}
        if len(ids) > 1:
            yield from self._duplicates(ids, {made.id, *_ids(filter(self._is_own, looked))})
        if not looked:
            reason = f"the list of {self._kind.plural} does not have it yet"
            raise UnconfirmedOrderError(self._key, made, reason, self._kind.name)
        return self._finish(made)

    def _sole(self, looked: Found, unclear: ThreeCommasError) -> OperationFlow[Any]:
        """Return what was found after an attempt of unknown outcome, if it is one alone and the order."""
        if len(looked) > 1:
            yield from self._duplicates(_ids(looked), _ids(filter(self._is_own, looked)))
        if not self._is_same_order(looked[0]):
            raise self._unresolved(unclear, looked) from self._mismatch(looked[0])
        return self._finish(looked[0].whole())

    def _duplicates(self, ids: set[int], own: set[int]) -> OperationFlow[None]:
        """Raise that there are several, after cancelling those made by this call if the caller said so."""
        cancelled: list[int] = []
        problem: ThreeCommasError | None = None
        for number in sorted(own - {min(ids)}) if self._cancel_surplus else ():
            refused = yield from _cancel(self._kind.cancel(number))
            if refused is None:
                cancelled.append(number)
            problem = refused or problem
        self._keys.mark_resolved(self._key)
        raise DuplicateOrderError(self._key, tuple(ids), tuple(cancelled), self._kind.name) from problem

    def _has_own(self, found: Found) -> bool:
        return any(map(self._is_own, found))

    def _is_own(self, each: ListEntry) -> bool:
        return each.seal == self._seal

    def _is_same_order(self, each: ListEntry) -> bool:
        return each.seal is not None and each.seal.digest == self._seal.digest

    def _finish(self, result: Any) -> Any:
        """Return or raise what is certain."""
        self._keys.mark_resolved(self._key)
        if isinstance(result, ThreeCommasError):
            raise result
        return result

    def _unresolved(self, unclear: ThreeCommasError, looked: Found | ThreeCommasError) -> ThreeCommasError:
        """Return the error of an order of which nobody knows what became, whatever the looks showed."""
        why = f"was not found in the list of {self._kind.plural}"
        if isinstance(looked, ThreeCommasError):
            why = f"the list of {self._kind.plural} could not be read ({str(looked).rstrip('.')})"
        advice = (
            f"It may have been carried out, but {why}. Call create_once "
            f"again with the key {self._key!r}: it looks before it sends."
        )
        match unclear:
            case OutcomeUnknownError():
                return OutcomeUnknownError(unclear.call, unclear.loss, advice)
            case ApiStatusError():
                call = RequestInfo(
                    operation=self._ask.request.operation,
                    method=unclear.method,
                    path=unclear.path,
                    body=self._ask.request.body or b"",
                )
                return OutcomeUnknownError(
                    call, TransportFailure(cause=type(unclear).__name__, status=unclear.status), advice
                )
        # The answer was a success that cannot be read: it has all there is to know.
        return unclear


def _cancel(request: Request) -> OperationFlow[ThreeCommasError | None]:
    """Take back what is too many; return why it could not be."""
    refused: ThreeCommasError | None = None
    for pause in _CANCEL_PAUSES:
        yield Sleep(pause)
        refused = yield from catching(_sent(CallOperation(request, _nothing)))
        if not isinstance(refused, WrongStateError):
            break
    return refused


def _sent(ask: CallOperation) -> OperationFlow[None]:
    yield ask


def _identified(kind: Creatable, content: bytes, reading: Reading) -> Any:
    """Return what was made; raise ValueError if it has no id, for then nobody can find it."""
    made = kind.parse(content, reading)
    int(made.id)
    return made


def _nothing(content: bytes, _: object) -> None:
    """Leave the body of an answer unread."""


def _ids(found: Iterable[ListEntry]) -> set[int]:
    return {each.id for each in found}


def _was_made(unclear: ThreeCommasError) -> bool:
    """Tell whether 3Commas said that it made the order, although the answer cannot be read."""
    status = unclear.status if isinstance(unclear, OutcomeUnknownError) else None
    return isinstance(unclear, DecodeError) or (status is not None and 200 <= status < 300)


def _number(account_id: int | str) -> int:
    try:
        return int(account_id)
    except ValueError:
        raise EncodeError(f"expected a whole number, got {account_id!r}", path="account_id") from None
