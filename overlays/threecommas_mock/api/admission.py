"""The checks before anything is looked up: route, key, signature, permission, validity.

That the key is checked before the signature and both before the permission is inferred from the bodies.
So is that a rate limit counts requests whose signature is right, whatever comes of them. A ban comes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from threecommas_mock.api.credentials import Credential, Keyring
from threecommas_mock.api.document import Document, Operation
from threecommas_mock.api.errors import BodyTooLarge, Forbidden, MethodNotAllowed, NotFound, Unauthorized
from threecommas_mock.api.parameters import Parameters, decode
from threecommas_mock.api.rate_limits import RateLimiter
from threecommas_mock.api.request_context import RequestContext
from threecommas_mock.api.router import Routes
from threecommas_mock.api.signatures import Join, Strictness, matching_join
from threecommas_mock.http.messages import LONGEST_BODY, Request


class Admission:
    """Decides who may go on to which operation, and counts how the signatures were joined."""

    def __init__(
        self, document: Document, keyring: Keyring, strictness: Strictness, limiter: RateLimiter | None = None
    ) -> None:
        self._document = document
        self._routes = Routes(document.operations)
        self._keyring = keyring
        self._strictness = strictness
        self._limiter = limiter
        self._joins: Counter[tuple[str, Join]] = Counter()

    @property
    def joins(self) -> Mapping[tuple[str, Join], int]:
        """How often each key's signatures matched under each join."""
        return dict(self._joins)

    def operation(self, request: Request) -> Operation | None:
        """Tell which operation a request is for, without asking whether it may; None for none."""
        try:
            return self._routes.match(request.method, request.path.decode("latin-1"))[0]
        except (NotFound, MethodNotAllowed):
            return None

    def check(self, request: Request, context: RequestContext, now: datetime) -> tuple[Operation, Parameters]:
        """Find the operation and its valid parameters, or raise a Refusal.

        What is found out on the way is put down in *context*; its key stays None if the operation needs no
        signature.
        """
        if self._limiter is not None:
            self._limiter.require_no_ban(now)
        # First of all, as the web server before the API would.
        if len(request.body) > LONGEST_BODY:
            raise BodyTooLarge
        try:
            operation, path = self._routes.match(request.method, request.path.decode("latin-1"))
        except (NotFound, MethodNotAllowed):
            # A signature must be right wherever it is sent, so a changed path is a wrong signature first.
            if b"signature" in request.headers:
                self._authenticate(request, context)
            raise
        context.operation = operation
        credential = self._authenticate(request, context) if operation.signed else None
        if self._limiter is not None:
            self._limiter.take(None if credential is None else credential.key, operation, now)
        if credential is not None and not credential.may(operation.permission):
            raise Forbidden.permission_missing()
        return operation, decode(request, operation, path, self._document)

    def _authenticate(self, request: Request, context: RequestContext) -> Credential:
        credential = self._keyring.find(request.headers.get(b"apikey", b"").decode("latin-1"))
        if credential is None:
            raise Unauthorized.unknown_key()
        signature = request.headers.get(b"signature", b"")
        join = matching_join(request, credential, signature, self._strictness)
        if join is None:
            raise Unauthorized.wrong_signature()
        self._joins[credential.key, join] += 1
        context.credential, context.join = credential, join
        return credential
