"""The channels of the streams, and subscriptions to them by one key or several.

The identifier is JSON text inside of JSON: as an object it is ignored without a word (docs issue 91). The
server repeats the very text, which is how a message is told apart. It holds key and signature, so nothing
here shows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from threecommas_rest.json_text import dumps

from threecommas.messages.hidden import Hidden
from threecommas.signing import NotPicklable, Signer


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel: its name, the text that is signed for it, and the permission that a key needs."""

    name: str
    signed_text: bytes
    permission: str


SMART_TRADES = Channel("SmartTradesChannel", b"/smart_trades", "SMART_TRADES_READ")
DEALS = Channel("DealsChannel", b"/deals", "BOTS_READ")


@dataclass(frozen=True, slots=True)
class StreamKey(NotPicklable):
    """An API key that subscribes, and its signer; an HMAC or an RSA key alike."""

    api_key: str = field(repr=False)
    signer: Signer = field(repr=False)


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription to a channel: the text that stands for it in every frame about it."""

    channel: Channel
    identifier: Hidden[str]

    @property
    def frame(self) -> Hidden[str]:
        """The frame that subscribes."""
        return Hidden(dumps({"identifier": self.identifier.value, "command": "subscribe"}))


def subscription(channel: Channel, keys: Sequence[StreamKey]) -> Subscription:
    """Return the subscription of these keys, each of which signs the text of the channel.

    Nothing but that text is signed: no prefix of a path, no query, no body (README of the docs repository).
    For RSA keys that is how one client at work does it, and no document says so.
    """
    users = Hidden(
        [{"api_key": key.api_key, "signature": key.signer.sign(channel.signed_text)} for key in keys]
    )
    return Subscription(channel, Hidden(dumps({"channel": channel.name, "users": users.value})))
