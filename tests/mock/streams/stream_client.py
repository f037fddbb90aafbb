"""A client of streams: subscriptions signed by the rule of the published vectors, frames as values."""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from threecommas_mock import Credential, MockExchange, Stream

SIGNED = {"DealsChannel": "/deals", "SmartTradesChannel": "/smart_trades"}


def cases(name: str) -> Any:
    """Return the cases of a data file of this folder."""
    return yaml.safe_load((Path(__file__).with_name("data") / f"{name}.yaml").read_text("utf-8"))


def signature(secret: str, text: str) -> str:
    """Sign *text*; written apart from the mock on purpose."""
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def identifier(channel: str, *keys: Credential) -> str:
    """Return the text that names a subscription for some keys."""
    users = [
        {"api_key": each.key, "signature": signature(each.secret or "", SIGNED[channel])} for each in keys
    ]
    return json.dumps({"channel": channel, "users": users})


def command(name: str, text: Any) -> str:
    """Return a frame of the client."""
    return json.dumps({"identifier": text, "command": name})


def opened(exchange: MockExchange, *channels: str, keys: Iterable[Credential] | None = None) -> Stream:
    """Open a stream that is subscribed to *channels*, for the first key of the exchange without *keys*."""
    chosen = exchange.credentials[:1] if keys is None else tuple(keys)
    stream = exchange.open_stream()
    for channel in channels:
        stream.send(command("subscribe", identifier(channel, *chosen)))
    assert [kind(frame) for frame in frames(stream)] == ["welcome", *["confirm_subscription"] * len(channels)]
    return stream


def frames(stream: Stream) -> list[Any]:
    """Return the frames that are there now; nothing happens meanwhile."""
    return [json.loads(text) for text in iter(lambda: stream.receive(0), None)]


def arriving(exchange: MockExchange, stream: Stream, seconds: float) -> Iterator[Any]:
    """Return the frames of so many seconds of the exchange's clock, as they come."""
    end = exchange.now() + timedelta(seconds=seconds)
    while (text := stream.receive((end - exchange.now()).total_seconds())) is not None:
        yield json.loads(text)


def kind(frame: Any) -> str:
    """Tell the type of a frame, that of a message is `message`."""
    return str(frame.get("type", "message"))


def statuses(found: Iterable[Any]) -> list[str]:
    """Return the status of the SmartTrade or deal in each message."""
    entities = [frame["message"] for frame in found if kind(frame) == "message"]
    return [each["status"]["type"] if "version" in each else each["status"] for each in entities]
