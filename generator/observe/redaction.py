"""The parts of the traffic that may be shown. The list names what is allowed, as nobody can list all secrets.

Shown are statuses, counts, samples (see `masked_values`), whatever the document itself says, and words. A
word is a name or an enum value. It has at most six parts, each of at most 15 letters. Keys, signatures, ids
and addresses are no words: no run of more than 17 letters and digits leaves the traffic. Names of members and
parameters may have 18 letters if all are small, or if capitals show their words (progressAccuracy). They may
end in a question mark, as those of Ruby do.

Some places are for secrets or names (see `private_texts`): a key's header, an account's name, a note. What
stands in one anywhere in the same traffic is not shown. Such values are remembered as digests only.
"""

import hashlib
import re
from collections.abc import Callable, Collection
from typing import Any

from generator.observe.http_transactions import HttpTransaction
from generator.observe.private_texts import PrivatePlaces

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
        self._places = PrivatePlaces(secrets)

    def learn(self, exchange: HttpTransaction) -> None:
        """Remember what stands in the private places of an exchange."""
        plain = (_plain(text) for text in self._places.texts(exchange))
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
