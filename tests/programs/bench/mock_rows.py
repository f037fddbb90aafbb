"""How fast the mock is, against Prism on the same document and a bare route that always says the same.

The mock checks key, signature, permission and parameters, and changes or computes a SmartTrade; Prism looks
whether the headers are there and answers an example; the bare route does nothing of that.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import httpx
from rows import Row, Target
from served import MissingError, Server, prism_server, python_server
from threecommas import ForeignAnswerError, HmacSigner, ThreeCommas, orders
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET

SECONDS = 3.0
PATH = "/v2/smart_trades"
TARGETS = {("GET", "prism"): 5.0, ("POST", "prism"): 2.5}
# The profile of a POST on its own: 150 of the 270 microseconds that one takes over HTTP.
CAUSES = {
    ("POST", "prism"): "each makes an order of its own: reading the body, the order and its answer take half "
    "of the time, and no function a twentieth; Prism shows an example"
}
ORDER = orders.smart_trade(
    account_id=32455218,
    pair="USDT_BTC",
    position=orders.Limit(units="0.001", price="50000"),
    take_profit=[orders.TakeProfitStep(order_type="limit", price_type="bid", value=63000)],
)


def mock_rows(rounds: int) -> Iterator[Row]:
    """Yield requests in a second of the mock as ratios to the others, the best of so many rounds each."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    missing = ""
    for name in ("mock", "prism", "bare"):
        try:
            found[name] = best_of(name, rounds)
        except MissingError as error:
            missing = f"not installed: {error}"
    for method in ("GET", "POST"):
        for peer in ("prism", "bare"):
            title = f"mock: signed {method}s in a second against {peer}"
            if peer not in found:
                yield Row(name=title, unit="times as many", measured=None, note=missing)
                continue
            ours, theirs, limit = found["mock"][method], found[peer][method], TARGETS.get((method, peer))
            yield Row(
                name=title,
                unit="times as many",
                measured=ours["rate"] / theirs["rate"],
                target=None if limit is None else Target(at="least", limit=limit),
                note=f"{shown(ours)}; {shown(theirs)}",
                cause=CAUSES.get((method, peer), ""),
            )


def shown(figures: dict[str, float]) -> str:
    """Return the figures of one server in short."""
    times = f"p50 {figures['p50']:.1f} ms, p99 {figures['p99']:.1f} ms"
    return f"{figures['rate']:.0f}/s, {times}, {figures['megabytes']:.0f} MB"


def best_of(name: str, rounds: int) -> dict[str, dict[str, float]]:
    """Return the figures of a server by method, those of the fastest round."""
    found: dict[str, dict[str, float]] = {}
    for _ in range(rounds):
        with server_of(name) as server:
            for method in ("GET", "POST"):
                figures = loaded(server, request_of(server, method)) | {"megabytes": server.megabytes}
                found[method] = max(found.get(method, figures), figures, key=lambda each: each["rate"])
    return found


def server_of(name: str) -> AbstractContextManager[Server]:
    """Return a server that runs while the context is open."""
    return prism_server() if name == "prism" else python_server(name)


def loaded(server: Server, request: bytes) -> dict[str, float]:
    """Return what a load of some seconds measures."""
    command = [sys.executable, Path(__file__).with_name("load.py"), str(server.port), str(SECONDS)]
    done = subprocess.run(command, input=request, capture_output=True, check=False, timeout=20 * SECONDS)
    if done.returncode:
        raise SystemExit(done.stderr.decode("utf-8", "replace"))
    return dict(json.loads(done.stdout))


def request_of(server: Server, method: str) -> bytes:
    """Return the bytes of a signed request; the SmartTrade that a GET asks for is made first."""
    kept: list[httpx.Request] = []
    address = f"http://127.0.0.1:{server.port}{server.prefix}"
    with ThreeCommas(
        MOCK_KEY,
        HmacSigner(MOCK_SECRET),
        base_url=address,
        event_hooks={"request": [kept.append]},
        rate_budget=None,
    ) as client:
        made = client.smart_trades.create(ORDER)
        if method == "GET":
            # Prism answers with one example, whatever SmartTrade was asked for.
            with suppress(ForeignAnswerError):
                client.smart_trades.get(made.id)
    request = kept[-1]
    lines = [f"{request.method} {request.url.raw_path.decode()} HTTP/1.1".encode()]
    lines += [name + b": " + value for name, value in request.headers.raw]
    return b"\r\n".join([*lines, b"", request.content])
