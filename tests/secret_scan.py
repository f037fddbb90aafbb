"""Looks for the keys and secrets of a test run in everything the client gives away.

What httpx's own objects hold is not looked at: a request has to carry its key.
"""

import logging
import pickle
import traceback
from collections.abc import Iterable


def shapes(secret: str) -> tuple[bytes, ...]:
    """Return the forms in which a secret could turn up."""
    return (secret.encode(), secret.encode().hex().encode(), secret[:20].encode())


class SecretScan(logging.Handler):
    """Collects log lines, errors and reprs; `found` says which of them hold a secret."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(logging.NOTSET)
        self._secrets = {shape for secret in secrets for shape in shapes(secret)}
        self.scanned = 0
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Look at a log line as text, with its arguments and traceback."""
        self._look(f"log line of {record.name}", logging.Formatter().format(record), repr(record.args))

    def look_at(self, thing: object) -> None:
        """Look at anything: its repr and, if it is an error, its text, traceback, chain and pickle."""
        shown = [repr(thing), str(thing)]
        if isinstance(thing, BaseException):
            shown += [
                *traceback.format_exception(thing),
                *_library_variables(thing),
                repr(vars(thing)),
                repr(thing.__context__),
                repr(thing.__cause__),
            ]
        self._look(type(thing).__name__, *shown)
        if isinstance(thing, Exception):
            self._look(f"pickle of {type(thing).__name__}", pickle.dumps(thing).decode("latin-1"))

    def _look(self, where: str, *texts: str) -> None:
        self.scanned += 1
        for text in texts:
            raw = text.encode("utf-8", "replace")
            self.found += [f"{where}: {text[:200]}" for secret in self._secrets if secret in raw]


def _library_variables(error: BaseException) -> list[str]:
    """Return the variables of each frame the error came through, as an error tracker would collect them."""
    stack = traceback.TracebackException.from_exception(error, capture_locals=True).stack
    # The tests themselves hold the keys they made up.
    frames = [frame for frame in stack if "/tests/" not in frame.filename]
    return [f"{frame.filename}: {frame.locals}" for frame in frames]
