"""The page at `/__mock__/` and its files: a chart, tables and levers of a running exchange.

`/` leads to it. All of its files come from here: it loads nothing else, and runs no script but its own.
"""

from __future__ import annotations

from pathlib import Path

from threecommas_mock.http.app import CONTROL
from threecommas_mock.http.messages import Response

_FOLDER = Path(__file__).with_name("page")
_START = "index.html"
_MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_POLICY = "; ".join(
    [
        "default-src 'none'",
        "connect-src 'self'",
        "img-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page_file(path: str) -> Response | None:
    """Read the file of the page at *path* below the control; None if there is none."""
    name = path.removeprefix("page/") if path else _START
    # Only names that the folder lists: no path leads out of it.
    files = {file.relative_to(_FOLDER).as_posix(): file for file in _FOLDER.rglob("*.*")}
    if name not in files or files[name].suffix not in _MEDIA_TYPES or path == name:
        return None
    file = files[name]
    return Response(200, file.read_bytes(), _HEADERS, media_type=_MEDIA_TYPES[file.suffix])


def way_to_the_page() -> Response:
    """Send a browser from `/` to the page."""
    return Response(302, b"", {**_HEADERS, "Location": CONTROL}, media_type="text/plain")
