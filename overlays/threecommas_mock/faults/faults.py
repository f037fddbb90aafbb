"""Faults on the way to an exchange and back, each as a value.

    Latency            the answer is late
    Timeout            no answer at all, and the connection stays open
    Reset              the connection is reset, before the answer or at a byte of its body
    ServerError        5xx, in the words of a recorded 500
    GatewayError       502 with an HTML page, as a proxy in front of 3Commas sends it
    TruncatedBody      the body ends too soon
    SlowBody           the body comes in drops
    WrongContentType   the right body under another name
    UnknownEnumValue   a word no document knows
    ExtraField         a field no document knows
    NullValue          null where a value belongs
    Duplicate          the request is handled twice

A fault that needs something of the answer (a field, a body that is long enough) does nothing to an answer
without it. Faults that take the answer away happen before the effect of the request or after it. Left out:
faults of the connection before the request has arrived, which no server can make.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from threecommas_mock.faults.durations import require_duration
from threecommas_mock.faults.edits import ABSENT, edited, json_bytes
from threecommas_mock.http.messages import ConnectionEnd, Response, Transmission


@dataclass(frozen=True, slots=True)
class Fault(ABC):
    """One way to disturb a request."""

    @property
    def times_handled(self) -> int:
        """How often the request is handled."""
        return 1

    @abstractmethod
    def apply(self, reply: Response) -> Response | None:
        """Return what becomes of *reply*; None if this fault can do nothing to it."""


@dataclass(frozen=True, slots=True)
class LostResponse(Fault):
    """The client never sees the answer: with *after_effect* the request is handled all the same."""

    after_effect: bool = field(default=False, kw_only=True)

    @property
    def times_handled(self) -> int:
        """How often the request is handled."""
        return int(self.after_effect)


@dataclass(frozen=True, slots=True)
class Latency(Fault):
    """The answer comes *seconds* later."""

    seconds: float

    def __post_init__(self) -> None:
        require_duration("seconds", self.seconds)

    def apply(self, reply: Response) -> Response:
        """Return the same answer, late."""
        return replace(reply, transmission=Transmission(delay=self.seconds))


@dataclass(frozen=True, slots=True)
class Timeout(LostResponse):
    """No answer comes. In process the client's read timeout is over at once."""

    def apply(self, reply: Response) -> Response:
        """Return silence."""
        return Response(0, b"", transmission=Transmission(ending=ConnectionEnd.SILENT))


@dataclass(frozen=True, slots=True)
class Reset(LostResponse):
    """The connection is reset after *at* bytes of the body, if it is None before the answer begins.

    A request whose answer has begun was handled, whatever *after_effect* says.
    """

    at: int | None = None

    def __post_init__(self) -> None:
        _require_byte(self.at)

    @property
    def times_handled(self) -> int:
        """How often the request is handled."""
        return int(self.after_effect or self.at is not None)

    def apply(self, reply: Response) -> Response | None:
        """Return what is sent before the reset."""
        if self.at is None:
            return Response(0, b"", transmission=Transmission(ending=ConnectionEnd.RESET))
        return _broken_off(reply, self.at, ConnectionEnd.RESET)


@dataclass(frozen=True, slots=True)
class ServerError(LostResponse):
    """An answer of *status* 500 to 599."""

    status: int = 500

    def __post_init__(self) -> None:
        _require_server_error(self.status)

    def apply(self, reply: Response) -> Response:
        """Return the error; its words are those recorded with a 500."""
        body = {"error": "unknown_error", "error_description": "Unknown error occurred"}
        return Response(self.status, json_bytes(body), reply.headers)


@dataclass(frozen=True, slots=True)
class GatewayError(LostResponse):
    """A page of HTML with *status* 500 to 599."""

    status: int = 502

    def __post_init__(self) -> None:
        _require_server_error(self.status)

    def apply(self, reply: Response) -> Response:
        """Return the page."""
        known = {status.value: status.phrase for status in HTTPStatus}
        title = f"{self.status} {known.get(self.status, 'Error')}"
        page = f"<html>\n<head><title>{title}</title></head>\n<body><h1>{title}</h1></body>\n</html>\n"
        return Response(self.status, page.encode(), media_type="text/html")


