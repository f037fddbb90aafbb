"""A request with its answer, without secrets: the raw material of every report."""

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

Headers = tuple[tuple[str, str], ...]

# What curl sends by itself, and what has to be filled in by whoever has the key.
_UNSAID = frozenset({"host", "content-length", "connection", "accept", "accept-encoding", "user-agent"})
_FILLED_IN = {"apikey": "$APIKEY", "signature": "$SIGNATURE"}
_SIGNED = {
    "apikey": "$THREECOMMAS_API_KEY",
    "signature": "$(threecommas-conformance signature {})",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One request with its answer. Keys, secrets and signatures are already struck out.

    `operation` is the operationId, None for a method or path that is none. `url` is as sent, `case` the name
    that schemathesis gave the request, "" for one of the suite's own. `status` is 0 without an answer.
    `is_signed` is true of a request with the right key and signature.
    """

    number: int
    phase: str
    operation: str | None
    case: str
    started: datetime
    milliseconds: float
    method: str
    url: str
    headers: Headers
    body: str
    status: int
    answer_headers: Headers = ()
    answer: str = ""
    is_signed: bool = False

    def curl(self, written: Callable[[str], str] = shlex.quote) -> str:
        """Return a shell command that sends it again, signed anew if it was signed rightly.

        `written` makes words of the address and the body. Key and signature of a request that was signed
        wrongly on purpose are variables, to be set before.
        """
        words = [f"curl -X {self.method}"]
        for name, value in self.headers:
            if name.lower() in self._signed:
                words.append(f'-H "{name}: {self._signed[name.lower()].format(self._call(written))}"')
            elif name.lower() not in _UNSAID:
                words.append(f"-H {shlex.quote(f'{name}: {value}')}")
        if self.body:
            words.append(f"--data-raw {written(self.body)}")
        return " ".join([*words, written(self.url)])

    @property
    def _signed(self) -> Mapping[str, str]:
        return _SIGNED if self.is_signed else _FILLED_IN

    def _call(self, written: Callable[[str], str]) -> str:
        body = f" --body {written(self.body)}" if self.body else ""
        return f"{self.method} {written(self.url)}{body}"


def status_counts(interactions: Sequence[Interaction]) -> dict[tuple[str, int], int]:
    """Return how often each operation was answered with each status."""
    counts: dict[tuple[str, int], int] = {}
    for each in interactions:
        if each.operation is not None and each.status:
            counts[each.operation, each.status] = counts.get((each.operation, each.status), 0) + 1
    return counts
