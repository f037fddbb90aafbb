"""A valid request that a server refuses: judged by status and fields, and by what was sent."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
import yaml
from schemathesis.core.failures import ServerError
from schemathesis.openapi.checks import RejectedPositiveData
from threecommas_conformance.phases.schemathesis_hooks import counts

CASES = yaml.safe_load(Path(__file__).with_name("data").joinpath("refusals.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_refusal_of_a_valid_request_counts_where_a_schema_could_have_said_it(case: dict[str, Any]) -> None:
    status, path = case.get("status", 400), case.get("path", "/v2/smart_trades")
    body = case.get("body", {"error": "record_invalid", "error_attributes": case.get("fields", {})})
    answer: Any = httpx.Response(status, text=case.get("text", json.dumps(body)))
    parameters = {"id": 1} if "{" in path else {}
    sent: Any = SimpleNamespace(
        path=path, method=case.get("method", "POST"), body=case.get("sent"), path_parameters=parameters
    )
    failure: Any = RejectedPositiveData(operation="x", message="x", status_code=status, allowed_statuses=[])
    if status == 500:
        failure = ServerError(operation="x", status_code=status)
    assert counts(failure, sent, answer) is case["counts"]
