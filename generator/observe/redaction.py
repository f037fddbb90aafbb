"""The parts of the traffic that may be shown. The list names what is allowed, as nobody can list all secrets.

Shown are statuses, counts, samples (see `masked_values`), whatever the document itself says, and words. A
word is a name or an enum value. It has at most six parts, each of at most 15 letters. Keys, signatures, ids
and addresses are no words: no run of more than 17 letters and digits leaves the traffic. Names of members and
parameters may have 18 letters if all are small, or if capitals show their words (progressAccuracy). They may
end in a question mark, as those of Ruby do.

Some places are for secrets or names: a key's header, an account's name, a note. What stands in one anywhere
in the same traffic is not shown. Such values are remembered as digests only.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from generator.observe.http_transactions import HttpTransaction, Unreadable, json_value

MARK = "{name}"
NUMBER = "{id}"
"""What stands for a number in a path."""
NO_TYPE = "none"
"""What stands for the media type of a body that is not there."""
IN_PATH, IN_TYPE = "/", "/+."
"""What stands between the words of a path and of a media type."""
_PART = r"[A-Za-z]{1,15}[0-9]{0,2}"
_WORD = re.compile(rf"{_PART}(?:[_\-\[\]]{{1,4}}{_PART}){{0,5}}(?:\[\])?\]?")
# Eighteen small letters are a word; a key of twenty characters or more has capitals or digits among them.
_WORDS = r"[a-z]{1,18}|[A-Z]?[a-z]{2,14}(?:[A-Z][a-z]{2,14}){1,4}"
_COUNT = r"[0-9]{1,2}[A-Za-z]{0,2}"
_NAME = re.compile(
    rf"(?:{_PART}|{_WORDS})(?:[_\-\[\]]{{1,4}}(?:{_PART}|{_WORDS}|{_COUNT})){{0,5}}(?:\[\])?\]?\??"
)
_SPLIT = re.compile(r"[\W_]+")
_MEDIA_TYPE = re.compile(r"(?:application|audio|font|image|message|model|multipart|text|video)/")
# An account called BTC must not hide every value with btc in it.
_TOO_SHORT = 4

# Where secrets stand; a signature is one, for a signed request can be sent again.
_PRIVATE_HEADERS = frozenset(
    {
        "apikey",
        "api-key",
        "x-api-key",
        "signature",
        "authorization",
        "proxy-authorization",
        "cookie",
        "set-cookie",
        "x-auth-token",
        "x-csrf-token",
        "commas-app-id",
    }
)
# Where secrets, names of people and accounts, and words of their own stand, in parameters and in bodies.
_PRIVATE_FIELDS = frozenset(
    {
        "api_key",
        "apikey",
        "key",
        "secret",
        "api_secret",
        "signature",
        "token",
        "access_token",
        "auth_token",
        "password",
        "passphrase",
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


def is_word(text: str) -> bool:
    """Tell whether a text is made like a name or an enum value."""
    return _WORD.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Tell whether a text is made like the name of a member or a parameter, in letters of any alphabet."""
    return _NAME.fullmatch("".join(map(_latin, text))) is not None


def masked_name(text: str) -> str:
    """Return a name, or a mark in place of it if it is none."""
    return text if is_name(text) else MARK


def _latin(character: str) -> str:
    if character.isascii() or not character.isalpha():
        return character
    return "A" if character.isupper() else "a"


def masked(text: str, between: str = "") -> str:
    """Return a text with a mark in place of it if it is no word, or of each part if `between` parts it."""
    return _partwise(text, between, is_word)


def masked_type(text: str) -> str:
    """Return a media type with marks in it, one mark if it does not begin as media types do."""
    return masked(text, IN_TYPE) if _MEDIA_TYPE.match(text) or text == NO_TYPE else MARK


def _partwise(text: str, between: str, is_shown: Callable[[str], bool]) -> str:
    parts = re.split(f"([{re.escape(between)}])", text) if between else [text]
    kept = (part if part in between or part in {MARK, NUMBER} or is_shown(part) else MARK for part in parts)
    return "".join(kept)


class Redaction:
    """Decides which words are shown, knowing what stood in private places of the traffic so far.

    `secrets` are the names of parameters and members that the document marks as such.
    """

    def __init__(self, secrets: Collection[str] = ()) -> None:
        self._private: set[bytes] = set()
        self._fields = _PRIVATE_FIELDS | {name.lower() for name in secrets}

    def learn(self, exchange: HttpTransaction) -> None:
        """Remember what stands in the private places of an exchange."""
        plain = (_plain(text) for text in _private_texts(exchange, self._fields))
        # What is no word is never shown; remembering each signature would fill the memory of a long run.
        self._private.update(_digest(text) for text in plain if is_name(text))

    def shows(self, word: str) -> bool:
        """Tell whether a word may be shown: neither it nor a longer part of it stood in a private place."""
        return is_word(word) and not self._is_private(word)

    def _is_private(self, text: str) -> bool:
        parts = [part for part in _SPLIT.split(text.lower()) if len(part) >= _TOO_SHORT]
        return any(_digest(each) in self._private for each in (_plain(text), *parts))

    def shown_name(self, name: str) -> str:
        """Return the name of a member or a parameter, or a mark in place of it if it may not be shown."""
        return name if is_name(name) and not self._is_private(name) else MARK

    def shown(self, text: str, between: str = "") -> str:
        """Return a masked text with a mark in place of each word that may not be shown."""
        return _partwise(text, between, self.shows)

    def shown_sample(self, value: Any) -> Any:
        """Return a sample with its property names judged once more."""
        match value:
            case dict():
                return {self.shown_name(key): self.shown_sample(inner) for key, inner in value.items()}
            case list():
                return [self.shown_sample(inner) for inner in value]
        return value


def _plain(text: str) -> str:
    return _SPLIT.sub("_", text.lower()).strip("_")


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _private_texts(exchange: HttpTransaction, fields: Collection[str]) -> Iterator[str]:
    for name, value in (*exchange.request_headers, *exchange.response_headers):
        if name.lower() in _PRIVATE_HEADERS:
            # The second half is for cookies.
            yield from (value, *(part.partition("=")[2] for part in value.split(";")))
    yield from _in_fields(_query(exchange.url), fields)
    for body, headers in (
        (exchange.request_body, exchange.request_headers),
        (exchange.response_body, exchange.response_headers),
    ):
        try:
            yield from _in_fields(json_value(body or b"null", headers), fields)
        except Unreadable:
            yield from _in_fields(dict(parse_qsl((body or b"").decode("utf-8", "replace"))), fields)


def _query(url: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(urlsplit(url).query))
    except ValueError:
        return {}


def _in_fields(value: Any, fields: Collection[str], private: bool = False) -> Iterator[str]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from _in_fields(inner, fields, private or key.lower() in fields)
        case list():
            for inner in value:
                yield from _in_fields(inner, fields, private)
        case str() if private:
            yield value
