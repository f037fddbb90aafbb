"""The plan of a run, and the settings of schemathesis that follow from it."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from threecommas.errors import ConfigurationError

Phase = Literal["examples", "coverage", "fuzzing", "negative", "stateful", "invalid_bodies", "credentials"]
PHASES: tuple[Phase, ...] = get_args(Phase)
"""In the order in which they run.

``examples`` sends what the document shows, ``coverage`` the boundaries of each parameter and body, valid and
not, ``fuzzing`` valid requests, ``negative`` invalid ones, ``stateful`` sequences of calls in which one uses
what another answered, ``invalid_bodies`` documented requests with one keyword of their schema broken,
``credentials`` calls whose key or signature is absent or tampered with.
"""

SEED = 20
EXAMPLES = 25

# Methods tried where the document has none. QUERY is left out: HTTP servers turn it away by themselves.
_UNEXPECTED = ["get", "put", "post", "delete", "options", "patch", "trace"]
# Letters that HTTP allows in no header, so that no client library sends them.
_NEVER_IN_HEADERS = "".join(chr(code) for code in (*range(32), 127))
# Seconds. The gateway has a time-out of its own, and waits for the rate budget besides.
_LONG = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPlan:
    """The plan of a run. One plan sends the same requests, byte for byte, to a server that does the same.

    `examples` is how many requests fuzzing, negative and stateful try of each operation. `account_id` and
    `pair` are what orders are made of; None leaves the choice to the run. Raises `ConfigurationError`.
    """

    phases: tuple[Phase, ...] = PHASES
    seed: int = SEED
    examples: int = EXAMPLES
    account_id: int | None = None
    pair: str | None = None

    def __post_init__(self) -> None:
        if unknown := [phase for phase in self.phases if phase not in PHASES]:
            raise ConfigurationError(f"There is no phase {unknown[0]!r}. Give some of {', '.join(PHASES)}.")
        if not self.phases or self.examples < 1:
            raise ConfigurationError("The plan does nothing. Give a phase, and one example or more.")


def schemathesis_passes(plan: RunPlan) -> list[tuple[Phase, ...]]:
    """Return which phases schemathesis runs together: negative is its fuzzing once more, with other data."""
    together = tuple(
        phase for phase in plan.phases if phase not in {"negative", "invalid_bodies", "credentials"}
    )
    return [each for each in (together, ("negative",) if "negative" in plan.phases else ()) if each]


def schemathesis_settings(plan: RunPlan, phases: tuple[Phase, ...], *, only_reads: bool) -> dict[str, Any]:
    """Return the configuration of schemathesis for one pass."""
    negative = "negative" in phases
    fuzzing = {"enabled": negative or "fuzzing" in phases, "generation": {"mode": "positive"}}
    return {
        "seed": plan.seed,
        "workers": 1,
        "request-timeout": _LONG,
        # A redirect is the answer of its operation. What it leads to would be judged in its place.
        "max-redirects": 0,
        "cache": {"enabled": False},
        "generation": {
            "max-examples": plan.examples,
            "database": "none",
            "exclude-header-characters": _NEVER_IN_HEADERS,
            # The signature is put back after schemathesis took it away, so these cases would be no cases;
            # the phase credentials has them.
            "with-security-parameters": False,
            "no-shrink": True,
        },
        "phases": {
            "examples": {"enabled": "examples" in phases},
            "coverage": {
                "enabled": "coverage" in phases,
                "unexpected-methods": [] if only_reads else _UNEXPECTED,
            },
            "fuzzing": fuzzing | ({"generation": {"mode": "negative"}} if negative else {}),
            "stateful": {"enabled": "stateful" in phases},
        },
        "checks": {
            # A cancelled SmartTrade stays readable (documented by the example of GET /v2/smart_trades/{id}).
            "use_after_free": {"enabled": False},
            # The phase credentials asks for more, and does not depend on which calls succeed.
            "ignored_auth": {"enabled": False},
            # 404: an id that is nobody's. 422: the exchange's limits, which no schema knows.
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "401", "403", "404", "409", "422", "5xx"]
            },
        },
    }
