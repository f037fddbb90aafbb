"""Hooks of schemathesis: ids that exist in place of generated ones, and which failures of checks count."""

import itertools
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import requests
import schemathesis
from schemathesis.core.failures import Failure, ServerError
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import RejectedPositiveData

from threecommas_conformance.checks.answers import is_refused_by_500
from threecommas_conformance.document.operations import Operation
from threecommas_conformance.fixtures.documented_objects import on_fixtures
from threecommas_conformance.fixtures.existing_ids import led_ids, placeholder_members
from threecommas_conformance.fixtures.smart_trades import COLLECTION as SMART_TRADES
from threecommas_conformance.fixtures.survey import Fixtures, existing_query
from threecommas_conformance.phases import (
    account_refusals,
    dca_refusals,
    smart_trade_refusals,
    whole_number_refusals,
)
from threecommas_conformance.traffic.gateway import SIGN

Case: TypeAlias = schemathesis.Case[Any]

# One call in this many keeps the id that schemathesis chose, so that unknown ids are tried too.
_KEPT = 5


class AskForSignature(requests.auth.AuthBase):
    """Marks a request as one to be signed; the gateway does it, over the bytes that go out."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Mark the request."""
        request.headers["Apikey"] = request.headers["Signature"] = SIGN
        return request


def whole_numbers(parameters: dict[str, Any]) -> dict[str, Any]:
    """Return parameters with 81 for 81.0: a schema takes both for a whole number, a URL has no such thing."""
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in parameters.items()
    }


def use_existing_ids(
    fixtures: Fixtures, known: Iterable[Operation], *, leads_bodies: bool
) -> Callable[..., Case]:
    """Return a `map_case` that leads calls whose path, query or body is meant to be valid to what exists.

    For an id it puts a placeholder; the gateway has it replaced when the call is made. With `leads_bodies` a
    body is led to the account and the pair of the run, but that of a SmartTrade: it is an order already.
    """
    turn = itertools.count(1)
    known = tuple(known)
    paths = {operation.path: operation for operation in known}
    members = {(each.path, each.method): placeholder_members(each, known) for each in known}

    def map_case(context: schemathesis.HookContext, case: Case) -> Case:
        if case.meta is None:
            return case
        query = case.meta.components.get(ParameterLocation.QUERY)
        if query and query.mode is schemathesis.GenerationMode.POSITIVE:
            case.query = whole_numbers(case.query)
            if next(turn) % _KEPT:
                case.query = existing_query(case.query, fixtures)
        # A case without a component for its path has no path parameters; a negated id must stay as it is.
        path = case.meta.components.get(ParameterLocation.PATH)
        if path and path.mode is schemathesis.GenerationMode.POSITIVE:
            case.path_parameters.update(whole_numbers(case.path_parameters))
            if next(turn) % _KEPT:
                case.path_parameters.update(led_ids(paths[case.path], case.path_parameters))
        body = case.meta.components.get(ParameterLocation.BODY)
        is_led = leads_bodies and not case.path.startswith(SMART_TRADES)
        is_valid = body is not None and body.mode is schemathesis.GenerationMode.POSITIVE
        if is_led and is_valid and isinstance(case.body, dict) and next(turn) % _KEPT:
            case.body = on_fixtures(case.body, fixtures) | members.get((case.path, case.method), {})
        return case

    return map_case


def take_failures(take: Callable[[Failure, Case], None]) -> Callable[..., bool]:
    """Return a `filter_failure` that takes each failure that counts, and lets schemathesis see none.

    A failure would end an operation in its phase, and a sequence at its step. It would hide all the rest.
    """

    def filter_failure(
        context: schemathesis.HookContext, failure: Failure, case: Case, response: schemathesis.Response
    ) -> bool:
        if counts(failure, case, response):
            take(failure, case)
        return False

    return filter_failure


def counts(failure: Failure, case: Case, response: schemathesis.Response) -> bool:
    """Tell whether a failure counts. A valid request may be refused for a reason that no schema can say.

    Such a 400 names fields that are known to be undecidable. Or it names none that was sent, and the call is
    about an object whose status and settings may forbid it. Two refusals are known to be a 500.
    """
    if isinstance(failure, ServerError):
        return not is_refused_by_500(case.path, response.status_code, _parsed(response))
    if not isinstance(failure, RejectedPositiveData) or response.status_code != 400:
        return True
    fields = refused_fields(response)
    if fields is None:
        return True
    if not fields:
        return not case.path_parameters
    sent = case.body if isinstance(case.body, dict) else {}
    # What was not sent is a member of the object.
    fields = [each for each in fields if not case.path_parameters or each.partition("[")[0] in sent]
    return not all(_is_undecidable(case, field) for field in fields)


def _is_undecidable(case: Case, field: str) -> bool:
    return (
        account_refusals.is_undecidable(case.path, field, case.body)
        or dca_refusals.is_undecidable(case.path, field, case.body)
        or smart_trade_refusals.is_undecidable(case.path, case.method, field, case.body)
        or whole_number_refusals.is_undecidable(field, case.body)
    )


def refused_fields(response: schemathesis.Response) -> list[str] | None:
    """Return the fields that an error body names; None if it is no error body of 3Commas."""
    body = _parsed(response)
    attributes = (body.get("error_attributes") or {}) if isinstance(body, dict) else None
    if not isinstance(attributes, dict) or not isinstance(body.get("error"), str):
        return None
    # Fields that exclude each other stand in one name, with a comma between.
    return [field for names in attributes for field in names.split(",")]


def _parsed(response: schemathesis.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None
