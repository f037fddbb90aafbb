"""Two equal exchanges: another client calls one, this client the other, and what differs is told."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from threecommas import HmacSigner, ThreeCommas, models
from threecommas_mock import Entry, MockExchange, serve
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET
from threecommas_rest import OPERATIONS
from threecommas_rest.json_text import dumps

from tests.existing_objects import KNOWN, Call, ExistingObjects
from tests.peers.moving_table import Row
from tests.programs.bench.installed import installed
from tests.property.typed_calls import operation_of

PROGRAM = Path(__file__).with_name("peer_calls.py")


def method_in(here: str) -> str:
    """Return the dotted name that an equivalent calls, such as `client.deals.get`."""
    return here.partition("(")[0]


def operations_by_method() -> dict[str, str]:
    """Return the id of each operation by the method that calls it."""
    sdk = {name: operation_of(name)["x-sdk"] for name in OPERATIONS}
    return {
        ".".join(filter(None, ("client", each["resource"], each["method"]))): name
        for name, each in sdk.items()
    }


def here_client(exchange: MockExchange | None = None, **options: Any) -> ThreeCommas:
    """Return this client on an exchange in process, or where the options say; it repeats nothing."""
    if exchange is not None:
        options |= {"base_url": exchange.base_url, "transport": exchange.transport()}
    return ThreeCommas(MOCK_KEY, HmacSigner(MOCK_SECRET), retries=None, **options)


class Peer:
    """Another client in a process of its own, which makes the calls that it is told of."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.calls: list[str] = self._answered()

    def call(self, name: str, ids: Any, payload: Any) -> tuple[str, Any]:
        """Return "answer", "error" or "raised", and what came."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([name, ids, payload]) + "\n")
        self._process.stdin.flush()
        kind, value = self._answered()
        return kind, value

    def _answered(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())


@contextmanager
def peer(client: str, exchange: MockExchange) -> Iterator[Peer]:
    """Start another client against an exchange, and end it."""
    environ = os.environ | {"PYTHONPATH": str(installed("requirements"))}
    with serve(exchange) as address:
        command = [sys.executable, str(PROGRAM), client, address, MOCK_KEY, MOCK_SECRET]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, env=environ, text=True, stdin=pipe, stdout=pipe) as process:
            try:
                yield Peer(process)
            finally:
                process.communicate(timeout=60)


class SideBySide:
    """Makes calls of one table row after the other, each on objects that both exchanges have."""

    def __init__(self, there: MockExchange, here: MockExchange) -> None:
        self._there, self._here = there, here
        self._objects = [ExistingObjects(there), ExistingObjects(here)]
        self._client = here_client(here)
        self._operations = operations_by_method()

    def differences(self, other: Peer, name: str, row: Row, query: dict[str, Any]) -> list[str]:
        """Return which of request, status, answer, peer and state are not the same for both."""
        operation = self._operations[method_in(row.here)]
        call, same = (each.documented_call(operation) for each in self._objects)
        assert call == same
        payload = call.body or (call.query | query) or None
        kind, told = other.call(name, call.ids, payload)
        value = called(row.here, self._client, operation, call, payload)
        sent, own = self._there.journal[-1], self._here.journal[-1]
        alike = {
            "request": seen(sent) == seen(own),
            "status": sent.status == own.status,
            "answer": plain(value) == own.answer == sent.answer,
            "peer": kind == "answer" and told == sent.answer,
            "state": self._there.snapshot() == self._here.snapshot(),
        }
        return [what for what, is_so in alike.items() if not is_so]


def called(here: str, client: ThreeCommas, operation: str, call: Call, payload: Any) -> Any:
    """Return what the code of the page gives: names in it are those of the path, and the payload."""
    ids = dict(zip(re.findall(r"{(\w+)}", KNOWN[operation].path), call.ids, strict=True))
    names = {"client": client, "models": models, "datetime": datetime, "payload": payload or {}}
    return eval(here, names | ids)


def seen(entry: Entry) -> tuple[Any, ...]:
    """Return a request as the exchange reads it."""
    query = sorted(parse_qsl(entry.request.query.decode(), keep_blank_values=True))
    return entry.method, entry.request.path, query, entry.body


def plain(value: Any) -> Any:
    """Return a typed answer as the dictionaries and lists that other clients give."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    return json.loads(dumps(value.to_dict() if hasattr(value, "to_dict") else value))
