"""How fast the client is by itself: the time to import it, to sign, and to read what is not as documented.

All parts of a ratio take turns within one run. Calls and models against those of others are in `peer_rows`.
"""

import copy
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import threecommas_openapi
from answering import answering, smart_trade
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from rows import Row, Target
from threecommas import RsaSigner
from threecommas_rest.api import get_smart_trade, list_smart_trades
from threecommas_rest.reading import Reading

FIRST_ANSWER = """
from threecommas import HmacSigner, ThreeCommas
ThreeCommas("key", HmacSigner("secret"), base_url="{url}", environ={{}}).smart_trades.get({number})
"""
FIRST_OF_HTTPX = """
import httpx
httpx.Client().get("{url}/v2/smart_trades/1").json()
"""
SIGNATURES = 100
# Turns of a millisecond or two, and many: one that another program interrupts is not the fastest.
READINGS, LIST, TURNS = 40, 100, 30
CHANGES: dict[str, dict[str, Any]] = {
    "an unknown field": {"added": 1},
    "a deviation": {"note": None},
    "both": {"added": 1, "note": None},
    "an unknown field deep inside": {"position.price.added": 1},
    "a deviation deep inside": {"position.price.value": None},
    "null in place of an object": {"take_profit": None},
    "a decimal without a meaning": {"profit.usd": "abc"},
}


def client_rows(rounds: int) -> Iterator[Row]:
    """Yield the rows of the client, fastest of so many rounds each."""
    yield import_row(rounds)
    yield first_answer_row(rounds)
    yield signing_row(rounds)
    yield from answer_rows(rounds)


def import_row(rounds: int) -> Row:
    """Return how much longer the client takes to import than httpx, in a Python that has just started."""
    ours, theirs = fastest([importing("threecommas.client"), importing("httpx")], rounds)
    return Row(
        name="import threecommas.client against import httpx",
        unit="times as long",
        measured=ours / theirs,
        target=Target(at="most", limit=1.4),
        note=f"{1000 * ours:.0f} ms against {1000 * theirs:.0f} ms",
        cause="it imports httpx and pyrate-limiter, which takes a third as long as httpx",
    )


def first_answer_row(rounds: int) -> Row:
    """Return how much longer a program takes from its start to its first answer than one with httpx."""
    number = threecommas_openapi.load()["components"]["examples"]["smart_trade_created"]["value"]["id"]
    with answering() as url:
        programs = [FIRST_ANSWER.format(url=url, number=number), FIRST_OF_HTTPX.format(url=url)]
        ours, theirs = fastest([running(program) for program in programs], rounds)
    return Row(
        name="first answer of a program against that of httpx, imports included",
        unit="times as long",
        measured=ours / theirs,
        target=Target(at="most", limit=2.0),
        note=f"{1000 * ours:.0f} ms against {1000 * theirs:.0f} ms",
        cause="it imports httpx and pyrate-limiter, and the models and readers of the answer",
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


def answer_rows(rounds: int) -> Iterator[Row]:
    """Yield how much longer a SmartTrade takes to read that is not as documented, alone and in a list.

    It is read as a client reads one after the other, which knows how the last one was not as documented.
    """
    documented = json.loads(smart_trade())
    for what, changes in CHANGES.items():
        other = changed(documented, changes)
        pairs = {
            "alone": ([documented], [other], get_smart_trade.parse, 1),
            "each of a list": ([documented] * LIST, [other] * LIST, list_smart_trades.parse, LIST),
            "one of a list": (
                [documented] * LIST,
                [documented] * (LIST - 1) + [other],
                list_smart_trades.parse,
                LIST,
            ),
        }
        for where, (plain, moved, parse, size) in pairs.items():
            bodies = [json.dumps(each if size > 1 else each[0]).encode() for each in (plain, moved)]
            count = max(1, READINGS // size)
            # Time of this program alone: others work at the same time, and a reading waits for nothing.
            measures = [repeated(reading(parse, body), count, clock=time.process_time) for body in bodies]
            usual, longer = fastest(measures, TURNS * rounds)
            yield Row(
                name=f"SmartTrade with {what}, {where}, against one as documented",
                unit="times as long",
                measured=longer / usual,
                target=Target(at="most", limit=1.5),
                note=per_call(longer, usual, count * size),
            )


def changed(answer: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Return the answer with other values at those paths."""
    made = copy.deepcopy(answer)
    for path, value in changes.items():
        *way, last = path.split(".")
        holder = made
        for step in way:
            holder = holder[step]
        holder[last] = value
    return made


def reading(parse: Callable[[bytes, Reading], object], body: bytes) -> Callable[[], object]:
    """Return what reads the body as one client does again and again."""
    changes: dict[str, Any] = {}
    return lambda: parse(body, Reading("get_smart_trade", changes=changes))


def importing(module: str) -> Callable[[], float]:
    """Return what measures the import of a module alone."""
    return running(f"import {module}")


def running(program: str) -> Callable[[], float]:
    """Return what measures a program alone, without the start and the end of Python."""
    said = f"import time\nstart = time.perf_counter()\n{program}\nprint(time.perf_counter() - start)"

    def measure() -> float:
        done = subprocess.run([sys.executable, "-c", said], check=True, capture_output=True, text=True)
        return float(done.stdout)

    return measure


def repeated(
    work: Callable[[], object], count: int, *, clock: Callable[[], float] = time.perf_counter
) -> Callable[[], float]:
    """Return what measures so many repetitions."""

    def all_of_them() -> None:
        for _ in range(count):
            work()

    return timed(all_of_them, clock=clock)


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
