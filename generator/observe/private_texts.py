"""The texts of an exchange that stand where secrets and names of people and accounts do.

A place is told by its name: that of a header, a parameter or a member. What a text is, is not looked at. Of a
body that cannot be parsed, what follows a private name is private.
"""

import base64
import re
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from generator.observe.http_transactions import HttpTransaction, Unreadable, json_value

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SPLIT = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"[\[\].]+")
# The value is looked ahead at: in a form in parts it is the name of what follows. Both have a limit, so that
# a long text takes no time by its square.
_NAMED_TEXT = re.compile(
    r"""(?<![\w\-])([\w\-\[\].]{1,60})(?=["'\\]{0,4}[\s:=]{1,8}["'\\]{0,4}([^"'\\&<>,;\r\n]{1,120}))"""
)

# Where secrets stand; a signature is one, for a signed request can be sent again.
_HEADERS = frozenset({"authorization", "proxy_authorization", "cookie", "set_cookie", "commas_app_id"})
# A name that ends so is that of a secret, whatever stands before: x_access_token, exchange_secret.
_SECRETS = frozenset(
    {
        "apikey",
        "api_key",
        "secret_key",
        "private_key",
        "access_key",
        "secret",
        "signature",
        "token",
        "password",
        "passphrase",
    }
)
# Where secrets, names of people and accounts, and words of their own stand, in parameters and in bodies.
_FIELDS = frozenset(
    {
        "key",
        "pass",
        "otp",
        "name",
        "account_name",
        "subaccount_name",
        "customer_id",
        "email",
        "login",
        "nickname",
        "username",
        "user_name",
        "note",
        "note_raw",
        "label",
        "address",
        "address_tag",
        "phone",
        "ip",
    }
)


class PrivatePlaces:
    """Tells private places by their names. `secrets` are those that the document marks as such."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        self._fields = _FIELDS | {_words(name) for name in secrets}

    def texts(self, exchange: HttpTransaction) -> Iterator[str]:
        """Yield what stands in the private places of an exchange."""
        for name, value in (*exchange.request_headers, *exchange.response_headers):
            yield from self._of_header(name, value)
        yield from self._of_address(exchange.url)
        for body, headers in (
            (exchange.request_body, exchange.request_headers),
            (exchange.response_body, exchange.response_headers),
        ):
            try:
                yield from self._of_value(json_value(body or b"null", headers, members=_together))
            except Unreadable:
                yield from self._of_text((body or b"").decode("utf-8", "replace"))

    def _of_header(self, name: str, value: str) -> Iterator[str]:
        words = _words(name)
        if words in _HEADERS or _is_secret(words):
            # What follows a scheme such as Bearer, and what a cookie holds.
            yield from (value, value.partition(" ")[2], *_basic(value))
            yield from (part.partition("=")[2] for part in value.split(";"))

    def _of_address(self, url: str) -> Iterator[str]:
        try:
            address = urlsplit(url)
        except ValueError:
            return
        yield from filter(None, (address.username, address.password))
        yield from self._of_pairs([*parse_qsl(address.query), *parse_qsl(address.fragment)])

    def _of_text(self, text: str) -> Iterator[str]:
        yield from self._of_pairs(parse_qsl(text))
        yield from self._of_pairs(_NAMED_TEXT.findall(text))

    def _of_pairs(self, pairs: list[tuple[str, str]]) -> Iterator[str]:
        return (value for name, value in pairs if self._is_private(name))

    def _of_value(self, value: Any, private: bool = False) -> Iterator[str]:
        match value:
            case dict():
                for name, inner in value.items():
                    yield from self._of_value(inner, private or self._is_private(name))
            case list():
                for inner in value:
                    yield from self._of_value(inner, private)
            case str() if private:
                yield value

    def _is_private(self, name: str) -> bool:
        # A form writes account[name] where JSON has a member of a member.
        parts = [_words(part) for part in (name, *_BRACKETS.split(name))]
        return any(part in self._fields or _is_secret(part) for part in parts)


def _basic(value: str) -> list[str]:
    """Return name and password of the scheme Basic, nothing of others."""
    scheme, _, packed = value.partition(" ")
    if scheme.lower() != "basic":
        return []
    try:
        return base64.b64decode(packed).decode("utf-8", "replace").split(":", 1)
    except ValueError:
        return []


def _words(name: str) -> str:
    return _SPLIT.sub("_", _HUMP.sub("_", name)).strip("_").lower()


def _is_secret(words: str) -> bool:
    return any(words == secret or words.endswith(f"_{secret}") for secret in _SECRETS)


def _together(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the members of an object, those that stand twice as a list."""
    members: dict[str, Any] = {}
    for name, value in pairs:
        members[name] = [members[name], value] if name in members else value
    return members
