"""How fast the client is: calls against plain httpx, decoding, signing, and the time to import it.

All parts of a ratio take turns within one run. Peers that have to be installed are left out: each would need
a pinned environment of its own.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator

import httpx
from answering import answering, smart_trade
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from httpx_aiohttp import AiohttpTransport
from rows import Row, Target
from threecommas import AsyncThreeCommas, HmacSigner, RsaSigner, ThreeCommas
from threecommas.models import SmartTrade
from threecommas_rest.json_text import loads

CALLS, TASKS, DECODINGS, SIGNATURES = 300, 50, 500, 100
PATH = "/v2/smart_trades/1"


def client_rows(rounds: int) -> Iterator[Row]:
    """Yield the rows of the client, fastest of so many rounds each."""
    yield import_row(rounds)
    with answering() as address:
        yield sync_row(address, rounds)
        yield async_row(address, rounds)
    yield decoding_row(rounds)
    yield signing_row(rounds)


def import_row(rounds: int) -> Row:
    """Return how much longer the client takes to import than httpx, Python's own start taken off."""
    base, ours, theirs = fastest(
        [importing("pass"), importing("import threecommas"), importing("import httpx")], rounds
    )
    return Row(
        name="import threecommas against import httpx",
        unit="times as long",
        measured=(ours - base) / (theirs - base),
        target=Target(at="most", limit=1.5),
        note=f"{1000 * (ours - base):.0f} ms against {1000 * (theirs - base):.0f} ms",
    )


def sync_row(address: str, rounds: int) -> Row:
    """Return how much longer a typed and signed call takes than one of httpx that parses JSON."""
    with (
        ThreeCommas("key", HmacSigner("secret"), base_url=address, budget=None) as client,
        httpx.Client(base_url=address) as plain,
    ):
        ours, theirs = fastest(
            [
                repeated(lambda: client.smart_trades.get(1), CALLS),
                repeated(lambda: json.loads(plain.get(PATH).content), CALLS),
            ],
            rounds,
        )
    return Row(
        name="typed signed sync call against httpx and json",
        unit="times as long",
        measured=ours / theirs,
        target=Target(at="most", limit=1.05),
        note=per_call(ours, theirs, CALLS),
    )


def async_row(address: str, rounds: int) -> Row:
    """Return how much faster typed calls over aiohttp are than httpx's own, 50 at a time."""

    def over_aiohttp() -> None:
        client = AsyncThreeCommas(
            "key", HmacSigner("secret"), base_url=address, budget=None, transport=AiohttpTransport()
        )
        asyncio.run(at_once(client.http, lambda: client.smart_trades.get(1)))

    def over_httpx() -> None:
        plain = httpx.AsyncClient(base_url=address)
        asyncio.run(at_once(plain, lambda: plain.get(PATH)))

    ours, theirs = fastest([timed(over_aiohttp), timed(over_httpx)], rounds)
    return Row(
        name=f"{TASKS} tasks, typed over aiohttp against plain httpx",
        unit="times as fast",
        measured=theirs / ours,
        target=Target(at="least", limit=5),
        note=per_call(ours, theirs, CALLS),
    )


def decoding_row(rounds: int) -> Row:
    """Return how much longer it takes from bytes to a SmartTrade than to plain dictionaries."""
    content = smart_trade()
    ours, theirs = fastest(
        [
            repeated(lambda: SmartTrade.from_dict(loads(content)), DECODINGS),
            repeated(lambda: json.loads(content), DECODINGS),
        ],
        rounds,
    )
    return Row(
        name="bytes to SmartTrade against json.loads",
        unit="times as long",
        measured=ours / theirs,
        target=None,
        note=per_call(ours, theirs, DECODINGS),
    )


def signing_row(rounds: int) -> Row:
    """Return how much faster a signature with a kept key is than one that reads the key each time."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    signer = RsaSigner(pem)

    def reading() -> None:
        loaded = serialization.load_pem_private_key(pem, None)
        if isinstance(loaded, rsa.RSAPrivateKey):
            loaded.sign(b"text", padding.PKCS1v15(), hashes.SHA256())

    ours, theirs = fastest(
        [repeated(lambda: signer.sign(b"text"), SIGNATURES), repeated(reading, SIGNATURES)], rounds
    )
    return Row(
        name="RSA-2048 signature against one that reads the key each time",
        unit="times as fast",
        measured=theirs / ours,
        target=None,
        note=per_call(ours, theirs, SIGNATURES),
    )


async def at_once(client: httpx.AsyncClient, call: Callable[[], Awaitable[object]]) -> None:
    """Make CALLS calls, TASKS at a time."""

    async def some() -> None:
        for _ in range(CALLS // TASKS):
            await call()

    async with client:
        await asyncio.gather(*(some() for _ in range(TASKS)))


def importing(code: str) -> Callable[[], float]:
    """Return what measures a Python that does no more than this."""
    return timed(lambda: subprocess.run([sys.executable, "-c", code], check=True))


def repeated(work: Callable[[], object], count: int) -> Callable[[], float]:
    """Return what measures so many repetitions."""

    def all_of_them() -> None:
        for _ in range(count):
            work()

    return timed(all_of_them)


def timed(
    work: Callable[[], object], *, clock: Callable[[], float] = time.perf_counter
) -> Callable[[], float]:
    """Return what does the work and tells how long it took."""

    def measure() -> float:
        start = clock()
        work()
        return clock() - start

    return measure


def fastest(measures: list[Callable[[], float]], rounds: int) -> list[float]:
    """Return the fastest of each; they take turns, so that all meet the same machine."""
    # One more than asked for: the first fills caches and opens connections.
    turns = [[measure() for measure in measures] for _ in range(rounds + 1)]
    return [min(times) for times in zip(*turns, strict=True)]


def per_call(ours: float, theirs: float, count: int) -> str:
    """Return both times for one of so many calls."""
    return f"{1e6 * ours / count:.0f} µs against {1e6 * theirs / count:.0f} µs"
