"""The routes of streams under control: open connections, and the faults that wait for frames (see `api`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from threecommas_mock.faults.stream_faults import StreamFault
from threecommas_mock.faults.stream_schedule import StreamInjection
from threecommas_mock.json_codec import JsonCodec

Routes = Mapping[str, Mapping[str, Callable[[dict[str, Any]], Any]]]


class Streamed(Protocol):
    """An exchange with streams."""

    @property
    def stream_faults(self) -> tuple[StreamInjection, ...]: ...  # noqa: D102

    def streams(self) -> list[dict[str, Any]]: ...  # noqa: D102

    def fail_streams(  # noqa: D102
        self,
        fault: StreamFault,
        times: int = 1,
        channel: str | None = None,
        *,
        after_messages: int = 0,
        after_seconds: float = 0.0,
    ) -> None: ...

    def inject_into_streams(  # noqa: D102
        self,
        fault: StreamFault,
        *,
        channel: str | None = None,
        probability: float = 1.0,
        seed: int = 0,
        after_messages: int = 0,
        after_seconds: float = 0.0,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class StreamArming:
    """When a fault strikes."""

    channel: str | None = None
    times: int | None = None
    probability: float | None = None
    seed: int | None = None
    after_messages: int = 0
    after_seconds: float = 0.0

    def __post_init__(self) -> None:
        if self.times is not None and (self.probability, self.seed) != (None, None):
            raise ValueError("times: give either times, or probability and seed")


def stream_routes(exchange: Streamed, codec: JsonCodec) -> Routes:
    """Return the routes for the streams of *exchange*; *codec* knows faults by their names."""

    def faults(body: dict[str, Any]) -> Any:
        return codec.encode(exchange.stream_faults)

    def arm(body: dict[str, Any]) -> Any:
        fault: StreamFault = codec.decode(StreamFault, body.pop("fault", None), "fault")
        given: StreamArming = codec.decode(StreamArming, body)
        spared: dict[str, Any] = {
            "after_messages": given.after_messages,
            "after_seconds": given.after_seconds,
        }
        if given.probability is None and given.seed is None:
            exchange.fail_streams(fault, 1 if given.times is None else given.times, given.channel, **spared)
        else:
            chance = 1.0 if given.probability is None else given.probability
            exchange.inject_into_streams(
                fault, channel=given.channel, probability=chance, seed=given.seed or 0, **spared
            )
        return faults(body)

    return {"streams": {"GET": lambda _: exchange.streams()}, "stream_faults": {"GET": faults, "POST": arm}}
