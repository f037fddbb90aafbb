"""Subscriptions: which channel, signed how, by whose keys.

Each key signs the name of the channel's text alone: no path in front, no query, no body (documented, with
two vectors). HMAC-SHA256 in hex is documented. That RSA keys sign the same text is what one client does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from threecommas_mock.api.credentials import Credential, Keyring
from threecommas_mock.api.signatures import is_signed
from threecommas_mock.http.actioncable import read_object


@dataclass(frozen=True, slots=True)
class Channel:
    """A kind of messages: the text that its subscribers sign, and the permission they need."""

    name: str
    signed: bytes
    permission: str


SMART_TRADES = Channel("SmartTradesChannel", b"/smart_trades", "SMART_TRADES_READ")
DEALS = Channel("DealsChannel", b"/deals", "BOTS_READ")
CHANNELS = {channel.name: channel for channel in (SMART_TRADES, DEALS)}


@dataclass(frozen=True, slots=True)
class Subscription:
    """A channel for the keys that signed: *owners* are the numbers of their users."""

    identifier: str = field(repr=False)
    channel: Channel
    owners: frozenset[int]


def channel_of(identifier: str) -> Channel | None:
    """Return the channel that *identifier* names; None if that is no channel.

    ActionCable logs such a subscription and answers nothing.
    """
    name = (read_object(identifier) or {}).get("channel")
    return CHANNELS.get(name) if isinstance(name, str) else None


def subscription_of(identifier: str, channel: Channel, keyring: Keyring) -> Subscription | None:
    """Return the subscription, None if it has no key, or one that may not have it.

    That one wrong key among several spoils all of them is inferred.
    """
    users = (read_object(identifier) or {}).get("users")
    if not isinstance(users, Sequence) or not users:
        return None
    found = [_credential(user, channel, keyring) for user in users]
    owners = frozenset(each.user for each in found if each is not None)
    return None if None in found else Subscription(identifier, channel, owners)


def _credential(user: Any, channel: Channel, keyring: Keyring) -> Credential | None:
    """Return the credential that *user* proves to have, None if it proves nothing."""
    match user:
        case {"api_key": str(key), "signature": str(signature)}:
            credential = keyring.find(key)
            if credential is None or not credential.may(channel.permission):
                return None
            return credential if is_signed(credential, channel.signed, signature.encode()) else None
    return None