@dataclass(frozen=True, slots=True)
class TruncatedBody(Fault):
    """Only *at* bytes of the body come, then the connection is closed in good order.

    With *matching_length* the Content-Length says so, and only the JSON shows that something is missing.
    """

    at: int
    matching_length: bool = False

    def __post_init__(self) -> None:
        _require_byte(self.at)

    def apply(self, reply: Response) -> Response | None:
        """Return the beginning of the answer."""
        if not self.matching_length:
            return _broken_off(reply, self.at, ConnectionEnd.CLOSED)
        return replace(reply, body=reply.body[: self.at]) if self.at < len(reply.body) else None


@dataclass(frozen=True, slots=True)
class SlowBody(Fault):
    """The body comes *chunk* bytes at a time, *pause* seconds apart."""

    pause: float
    chunk: int = 1

    def __post_init__(self) -> None:
        require_duration("pause", self.pause)
        if self.chunk < 1:
            raise ValueError(f"chunk: must be 1 or more, got {self.chunk}")

    def apply(self, reply: Response) -> Response:
        """Return the same answer in drops."""
        return replace(reply, transmission=Transmission(chunk=self.chunk, pause=self.pause))


@dataclass(frozen=True, slots=True)
class WrongContentType(Fault):
    """The body as it should be, said to be something else."""

    media_type: str = "text/html"

    def __post_init__(self) -> None:
        if not self.media_type.isascii() or not self.media_type.isprintable() or not self.media_type:
            raise ValueError(f"media_type: {self.media_type!r} cannot stand in a header; use ASCII text")

    def apply(self, reply: Response) -> Response:
        """Return the same body under the other name."""
        return replace(reply, media_type=self.media_type)


@dataclass(frozen=True, slots=True)
class UnknownEnumValue(Fault):
    """The text at *field*, such as `status.type`, becomes *value*; in a list it is that of every element."""

    field: str
    value: str = "never_heard_of"

    def apply(self, reply: Response) -> Response | None:
        """Return the answer with the other word."""
        return edited(reply, self.field, lambda old: self.value if isinstance(old, str) else old)


@dataclass(frozen=True, slots=True)
class ExtraField(Fault):
    """An object has one field more, at *field*, such as `data.colour`; in a list every element has it."""

    field: str = "never_heard_of"
    value: str | int | bool | None = "new"

    def apply(self, reply: Response) -> Response | None:
        """Return the answer with the field."""
        return edited(reply, self.field, lambda old: self.value if old is ABSENT else old)


@dataclass(frozen=True, slots=True)
class NullValue(Fault):
    """The value at *field* is null; in a list it is that of every element."""

    field: str

    def apply(self, reply: Response) -> Response | None:
        """Return the answer with null in it."""
        return edited(reply, self.field, lambda old: old if old is ABSENT else None)


@dataclass(frozen=True, slots=True)
class Duplicate(Fault):
    """The request arrives a second time right after the first; the client gets the second answer."""

    @property
    def times_handled(self) -> int:
        """How often the request is handled."""
        return 2

    def apply(self, reply: Response) -> Response:
        """Return the answer as it is."""
        return reply


FAULTS: Mapping[str, type[Fault]] = {
    "latency": Latency,
    "timeout": Timeout,
    "reset": Reset,
    "server_error": ServerError,
    "gateway_error": GatewayError,
    "truncated_body": TruncatedBody,
    "slow_body": SlowBody,
    "wrong_content_type": WrongContentType,
    "unknown_enum_value": UnknownEnumValue,
    "extra_field": ExtraField,
    "null_value": NullValue,
    "duplicate": Duplicate,
}
"""Every fault by the name it has in JSON."""


def name_of(fault: object, known: Mapping[str, type] = FAULTS) -> str:
    """Tell what *fault* is called in JSON; a class of your own goes by its own name."""
    return next((name for name, kind in known.items() if type(fault) is kind), type(fault).__name__)


def _broken_off(reply: Response, at: int, ending: ConnectionEnd) -> Response | None:
    # A client that has the whole body does not look at the connection any more.
    return replace(reply, transmission=Transmission(stop=at, ending=ending)) if at < len(reply.body) else None


def _require_byte(at: int | None) -> None:
    if at is not None and at < 0:
        raise ValueError(f"at: must be 0 or more, got {at}")


def _require_server_error(status: int) -> None:
    if not 500 <= status <= 599:
        raise ValueError(f"status: must be 500 to 599, got {status}")
