"""Our client against those of others, each in a process of its own, all with the same server and answer.

The calls of plain HTTP clients are unsigned and only parse JSON; ours, those of py3cw and of three-commas are
signed, and ours and those of three-commas give objects.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from answering import answering, smart_trade
from installed import NotInstalledError, installed
from rows import Row, Target

HERE = Path(__file__).parent / "peers"
CALLS, DECODINGS, SIGNATURES = 1000, 2000, 50
OURS, PLAIN = "threecommas", "httpx"
# The clients, and the group each is installed with.
SYNC = {"requests": "", "niquests": "niquests", "py3cw": "requirements", "three_commas": "requirements"}
ASYNC = {"aiohttp": "", "niquests": "niquests", "threecommas_aiohttp": ""}
WAYS = {"sequential": SYNC, "50 threads": SYNC, "50 tasks": ASYNC}
CALL_TARGETS = {("sequential", "threecommas"): 1.05, ("50 tasks", "threecommas_aiohttp"): 0.2}
MODEL_TARGETS = {("decode", "msgspec"): 2.2, ("decode", "pydantic"): 1.0}
# What a profile of these rows shows, for the case that they miss.
CAUSES = {
    ("sequential", "threecommas"): (
        "a call is signed and becomes models, httpx parses JSON alone; two runs of one client differ by 0.03"
    ),
    ("decode", "msgspec"): (
        "a sixth of it is the reading in C that both have. Half makes 17 objects with 129 members in Python, "
        "as they keep members that nobody knows; Structs cannot. The rest makes decimals"
    ),
}
IMPORTS = {
    "threecommas": "",
    "httpx": "",
    "requests": "",
    "aiohttp": "",
    "niquests": "niquests",
    "py3cw.request": "requirements",
    "three_commas": "requirements",
}
Run = Callable[[], float]


def peer_rows(rounds: int) -> Iterator[Row]:
    """Yield the rows against peers, fastest of so many rounds each."""
    with answering() as address:
        for way, clients in WAYS.items():
            runs = {name: partial(call_seconds, way, name, address) for name in (OURS, PLAIN)}
            yield from ratio_rows(way, runs | runs_of(way, clients, address), rounds)
    yield from model_rows()
    yield from signing_rows()
    yield from import_rows(rounds)


def runs_of(way: str, clients: dict[str, str], address: str) -> dict[str, Run]:
    """Return what measures the calls of each client."""
    return {name: partial(call_seconds, way, name, address, group) for name, group in clients.items()}


def ratio_rows(way: str, runs: dict[str, Run], rounds: int) -> Iterator[Row]:
    """Yield how long each takes for a call, as a ratio to plain httpx."""
    found = fastest_of(runs, rounds)
    for name, seconds in found.items():
        title = f"{way}: {name} against plain {PLAIN}"
        if isinstance(seconds, str) or isinstance(found[PLAIN], str):
            yield Row(name=title, unit="times as long", measured=None, note=str(seconds))
        elif name != PLAIN:
            note = f"{1e6 * seconds / CALLS:.0f} µs for a call, httpx {1e6 * found[PLAIN] / CALLS:.0f} µs"
            ratio, limit = seconds / found[PLAIN], CALL_TARGETS.get((way, name))
            yield Row(
                name=title,
                unit="times as long",
                measured=ratio,
                target=at_most(limit),
                note=note,
                cause=CAUSES.get((way, name), ""),
            )


def fastest_of(runs: dict[str, Run], rounds: int) -> dict[str, float | str]:
    """Return the fastest run of each, or why there is none; they take turns to meet the same machine."""
    found: dict[str, float | str] = {}
    for _ in range(rounds):
        for name, run in runs.items():
            before = found.get(name, float("inf"))
            if isinstance(before, float):
                found[name] = _least(before, run)
    return found


def _least(before: float, run: Run) -> float | str:
    try:
        return min(before, run())
    except NotInstalledError as error:
        return f"not installed: {error}"
    except subprocess.CalledProcessError as error:
        # One that is killed says nothing itself.
        return f"failed: {(error.stderr.strip() or str(error)).splitlines()[-1]}"


def call_seconds(way: str, name: str, address: str, group: str = "") -> float:
    """Return the seconds of all calls of a client."""
    return float(python([HERE / "calls.py", way.rsplit(maxsplit=1)[-1], name, address, CALLS], group))


def model_rows() -> Iterator[Row]:
    """Yield how our models compare with those of pydantic and msgspec, from bytes and back."""
    title = "models against those of others"
    try:
        printed = python([HERE / "decoding.py", DECODINGS], "requirements", smart_trade())
    except NotInstalledError as error:
        yield Row(name=title, unit="", measured=None, note=f"not installed: {error}")
        return
    for way, found in json.loads(printed).items():
        ours = found.pop(OURS)
        for name, seconds in found.items():
            yield Row(
                name=f"{way}: SmartTrade against {name}",
                unit="times as long",
                measured=ours / seconds,
                target=at_most(MODEL_TARGETS.get((way, name))),
                note=f"{1e6 * ours:.1f} µs against {1e6 * seconds:.1f} µs",
                cause=CAUSES.get((way, name), ""),
            )


def signing_rows() -> Iterator[Row]:
    """Yield how much faster an RSA signature is than that of py3cw."""
    title = "RSA-2048 signature against py3cw"
    try:
        found = json.loads(python([HERE / "signing.py", SIGNATURES], "requirements"))
    except NotInstalledError as error:
        yield Row(name=title, unit="times as fast", measured=None, note=f"not installed: {error}")
        return
    ours, theirs = found[OURS], found["py3cw"]
    target, note = Target(at="least", limit=40), f"{1e6 * ours:.0f} µs against {1e6 * theirs:.0f} µs"
    yield Row(name=title, unit="times as fast", measured=theirs / ours, target=target, note=note)


def at_most(limit: float | None) -> Target | None:
    """Return a target if there is a limit."""
    return None if limit is None else Target(at="most", limit=limit)


def import_rows(rounds: int) -> Iterator[Row]:
    """Yield time and memory that importing a client takes, above those of Python itself."""
    bare = import_cost("sys", "", rounds)
    for name, group in IMPORTS.items():
        try:
            seconds, megabytes = import_cost(name, group, rounds)
        except NotInstalledError as error:
            yield Row(name=f"import {name}", unit="ms", measured=None, note=f"not installed: {error}")
            continue
        note = f"{megabytes - bare[1]:.1f} MB more than Python alone"
        yield Row(name=f"import {name}", unit="ms", measured=1000 * (seconds - bare[0]), note=note)


def import_cost(module: str, group: str, rounds: int) -> tuple[float, float]:
    """Return the least seconds and megabytes of a process that only imports a module, as Linux tells them."""
    code = (
        "import time; start = time.perf_counter()\n"
        f"import {module}\n"
        "seconds = time.perf_counter() - start\n"
        "import mmap\n"
        "pages = int(open('/proc/self/statm').read().split()[1])\n"
        "print(seconds, pages * mmap.PAGESIZE / 2**20)"
    )
    runs = [python(["-c", code], group).split() for _ in range(rounds + 1)]
    return min(float(run[0]) for run in runs), min(float(run[1]) for run in runs)


def python(arguments: list[object], group: str, stdin: bytes | None = None) -> str:
    """Return what a Python prints that can import a group of peers; raise `NotInstalledError`."""
    environ = dict(os.environ) | ({"PYTHONPATH": str(installed(group))} if group else {})
    # As after an installation: otherwise ours alone would be compiled anew each time.
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, env=environ, input=stdin, capture_output=True, check=False)
    if done.returncode:
        raise subprocess.CalledProcessError(
            done.returncode, command, stderr=done.stderr.decode("utf-8", "replace")
        )
    return done.stdout.decode()
