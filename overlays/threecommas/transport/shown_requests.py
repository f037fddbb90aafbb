"""The repr of a request, and the line that httpx logs for each one.

Both have the whole address, in whose query a secret of an exchange may stand.
"""

import logging

import httpx
from threecommas_rest.masking import mask_url


class ShownRequest(httpx.Request):
    """An `httpx.Request` whose repr, which tracebacks print, masks the secrets in its query."""

    def __repr__(self) -> str:
        method, url = getattr(self, "method", "?"), str(getattr(self, "url", "?"))
        return f"<Request({str(method)!r}, {mask_url(url)!r})>"


class _MaskedAddresses(logging.Filter):
    """Masks the secrets in the addresses of a log record, and lets every record through."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                mask_url(str(each)) if isinstance(each, httpx.URL) else each for each in record.args
            )
        return True


_MASKED_ADDRESSES = _MaskedAddresses()


def mask_httpx_log() -> None:
    """Let httpx log no secret that stands in a query. To ask for it again changes nothing."""
    logging.getLogger("httpx").addFilter(_MASKED_ADDRESSES)
