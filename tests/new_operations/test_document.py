"""Operations are added by files of the document alone: the build takes them without any other change."""

from typing import Any

from tests.new_operations.added import OPERATIONS


def test_build_takes_four_more_operations(added_document: dict[str, Any]) -> None:
    found = [
        operation["operationId"]
        for item in added_document["paths"].values()
        for operation in item.values()
        if "operationId" in operation
    ]
    assert set(OPERATIONS) < set(found)
