"""Edits between two looks: what was sent has to be shown afterwards.

Each write with a body or a query has its turn on an object, with each documented body. A name and a note are
written anew, so that an edit which is forgotten differs from what was there. What `checks.edits` leaves out
of the comparison stands there with its reason.
"""

import json
from collections.abc import Container, Iterator
from itertools import product
from typing import Any

from threecommas_conformance.checks.all_rules import check_rules
from threecommas_conformance.checks.edits import unshown
from threecommas_conformance.document.operations import Json, Operation
from threecommas_conformance.findings import Finding, finding
from threecommas_conformance.fixtures.documented_objects import DocumentedObjects, show_of
from threecommas_conformance.fixtures.existing_ids import placeholder_path
from threecommas_conformance.phases.example_calls import ExampleCalls, succeeded
from threecommas_conformance.traffic.calls import get_in, parse_call
from threecommas_conformance.traffic.interactions import Interaction

_TEXTS = ("name", "note")
_WORDS = ("Changed by an edit", "Changed by another edit")
_ACCOUNT = "$request.body#/account_id"


class EditLooks:
    """Sends edits and looks at their objects before and after."""

    def __init__(self, calls: ExampleCalls, objects: DocumentedObjects) -> None:
        self._calls, self._objects = calls, objects

    def run(self, tried: list[Operation]) -> Iterator[Finding]:
        """Make the calls for the edits among these operations. Raises `StoppedError`."""
        for operation in tried:
            show = self._show(operation)
            if operation.method != "GET" and show is not None and len(operation.path_parameters) < 2:
                for body in operation.examples or (None,):
                    yield from self._edit(operation, show, body)

    def _show(self, operation: Operation) -> Operation | None:
        if operation.examples and operation.path_parameters:
            return self._calls.show(operation)
        accounts = self._accounts()
        if operation.order.get("account") == _ACCOUNT and operation.path.startswith(f"{accounts}/"):
            return show_of(accounts, self._calls.known)
        return self._calls.show(operation) if operation.needs_query else None

    def _accounts(self) -> str:
        paths = (each for each in self._calls.known if each.path_parameters)
        names = ((each.path_parameters[0].name, each.collections[0]) for each in paths)
        return next((collection for name, collection in names if name == "account_id"), "")

    def _edit(self, operation: Operation, show: Operation, body: Json | None) -> Iterator[Finding]:
        kinds = range(self._objects.kinds(show.collections[0]))
        # A documented body may not suit the object. That itself does, sent back with another name.
        for _, is_sent_back in product(kinds, (False, True) if body else (False,)):
            self._objects.let_go(show.collections[0])
            before = self._calls.send(show, placeholder_path(show))
            if not succeeded(before):
                return
            shown, number = parse_call(before).answered, self._calls.number(before, show)
            done = self._sent(operation, _sent_back(operation, shown) if is_sent_back else body, shown)
            if succeeded(done):
                yield from self._compared(operation, show, done, number)
                return

    def _sent(self, operation: Operation, body: Json | None, shown: Any) -> Interaction | None:
        """Send an edit of an object, with another name and note than it has."""
        texts = {name: _WORDS[get_in(shown, name) == _WORDS[0]] for name in _TEXTS}
        query = operation.queries[0] | _those_of(texts, operation.queries[0])
        edit = None if body is None else body | _those_of(texts, operation.members)
        return self._calls.send(operation, placeholder_path(operation), query, body=edit)

    def _compared(
        self, operation: Operation, show: Operation, done: Interaction, number: str
    ) -> Iterator[Finding]:
        call = parse_call(done)
        # What makes another object of one, or answers with something else, edits nothing. And what the answer
        # itself shows to be passed over is told already.
        if str(get_in(call.answered, "id")) != number or any(check_rules(call, operation)):
            return
        for look in filter(succeeded, self._calls.looks(show, number, 1)):
            sent = call.query | (call.sent if isinstance(call.sent, dict) else {})
            for place, asked, shown in unshown(operation.id, sent, parse_call(look).answered):
                yield finding(
                    operation=operation.id,
                    phase=look.phase,
                    check="edit",
                    title="An edit was forgotten",
                    message=f"{place} was set to {_written(asked)} and is {_written(shown)} in {show.id}.",
                    what=operation.id,
                    interaction=look,
                )


def _those_of(values: Json, names: Container[str]) -> Json:
    return {name: value for name, value in values.items() if name in names}


def _sent_back(operation: Operation, shown: Any) -> Json:
    """Return an object as the body of an edit; what it has no value for is left out."""
    known = shown if isinstance(shown, dict) else {}
    return {name: value for name, value in _those_of(known, operation.members).items() if value is not None}


def _written(value: Any) -> str:
    return json.dumps(value, default=str)
