"""What schemathesis cannot know: which ids, accounts and pairs exist, and what no schema can say."""

import itertools
import re
from collections.abc import Callable
from typing import Any, TypeAlias

import requests
import schemathesis
from schemathesis.core.failures import Failure
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import RejectedPositiveData

from threecommas_conformance.fixtures.smart_trades import Ground, stand_ins
from threecommas_conformance.traffic.gateway import SIGN

Case: TypeAlias = schemathesis.Case[Any]

# Complaints about what no schema can say: sums, the last step, the number of steps, and whether a target is
# in percent, which follows from how the position was entered.
_UNSAYABLE = re.compile(
    r"take_profit\[steps\]: total volume must be equal to 100"
    r"|take_profit\[steps\]\[\d+\]\[trailing\]: is allowed for the last step only"
    r"|stop_loss\[breakeven\]: needs at least two take profit steps"
    r"|(take_profit\[steps\]\[\d+\]|stop_loss\[conditional\])\[price\]\[(value|percent)\]: is missing"
)
# One call in this many keeps the id that schemathesis chose, so that unknown ids are tried too.
_KEPT = 5


class AskForSignature(requests.auth.AuthBase):
    """Marks a request as one to be signed; the gateway does it, over the bytes that go out."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Mark the request."""
        request.headers["Apikey"] = request.headers["Signature"] = SIGN
        return request


def existing(query: dict[str, Any], ground: Ground) -> dict[str, Any]:
    """Return the query with a market and, beside it, a pair that exist in place of any."""
    if "market_code" not in query:
        return query
    known = {"market_code": ground.market_code, "pair": ground.pair}
    return query | {name: known[name] for name in known.keys() & query.keys()}


def leading_to_life(ground: Ground) -> Callable[..., Case]:
    """Return a `map_case` that leads calls whose path or query is meant to be valid to what exists.

    For a SmartTrade it puts a stand-in, as cases are made many at a time and a call may use up what the next
    needs; the gateway has the stand-in replaced when the call is made.
    """
    turn = itertools.count(1)

    def map_case(context: schemathesis.HookContext, case: Case) -> Case:
        if case.meta is None:
            return case
        query = case.meta.components.get(ParameterLocation.QUERY)
        if query and query.mode is schemathesis.GenerationMode.POSITIVE and next(turn) % _KEPT:
            case.query = existing(case.query, ground)
        # A case without a component for its path has no path parameters; a negated id must stay as it is.
        path = case.meta.components.get(ParameterLocation.PATH)
        if path and path.mode is schemathesis.GenerationMode.POSITIVE and next(turn) % _KEPT:
            ids = stand_ins(case.path, ground)
            case.path_parameters.update((name, ids[name]) for name in case.path_parameters)
        return case

    return map_case


def beyond_the_schema(
    context: schemathesis.HookContext,
    failure: Failure,
    case: Case,
    response: schemathesis.Response,
) -> bool:
    """Tell whether a failure counts; a valid request may be refused for what no schema can say."""
    if not isinstance(failure, RejectedPositiveData):
        return True
    try:
        body = response.json()
        attributes = body.get("error_attributes") or {}
        complaints = [f"{field}: {message}" for field, messages in attributes.items() for message in messages]
    except (ValueError, AttributeError, TypeError):
        return True
    sayable = [complaint for complaint in complaints if not _UNSAYABLE.fullmatch(complaint)]
    # "Wrong param(s)" says that the action is not possible in the present status (page of errors).
    return bool(sayable) or (not complaints and body.get("error") != "Wrong param(s)")
