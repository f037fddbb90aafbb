"""Every place that names the version names the one that is released."""

from pathlib import Path
from typing import Any

import pytest

from generator.document.yaml_io import read_yaml
from generator.release.version_agreement import mismatches, missing_date

CASES = read_yaml((Path(__file__).parent / "data" / "agreement.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_place_with_another_version_is_named(case: dict[str, Any]) -> None:
    found = mismatches(
        case["version"],
        pyproject=f'[project]\nversion = "{case["pyproject"]}"\n',
        document=f"info:\n  version: {case['document']}\n",
        changelog=case["changelog"],
    )
    assert [str(finding).partition(" [")[0] for finding in found] == case["finds"]


@pytest.mark.parametrize(
    ("heading", "reason"),
    [
        ("## 0.2.0 - unreleased", ["the topmost entry is unreleased"]),
        ("## 0.2.0", ["the topmost entry is not dated"]),
        ("## 0.2.0 - 2026-02-30", ["the topmost entry is 2026-02-30"]),
        ("## 0.2.0 - 2026-02-28", []),
    ],
)
def test_entry_of_a_release_has_its_day(heading: str, reason: list[str]) -> None:
    found = missing_date(f"# Changelog\n\n{heading}\n\n- Something.\n\n## 0.1.0 - 2026-01-01\n")
    assert [finding.reason for finding in found] == reason
