"""The status of each success is the one the pages print: 201 for every POST, 200 for all others.

An answer without a body may have 204 as well: there page and swagger file disagree.
"""

from typing import Any

import threecommas_openapi

DOCUMENT = threecommas_openapi.load()


def test_each_operation_succeeds_with_its_documented_status_and_no_other() -> None:
    described = {
        path[method]["operationId"]: (
            [status for status in path[method]["responses"] if status < "3"],
            printed(method, path[method]["responses"]),
        )
        for path in DOCUMENT["paths"].values()
        for method in {"get", "post", "put", "patch", "delete"} & path.keys()
    }
    assert described
    assert {name: found for name, (found, printed) in described.items() if found != printed} == {}


def printed(method: str, responses: dict[str, Any]) -> list[str]:
    status = "201" if method == "post" else "200"
    return [status] if "content" in responses[status] else [status, "204"]
