"""Answers in which one member is not as documented, and what came of a course of action that meets them."""

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from threecommas import StatusNotReachedError, StopReport, ThreeCommasError
from threecommas.calculators.ladder_entities import Ladder
from threecommas.models import Deal, SmartTrade
from threecommas.transport.httpx_messages import request_info
from threecommas_rest.answered import Deviating

from tests.property.meaning import MISSING, places
from tests.property.validity import response_schema

_SEAL = re.compile(r"#[0-9a-f]{8}\.[0-9a-f]{8}")
_INDEX = re.compile(r"\[\d+\]")
_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")
# In place of a whole element of a list.
_NO_ELEMENTS = (None, 7, "text", [], {}, True)


@dataclass(frozen=True, slots=True)
class Surprise:
    """A value in place of another, `MISSING` for none, in every answer of an operation."""

    operation_id: str
    path: str
    value: Any

    def __str__(self) -> str:
        said = "absent" if self.value is MISSING else json.dumps(self.value)
        return f"{self.operation_id} {self.path} {said}"

    @property
    def pattern(self) -> str:
        """The path with any index in place of each."""
        return _INDEX.sub("[]", self.path)

    def put(self, answer: Any) -> Any:
        """Return the answer with it, the answer itself if it has no such place."""
        changed = copy.deepcopy(answer)
        *way, last = [int(index) if index else name for name, index in _STEP.findall(self.path)]
        holder = changed
        try:
            for step in way:
                holder = holder[step]
            holder[last]
        except (LookupError, TypeError):
            return answer
        if self.value is MISSING:
            del holder[last]
        else:
            holder[last] = self.value
        return changed


@dataclass
class Altering(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Keeps the answers that come by, and the writes, and puts a surprise into the former."""

    inner: httpx.BaseTransport
    surprise: Surprise | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    """The longest answer of each operation."""

    writes: list[tuple[str, str, str]] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        operation = request_info(request).operation
        assert operation is not None
        if request.method != "GET":
            body = _SEAL.sub("#", request.content.decode())
            self.writes.append((request.method, request.url.path, body))
        response = self.inner.handle_request(request)
        if not response.is_success:
            return response
        answer = json.loads(response.read())
        before = self.answers.get(operation.id)
        if before is None or len(response.content) > len(json.dumps(before)):
            self.answers[operation.id] = answer
        if self.surprise is None or self.surprise.operation_id != operation.id:
            return response
        return httpx.Response(response.status_code, json=self.surprise.put(answer))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)


def surprises(operation_id: str, answer: Any) -> Iterator[Surprise]:
    """Yield what may stand in an answer in place of each of its members, other than documented."""
    status = 201 if operation_id.startswith(("create", "close", "add", "reduce", "force", "set")) else 200
    schema = response_schema(operation_id, status)
    for place in places(schema, {"": answer}, ""):
        if place.path.endswith("]"):
            given = place.holder[place.key]
            # Another text in a list of texts is as documented.
            for value in (each for each in _NO_ELEMENTS if type(each) is not type(given) or each in ([], {})):
                yield Surprise(operation_id, place.path, value)
        elif place.path:
            for value in place.wrong():
                yield Surprise(operation_id, place.path, value)


def told(outcome: Any) -> str:
    """Return all that an outcome says of what went wrong, "" if it is a success."""
    if isinstance(outcome, StopReport):
        return "" if outcome.is_complete else str(outcome)
    return str(outcome) if isinstance(outcome, ThreeCommasError) else ""


def summary(outcome: Any) -> Any:
    """Return what a program acts on."""
    match outcome:
        case StatusNotReachedError():
            return (type(outcome), outcome.wanted, outcome.has_ended)
        case ThreeCommasError():
            return (type(outcome), _SEAL.sub("#", str(outcome)))
        case StopReport():
            done = sorted((each.id, str(each.action), str(each.error)) for each in outcome.trades)
            return (done, outcome.is_complete)
        case list():
            return len(outcome)
        case SmartTrade() | Deal():
            return outcome.model if isinstance(outcome, Deviating) else type(outcome)
    return outcome if isinstance(outcome, Ladder) else outcome.to_dict()


def names(text: str, surprise: Surprise) -> bool:
    """Tell whether a text names the member, or one inside of it, and the operation."""
    place = re.escape(surprise.path) + r"(?!\w)"
    return surprise.operation_id in text and re.search(place, text) is not None


def is_within(pattern: str, needed: list[str]) -> bool:
    """Tell whether a member is needed, or one inside of it."""
    return any(each == pattern or each.startswith((f"{pattern}.", f"{pattern}[")) for each in needed)
