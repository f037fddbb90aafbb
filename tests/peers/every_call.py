"""Every call of another client but those of SmartTrades: every_call.py CLIENT BASE_URL KEY SECRET CALLS.

The client is unchanged but for its address. CALLS is a JSON file: "METHOD /path" -> the ids and the payload
to call it with. Prints a JSON object: "METHOD /path" -> "passes", "is not described", or what went wrong.
SmartTrades have a program of their own, `peer_scenario`.
"""

import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ENTITIES = ("accounts", "bots", "deals", "grid_bots", "marketplace", "users")
MODULES = (*ENTITIES, "loose_accounts", "ping", "time")
# attempt(ids, payload) -> the client's error, falsy if there is none
Attempt = Callable[[list[Any], Any], Any]


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
    client_, base_url, key_, secret_, calls_ = sys.argv[1:]
    described = json.loads(Path(calls_).read_text("utf-8"))
    found = {
        f"{method} {path}": outcome(attempt, described.get(f"{method} {path}"))
        for method, path, attempt in CLIENTS[client_](base_url.removesuffix("/public/api"), key_, secret_)
    }
    print(json.dumps(found, indent=2))
