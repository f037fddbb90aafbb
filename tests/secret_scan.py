"""Looks for the keys and secrets of a test run in everything that client and mock give away.

These are log lines, errors with tracebacks and pickles, the reprs of all objects, and recorded requests.
What httpx's own objects hold is not looked at: a request has to carry its key.
"""

import functools
import json
import logging
import pickle
import re
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from threecommas_mock.journal.journal import Journal

# Enough of each class in a test: one that sends a hundred thousand requests makes as many of some.
ENOUGH = 50


def shapes(secret: str) -> tuple[str, ...]:
    """Return the forms in which a secret could turn up; its first letters are in the whole one too."""
    return (secret[:20], secret.encode().hex())


class SecretScan(logging.Handler):
    """Collects log lines, errors and reprs; `found` says which of them hold a secret."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(logging.NOTSET)
        self._secrets = {shape for secret in secrets for shape in shapes(secret)}
        letters = re.escape("".join(sorted(set().union(*self._secrets))))
        # A secret is in a run of these letters, of which few texts have one of its length.
        self._runs = re.compile(f"[{letters}]{{{min(map(len, self._secrets))},}}")
        self._lines = logging.Formatter()
        self.scanned = 0
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Look at a log line as text, with its arguments and traceback."""
        self._look(f"log line of {record.name}", self._lines.format(record), repr(record.args))

    def look_at(self, thing: object, *, variables: bool = True) -> None:
        """Look at anything: its repr and, if it is an error, its text, traceback, chain and pickle.

        `variables` are those of the frames the error came through, whosesoever: httpx's hold signed headers.
        What stands in our own when a client cannot be made, tests/client/messages/test_hidden.py knows.
        """
        shown = [repr(thing)]
        # The text of most objects is what `repr` gives.
        shown += [] if type(thing).__str__ is object.__str__ else [str(thing)]
        if isinstance(thing, BaseException):
            shown += [
                *traceback.format_exception(thing),
                *(_library_variables(thing) if variables else ()),
                repr(vars(thing)),
                repr(thing.__context__),
                repr(thing.__cause__),
            ]
        if isinstance(thing, Journal):
            shown.append(_shown(thing, show=lambda journal: json.dumps(journal.har())))
        self._look(type(thing).__name__, *shown)
        if isinstance(thing, Exception):
            self._look(f"pickle of {type(thing).__name__}", pickle.dumps(thing).decode("latin-1"))

    def _look(self, where: str, *texts: str) -> None:
        self.scanned += 1
        for text in texts:
            runs = "\n".join(self._runs.findall(text))
            if runs:
                self.found += [f"{where}: {text[:200]}" for secret in self._secrets if secret in runs]


def _library_variables(error: BaseException) -> list[str]:
    """Return the variables of each frame the error came through, as an error tracker would collect them."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return [
        f"{frame.f_code.co_filename}: {name} = {_shown(value)}"
        for frame in frames
        # The tests themselves hold the keys they made up.
        if "/tests/" not in frame.f_code.co_filename
        for name, value in frame.f_locals.items()
    ]


def _shown(thing: Any, *, show: Callable[[Any], str] = repr) -> str:
    """Return the repr; that of an object whose `__init__` is not at its end may fail."""
    try:
        return show(thing)
    except AttributeError:
        return f"<unfinished {type(thing).__name__}>"


class Made:
    """Keeps what is made of the watched classes, until it is taken."""

    def __init__(self) -> None:
        self._things: dict[int, object] = {}
        self._count: Counter[type] = Counter()

    def take(self) -> list[object]:
        """Return what was made since the last time."""
        taken, self._things, self._count = self._things, {}, Counter()
        return list(taken.values())

    def watch(self, kinds: Iterable[type]) -> None:
        """Keep what is made of these classes, and of those derived from them, from now on."""
        for kind in kinds:
            kind.__init__ = self._keeping(kind.__init__)  # type: ignore[misc]

    def _keeping(self, init: Callable[..., None]) -> Callable[..., None]:
        # Wrapped, so that the signature stays that of the class.
        @functools.wraps(init)
        def init_and_keep(thing: object, /, *args: Any, **kwargs: Any) -> None:
            init(thing, *args, **kwargs)
            if self._count[type(thing)] < ENOUGH:
                self._things[id(thing)] = thing
                self._count[type(thing)] += 1

        return init_and_keep


def classes_of(*packages: str) -> Iterator[type]:
    """Yield the classes of the packages' loaded modules that say themselves how they are made."""
    for name, module in sorted(sys.modules.items()):
        if name.partition(".")[0] in packages:
            for kind in list(vars(module).values()):
                if isinstance(kind, type) and kind.__module__ == name and "__init__" in vars(kind):
                    yield kind
