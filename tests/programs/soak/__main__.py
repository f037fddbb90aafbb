"""The soak: six weeks of a fleet of fifty clients on five keys, in minutes.

make soak                                            # six weeks; the report is dist/soak.json
python tests/programs/soak --weeks 1 --seed 7

An hour on the exchange is four moves of each price and a turn of each client. One request in a hundred meets
a fault. The clients of a key share its rate budget in a Redis of their own, or in a file where there is none.
After each week books, orders, limits and memory are looked at. The exit code is 1 if something does not hold.
"""

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from tests.programs.soak.budget_store import budget_store  # noqa: E402
from tests.programs.soak.checks import faults_of, growth, objects_of_clients  # noqa: E402
from tests.programs.soak.fleet import CLIENTS, Tally, fleet  # noqa: E402
from tests.programs.soak.simulation import Simulation  # noqa: E402

HOURS_OF_A_WEEK = 24 * 7
QUARTER = 900.0


def weeks(
    simulation: Simulation, tally: Tally, count: int, hours: int = HOURS_OF_A_WEEK
) -> Iterator[dict[str, Any]]:
    """Live one week after the other; yield what was seen at the end of each."""
    members = fleet(simulation, tally)
    for week in range(1, count + 1):
        for _ in range(hours):
            _live_an_hour(simulation, members)
        yield {
            "week": week,
            "faults": list(faults_of(simulation, tally)),
            "orders": len(tally.made),
            "requests": sum(tally.statuses.values()),
            "objects": objects_of_clients(),
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


def _live_an_hour(simulation: Simulation, members: list[Any]) -> None:
    for _ in range(4):
        simulation.move_prices()
        simulation.pass_time(QUARTER)
    for member in members:
        member.act()


def report_of(seen: list[dict[str, Any]], tally: Tally, seconds: float) -> dict[str, Any]:
    """Return the report: what each week showed, and whether it holds."""
    faults = [each for week in seen for each in week["faults"]]
    faults += growth(seen[0]["objects"], seen[-1]["objects"], CLIENTS)
    return {
        "holds": not faults,
        "faults": faults,
        "seconds": round(seconds, 1),
        "orders": len(tally.made),
        "answers": {str(status): count for status, count in sorted(tally.statuses.items(), key=str)},
        "errors": dict(tally.errors.most_common()),
        "weeks": seen,
    }


def main() -> int:
    """Run the soak, write its report, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python tests/programs/soak", description=__doc__)
    parser.add_argument("--weeks", type=int, default=6)
    parser.add_argument("--seed", type=int, default=20)
    options = parser.parse_args()
    begun, tally, seen = time.monotonic(), Tally(), []
    with tempfile.TemporaryDirectory() as folder, budget_store(Path(folder)) as (kind, url):
        print(f"The budgets are in {kind}.", flush=True)
        for week in weeks(Simulation(options.seed, url), tally, options.weeks):
            seen.append(week)
            print(json.dumps(week | {"objects": sum(week["objects"].values())}), flush=True)
    report = {"store": kind, **report_of(seen, tally, time.monotonic() - begun)}
    path = ROOT / "dist" / "soak.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(report, indent=2) + "\n", "utf-8")
    print(json.dumps({name: value for name, value in report.items() if name != "weeks"}, indent=2))
    return 0 if report["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
