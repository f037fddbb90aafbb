"""A replay that goes on by itself: its pace, its pauses, and its control over HTTP."""

import math
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from threecommas_mock import Candle, MockExchange, PacedReplay, serve

from tests.mock.replay.market import SPOT, asking, candle, candles_of
from tests.mock.replay.trades import ACTIONS

CALM = [candle(minute, 50_000, 50_010, 49_990, 50_000) for minute in range(5)]
BROKEN = [*CALM[:2], candle(2, 5, 4, 6, 5)]


class Machine:
    """Stands for real time: it passes while somebody sleeps, or when it is told to."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.sleeps: list[float] = []

    def monotonic(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)


def paced(candles: Any = CALM, **options: Any) -> tuple[PacedReplay, Machine]:
    machine = Machine()
    exchange = asking(control=True).exchange
    replay = exchange.replay(candles, pair=SPOT)
    exchange.playback = PacedReplay(replay, monotonic=machine.monotonic, sleep=machine.sleep, **options)
    return exchange.playback, machine


@contextmanager
def controlled(exchange: MockExchange) -> Iterator[httpx.Client]:
    with serve(exchange) as address, httpx.Client(base_url=httpx.URL(address).join("/__mock__/")) as http:
        yield http


def played(playback: PacedReplay) -> int:
    return int(playback.state()["candles"])


def test_candle_of_a_minute_takes_a_second_at_speed_60() -> None:
    playback, machine = paced(speed="60")
    assert playback.turn() == 1
    machine.seconds += 0.25
    assert (playback.turn(), played(playback)) == (0.75, 1)
    machine.seconds += 0.75
    assert (playback.turn(), played(playback)) == (1, 2)


def test_late_candle_is_not_made_up_for() -> None:
    playback, machine = paced(speed="60")
    playback.turn()
    machine.seconds += 30
    assert playback.turn() == 0
    assert playback.turn() == 1
    assert played(playback) == 3


def test_greatest_speed_lets_others_in_between_two_candles() -> None:
    playback, machine = paced()
    playback.run()
    assert machine.sleeps == [0] * len(CALM)
    assert playback.state() | {"path": ""} == {
        "pair": SPOT,
        "path": "",
        "interval_seconds": 60,
        "candles": len(CALM),
        "moment": "2024-09-01T00:05:00.000Z",
        "speed": "max",
        "paused": False,
        "over": True,
        "error": None,
    }


def test_paused_replay_waits_and_can_be_stepped() -> None:
    playback, _ = paced(paused=True)
    assert playback.turn() == math.inf
    assert (playback.step(2), played(playback)) == (2, 2)
    assert (playback.step(100), played(playback)) == (3, 5)
    assert playback.turn() is None


def test_pace_can_be_changed_on_the_way() -> None:
    playback, _ = paced(speed="1", paused=True)
    playback.set_pace(paused=False)
    assert playback.turn() == 60
    playback.set_pace("120")
    assert playback.turn() == 0.5
    assert (playback.state()["speed"], playback.state()["paused"]) == ("120", False)
    playback.stop()
    assert playback.turn() is None


def test_candle_that_cannot_be_ends_it_and_is_named() -> None:
    playback, _ = paced(BROKEN)
    playback.run()
    state = playback.state()
    assert (state["candles"], state["over"]) == (2, True)
    assert state["error"] == "candle of 2024-09-01 00:02:00+00:00: high: 4 is below the low 6"
    assert playback.step() == 0


def test_time_that_is_let_pass_ends_it_and_is_named() -> None:
    client = asking(control=True)
    playback = PacedReplay(client.exchange.replay(CALM, pair=SPOT))
    client.exchange.playback = playback
    with controlled(client.exchange) as http:
        assert http.post("replay", json={}).json()["played"] == 1
        assert http.post("advance", json={"seconds": 3600}).status_code == 200
        playback.run()
        state = http.get("replay").json()
    assert (state["candles"], state["over"]) == (1, True)
    assert "before the time of the exchange" in state["error"]


def test_whatever_ends_it_is_named() -> None:
    def candles() -> Iterator[Candle]:
        yield from CALM[:2]
        raise KeyError("volume")

    playback, _ = paced(candles())
    playback.run()
    state = playback.state()
    assert (state["candles"], state["over"], state["error"]) == (2, True, "KeyError: 'volume'")
    assert playback.report().candles == 2


def test_pause_that_cannot_be_made_ends_it_and_is_named() -> None:
    def broken(seconds: float) -> None:
        raise OSError(f"no sleep of {seconds}")

    replay = asking().exchange.replay(CALM, pair=SPOT)
    playback = PacedReplay(replay, sleep=broken)
    playback.run()
    assert playback.state()["error"] == "OSError: no sleep of 0"


def test_candle_of_any_length_can_be_waited_for() -> None:
    ages = timedelta(days=300_000)
    replay = asking().exchange.replay(CALM[:1], pair=SPOT, interval=ages)
    playback = PacedReplay(replay, speed="0.001")
    with ThreadPoolExecutor() as pool:
        running = pool.submit(playback.run)
        while not played(playback):
            assert not running.done()
        playback.stop()
        running.result()
    assert playback.state()["error"] is None


@pytest.mark.parametrize("speed", ["0", "-1", "fast", "inf", "nan", "1e-9", "0.0009", "1000001"])
def test_speed_that_is_none_is_refused(speed: str) -> None:
    with pytest.raises(ValueError, match=r"must be a number from 0\.001 to 1000000, or max"):
        paced(speed=speed)


def test_replay_is_controlled_over_http() -> None:
    client = asking(control=True)
    replay = client.exchange.replay(candles_of([(0, 400, 300, 5)] * 9), pair=SPOT)
    client.exchange.playback = PacedReplay(replay, speed="1", paused=True)
    with (
        serve(client.exchange) as address,
        httpx.Client(base_url=httpx.URL(address).join("/__mock__/")) as http,
    ):
        assert http.post("replay", json={"candles": 2}).json()["played"] == 2
        ACTIONS["nonstop bot"](client, Decimal(50_000))
        assert http.put("replay", json={"speed": 30}).json()["speed"] == "30"
        assert http.put("replay", json={"speed": "max", "paused": True}).json()["paused"] is True
        assert http.post("replay", json={}).json()["candles"] == 3
        assert http.get("replay").json()["moment"] == "2024-09-01T00:03:00.000Z"
        report = http.get("report").json()
        assert (report["candles"], report["total"]["fills"] > 0) == (3, True)
        page = http.get("report_page")
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "Replay of USDT_BTC" in page.text
        for body in ({"speed": "0"}, {"speed": True}, {"paused": "yes"}, {"pause": True}):
            assert http.put("replay", json=body).status_code == 400
        for number in (0, 100_001, "all"):
            assert http.post("replay", json={"candles": number}).status_code == 400


def test_exchange_without_replay_says_so() -> None:
    exchange = asking(control=True).exchange
    with controlled(exchange) as http:
        assert http.get("replay").json() is None
        for method, path in (
            ("PUT", "replay"),
            ("POST", "replay"),
            ("GET", "report"),
            ("GET", "report_page"),
        ):
            answer = http.request(method, path, json={} if method != "GET" else None)
            assert answer.status_code == 400
            assert "there is no replay" in answer.json()["error_description"]
