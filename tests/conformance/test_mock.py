"""Document and exchange hold each other: what the one says, the other does, over a real socket."""

import pytest
from threecommas_conformance import PHASES, Report
from threecommas_conformance.document import bundled, operations
from threecommas_conformance.interactions import reached
from threecommas_conformance.table import text

OPERATIONS = operations(bundled())
# It needs no key and takes no parameter, so nothing about a call of it can be wrong.
UNREFUSED = {"list_markets"}


def test_mock_answers_every_call_as_the_document_says(mock_report: Report) -> None:
    assert [str(found) for found in mock_report.findings] == []
    assert mock_report.stopped is None


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_calls_of_the_operation_succeed_and_are_refused(mock_report: Report, operation) -> None:
    statuses = {status for name, status in reached(mock_report.interactions) if name == operation.id}
    assert operation.success in statuses
    assert {status for status in statuses if 400 <= status < 500} or operation.id in UNREFUSED


@pytest.mark.parametrize("phase", PHASES)
def test_phase_makes_calls(mock_report: Report, phase: str) -> None:
    assert sum(count for (_, each), count in mock_report.calls.items() if each == phase) > 0


def test_signed_operation_meets_every_kind_of_wrong_credentials(mock_report: Report) -> None:
    for operation in OPERATIONS:
        kinds = (8 if operation.example else 7) if operation.signed else 0
        assert mock_report.calls[operation.id, "credentials"] >= kinds


def test_table_has_a_count_or_a_reason_for_every_documented_status(mock_report: Report) -> None:
    assert {(cell.operation, cell.status) for cell in mock_report.table} == {
        (operation.id, status) for operation in OPERATIONS for status in operation.statuses
    }
    assert [cell for cell in mock_report.table if bool(cell.count) == bool(cell.reason)] == []
    shown = text(mock_report.table)
    assert all(operation.id in shown for operation in OPERATIONS)
    assert "418 (never provoked: a run does not exceed a limit): all" in shown
