"""A request with its answer, without secrets: the raw material of every report."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

Headers = tuple[tuple[str, str], ...]

# What curl sends by itself, and what has to be filled in by whoever has the key.
_UNSAID = frozenset({"host", "content-length", "connection", "accept", "accept-encoding", "user-agent"})
_FILLED_IN = {"apikey": "$APIKEY", "signature": "$SIGNATURE"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """One request with its answer. Keys, secrets and signatures are already struck out.

    `operation` is the operationId, None for a method or path that is none. `url` is as sent, `case` the name
    that schemathesis gave the request, "" for one of the suite's own. `status` is 0 without an answer.
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

    def curl(self) -> str:
        """Return a shell command that sends it again; key and signature are variables to be set before."""
        words = ["curl", "-X", self.method]
        for name, value in self.headers:
            if name.lower() not in _UNSAID | _FILLED_IN.keys():
                words += ["-H", f"{name}: {value}"]
        if self.body:
            words += ["--data-raw", self.body]
        signed = [
            f'-H "{name}: {_FILLED_IN[name.lower()]}"'
            for name, _ in self.headers
            if name.lower() in _FILLED_IN
        ]
        return " ".join([shlex.join(words), *signed, shlex.quote(self.url)])


def status_counts(interactions: Sequence[Interaction]) -> dict[tuple[str, int], int]:
    """Return how often each operation was answered with each status."""
    counts: dict[tuple[str, int], int] = {}
    for each in interactions:
        if each.operation is not None and each.status:
            counts[each.operation, each.status] = counts.get((each.operation, each.status), 0) + 1
    return counts
