"""Messages of the streams, read as the models of the document; no message is lost for what it lacks.

The one message on record is of 2022 and lacks fields of later years, so an absent member is no news here.
Any other deviation is noticed as one of a REST answer is. So a client that is `strict` reads messages too.
"""

from __future__ import annotations

import json
import logging
from typing import Any, TypeVar

import httpx
from threecommas_rest.acceptance import DeviationsHook
from threecommas_rest.answered import Answered
from threecommas_rest.errors import DecodeError
from threecommas_rest.nesting import shallow
from threecommas_rest.operations import Operation
from threecommas_rest.reading import Reading

from threecommas.streams.channels import Channel

LOG = logging.getLogger("threecommas")

M = TypeVar("M", bound=Answered)


def read_message(
    channel: Channel, model: type[M], body: Any, *, url: str, on_deviations: DeviationsHook | None
) -> M | None:
    """Return the object that a message tells of, None for what is none; give notice of what is new in it."""
    reading = Reading(_name(channel))
    try:
        made = reading.one(model, shallow(body, DecodeError))
    except DecodeError as error:
        LOG.warning("A message of %s is passed by: %s", channel.name, error.message)
        return None
    news = [each for each in reading.noted if each.kind[2] != "nothing"]
    if news and on_deviations is not None:
        on_deviations(_operation(channel), _response(url, body), news)
    return made


def _name(channel: Channel) -> str:
    return f"stream {channel.name}"


def _operation(channel: Channel) -> Operation:
    """Return what a notice calls the place of a message."""
    return Operation(
        id=_name(channel),
        method="GET",
        path="/websocket",
        permission=channel.permission,
        rate_limits=(),
        retry="safe",
    )


def _response(url: str, body: Any) -> httpx.Response:
    """Return the message as an answer, without the identifier, which holds key and signature."""
    request = httpx.Request("GET", url if "://" in url else "wss://in-process/websocket")
    # What came may be what no JSON may hold, such as half a character or an infinite number.
    return httpx.Response(200, text=json.dumps(body), request=request)
