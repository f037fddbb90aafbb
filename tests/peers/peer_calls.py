"""Another client makes the calls that it is told of: peer_calls.py CLIENT BASE_URL KEY SECRET.

The client is unchanged but for its address. Prints the names of its calls as a JSON array. Then reads a line
of JSON for each call, [name, ids, payload], and prints one: ["answer", …], ["error", …] or ["raised", …].
"""

import importlib
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

SITE = ("cached_api", "site")
MODULES = (
    "ver1.accounts",
    "ver1.bots",
    "ver1.deals",
    "ver1.grid_bots",
    "ver1.loose_accounts",
    "ver1.marketplace",
    "ver1.ping",
    "ver1.smart_trades",
    "ver1.time",
    "ver1.users",
    "v2.smart_trades",
)
# call(ids, payload) -> the client's error, falsy if there is none, and its answer
Call = Callable[[list[Any], Any], tuple[Any, Any]]


def py3cw_calls(root: str, key: str, secret: str) -> Iterator[tuple[str, Call]]:
    """Yield name and call of each action of py3cw."""
    from py3cw import config, request

    request.API_URL = root
    client = request.Py3CW(key=key, secret=secret)
    for entity, actions in config.API_METHODS.items():
        for action in actions:

            def call(ids: list[Any], payload: Any, entity: str = entity, action: str = action) -> Any:
                numbers = dict(zip(("action_id", "action_sub_id"), map(str, ids), strict=False))
                return client.request(entity=entity, action=action, payload=payload, **numbers)

            yield f"{entity} {action}".strip(), call


def three_commas_calls(root: str, key: str, secret: str) -> Iterator[tuple[str, Call]]:
    """Yield name and call of each function of three-commas that makes a request."""
    from py3cw import request

    request.API_URL = root
    credentials = {"api_key": key, "api_secret": secret}
    for name in MODULES:
        for function in functions(f"three_commas.api.{name}"):

            def call(ids: list[Any], payload: Any, function: Callable[..., Any] = function) -> Any:
                return function(*ids, payload=payload, **credentials)

            yield f"{name}.{function.__name__}", call
    for name in SITE:
        for function in functions(f"three_commas.{name}"):
            yield f"{name}.{function.__name__}", lambda ids, payload, function=function: function(*ids)


def functions(module: str) -> list[Callable[..., Any]]:
    """Return the functions that a module defines."""
    found = importlib.import_module(module)
    return [each for each in vars(found).values() if getattr(each, "__module__", "") == found.__name__]


CLIENTS = {"py3cw": py3cw_calls, "three-commas": three_commas_calls}


def outcome(call: Call, ids: list[Any], payload: Any) -> list[Any]:
    """Return what comes of one call."""
    try:
        error, answer = call(ids, payload)
    except Exception as failed:
        return ["raised", f"{type(failed).__name__}: {failed}"]
    return ["error", error] if error else ["answer", answer]


if __name__ == "__main__":
    client_, base_url, key_, secret_ = sys.argv[1:]
    calls = dict(CLIENTS[client_](base_url.removesuffix("/public/api"), key_, secret_))
    print(json.dumps(list(calls)), flush=True)
    for line in sys.stdin:
        name_, ids_, payload_ = json.loads(line)
        print(json.dumps(outcome(calls[name_], ids_, payload_)), flush=True)
