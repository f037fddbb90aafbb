"""A Python on which the wheel does not work is named, with what went wrong."""

from pathlib import Path

from generator.release.pythons import faults_on


def test_python_that_is_not_there_is_a_fault() -> None:
    (fault,) = faults_on("/nowhere/python3.11", Path("traders.whl"), "0.2.0")
    assert fault.file == "python3.11"
    assert "`/nowhere/python3.11 environment` failed: " in fault.reason
