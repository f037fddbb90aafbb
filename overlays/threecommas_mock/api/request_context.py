"""The facts found out about a request on its way to an answer."""

from __future__ import annotations

from dataclasses import dataclass

from threecommas_mock.api.credentials import Credential
from threecommas_mock.api.document import Operation
from threecommas_mock.api.signatures import Join


@dataclass(slots=True)
class RequestContext:
    """What is known of a request so far; what stays None was not found out before the request was refused."""

    operation: Operation | None = None
    credential: Credential | None = None
    join: Join | None = None
