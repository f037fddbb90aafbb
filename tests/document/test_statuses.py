"""The status of each success is the one the pages print: 201 for every POST, 200 for all others."""

import json
from pathlib import Path

import threecommas_openapi

DOCUMENT = threecommas_openapi.load()
SUCCESSES = json.loads(Path(__file__).with_name("successes.json").read_text("utf-8"))


def test_each_operation_succeeds_with_its_documented_status_and_no_other() -> None:
    described = {
        path[method]["operationId"]: [status for status in path[method]["responses"] if status < "3"]
        for path in DOCUMENT["paths"].values()
        for method in {"get", "post", "patch", "delete"} & path.keys()
    }
    assert described == {operation: [status] for operation, status in SUCCESSES.items()}
