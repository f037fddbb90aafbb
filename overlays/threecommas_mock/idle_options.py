"""Options of the command that do nothing alone: given without the one they need, they are refused.

Whoever gives one expects something of it, and would not hear otherwise that nothing comes.
"""

from __future__ import annotations

from argparse import Namespace

_NEEDED = {
    "rsa_api_key": "public_key_file",
    "account": "funds",
    "pair": "prices",
    "speed": "prices",
    "candle_path": "prices",
    "seed": "prices",
    "gaps": "prices",
    "paused": "prices",
    "report": "prices",
}


def refuse_idle_options(options: Namespace, defaults: Namespace) -> None:
    """Raise ValueError naming an option that differs from its default while the one it needs is missing."""
    for name, other in _NEEDED.items():
        if getattr(options, name) != getattr(defaults, name) and getattr(options, other) is None:
            raise ValueError(f"{_written(name)}: does nothing without {_written(other)}; give both or none")
    if options.seed != defaults.seed and options.candle_path != "random":
        raise ValueError("--seed: does nothing without --candle-path random; give both or none")


def _written(name: str) -> str:
    return f"--{name.replace('_', '-')}"
