"""Operations that files of the document add: methods of the client, which its guards judge like any other."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.new_operations.added import HERE, ROOT

CASES: list[dict[str, Any]] = yaml.safe_load(HERE.joinpath("client.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_program_on_the_client_with_more_operations_prints(case: dict[str, Any], added_output: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(HERE / "client_program.py")],
        input=case["program"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (added_output, ROOT / "overlays")))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (case["prints"], "")
