"""The stores of a rate budget: whom they exclude, what they survive, what they never see."""

import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from threecommas import (
    ConfigurationError,
    HmacSigner,
    RateBudget,
    RateBudgetExceededError,
    RateBudgetStoreError,
    RateLimitError,
    ThreeCommas,
)
from threecommas.rate_budget import stores

from tests.client.transport.calls import API_KEY, CALLS, SECRET, VALIDATE, valid
from tests.client.transport.faulty_client import FaultyClient
from tests.secret_scan import SecretScan


@pytest.mark.parametrize("url", ["sqlite", "redis"], indirect=True)
def test_turn_of_one_excludes_all_who_share_the_store(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stores, "_PATIENCE", 0.0)
    one, other = stores.open_store(url, None), stores.open_store(url, None)
    with one.lock("owner"), pytest.raises(other.errors), other.lock("owner"):
        pass
    with other.lock("owner"):
        pass
    one.close()
    other.close()


def test_redis_that_was_restarted_is_used_on(redis_url: str) -> None:
    import redis

    with RateBudget(redis_url, clock=lambda: 5e9) as budget:
        client = ThreeCommas(
            "restart-key", HmacSigner(SECRET), rate_budget=budget, transport=httpx.MockTransport(valid)
        )
        client.validate()
        with redis.Redis.from_url(redis_url) as server:
            server.flushall()
            server.script_flush()
        assert client.validate().valid
        assert client.rate_budget.usage()[0].used == 1


def test_redis_has_the_clock_of_all_who_share_it(redis_url: str) -> None:
    with RateBudget(redis_url, when_empty="refuse", plan="starter", reserve=0) as budget:
        client = ThreeCommas(
            "clock-key", HmacSigner(SECRET), rate_budget=budget, transport=httpx.MockTransport(valid)
        )
        for _ in range(5):
            client.validate()
        with pytest.raises(RateBudgetExceededError):
            client.validate()
        assert client.rate_budget.usage()[0].left == 0


def test_redis_never_has_the_key(redis_url: str) -> None:
    import redis

    with RateBudget(redis_url, clock=lambda: 6e9) as budget:
        ThreeCommas(
            API_KEY, HmacSigner(SECRET), rate_budget=budget, transport=httpx.MockTransport(valid)
        ).validate()
    with redis.Redis.from_url(redis_url) as server:
        names = list(server.keys())
        assert names
        held = names + [server.dump(name) or b"" for name in names]
    assert [each for each in held if API_KEY.encode() in each] == []


@pytest.mark.parametrize("call", CALLS)
def test_store_that_fails_lets_nothing_out(call: Any, scan: SecretScan, tmp_path: Path) -> None:
    pytest.importorskip("redis")
    faulty = FaultyClient()
    with RateBudget(f"unix://{tmp_path}/nobody-listens?password=of-the-store") as budget:
        error = faulty.outcome(call, VALIDATE, rate_budget=budget)
    scan.look_at(error)
    assert type(error) is RateBudgetStoreError
    assert "of-the-store" not in str(error)
    assert faulty.transport.requests == []


def test_store_that_fails_after_a_429_does_not_hide_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from threecommas.rate_budget.key_ledger import Ledger

    def fail(*arguments: object, **options: object) -> None:
        raise RateBudgetStoreError("of the test")

    monkeypatch.setattr(Ledger, "hold", fail)
    faulty = FaultyClient()
    faulty.meets([{"answers": 429, "arrives": False}])
    assert type(faulty.outcome(CALLS[0], VALIDATE, rate_budget="wait")) is RateLimitError


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ({"url": "redis://"}, "is not the address of a store"),
        ({"url": "sqlite:///"}, "is not the address of a store"),
        ({"url": "sqlite:budget.db"}, "is not the address of a store"),
        ({"url": "memory://somewhere"}, "is not the address of a store"),
        ({"url": "mysql://user:hidden@host/"}, "is not the address of a store"),
        ({"url": None}, "is not the address of a store"),
        ({"url": "sqlite:////no/such/folder/budget.db"}, "cannot be opened"),
        ({"url": "redis://user:hidden@host:no-port/0"}, "cannot be opened"),
        ({"when_empty": "sleep"}, "must be 'wait' or 'refuse', got 'sleep'"),
        ({"plan": "golden"}, "starter, pro, expert"),
        ({"margin": -0.1}, "margin"),
        ({"margin": 2}, "margin"),
    ],
)
def test_budget_that_cannot_be_is_refused(arguments: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says) as info:
        RateBudget(**arguments)
    assert "hidden" not in str(info.value)


def test_budget_in_redis_without_the_library_says_which_extra_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'threecommas-sdk\[redis\]'"):
        RateBudget("redis://localhost")
