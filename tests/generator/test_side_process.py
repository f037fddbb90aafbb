"""Work beside other work: it is done by the end of the block, and its error is not lost."""

import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

from generator.side_process import in_side_process

# In a process of its own: under a parallel test run this one has threads, and then nothing is forked.
ALONE = """
import os
from functools import partial
from generator.side_process import in_side_process

def write(path):
    open(path, "w").write(str(os.getpid()))
    raise KeyError("spoilt")

with in_side_process(os.getpid) as worker:
    pass
print(worker() == os.getpid())
try:
    with in_side_process(partial(write, {path!r})):
        pass
except KeyError as error:
    print(error, os.getpid())
"""


def test_work_runs_in_another_process_and_its_value_or_error_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    script = ALONE.format(path=str(file))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    value_is_own, said, own = done.stdout.split()
    assert said == "'spoilt'"
    assert value_is_own == str(sys.platform != "linux")
    assert (file.read_text("utf-8") == own) == (sys.platform != "linux")


def test_work_runs_in_this_process_if_it_has_other_threads(tmp_path: Path) -> None:
    file, stop = tmp_path / "done", threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        with in_side_process(partial(file.write_text, "done")):
            assert not file.exists()
        assert file.read_text("utf-8") == "done"
        with in_side_process(iter([1, 2]).__next__) as value:
            assert value() == 1
        assert value() == 1
        with pytest.raises(ZeroDivisionError), in_side_process(partial(divmod, 1, 0)):
            pass
    finally:
        stop.set()
        thread.join()


def test_error_of_the_block_is_raised_before_that_of_the_work() -> None:
    with pytest.raises(KeyError), in_side_process(partial(divmod, 1, 0)):
        raise KeyError("block")
