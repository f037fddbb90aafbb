"""Every call of another client but those of SmartTrades: every_call.py CLIENT BASE_URL KEY SECRET DOCUMENT.

The client is unchanged but for its address. What a call sends is the document's first example of it. Prints a
JSON object: "METHOD /path" -> "passes", "is not described", or what went wrong. SmartTrades have a program
of their own, `peer_scenario`.
"""

import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

ENTITIES = ("accounts", "bots", "deals", "grid_bots", "marketplace", "users")
MODULES = (*ENTITIES, "loose_accounts", "ping", "time")
# An account of the exchange: accounts live there, the rest is answered from examples.
ACCOUNT = 32199203
# attempt(ids, payload) -> the client's error, falsy if there is none
Attempt = Callable[[list[Any], Any], Any]


class Requests:
    """What the document has for a method and a path."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._operations = {
            (method.upper(), re.sub(r"{\w+}", "{id}", path)): operation
            for path, item in document["paths"].items()
            for method, operation in item.items()
        }

    def of(self, method: str, path: str) -> tuple[list[Any], Any] | None:
        """Return the ids and the payload of a call, None if the document does not have it."""
        operation = self._operations.get((method, path))
        if operation is None:
            return None
        parameters = [self._resolved(each) for each in operation.get("parameters", [])]
        ids = [each["example"] for each in parameters if each["in"] == "path"]
        ids = [ACCOUNT] if path.startswith("/ver1/accounts/{id}") else ids
        needed = {each["name"]: each["example"] for each in parameters if each.get("required")}
        query = {name: value for name, value in needed.items() if name not in _names(parameters, "path")}
        return ids, self._body(operation) or query or None

    def _body(self, operation: Mapping[str, Any]) -> Any:
        body = self._resolved(operation.get("requestBody", {}))
        examples = body.get("content", {}).get("application/json", {}).get("examples", {})
        return next((self._resolved(each)["value"] for each in examples.values()), None)

    def _resolved(self, value: Any) -> Any:
        while "$ref" in value:
            target: Any = self._document
            for step in value["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            value = target
        return value


def _names(parameters: list[Any], place: str) -> set[str]:
    return {each["name"] for each in parameters if each["in"] == place}


def py3cw_calls(root: str, key: str, secret: str) -> Iterator[tuple[str, str, Attempt]]:
    """Yield method, path and attempt of each call of py3cw."""
    from py3cw import config, request

    request.API_URL = root
    client = request.Py3CW(key=key, secret=secret)
    for entity in ENTITIES:
        for action, (method, path) in config.API_METHODS[entity].items():

            def attempt(ids: list[Any], payload: Any, entity: str = entity, action: str = action) -> Any:
                number = str(ids[0]) if ids else None
                error, _ = client.request(entity=entity, action=action, action_id=number, payload=payload)
                return error

            yield method, f"/ver1/{entity}/{path}".rstrip("/"), attempt


def three_commas_calls(root: str, key: str, secret: str) -> Iterator[tuple[str, str, Attempt]]:
    """Yield method, path and attempt of each function of three-commas, as its docstring says."""
    from py3cw import request

    request.API_URL = root
    for name in MODULES:
        module = importlib.import_module(f"three_commas.api.ver1.{name}")
        for function in vars(module).values():
            words = getattr(function, "__doc__", "") or ""
            said = re.search(r"^\s*(GET|POST|PATCH|PUT|DELETE) (/ver1/\S+)", words)
            if said is None:
                continue

            def attempt(ids: list[Any], payload: Any, function: Callable[..., Any] = function) -> Any:
                error, _ = function(*ids, payload=payload, api_key=key, api_secret=secret)
                return dict(error) if error else None

            yield said[1], re.sub(r"{\w+}", "{id}", said[2]), attempt


CLIENTS = {"py3cw": py3cw_calls, "three-commas": three_commas_calls}


def outcome(attempt: Attempt, sent: tuple[list[Any], Any] | None) -> str:
    """Return what comes of one call."""
    if sent is None:
        return "is not described"
    try:
        error = attempt(*sent)
    except Exception as failed:
        return f"{type(failed).__name__}: {failed}"
    return str(error) if error else "passes"


if __name__ == "__main__":
    client_, base_url, key_, secret_, document_ = sys.argv[1:]
    requests = Requests(json.loads(Path(document_).read_text("utf-8")))
    calls = CLIENTS[client_](base_url.removesuffix("/public/api"), key_, secret_)
    found = {
        f"{method} {path}": outcome(attempt, requests.of(method, path)) for method, path, attempt in calls
    }
    print(json.dumps(found, indent=2))
