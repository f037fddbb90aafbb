"""The conformance suite against the mock over loopback, whole and twice: nothing found, nothing left out.

The first run is reported, with what was seen on other accounts; the second has to send the same bytes.
"""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from threecommas_conformance import Report, RunPlan, run, target_from_environment
from threecommas_conformance.plan import SEED
from threecommas_conformance.reports.baseline import NOTHING_KNOWN
from threecommas_conformance.reports.har import har
from threecommas_conformance.reports.html import page
from threecommas_conformance.reports.junit import junit
from threecommas_conformance.reports.summary import summary
from threecommas_mock import MockExchange, serve

from tests.conformance.accounts import elsewhere
from tests.conformance.servers import KEY, KEYS, SECRET

ROOT = Path(__file__).parents[3]
UNMET = ROOT / "tests" / "conformance" / "data" / "unmet.yaml"


def main() -> int:
    """Run, write the reports and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.programs.prove.campaign", description=__doc__)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--examples", type=int, default=25)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    plan = RunPlan(seed=options.seed, examples=options.examples)
    report = checked(plan)
    others = list(elsewhere(seed=options.seed, examples=options.examples))
    for other in others:
        report.coverage.seen.update(other.coverage.seen)
    files = {"report.html": page(report), "report.xml": junit(report), "report.har": har(report)}
    for name, text in files.items():
        (options.output / name).write_text(text, "utf-8")
    print(summary(report, NOTHING_KNOWN))
    faults = [*unmet_again(report, plan), *leaked(files), *differing(report, checked(plan))]
    faults += [str(finding) for other in others for finding in other.findings]
    print("\n".join(faults))
    return int(bool(report.findings or report.stopped or faults))


def checked(plan: RunPlan) -> Report:
    """Return what a plan comes to with a new exchange on this machine."""
    with serve(MockExchange(journal_capacity=1, web_mode="paper")) as url:
        return run(target_from_environment(KEYS, url=url), plan)


def unmet_again(report: Report, plan: RunPlan) -> list[str]:
    """Name the gaps of the seed of every day, and of any other those that the next seed leaves too.

    Of so many places a seed misses some by chance. Rarest is the second form of a switch, such as its text.
    """
    gaps = unmet(report)
    if plan.seed == SEED:
        return gaps
    uncommon = [gap for gap in gaps if not has_another_form(gap, report.coverage.kept)]
    again = unmet(checked(replace(plan, seed=plan.seed + 1))) if uncommon else []
    return [gap for gap in uncommon if gap in again]


def has_another_form(gap: str, kept: set[str]) -> bool:
    """Tell whether the gap is one form of a switch, of which another was kept."""
    forms = gap.rpartition(": ")[2].removesuffix("/const").rpartition("/")[0]
    return gap.endswith("/const") and any(
        each.endswith("/const") and each.removesuffix("/const").rpartition("/")[0] == forms for each in kept
    )


def unmet(report: Report) -> list[str]:
    """Name the gaps of which nobody said why they are there."""
    known, met = yaml.safe_load(UNMET.read_text("utf-8")), report.coverage
    gaps = {
        "unkept": met.keywords - met.kept,
        "unbroken": met.keywords - met.broken,
        "unseen": met.members - met.seen,
    }
    return [
        f"Not in unmet.yaml, but {kind}: {place}"
        for kind, places in gaps.items()
        for place in sorted(places - long_run_gaps(known[kind]))
    ]


def long_run_gaps(groups: list[dict[str, Any]]) -> set[str]:
    """Return the places that a run with many examples does not meet either."""
    return {place for group in groups if not group.get("short_runs") for place in group["places"]}


def leaked(files: dict[str, str]) -> list[str]:
    """Name the reports that have a key or a secret in them."""
    return [f"{name} has a key or a secret" for name, text in files.items() if KEY in text or SECRET in text]


def differing(first: Report, second: Report) -> list[str]:
    """Say if two runs of one plan sent different bytes."""
    same = first.fingerprint == second.fingerprint
    return [] if same else [f"One seed sent {first.fingerprint} and then {second.fingerprint}"]


if __name__ == "__main__":
    sys.exit(main())
