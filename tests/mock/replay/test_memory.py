"""Memory of a replay: what passes without a trade leaves nothing behind, and the journal keeps its bound."""

import json
import subprocess
import sys
from pathlib import Path

from tests.mock.replay.memory_taken import FIRST, KEPT, SECOND

ROOT = Path(__file__).parents[3]


def test_quiet_candles_leave_nothing_behind() -> None:
    command = [sys.executable, "-m", "tests.mock.replay.memory_taken"]
    done = subprocess.run(command, capture_output=True, check=True, cwd=ROOT)
    taken = json.loads(done.stdout)
    assert (taken["kept"], taken["dropped"] > KEPT) == (KEPT, True)
    some, many = taken["sizes"]
    # The smallest object has more bytes than this lets each candle leave.
    assert many - some < SECOND - FIRST
