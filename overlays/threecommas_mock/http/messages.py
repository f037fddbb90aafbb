"""A request and an answer as bytes: all that the exchange knows of HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LONGEST_BODY = 2**20
"""Bytes of a request's body that are taken, as by nginx; that 3Commas takes as many is inferred."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in; *path* and *query* percent-encoded, header names in lower case."""

    method: str
    path: bytes
    query: bytes = field(default=b"", repr=False)
    headers: Mapping[bytes, bytes] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)

    @property
    def media_type(self) -> bytes:
        """Content-Type without its parameters, in lower case; empty if there is none."""
        return self.headers.get(b"content-type", b"").partition(b";")[0].strip().lower()

    @property
    def is_json(self) -> bool:
        """The body claims to be JSON."""
        return self.media_type == b"application/json"


class ConnectionEnd(StrEnum):
    """What becomes of the connection once an answer, or the part of it that is sent, has left."""

    COMPLETE = "complete"
    RESET = "reset"
    CLOSED = "closed"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Transmission:
    """How an answer travels: *delay* seconds late, *chunk* bytes at a time with *pause* seconds between.

    None of it is sent after *stop* bytes of the body, and nothing at all if the status of the answer is 0.
    """

    delay: float = 0.0
    chunk: int | None = None
    pause: float = 0.0
    stop: int | None = None
    ending: ConnectionEnd = ConnectionEnd.COMPLETE


@dataclass(frozen=True, slots=True)
class Response:
    """One answer: status, body and headers without Content-Type; *transmission* if a fault disturbs its way.

    Status 0 is no answer at all.
    """

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"
    transmission: Transmission | None = None

    @property
    def sent(self) -> bytes:
        """The part of the body that leaves."""
        return self.body if self.transmission is None else self.body[: self.transmission.stop]
