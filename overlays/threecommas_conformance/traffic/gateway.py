"""The gateway: every request of a run goes to the server through here.

For schemathesis it is an application in this process (ASGI). It signs the requests that ask for it, holds
back those that are not permitted, keeps to the rate limits, and records everything without secrets. It
changes nothing else of a request, and nothing of an answer. A request without an answer is answered 502.
"""

import hashlib
import ssl
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

import httpx
from threecommas.flow import Timing
from threecommas.messages.response import ReceivedResponse
from threecommas.signing.httpx_auth import SignatureAuth

from threecommas_conformance.document.router import OperationRouter
from threecommas_conformance.target import Target
from threecommas_conformance.traffic.interactions import Interaction
from threecommas_conformance.traffic.losses import Losses
from threecommas_conformance.traffic.pacing import RateLimiter
from threecommas_conformance.traffic.redaction import Redactor

SIGN = "to be signed"
"""The value of the headers Apikey and Signature in a request that is to be signed on its way."""

_SIGNED = "signed by the gateway"

CASE_HEADER = "x-schemathesis-testcaseid"

_TIMEOUT = 30.0
# Belong to one connection, and there are two: to the gateway, and from it to the server.
_HOP = frozenset({b"host", b"connection", b"content-length", b"transfer-encoding", b"accept-encoding"})
_ANSWER_HOP = frozenset({"content-length", "content-encoding", "transfer-encoding", "connection"})

Message = dict[str, Any]


class NoResponseError(Exception):
    """A request got no answer."""


class StoppedError(NoResponseError):
    """Nothing more is sent: the server banned the address, cannot be reached, or was not to be written to."""


