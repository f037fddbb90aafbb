"""Redaction: no key, secret or signature is written down.

It happens where a request is recorded, so that no report can forget it.
"""

import json
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

from threecommas_openapi.masking import mask_answer, mask_body, mask_url

HIDDEN = "<hidden>"

_SECRET_HEADERS = frozenset({"apikey", "signature", "authorization", "cookie", "set-cookie"})
_SENT = frozenset({"apikey", "signature"})
# A shorter one could be part of an ordinary word, which would then be struck out.
_SHORTEST = 8


class Redactor:
    """Strikes out some secrets, as they are and as they look in JSON and in a URL."""

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets if len(secret) >= _SHORTEST for form in _forms(secret)}
        # The longest first: one secret may be the beginning of another.
        self._forms = sorted(forms, key=len, reverse=True)
        self._by_start: dict[str, set[str]] = {}

    def hide(self, headers: Iterable[tuple[str, str]]) -> None:
        """Strike out the key and the signature of these headers too, whichever text repeats them."""
        for name, value in headers:
            if name.lower() in _SENT and len(value) >= _SHORTEST:
                for form in _forms(value):
                    self._by_start.setdefault(form[:_SHORTEST], set()).add(form)

    def text(self, text: str) -> str:
        """Return the text without secrets."""
        for form in self._forms:
            text = text.replace(form, HIDDEN)
        return self._without_sent(text)

    def _without_sent(self, text: str) -> str:
        # A run sends thousands of signatures: each place is looked up, not each signature searched for.
        places = range(len(text) - _SHORTEST + 1)
        parts, end = list[str](), 0
        for place in [each for each in places if text[each : each + _SHORTEST] in self._by_start]:
            forms = self._by_start[text[place : place + _SHORTEST]]
            length = max((len(form) for form in forms if text.startswith(form, place)), default=0)
            if length and place >= end:
                parts += [text[end:place], HIDDEN]
                end = place + length
        return "".join([*parts, text[end:]])

    def url(self, url: str) -> str:
        """Return an address without secrets, those of an exchange in its query included."""
        return self.text(mask_url(url))

    def sent(self, content: bytes) -> str:
        """Return the body of a request as text without secrets; what is no UTF-8 is escaped."""
        return self.text(mask_body(content.decode("utf-8", "backslashreplace")))

    def content(self, content: bytes) -> str:
        """Return the body of an answer as text without secrets; what is no UTF-8 is escaped."""
        return self.text(mask_answer(content.decode("utf-8", "backslashreplace")))

    def headers(self, headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Return headers without the values that nobody may see."""
        return tuple(
            (name, HIDDEN if name.lower() in _SECRET_HEADERS else self.text(value)) for name, value in headers
        )


def _forms(secret: str) -> set[str]:
    return {secret, json.dumps(secret)[1:-1], quote(secret, ""), quote_plus(secret)}
