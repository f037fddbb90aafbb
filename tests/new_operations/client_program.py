"""Runs one program of client.yaml, given on standard input, with the names that those programs use."""

import contextlib
import json
import shlex
import sys
from collections.abc import Callable, Iterator
from typing import Any

import httpx
from threecommas import AsyncThreeCommas, GuardError, HmacSigner, ThreeCommas, models
from threecommas.cli.app import app
from threecommas.cli.context import CliDependencies
from threecommas_mock import MockExchange
from threecommas_rest import OPERATIONS
from threecommas_rest.operations.order import Order
from typer.testing import CliRunner

EXCHANGE = MockExchange()
account: list[int] = []
sent: list[str] = []


class Recorded(httpx.BaseTransport):
    """The way to the mock, which notes what arrives and says which account has the baskets."""

    def __init__(self) -> None:
        self._inner = EXCHANGE.transport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer as the mock does."""
        path = request.url.path.removeprefix("/public/api")
        sent.append(f"{request.method} {path}")
        response = self._inner.handle_request(request)
        if account and path.endswith("/show"):
            basket = json.loads(response.read()) | {"account_id": account[-1]}
            return httpx.Response(response.status_code, json=basket)
        return response


KEY, SIGNER = "threecommas-mock-key", HmacSigner("threecommas-mock-secret")


def client(**options: Any) -> ThreeCommas:
    """Return a client of the mock."""
    return ThreeCommas(KEY, SIGNER, base_url=EXCHANGE.base_url, transport=Recorded(), **options)


def async_client(**options: Any) -> AsyncThreeCommas:
    """Return an async client of the mock."""
    transport = EXCHANGE.async_transport()
    return AsyncThreeCommas(KEY, SIGNER, base_url=EXCHANGE.base_url, transport=transport, **options)


def baskets_on(number: int) -> None:
    """Let every basket be on an account."""
    account.append(number)


def refusal(call: Callable[[], object]) -> str:
    """Return which guard held a call back, and why."""
    try:
        call()
    except GuardError as error:
        return f"{error.guard}: {error.reason}"
    return "was sent"


def command(line: str, stdin: str | None = None) -> str:
    """Return the exit code of a command, and what it printed, on one line."""
    environ = {"THREECOMMAS_API_KEY": KEY, "THREECOMMAS_SECRET": "threecommas-mock-secret"}
    environ["THREECOMMAS_BASE_URL"] = EXCHANGE.base_url
    dependencies = CliDependencies(environ=environ, transport=Recorded(), is_interactive=lambda: True)
    result = CliRunner().invoke(app, shlex.split(line), input=stdin, obj=dependencies, env={"COLUMNS": "500"})
    told = result.stderr.rpartition("Error ")[2].replace("│", "") if result.exit_code == 2 else result.output
    return f"{result.exit_code} {' '.join(told.translate(str.maketrans('', '', '─╮╰╯')).split())}"


@contextlib.contextmanager
def of(operation: str, order: Order | None) -> Iterator[None]:
    """Let the document say something else about the orders of an operation, for a while."""
    found = OPERATIONS[operation]
    before = found.order
    object.__setattr__(found, "order", order)
    try:
        yield
    finally:
        object.__setattr__(found, "order", before)


if __name__ == "__main__":
    names = {**globals(), "models": models, "Order": Order}
    exec(compile(sys.stdin.read(), "program", "exec"), names)