class Gateway:
    """Passes requests on to a target. `phase` is the name they are noted under.

    `on_response` is called with each request that was answered, `on_wait` with the seconds of each pause.
    `rewrite` is given the method, the path with query, and the body of each request. It returns what to send.
    """

    def __init__(
        self, target: Target, router: OperationRouter, *, timing: Timing, on_wait: Callable[[float], None]
    ) -> None:
        self.target, self.phase = target, "fixtures"
        self.interactions: list[Interaction] = []
        self.by_case: dict[str, Interaction] = {}
        self.stopped: str | None = None
        self.is_banned = False
        self.on_response: Callable[[Interaction], None] = lambda interaction: None
        self.rewrite: Callable[[str, bytes, bytes], tuple[bytes, bytes]] = lambda method, target, body: (
            target,
            body,
        )
        self._router, self._timing = router, timing
        self._redactor = Redactor((target.api_key, *target.secrets))
        self._auth = SignatureAuth(target.api_key, target.signer, base_url=target.base_url)
        self._rate_limiter = None if target.is_local else RateLimiter(target.api_key, timing, on_wait)
        self._http = httpx.Client(
            transport=target.transport,
            timeout=_TIMEOUT,
            trust_env=not target.is_local,
            follow_redirects=False,
        )
        self._digest = hashlib.sha256()
        self._losses = Losses()

    @property
    def fingerprint(self) -> str:
        """What all requests so far come to: the same for the same requests in the same order."""
        return self._digest.hexdigest()[:16]

    def redacted(self, text: str) -> str:
        """Return a text without secrets."""
        return self._redactor.text(text)

    def send(
        self,
        method: str,
        target: bytes,
        *,
        headers: Iterable[tuple[bytes, bytes]] = (),
        body: bytes = b"",
        case: str = "",
    ) -> httpx.Response:
        """Send a request and return its answer. `target` is path and query with the path of the base URL.

        Raises `StoppedError` if it was not sent, `NoResponseError` if it was not answered.
        """
        target, body = self.rewrite(method, target, body)
        request = self._request(method, target, headers, body)
        operation = self._operation(request)
        place = operation or f"{method} elsewhere", self.phase
        self._admit(request, operation, place)
        begun = self._timing.clock()
        answer, loss = self._answer(request)
        seconds = self._timing.clock() - begun
        interaction = self._noted(request, answer, operation=operation, case=case, seconds=seconds)
        self.interactions.append(interaction)
        self.by_case[case] = interaction
        self._losses.note(*place, is_lost=bool(loss))
        self._react(interaction, answer, loss)
        self.on_response(interaction)
        return answer

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """Answer as an ASGI application: 502 where the server gives no answer, so that the phase goes on."""
        if scope["type"] != "http":
            # What ASGI asks of an application that does not take part, such as in the start of a server.
            raise ValueError(f"this application only answers HTTP, not {scope['type']}")
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        headers = dict(scope["headers"])
        case = headers.get(CASE_HEADER.encode(), b"").decode()
        target = scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")
        try:
            answer = self.send(scope["method"], target, headers=scope["headers"], body=body, case=case)
        except NoResponseError:
            if self.stopped is not None:
                raise
            answer = httpx.Response(502)
        kept = [pair for pair in answer.headers.raw if pair[0].decode("latin-1").lower() not in _ANSWER_HOP]
        await send({"type": "http.response.start", "status": answer.status_code, "headers": kept})
        await send({"type": "http.response.body", "body": answer.content})

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _request(
        self, method: str, target: bytes, headers: Iterable[tuple[bytes, bytes]], body: bytes
    ) -> httpx.Request:
        kept = [
            (name, value)
            for name, value in headers
            if name.lower() not in _HOP and name.lower() != CASE_HEADER.encode()
        ]
        url = self.target.base_url.copy_with(raw_path=target)
        request = httpx.Request(method, url, headers=kept, content=body or None)
        if request.headers.get("Signature") == SIGN:
            next(self._auth.auth_flow(request))
            request.extensions[_SIGNED] = True
        if self.target.forces_paper:
            request.headers["Forced-Mode"] = "paper"
        self._redactor.hide(request.headers.items())
        return request

    def _operation(self, request: httpx.Request) -> str | None:
        path = request.url.raw_path.partition(b"?")[0].decode("ascii")
        found = self._router.find(request.method, path.removeprefix(self.target.base_url.path.rstrip("/")))
        return None if found is None else found.id

    def _admit(self, request: httpx.Request, operation: str | None, place: tuple[str, str]) -> None:
        if self.stopped is None and self.target.only_reads and request.method != "GET":
            # Nothing generates such a request, so that one is a defect of the suite: it must not get out.
            self.stopped = f"a {request.method} was held back, because this server is only read"
        if self.stopped is not None:
            raise StoppedError(self.stopped)
        if self._losses.gives_up(*place):
            raise NoResponseError(f"{place[0]} is not asked again, because it gives no answers")
        if self._rate_limiter is not None:
            self._rate_limiter.wait(operation, request.method, request.url.path)
        self._digest.update(_bytes_of(request))

    def _answer(self, request: httpx.Request) -> tuple[httpx.Response, str]:
        """Return the answer, or one without a status and the name of what came instead."""
        try:
            return self._http.send(request), ""
        except httpx.RequestError as error:
            return httpx.Response(0), _named(error)

    def _react(self, interaction: Interaction, answer: httpx.Response, loss: str) -> None:
        if loss:
            message = f"{interaction.method} {interaction.url} got no answer: {loss}"
            self.stopped = message if self._losses.is_gone else None
            raise NoResponseError(message)
        if answer.status_code == 418:
            self.is_banned = True
            self.stopped = "the server answered 418, so this address is banned: wait before the next run"
        if answer.status_code == 429 and self._rate_limiter is not None:
            self._rate_limiter.record_refusal(
                ReceivedResponse(
                    operation=None,
                    method=interaction.method,
                    path=httpx.URL(interaction.url).path,
                    status=429,
                    headers={name.lower(): value for name, value in interaction.answer_headers},
                    content=answer.content,
                )
            )

    def _noted(
        self,
        request: httpx.Request,
        answer: httpx.Response,
        *,
        operation: str | None,
        case: str,
        seconds: float,
    ) -> Interaction:
        hide = self._redactor
        return Interaction(
            number=len(self.interactions) + 1,
            phase=self.phase,
            operation=operation,
            case=case,
            started=self._timing.now(),
            milliseconds=round(seconds * 1000, 3),
            method=request.method,
            url=hide.url(str(request.url)),
            headers=hide.headers(_decoded(request.headers)),
            body=hide.sent(request.content),
            status=answer.status_code,
            answer_headers=hide.headers(_decoded(answer.headers)),
            answer=hide.content(answer.content),
            is_signed=_SIGNED in request.extensions,
        )


def headers_to_sign(headers: Mapping[str, str] | None = None) -> list[tuple[bytes, bytes]]:
    """Return headers, with those that ask to be signed."""
    wanted = {"Apikey": SIGN, "Signature": SIGN, **(headers or {})}
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in wanted.items()]


def _named(error: BaseException) -> str:
    """Return what came in place of an answer: why a certificate is refused, or else the kind of error."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate of the server is refused: {cause.verify_message}"
        cause = cause.__cause__ or cause.__context__
    return type(error).__name__


def _decoded(headers: httpx.Headers) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw]


def _bytes_of(request: httpx.Request) -> bytes:
    """Return the request as it goes out, without the address it goes to."""
    lines = [request.method.encode(), request.url.raw_path]
    lines += [name + b": " + value for name, value in request.headers.raw if name.lower() != b"host"]
    return b"\r\n".join([*lines, b"", request.content])
