"""The page at `/__mock__/`: SmartTrades, prices, faults and requests of a running exchange, and its levers.

It is one file that loads nothing else and runs no script but its own.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from threecommas_mock.http.messages import Response

_FILE = Path(__file__).with_name("live.html")


def live_page() -> Response:
    """Read the page; the policy that goes with it names its script and its style by their hashes."""
    page = _FILE.read_bytes()
    policy = [
        "default-src 'none'",
        "connect-src 'self'",
        f"script-src {_hash(page, b'script')}",
        f"style-src {_hash(page, b'style')}",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": "; ".join(policy),
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(200, page, headers, media_type="text/html; charset=utf-8")


def _hash(page: bytes, element: bytes) -> str:
    (content,) = re.findall(rb"<%b>(.*?)</%b>" % (element, element), page, re.DOTALL)
    return f"'sha256-{b64encode(sha256(content).digest()).decode()}'"
