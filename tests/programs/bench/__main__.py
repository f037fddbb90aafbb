"""How fast things are, against what they should be: a table to read and dist/bench.json to keep.

Times depend on the machine and on what else it does; ratios compare runs of the same minute. A target that is
missed is shown and is no failure. More rows: a function that yields them, listed in MEASUREMENTS.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from change_delays import change_rows
from client import client_rows
from generation import generation_rows
from mock_rows import mock_rows
from peer_rows import peer_rows
from replays import replay_rows
from report import as_json, show
from rich.console import Console
from rows import Row
from ticks import tick_rows

ROOT = Path(__file__).parents[3]
MEASUREMENTS: tuple[Callable[[int], Iterator[Row]], ...] = (
    generation_rows,
    client_rows,
    change_rows,
    peer_rows,
    mock_rows,
    tick_rows,
    replay_rows,
)
# Narrower, the table of a build log without a terminal would be cut into pieces.
LOG_WIDTH = 150


def main() -> int:
    """Measure, show and write."""
    parser = argparse.ArgumentParser(prog="python tests/programs/bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="runs of which the fastest counts")
    parser.add_argument("--output", type=Path, default=ROOT / "dist" / "bench.json", help="file to write")
    options = parser.parse_args()
    rows = [row for measure in MEASUREMENTS for row in measure(options.rounds)]
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(as_json(rows), indent=2) + "\n", "utf-8")
    show(rows, Console(width=None if sys.stdout.isatty() else LOG_WIDTH))
    return 0


if __name__ == "__main__":
    sys.exit(main())
