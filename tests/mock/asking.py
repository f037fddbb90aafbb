"""Signed calls to any operation of an exchange in process; each answer is held against the document."""

from typing import Any

import httpx
from threecommas_mock import MockExchange

from tests.mock.signed_client import DOCUMENT, Signature, validator

OPERATIONS = {operation.id: operation for operation in DOCUMENT.operations}


class Asking:
    """Calls one exchange with its first key."""

    def __init__(self, exchange: MockExchange | None = None, **options: Any) -> None:
        self.exchange = exchange or MockExchange(document=DOCUMENT, **options)
        credential = self.exchange.credentials[0]
        signature = Signature(credential.key, credential.secret or "")
        self._http = httpx.Client(
            transport=self.exchange.transport(), base_url=self.exchange.base_url, auth=signature
        )

    def send(self, method: str, path: str, body: Any = None, mode: str | None = "paper", **query: Any) -> Any:
        """Send a request below /public/api, without a mode if it is None; returns the response."""
        headers = {} if mode is None else {"Forced-Mode": mode}
        response = self._http.request(method, path, json=body, params=query or None, headers=headers)
        self._assert_described(response)
        return response

    def get(self, path: str, **query: Any) -> Any:
        """Return the JSON of a reading that succeeds."""
        response = self.send("GET", path, **query)
        assert response.status_code == 200, response.text
        return response.json()

    def post(self, path: str, body: Any = None) -> Any:
        """Return the JSON of a writing that succeeds."""
        response = self.send("POST", path, body)
        assert response.status_code == 201, response.text
        return response.json()

    def refused(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Return status and fields, or else the description, of a refusal."""
        response = self.send(method, path, body)
        assert response.status_code >= 400, response.text
        value = response.json()
        return response.status_code, value.get("error_attributes", value.get("error_description"))

    def _assert_described(self, response: httpx.Response) -> None:
        name = self.exchange.journal[-1].operation
        assert "X-Mock-Answer" not in response.headers, f"{name} is answered by an example"
        if name is None:
            return
        place, described = DOCUMENT.resolve((*OPERATIONS[name].pointer, "responses"))
        assert {str(response.status_code), f"{response.status_code // 100}XX"} & described.keys(), (
            name,
            response.status_code,
            response.text,
        )
        if response.status_code >= 400:
            check = validator("ErrorResponse")
        elif not response.content:
            return
        else:
            place, _ = DOCUMENT.resolve((*place, str(response.status_code)))
            check = DOCUMENT.validator((*place, "content", "application/json", "schema"))
        assert [error.message for error in check.iter_errors(response.json())] == []
