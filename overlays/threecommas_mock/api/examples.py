"""Answers made of the document's examples, for operations that no room handles yet.

A new operation of the document is answered at once: with its success status, and with the first example of
that answer. Path, permission, signature, rate limit, parameters and body are checked as for every other
operation. The answer has a header that says what it is (see `HEADER`).

The example stands still, but for few things. Numbers of the path are put into the answer, where it has a
member of that name or its `id` is the same number. So are those of the query into the elements of a list,
which then are what was asked for, and what a body sets into the answer to it. A list of an account that the
caller does not have is empty. What stands at an account
stands at one that the caller has: the one that the request names, that of the example, or else the first of
the mode that is asked for. A list is cut to the page that was asked for, so that whoever reads page after
page comes to an end.

What is left out: nothing is kept, so every number that a database can hold is answered as if it existed, and
what a write changes shows in no later answer. An answer without an example is refused when the exchange is
made. A value invented from its schema would pass for a fact, and `python -m generator lint` demands the
example.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite
from typing import Any

from threecommas_mock.api.document import Document, Operation, Pagination, Pointer
from threecommas_mock.api.errors import InvalidParameters, NotFound
from threecommas_mock.api.parameters import Parameters
from threecommas_mock.api.whole_numbers import is_too_large, numbers_too_large
from threecommas_mock.venue.accounts import Account, Mode, matches_mode

HEADER = "X-Mock-Answer"
EXAMPLE = "example"
"""Name and value of the header that tells an example from an answer of a room."""

# Bodies have numbers and truth values as text too.
_NUMBER = re.compile(r"-?[0-9]{1,400}(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?\Z")
_TRUTH = {True: True, False: False, "true": True, "false": False}
_ID = "id"
_OWN_ID = f"$response.body#/{_ID}"


class ExampleMissingError(ValueError):
    """An operation has neither a handler nor an example to answer with."""

    def __init__(self, operation: Operation) -> None:
        super().__init__(
            f"{operation.id} ({operation.method} {operation.path}): no room of the mock handles it, and its "
            f"answer {operation.success} shows no example to answer with; give the document one"
        )


@dataclass(frozen=True, slots=True)
class ExampleAnswer:
    """Answers one operation with *value*; *own* is the path parameter that holds the `id` of the answer."""

    value: Any = field(repr=False)
    own: str | None = None
    pagination: Pagination | None = None
    accounts: Sequence[Account] = ()
    too_large: Callable[[Any], Iterable[str]] = field(default=lambda _: (), repr=False)

    def __call__(self, user: int, call: Parameters) -> Any:
        """Return the example as an answer to *call*, or refuse whole numbers that are too large."""
        if any(map(is_too_large, (*call.path.values(), *call.query.values()))):
            raise NotFound.path()
        if found := {place: ["is out of range"] for place in self.too_large(call.body)}:
            raise InvalidParameters(found)
        named, own = self._named(user, call), self._own_accounts(user, call.mode(Mode.REAL))
        if named is None and "account_id" in call.query and isinstance(self.value, list):
            return []
        return _at_account(self._answer(call), [named] if named is not None else own)

    def _answer(self, call: Parameters) -> Any:
        if isinstance(self.value, list):
            items = self.value if self.pagination is None else self.pagination.page_of(self.value, call.query)
            return [_with_ids(item, {**call.query, **call.path}) for item in items]
        return _with_ids(_with_sent(self._on_page(call.query), call.body), call.path, self.own)

    def _named(self, user: int, call: Parameters) -> int | None:
        """Return the account of the caller that the request names, None if it names none."""
        named = call.body.get("account_id", call.query.get("account_id"))
        return next((each.id for each in self.accounts if (each.owner, each.id) == (user, named)), None)

    def _own_accounts(self, user: int, mode: Mode) -> list[int]:
        """Return the accounts of the caller, those of the mode first."""
        own = [account for account in self.accounts if account.owner == user]
        return [each.id for each in sorted(own, key=lambda each: not matches_mode(each, mode))]

    def _on_page(self, query: Mapping[str, Any]) -> Any:
        """Return the value, with a list that is one of its members cut to the page that was asked for."""
        if self.pagination is None or not self.pagination.items:
            return self.value
        held = self.value[self.pagination.items]
        return self.value | {self.pagination.items: self.pagination.page_of(held, query)}


def example_answer(
    document: Document, operation: Operation, accounts: Sequence[Account] = ()
) -> ExampleAnswer:
    """Make the answer to *operation* for the owners of *accounts*, or raise ExampleMissingError."""
    place, answer = document.resolve((*operation.pointer, "responses", str(operation.success)))
    if not answer.get("content"):
        return ExampleAnswer(b"", too_large=numbers_too_large(document, operation))
    value = _example(document, (*place, "content", "application/json"), operation)
    own = _own(document, operation, (*place, "links"))
    return ExampleAnswer(value, own, operation.pagination, accounts, numbers_too_large(document, operation))


def _example(document: Document, place: Pointer, operation: Operation) -> Any:
    _, media = document.resolve(place)
    for name in media.get("examples", {}):
        return document.resolve((*place, "examples", name))[1]["value"]
    if "example" not in media:
        raise ExampleMissingError(operation)
    return media["example"]


def _own(document: Document, operation: Operation, links: Pointer) -> str | None:
    """Find the path parameter whose number is the `id` of the answer: the last, unless a link says otherwise.

    What turns a deal into a SmartTrade answers with the number of the SmartTrade. Its links hand that number
    on under another name.
    """
    names = [parameter.name for parameter in operation.parameters if parameter.location == "path"]
    handed_on = {
        name
        for link in document.at(links[:-1]).get("links", {})
        for name, source in document.resolve((*links, link))[1].get("parameters", {}).items()
        if source == _OWN_ID
    }
    if not names or (handed_on and names[-1] not in handed_on):
        return None
    return names[-1]


def _with_ids(value: Any, path: Mapping[str, Any], own: str | None = None) -> Any:
    """Return *value* with the numbers of the path in it, text where the example has text.

    A word of the path, such as summary in place of an account, stands where the example has text alone.
    An object that is all there is in another one is the answer in its wrapper.
    """
    if not isinstance(value, dict):
        return value
    if len(value) == 1 and isinstance(wrapped := next(iter(value.values())), dict):
        return dict.fromkeys(value, _with_ids(wrapped, path, own))
    members = {name if name in value or name != own else _ID: given for name, given in path.items()}
    return value | {
        name: str(given) if isinstance(value[name], str) else given
        for name, given in members.items()
        if name in value and (isinstance(given, int) or isinstance(value[name], str))
    }


def _with_sent(value: Any, body: Mapping[str, Any]) -> Any:
    """Return *value* with what the body sets, where both have a member of that name."""
    if not isinstance(value, dict):
        return value
    return value | {name: _in_form(value[name], sent) for name, sent in body.items() if name in value}


def _in_form(shown: Any, sent: Any) -> Any:
    """Return what was sent in the form of what the example shows, or what it shows where there is none."""
    match shown:
        case bool():
            return _TRUTH.get(sent, shown) if isinstance(sent, bool | str) else shown
        case int() | float():
            return _in_number_form(shown, sent)
        case str() if isinstance(sent, int | Decimal) and not isinstance(sent, bool):
            # Without an exponent, as answers are.
            return f"{Decimal(sent):f}"
        case str() | None if isinstance(sent, str):
            return sent
    return shown


def _in_number_form(shown: float, sent: Any) -> float:
    """Return the number that was sent where the answer can hold it: a whole one of 64 bits, or a double."""
    if isinstance(sent, bool) or not isinstance(sent, int | Decimal | str) or not _NUMBER.match(str(sent)):
        return shown
    number = Decimal(sent)
    if isinstance(shown, float):
        return float(number) if isfinite(float(number)) else shown
    return int(number) if number == int(number) and not is_too_large(int(number)) else shown


def _at_account(value: Any, own: Sequence[int]) -> Any:
    """Return *value* with the first of these accounts wherever it names another, text where that is text."""
    match value:
        case dict() if own:
            shown = {name: _at_account(member, own) for name, member in value.items()}
            given = value.get("account_id")
            if isinstance(given, int | str) and str(given) not in map(str, own):
                shown["account_id"] = str(own[0]) if isinstance(given, str) else own[0]
            return shown
        case list() if own:
            return [_at_account(item, own) for item in value]
    return value
