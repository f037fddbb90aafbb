"""The routes of a replay under control: its pace, its candles, its report (see `api`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from threecommas_mock.http.messages import Response
from threecommas_mock.json_codec import JsonCodec

Routes = Mapping[str, Mapping[str, Callable[[dict[str, Any]], Any]]]

_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}


class Playback(Protocol):
    """A replay that can be controlled; `replay.paced` has one."""

    def state(self) -> dict[str, Any]: ...  # noqa: D102

    def set_pace(self, speed: str | None = None, paused: bool | None = None) -> None: ...  # noqa: D102

    def step(self, candles: int = 1) -> int: ...  # noqa: D102

    def report_json(self) -> dict[str, Any]: ...  # noqa: D102

    def report_page(self) -> str: ...  # noqa: D102


class Played(Protocol):
    """An exchange that may have a replay."""

    @property
    def playback(self) -> Playback | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a replay goes on, and whether."""

    speed: str | None = None
    paused: bool | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """How many candles are played."""

    candles: int = 1


def replay_routes(exchange: Played, codec: JsonCodec) -> Routes:
    """Return the routes for the replay of *exchange*."""

    def state(body: dict[str, Any]) -> Any:
        return None if exchange.playback is None else exchange.playback.state()

    def set_pace(body: dict[str, Any]) -> Any:
        speed = body.get("speed")
        given = body | ({"speed": str(speed)} if type(speed) in (int, float) else {})
        pace: Pace = codec.decode(Pace, given)
        playback = _of(exchange)
        playback.set_pace(pace.speed, pace.paused)
        return playback.state()

    def step(body: dict[str, Any]) -> Any:
        steps: Steps = codec.decode(Steps, body)
        playback = _of(exchange)
        played = playback.step(steps.candles)
        return {"played": played, **playback.state()}

    def page(body: dict[str, Any]) -> Response:
        text = _of(exchange).report_page().encode("utf-8")
        return Response(200, text, _HEADERS, media_type="text/html; charset=utf-8")

    return {
        "replay": {"GET": state, "PUT": set_pace, "POST": step},
        "report": {"GET": lambda _: _of(exchange).report_json()},
        "report_page": {"GET": page},
    }


def _of(exchange: Played) -> Playback:
    if exchange.playback is None:
        raise ValueError("there is no replay; start the mock with --prices, or set MockExchange.playback")
    return exchange.playback
