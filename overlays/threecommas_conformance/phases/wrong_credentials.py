"""The phase credentials: every signed operation is called with eight kinds of wrong credentials.

Nothing else is wrong with these calls, so their answer is about the credentials alone. It has to be 401.
schemathesis leaves credentials out or makes up wrong ones. A server passes that if it accepts any signature
of the right form, or leaves part of the request out of it. It does not pass this.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import httpx
from threecommas.signing.httpx_auth import SignatureAuth

from threecommas_conformance.document.operations import Operation
from threecommas_conformance.findings import Finding, finding
from threecommas_conformance.fixtures.existing_ids import placeholder_path
from threecommas_conformance.traffic.gateway import Gateway, NoResponseError
from threecommas_conformance.traffic.interactions import Interaction

KINDS = {
    "absent": "neither key nor signature",
    "no_signature": "the key without a signature",
    "no_key": "a signature without the key",
    "unknown_key": "a key that nobody has",
    "tampered_signature": "a signature with one character changed",
    "other_path": "the signature of another path",
    "other_query": "the signature of the same path with another query",
    "other_body": "the signature of another body",
}
"""The fault of the credentials, by the name of the kind."""


_TAKEN = "Answered calls with wrong credentials"


@dataclass(frozen=True, slots=True)
class CredentialCase:
    """One operation called with one kind of wrong credentials."""

    operation: Operation
    kind: str


def credential_cases(known: tuple[Operation, ...]) -> list[CredentialCase]:
    """Return all cases; only an operation with a body can be called with the signature of another one."""
    return [
        CredentialCase(operation, kind)
        for operation in known
        if operation.signed
        for kind in KINDS
        if kind != "other_body" or operation.example is not None
    ]


class CredentialPhase:
    """Tries wrong credentials on one server."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        target = gateway.target
        self._auth = SignatureAuth(target.api_key, target.signer, base_url=target.base_url)
        self._key = target.api_key

    def run(self, cases: list[CredentialCase]) -> Iterator[Finding]:
        """Make the calls; gives the operations that do not turn them away with 401. Raises `StoppedError`."""
        for _, of_one in groupby(cases, key=lambda case: case.operation.id):
            answers = [(case, sent) for case in of_one if (sent := self._answer(case)) is not None]
            yield from check_refusals(answers)

    def _answer(self, case: CredentialCase) -> Interaction | None:
        """Return a call with its answer, None if there is no answer."""
        self._gateway.phase = "credentials"
        try:
            self._call(case)
        except NoResponseError:
            if self._gateway.stopped is not None:
                raise
            return None
        return self._gateway.interactions[-1]

    def _call(self, case: CredentialCase) -> None:
        request = self._request(case.operation)
        headers = self._credentials(case.kind, request)
        if request.content:
            headers["Content-Type"] = "application/json"
        self._gateway.send(
            request.method,
            request.url.raw_path,
            headers=[(name.encode(), value.encode()) for name, value in headers.items()],
            body=request.content,
        )

    def _request(self, operation: Operation) -> httpx.Request:
        path = placeholder_path(operation)
        body = b"" if operation.example is None else json.dumps(operation.example).encode()
        return self._of(operation.method, path, body)

    def _of(self, method: str, path: str, body: bytes) -> httpx.Request:
        url = str(self._gateway.target.base_url).rstrip("/") + path
        headers = {"Content-Type": "application/json"} if body else {}
        return httpx.Request(method, url, content=body or None, headers=headers)

    def _credentials(self, kind: str, request: httpx.Request) -> dict[str, str]:
        """Return the headers of this kind for a request."""
        right = self._signature(request)
        match kind:
            case "absent":
                return {}
            case "no_signature":
                return {"Apikey": self._key}
            case "no_key":
                return {"Signature": right}
            case "unknown_key":
                return {"Apikey": _changed(self._key), "Signature": right}
            case "tampered_signature":
                return {"Apikey": self._key, "Signature": _changed(right)}
        path = request.url.raw_path.decode()
        other = {
            "other_path": (path + "/other", request.content),
            "other_query": (path + "?mode=paper", request.content),
            "other_body": (path, request.content + b" "),
        }[kind]
        url = request.url.copy_with(raw_path=other[0].encode())
        signed = httpx.Request(request.method, url, content=other[1] or None, headers=request.headers)
        return {"Apikey": self._key, "Signature": self._signature(signed)}

    def _signature(self, request: httpx.Request) -> str:
        copy = httpx.Request(request.method, request.url, content=request.content, headers=request.headers)
        next(self._auth.auth_flow(copy))
        return copy.headers["Signature"]


def check_refusals(answers: list[tuple[CredentialCase, Interaction]]) -> Iterator[Finding]:
    """Make a finding of the calls that an operation does not refuse, and one of those it refuses badly.

    A failure of the server is a finding by itself.
    """
    taken = [each for each in answers if each[1].status != 401 and each[1].status < 500]
    ill_refused = [each for each in answers if each[1].status == 401 and not _is_error(each[1].answer)]
    if taken:
        kinds = [case.kind for case, _ in taken]
        title = f"Answered a call with {KINDS[kinds[0]]}" if len(kinds) == 1 else _TAKEN
        what = "all" if len(taken) == len(answers) > 1 else " ".join(kinds)
        yield _told(taken, title, what, "and not 401")
    if ill_refused:
        yield _told(ill_refused, "Refused wrong credentials without saying so", "", "without an error body")


def _told(calls: list[tuple[CredentialCase, Interaction]], title: str, what: str, wrong: str) -> Finding:
    first, interaction = calls[0]
    lines = [f"A call with {KINDS[case.kind]} was answered {sent.status}, {wrong}." for case, sent in calls]
    return finding(
        operation=first.operation.id,
        phase="credentials",
        check="credentials",
        title=title,
        message="\n".join(lines),
        what=what,
        interaction=interaction,
        seen=len(calls),
    )


def _is_error(answer: str) -> bool:
    try:
        body = json.loads(answer)
    except ValueError:
        return False
    return isinstance(body, dict) and isinstance(body.get("error"), str)


def _changed(text: str) -> str:
    """Return the text with another character in its middle, so that it keeps its form."""
    place = len(text) // 2
    return text[:place] + ("b" if text[place] != "b" else "c") + text[place + 1 :]
