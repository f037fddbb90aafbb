import copy
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from threecommas_mock import Credential, MockExchange, serve

from generator.document.operations import operations
from generator.publish.example_calls import all_calls
from generator.publish.postman import postman_collection

SIGNED = Path(__file__).parent / "data/signed_by_postman.json"
SANDBOX = Path(__file__).parent / "data/postman_sandbox.js"


@pytest.fixture(scope="module")
def collection(files: dict[str, bytes]) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(files["postman_collection.json"])
    return value


def test_collection_names_its_format_and_never_changes_by_itself(
    collection: dict[str, Any], document: dict[str, Any]
) -> None:
    assert collection["info"]["schema"].endswith("/collection/v2.1.0/collection.json")
    assert postman_collection(document) == collection


def test_collection_has_a_request_for_each_documented_call(
    collection: dict[str, Any], document: dict[str, Any]
) -> None:
    expected = sorted((call.method, call.body) for call in all_calls(document))
    found = [item["request"] for item in requests(collection)]
    assert sorted((each["method"], each.get("body", {}).get("raw", "")) for each in found) == expected


def test_each_request_has_what_the_format_asks_for(collection: dict[str, Any]) -> None:
    for item in requests(collection):
        assert item.keys() >= {"name", "request", "response"}
        assert item["request"]["url"]["raw"].startswith("{{base_url}}/")
        assert "/".join(["", *item["request"]["url"]["path"]]) == path_of(item["request"]["url"]["raw"])
        assert all(answer["originalRequest"] == item["request"] for answer in item["response"])


def test_every_variable_of_a_request_is_one_of_the_collection(collection: dict[str, Any]) -> None:
    known = {variable["key"] for variable in collection["variable"]}
    used = {part.partition("}}")[0] for part in json.dumps(collection["item"]).split("{{")[1:]}
    assert used == known - {"api_key", "api_secret"}
    assert used >= {"account_id", "base_url", "smart_trade_id", "trade_id"}


def test_flag_is_written_as_the_api_reads_it(collection: dict[str, Any]) -> None:
    values = {
        member["key"]: member["value"]
        for item in requests(collection)
        for member in item["request"]["url"].get("query", [])
    }
    assert values["include_events"] == "true"


@pytest.mark.parametrize("required", [False, True], ids=["off", "sent"])
def test_list_in_a_query_is_a_member_for_each_item(document: dict[str, Any], required: bool) -> None:
    changed = copy.deepcopy(document)
    ids = {"name": "ids[]", "in": "query", "required": required, "description": "Numbers."}
    ids |= {"example": [1, 2], "schema": {"type": "array", "items": {"type": "integer"}}}
    changed["paths"]["/ver1/ping"]["get"]["parameters"] = [ids]
    [url] = [
        item["request"]["url"]
        for item in requests(postman_collection(changed))
        if item["request"]["url"]["raw"].startswith("{{base_url}}/ver1/ping")
    ]
    found = [(member["key"], member["value"], member["disabled"]) for member in url["query"]]
    assert found == [("ids[]", "1", not required), ("ids[]", "2", not required)]
    [call] = [each for each in all_calls(changed) if each.operation.url == "/ver1/ping"]
    assert call.target.partition("?")[2] == ("ids%5B%5D=1&ids%5B%5D=2" if required else "")


def test_own_answers_of_each_operation_are_saved(
    collection: dict[str, Any], document: dict[str, Any]
) -> None:
    saved = [answer["name"].split()[0] for item in requests(collection) for answer in item["response"]]
    own = [
        status
        for operation in operations(document)
        for status, answer in operation.value["responses"].items()
        # Of two statuses without a body the first is saved: they show the same nothing.
        if "$ref" not in answer and not (status == "204" and "200" in operation.value["responses"])
    ]
    assert sorted(set(saved)) == sorted(set(own))
    assert len(saved) >= len(own)


@pytest.mark.parametrize("case", json.loads(SIGNED.read_text("utf-8")), ids=lambda case: case["about"])
def test_script_signs_as_published(
    case: dict[str, str], collection: dict[str, Any], tool: Callable[[str], str]
) -> None:
    script = "\n".join(collection["event"][0]["script"]["exec"])
    run = [tool("node"), str(SANDBOX), script, json.dumps(case)]
    done = subprocess.run(run, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == {"Apikey": case["key"], "Signature": case["signature"]}


def test_newman_sends_every_request_signed(
    published: Callable[[str], Path], tool: Callable[[str], str], tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    exchange = MockExchange(credentials=[Credential("a-key", secret="a-secret")], signing="strict")
    with serve(exchange) as address:
        values = {"base_url": address, "api_key": "a-key", "api_secret": "a-secret"}
        variables = [text for key, value in values.items() for text in ("--env-var", f"{key}={value}")]
        command = [tool("newman"), "run", str(published("postman_collection.json")), *variables]
        subprocess.run(
            [*command, "--reporters", "json", "--reporter-json-export", str(report)],
            check=True,
            capture_output=True,
        )
    executions = json.loads(report.read_text("utf-8"))["run"]["executions"]
    # The examples name SmartTrades that this exchange does not have; every other call succeeds.
    assert {each["response"]["code"] for each in executions} == {200, 201, 404}
    assert len(executions) > 40


def requests(holder: dict[str, Any]) -> Any:
    """Yield every request of the collection, through all folders."""
    for item in holder["item"]:
        if "item" in item:
            yield from requests(item)
        else:
            yield item


def path_of(raw: str) -> str:
    return raw.removeprefix("{{base_url}}").partition("?")[0]
