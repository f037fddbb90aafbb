"""The operation of the document that a request is for.

A path is matched below the path of a server, whatever the host: recordings of a test server or of the
recording proxy are as good. Where a template and a fixed path fit both, the fixed one wins.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from generator.document.json_pointer import pointer
from generator.observe.document import Document, Operation
from generator.observe.parameters import compare_path
from generator.observe.redaction import NUMBER, is_word, masked

_UNKNOWN = "/paths"


@dataclass(frozen=True, slots=True)
class Match:
    """Where a request goes: an operation, or None and what may be shown of the path it asks for.

    `path` is a documented path, or one that is masked; `schema` leads to what lacks the operation.
    """

    path: str
    schema: str
    operation: Operation | None = None
    query: str = field(default="", repr=False)
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class _Fit:
    path: str
    values: Mapping[str, str]


class Routes:
    """The addresses of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._operations = {(each.method, each.path): each for each in document.operations}
        self._paths = {path: path.strip("/").split("/") for path in document.content["paths"]}

    def find(self, method: str, url: str) -> Match | None:
        """Return where a request goes, None if it is not for this API."""
        try:
            address = urlsplit(url)
        except ValueError:
            return None
        below = self._below_server(address.path)
        return None if below is None else self._match(method.upper(), below, address.query)

    def _below_server(self, path: str) -> list[str] | None:
        for base in sorted(self._document.base_paths, key=len, reverse=True):
            if path.startswith(f"{base}/") and path.strip("/") != base.strip("/"):
                # Split before unquoting: an escaped slash is part of its step.
                return [unquote(step) for step in path.removeprefix(base).strip("/").split("/")]
        return None

    def _match(self, method: str, steps: list[str], query: str) -> Match:
        # The fewer steps stand for anything, the better the fit.
        fits = sorted(self._fits(steps), key=lambda fit: len(fit.values))
        for fit in fits:
            operation = self._operations.get((method, fit.path))
            if operation and not self._is_other_path(operation, fit.values):
                return Match(fit.path, operation.pointer, operation, query, fit.values)
        for fit in fits:
            if not any(is_word(value) for value in fit.values.values()):
                return Match(fit.path, pointer(("paths", fit.path)), query=query)
        return Match(f"/{'/'.join(_shown(step) for step in steps)}", _UNKNOWN, query=query)

    def _fits(self, steps: list[str]) -> Iterator[_Fit]:
        for path, template in self._paths.items():
            pairs = list(zip(template, steps, strict=False))
            if len(template) == len(steps) and all(a == b or a.startswith("{") for a, b in pairs):
                yield _Fit(path, {name[1:-1]: step for name, step in pairs if name.startswith("{")})

    def _is_other_path(self, operation: Operation, values: Mapping[str, str]) -> bool:
        """Tell whether a word stands where a number belongs: /smart_trades/statistics is no SmartTrade."""
        off = compare_path(self._document, operation, values).drifts
        return any(is_word(values[drift.at[1:]]) for drift in off)


def _shown(step: str) -> str:
    # The number of an object and a name that is withheld are different addresses.
    return NUMBER if step.isascii() and step.isdecimal() else masked(step)
