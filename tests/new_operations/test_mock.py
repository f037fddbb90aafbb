"""Operations that no room of the mock handles are answered from their examples."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import httpx
import pytest
from threecommas_mock import Credential, Document, MockExchange
from threecommas_mock.api.examples import ExampleMissingError

from tests.mock.signed_client import Signature
from tests.new_operations.added import OPERATIONS

READER = Credential("reader", secret="r", permissions=frozenset({"BOTS_READ"}))
OWNER = Credential("owner", secret="o")
CALLS = [
    ("GET", "/ver1/baskets", None, 200),
    ("GET", "/ver1/baskets/42/show", None, 200),
    ("PATCH", "/ver1/baskets/42/update_basket", {"max_safety_orders": 6}, 200),
    ("POST", "/ver1/baskets/42/panic_sell", None, 201),
]
SUCCESSES = {
    "list_baskets": ("/ver1/baskets", "get", "200"),
    "get_basket": ("/ver1/baskets/{basket_id}/show", "get", "200"),
    "update_basket": ("/ver1/baskets/{basket_id}/update_basket", "patch", "200"),
    "panic_sell_basket": ("/ver1/baskets/{basket_id}/panic_sell", "post", "201"),
}


@pytest.fixture
def exchange(added_document: dict[str, Any]) -> MockExchange:
    return MockExchange(
        document=Document(added_document), credentials=[OWNER, READER], control=True, rate_limits="documented"
    )


def client(exchange: MockExchange, credential: Credential = OWNER) -> httpx.Client:
    auth = Signature(credential.key, credential.secret or "")
    return httpx.Client(transport=exchange.transport(), base_url=exchange.base_url, auth=auth)


@pytest.fixture
def owner(exchange: MockExchange) -> Iterator[httpx.Client]:
    with client(exchange) as found:
        yield found


def example(document: dict[str, Any], operation: str) -> Any:
    path, method, status = SUCCESSES[operation]
    examples = document["paths"][path][method]["responses"][status]["content"]["application/json"]["examples"]
    (name,) = examples
    return document["components"]["examples"][name]["value"]


@pytest.mark.parametrize("call", CALLS, ids=OPERATIONS)
def test_success_is_marked_as_an_example_and_fits_the_document(
    exchange: MockExchange, owner: httpx.Client, call: tuple[str, str, Any, int]
) -> None:
    method, path, body, status = call
    answer = owner.request(method, path, json=body)
    assert (answer.status_code, answer.headers["X-Mock-Answer"]) == (status, "example")
    entry = exchange.journal[-1]
    assert entry.is_example
    url, verb, success = SUCCESSES[entry.operation or ""]
    schema = ("paths", url, verb, "responses", success, "content", "application/json", "schema")
    document = Document(exchange._document.at(()))
    assert [error.message for error in document.validator(schema).iter_errors(answer.json())] == []


@pytest.mark.parametrize("call", CALLS[1:], ids=OPERATIONS[1:])
def test_number_of_the_path_is_answered(owner: httpx.Client, call: tuple[str, str, Any, int]) -> None:
    method, path, body, _ = call
    assert owner.request(method, path, json=body).json()["id"] == 42


def test_answer_is_the_example_but_for_the_number(
    owner: httpx.Client, added_document: dict[str, Any]
) -> None:
    shown = example(added_document, "get_basket")
    assert owner.get("/ver1/baskets/42/show").json() == shown | {"id": 42}
    # The example itself is untouched.
    assert owner.get("/ver1/baskets/43/show").json() == shown | {"id": 43}


@pytest.mark.parametrize(
    ("member", "sent", "answered"),
    [
        ("max_safety_orders", 7, 7),
        ("max_safety_orders", "7", 7),
        ("stop_loss_timeout_enabled", False, False),
        ("stop_loss_timeout_enabled", "true", True),
        ("stop_loss_percentage", "1.5", "1.5"),
        ("stop_loss_percentage", 2, "2"),
        ("stop_loss_percentage", 0.25, "0.25"),
        ("stop_loss_percentage", 4e-7, "0.0000004"),
        ("note", "1e5 dollars", "1e5 dollars"),
    ],
)
def test_answer_has_what_was_sent_in_the_form_of_the_example(
    added_document: dict[str, Any], member: str, sent: Any, answered: Any
) -> None:
    document = deepcopy(added_document)
    example(document, "update_basket")["stop_loss_timeout_enabled"] = True
    with client(MockExchange(document=Document(document), credentials=[OWNER])) as owner:
        before, answer = (
            owner.patch("/ver1/baskets/42/update_basket", json=body).json() for body in ({}, {member: sent})
        )
    assert answer == before | {member: answered}
    assert type(answer[member]) is type(answered)


def test_list_has_what_was_asked_for(owner: httpx.Client) -> None:
    own = owner.get("/ver1/accounts").json()[-1]["id"]
    for name, asked in {"bot_id": 5, "account_id": own}.items():
        listed = owner.get("/ver1/baskets", params={name: asked}).json()
        assert listed
        assert {each[name] for each in listed} == {asked}
    assert owner.get("/ver1/baskets", params={"account_id": 7}).json() == []


def test_list_ends_after_its_example(owner: httpx.Client, added_document: dict[str, Any]) -> None:
    baskets = example(added_document, "list_baskets")
    assert owner.get("/ver1/baskets").json() == baskets
    assert owner.get("/ver1/baskets", params={"limit": 1}).json() == baskets[:1]
    assert owner.get("/ver1/baskets", params={"offset": len(baskets), "limit": 1}).json() == []


def test_handled_operation_is_not_marked(owner: httpx.Client) -> None:
    assert "X-Mock-Answer" not in owner.get("/ver1/accounts").headers


@pytest.mark.parametrize(
    ("path", "field"), [("/ver1/baskets?scope=none", "scope"), ("/ver1/baskets/x/show", "basket_id")]
)
def test_parameters_are_checked_by_the_document(owner: httpx.Client, path: str, field: str) -> None:
    answer = owner.get(path)
    assert (answer.status_code, list(answer.json()["error_attributes"])) == (400, [field])


def test_body_is_checked_by_the_document(owner: httpx.Client) -> None:
    answer = owner.patch("/ver1/baskets/42/update_basket", json={"take_profit_type": "most"})
    assert (answer.status_code, list(answer.json()["error_attributes"])) == (400, ["take_profit_type"])


def test_body_that_the_document_requires_is_missed(owner: httpx.Client) -> None:
    answer = owner.patch("/ver1/baskets/42/update_basket")
    assert (answer.status_code, answer.json()["error_attributes"]) == (400, {"body": ["is missing"]})
    assert owner.patch("/ver1/baskets/42/update_basket", json={}).status_code == 200


@pytest.mark.parametrize("path", [f"/ver1/baskets/{2**63}/show", f"/ver1/baskets?bot_id={2**63}"])
def test_number_that_no_id_can_be_is_not_found(owner: httpx.Client, path: str) -> None:
    assert owner.get(path).status_code == 404


def test_number_of_the_body_that_nothing_can_hold_is_refused_by_its_path(owner: httpx.Client) -> None:
    body = {"max_safety_orders": 2**63, "take_profit_steps": [{"id": 2**63}]}
    answer = owner.patch("/ver1/baskets/42/update_basket", json=body)
    assert (answer.status_code, answer.json()["error_attributes"]) == (
        400,
        {"max_safety_orders": ["is out of range"]},
    )


def test_permission_is_that_of_the_document(exchange: MockExchange) -> None:
    with client(exchange, READER) as reader:
        assert reader.get("/ver1/baskets/42/show").status_code == 200
        answer = reader.post("/ver1/baskets/42/panic_sell")
    assert (answer.status_code, answer.json()["error_description"]) == (
        403,
        "Api key not authorized for this action",
    )


def test_signature_is_demanded(exchange: MockExchange) -> None:
    with client(exchange, Credential("owner", secret="wrong")) as stranger:
        assert stranger.get("/ver1/baskets/42/show").status_code == 401


def test_rate_limit_is_that_of_the_document(owner: httpx.Client) -> None:
    assert {owner.get("/ver1/baskets/42/show").status_code for _ in range(100)} == {200}
    assert owner.get("/ver1/baskets/42/show").status_code == 429


def test_journal_and_har_tell_numbers_and_examples(exchange: MockExchange, owner: httpx.Client) -> None:
    owner.get("/ver1/baskets/42/show")
    entry, har = exchange.journal[-1], exchange.journal.har()["log"]["entries"][-1]
    assert (entry.operation, entry.ids) == ("get_basket", {"baskets": 42})
    assert (har["_ids"], har["_example"]) == ({"baskets": 42}, True)


def test_operation_without_an_example_is_refused_by_name(added_document: dict[str, Any]) -> None:
    altered = deepcopy(added_document)
    path, method, status = SUCCESSES["get_basket"]
    del altered["paths"][path][method]["responses"][status]["content"]["application/json"]["examples"]
    missing = r"^get_basket \(GET /ver1/baskets/\{basket_id\}/show\): no room"
    with pytest.raises(ExampleMissingError, match=missing):
        MockExchange(document=Document(altered))


def test_success_without_content_is_answered_empty(added_document: dict[str, Any]) -> None:
    altered = deepcopy(added_document)
    path, method, status = SUCCESSES["panic_sell_basket"]
    altered["paths"][path][method]["responses"]["204"] = {"description": "Done."}
    del altered["paths"][path][method]["responses"][status]
    with client(MockExchange(document=Document(altered), credentials=[OWNER])) as owner:
        answer = owner.post("/ver1/baskets/42/panic_sell")
    assert (answer.status_code, answer.content) == (204, b"")


def test_number_of_another_thing_is_left_alone(added_document: dict[str, Any]) -> None:
    """What makes a SmartTrade of a basket answers with its number, and a link hands that number on."""
    altered = deepcopy(added_document)
    path, method, status = SUCCESSES["panic_sell_basket"]
    answer = altered["paths"][path][method]["responses"][status]
    answer["links"] = {"GetSmartTrade": {"$ref": "#/components/links/GetSmartTrade"}}
    with client(MockExchange(document=Document(altered), credentials=[OWNER])) as owner:
        made = owner.post("/ver1/baskets/42/panic_sell").json()
    assert made["id"] == example(added_document, "panic_sell_basket")["id"] != 42


def test_number_is_text_where_the_example_has_text(added_document: dict[str, Any]) -> None:
    altered = json.loads(json.dumps(added_document))
    example(altered, "get_basket")["basket_id"] = "7"
    with client(MockExchange(document=Document(altered), credentials=[OWNER])) as owner:
        shown = owner.get("/ver1/baskets/42/show").json()
    assert (shown["basket_id"], shown["id"]) == ("42", example(altered, "get_basket")["id"])
