"""One caller of each client: what asks a server for one SmartTrade and looks into the JSON of the answer.

A module of its own, run in a process of its own, because niquests replaces parts of requests.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

# That of the documented answer: the client takes no other for its own.
TRADE = 30350494
PATH = f"/v2/smart_trades/{TRADE}"
AT_ONCE = 50
Call = Callable[[], object]


def httpx_call(address: str) -> Call:
    """Return a call of plain httpx."""
    import httpx

    client = httpx.Client(base_url=address)
    return lambda: json.loads(client.get(PATH).content)["id"]


def requests_call(address: str) -> Call:
    """Return a call of plain requests."""
    import requests

    session = requests.Session()
    return lambda: json.loads(session.get(address + PATH).content)["id"]


def niquests_call(address: str) -> Call:
    """Return a call of plain niquests."""
    import niquests

    session = niquests.Session(multiplexed=False)
    return lambda: json.loads(session.get(address + PATH).content or b"")["id"]


def py3cw_call(address: str) -> Call:
    """Return a signed call of py3cw, unchanged but for its address."""
    from py3cw import request

    request.API_URL = address.removesuffix("/public/api")
    client = request.Py3CW(key="key", secret="secret")

    def call() -> object:
        error, answer = client.request(entity="smart_trades_v2", action="get_by_id", action_id=str(TRADE))
        return error or answer["id"]

    return call


def three_commas_call(address: str) -> Call:
    """Return a signed, parsed call of three-commas, unchanged but for its address."""
    os.environ |= {"THREE_COMMAS_API_KEY": "key", "THREE_COMMAS_API_SECRET": "secret"}
    from py3cw import request
    from three_commas.api.v2 import smart_trades

    request.API_URL = address.removesuffix("/public/api")
    return lambda: smart_trades.get_by_id(str(TRADE))[1]["id"]


def threecommas_call(address: str) -> Call:
    """Return a signed, typed call of our own client."""
    from threecommas import HmacSigner, ThreeCommas

    client = ThreeCommas("key", HmacSigner("secret"), base_url=address, rate_budget=None)
    return lambda: client.smart_trades.get(TRADE).id


async def httpx_async(address: str, count: int) -> float:
    """Return the seconds of plain httpx."""
    import httpx

    async with httpx.AsyncClient(base_url=address) as client:

        async def call() -> object:
            return json.loads((await client.get(PATH)).content)["id"]

        return await at_once(call, count)


async def aiohttp_async(address: str, count: int) -> float:
    """Return the seconds of plain aiohttp."""
    import aiohttp

    async with aiohttp.ClientSession() as session:

        async def call() -> object:
            async with session.get(address + PATH) as response:
                return json.loads(await response.read())["id"]

        return await at_once(call, count)


async def niquests_async(address: str, count: int) -> float:
    """Return the seconds of plain niquests."""
    import niquests

    async with niquests.AsyncSession() as session:

        async def call() -> object:
            return json.loads((await session.get(address + PATH)).content or b"")["id"]

        return await at_once(call, count)


async def threecommas_async(address: str, count: int) -> float:
    """Return the seconds of our own client over httpx."""
    from threecommas import AsyncThreeCommas, HmacSigner

    async with AsyncThreeCommas("key", HmacSigner("secret"), base_url=address, rate_budget=None) as client:
        return await at_once(lambda: client.smart_trades.get(TRADE), count)


async def threecommas_aiohttp_async(address: str, count: int) -> float:
    """Return the seconds of our own client over aiohttp."""
    from httpx_aiohttp import AiohttpTransport
    from threecommas import AsyncThreeCommas, HmacSigner

    async with AsyncThreeCommas(
        "key", HmacSigner("secret"), base_url=address, rate_budget=None, transport=AiohttpTransport()
    ) as client:
        return await at_once(lambda: client.smart_trades.get(TRADE), count)


async def at_once(call: Callable[[], Awaitable[object]], count: int) -> float:
    """Return the seconds of so many calls, 50 tasks at a time, after connections are open."""

    async def some(calls: int) -> None:
        for _ in range(calls):
            await call()

    await asyncio.gather(*(some(1) for _ in range(AT_ONCE)))
    start = time.perf_counter()
    await asyncio.gather(*(some(count // AT_ONCE) for _ in range(AT_ONCE)))
    return time.perf_counter() - start


def sequential(call: Call, count: int) -> float:
    """Return the seconds of so many calls one after the other."""
    call()
    start = time.perf_counter()
    for _ in range(count):
        call()
    return time.perf_counter() - start


def threads(call: Call, count: int) -> float:
    """Return the seconds of so many calls by 50 threads."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda _: call(), range(AT_ONCE)))
        start = time.perf_counter()
        list(pool.map(lambda _: call(), range(count)))
        return time.perf_counter() - start


def main() -> None:
    """Print the seconds: calls.py sequential|threads|tasks SUBJECT ADDRESS COUNT."""
    way, subject, address, count = sys.argv[1:]
    if way == "tasks":
        seconds = asyncio.run(globals()[f"{subject}_async"](address, int(count)))
    else:
        seconds = globals()[way](globals()[f"{subject}_call"](address), int(count))
    print(seconds)


if __name__ == "__main__":
    main()
