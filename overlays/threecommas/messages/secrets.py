"""Secrets that a message carries: the values of members and parameters that the document calls secret.

Key and signature stand in headers, which are left out wherever a message is shown
(`threecommas.guards.local`). What is struck out here stands in a body or in a query.
"""

import re

from threecommas_rest.secret_names import SECRET_NAMES

STRUCK = "<secret>"
_NAMES = "|".join(sorted(map(re.escape, SECRET_NAMES), key=len, reverse=True))
# A value in JSON, text or anything else, and one in a query or a form.
_IN_JSON = re.compile(rf'("(?:{_NAMES})"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^\s,}}\]]+)'.encode())
_IN_QUERY = re.compile(rf"((?:^|[?&\s])(?:{_NAMES})=)([^&\s#]*)".encode())


def without_secrets(message: bytes) -> bytes:
    """Return a body, a query or a signed text with every secret in it struck out."""
    if not _NAMES:
        return message
    message = _IN_JSON.sub(rb'\1"' + STRUCK.encode() + rb'"', message)
    return _IN_QUERY.sub(rb"\1" + STRUCK.encode(), message)
