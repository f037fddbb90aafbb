"""A request and an answer as bytes: all that the exchange knows of HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in; *path* and *query* percent-encoded, header names in lower case."""

    method: str
    path: bytes
    query: bytes = b""
    headers: Mapping[bytes, bytes] = field(default_factory=dict, repr=False)
    body: bytes = b""

    @property
    def media_type(self) -> bytes:
        """Content-Type without its parameters, in lower case; empty if there is none."""
        return self.headers.get(b"content-type", b"").partition(b";")[0].strip().lower()

    @property
    def is_json(self) -> bool:
        """The body claims to be JSON."""
        return self.media_type == b"application/json"


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: status, JSON body and the headers beside Content-Type."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
