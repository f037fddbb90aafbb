"""Subscriptions: the published signatures, RSA keys, several keys at once, and an identifier that is text."""

import base64
import copy
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from threecommas import HmacSigner, RsaSigner
from threecommas.streams.channels import DEALS, SMART_TRADES, StreamKey, subscription

VECTORS = yaml.safe_load((Path(__file__).parent / "data" / "vectors.yaml").read_text("utf-8"))
CHANNELS = {each.name: each for each in (SMART_TRADES, DEALS)}


def users(channel: Any, *keys: StreamKey) -> list[dict[str, str]]:
    """Return the users in a subscription, read as a server reads them."""
    frame = json.loads(subscription(channel, keys).frame.value)
    assert frame["command"] == "subscribe"
    assert isinstance(frame["identifier"], str)
    identifier = json.loads(frame["identifier"])
    assert identifier.keys() == {"channel", "users"}
    assert identifier["channel"] == channel.name
    found: list[dict[str, str]] = identifier["users"]
    return found


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["channel"])
def test_subscription_has_the_published_signature(vector: dict[str, str]) -> None:
    channel = CHANNELS[vector["channel"]]
    assert channel.signed_text.decode() == vector["text"]
    key = StreamKey("the-key", HmacSigner(vector["secret"]))
    assert users(channel, key) == [{"api_key": "the-key", "signature": vector["signature"]}]


@pytest.mark.parametrize("channel", [SMART_TRADES, DEALS], ids=lambda channel: channel.name)
def test_rsa_key_signs_the_text_of_the_channel(channel: Any) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    [user] = users(channel, StreamKey("the-key", RsaSigner(pem)))
    signature = base64.b64decode(user["signature"], validate=True)
    key.public_key().verify(signature, channel.signed_text, padding.PKCS1v15(), hashes.SHA256())


def test_several_keys_subscribe_at_once() -> None:
    keys = [StreamKey("first", HmacSigner("one")), StreamKey("second", HmacSigner("two"))]
    found = users(DEALS, *keys)
    assert [each["api_key"] for each in found] == ["first", "second"]
    assert found[0]["signature"] != found[1]["signature"]
    assert found == users(DEALS, *keys)


def test_key_and_signature_are_shown_nowhere() -> None:
    key = StreamKey("the-key", HmacSigner("the-secret"))
    made = subscription(DEALS, [key])
    signature = users(DEALS, key)[0]["signature"]
    for shown in (repr(key), repr(made), str(made), repr(made.frame)):
        assert "the-key" not in shown
        assert signature not in shown
    for copied in (pickle.dumps, copy.copy):
        with pytest.raises(TypeError, match="holds a secret"):
            copied(key)
