"""What the generated client sends, and what it makes of the answers."""

import asyncio
import importlib
import inspect
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from generator.document.yaml_io import read_yaml

HERE = Path(__file__).parent
ANSWERS = read_yaml((HERE / "values" / "answers.yaml").read_text("utf-8"))
ORDER = (
    '{"id":7,"side":"buy","price":{"value":"0.1"},"status":{"type":"buy"},"steps":[],"note":null,'
    '"created_at":"2024-09-10T14:44:22.416Z"}'
)
URL = "https://toy.example/api"


class Exchange:
    """Answers every request with the same, and keeps the last one."""

    def __init__(self, status: int = 200, content: str | bytes = ORDER) -> None:
        self.status, self.content = status, content
        self.request = httpx.Request("GET", URL)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.request = request
        return httpx.Response(self.status, content=self.content)


def client(toy: ModuleType, exchange: Exchange, *, strict: bool = False) -> Any:
    http = httpx.Client(base_url=URL, transport=httpx.MockTransport(exchange))
    return toy.Client(http, importlib.import_module(f"{toy.__name__}.acceptance").Acceptance(strict=strict))


def awaited(toy: ModuleType, exchange: Exchange, call: Callable[[Any], Any]) -> Any:
    async def run() -> Any:
        http = httpx.AsyncClient(base_url=URL, transport=httpx.MockTransport(exchange))
        async with toy.AsyncClient(http) as asynchronous:
            return await call(asynchronous)

    return asyncio.run(run())


def order_input(toy: ModuleType) -> Any:
    text = '{"account_id":"1","side":"buy","position":{"units":{"value":0.10,"percent":"1e-8"}},"tiny":1e-9}'
    return toy.models.OrderInput.from_dict(toy.json_text.loads(text.encode()))


def test_answer_is_typed(toy: ModuleType) -> None:
    order = client(toy, Exchange()).orders.get(7)
    assert isinstance(order, toy.models.Order)
    assert order.price.value == Decimal("0.1")


def test_awaited_answer_is_the_same(toy: ModuleType) -> None:
    expected = client(toy, Exchange()).orders.get(7)
    assert awaited(toy, Exchange(), lambda asynchronous: asynchronous.orders.get(7)) == expected


def test_body_is_sent_with_exact_numbers_and_without_exponents(toy: ModuleType) -> None:
    exchange = Exchange(201)
    client(toy, exchange).orders.create(order_input(toy))
    assert exchange.request.content == (
        b'{"tiny":0.000000001,"account_id":"1","side":"buy",'
        b'"position":{"units":{"value":0.10,"percent":"0.00000001"}}}'
    )
    assert exchange.request.headers["Content-Type"] == "application/json"
    assert (exchange.request.method, str(exchange.request.url)) == ("POST", f"{URL}/v1/orders")


def test_awaited_body_is_the_same(toy: ModuleType) -> None:
    sync, asynchronous = Exchange(201), Exchange(201)
    client(toy, sync).orders.create(order_input(toy))
    awaited(toy, asynchronous, lambda one: one.orders.create(order_input(toy)))
    assert asynchronous.request.content == sync.request.content
    assert asynchronous.request.headers == sync.request.headers


def test_parameters_are_sent_as_text(toy: ModuleType) -> None:
    exchange = Exchange(content="[]")
    since = datetime(2024, 9, 10, 14, 44, 22, 416000, UTC)
    orders = client(toy, exchange).orders
    orders.list(
        page=2,
        side=toy.models.Side.from_wire("short"),
        from_=since,
        lowest_price=Decimal("1E-8"),
        pair=["a_b", "c_d"],
        forced_mode="paper",
    )
    assert exchange.request.url.query == (
        b"page=2&side=short&from=2024-09-10T14%3A44%3A22.416Z&lowest_price=0.00000001&pair%5B%5D=a_b&pair%5B%5D=c_d"
    )
    assert exchange.request.headers["Forced-Mode"] == "paper"


def test_parameters_not_given_are_not_sent(toy: ModuleType) -> None:
    exchange = Exchange(content="[]")
    client(toy, exchange).orders.list()
    assert exchange.request.url == f"{URL}/v1/orders"
    assert "Forced-Mode" not in exchange.request.headers


def test_path_argument_is_percent_encoded(toy: ModuleType) -> None:
    exchange = Exchange(content='{"d":1,"cls":"x"}')
    client(toy, exchange).oddities("a/b ?{name}ä")
    assert exchange.request.url.raw_path == b"/api/v1/oddities/a%2Fb%20%3F%7Bname%7D%C3%A4"


@pytest.mark.parametrize(
    ("call", "path"),
    [
        (lambda api: api.orders.get("7"), "id"),
        (lambda api: api.orders.get(True), "id"),
        (lambda api: api.oddities(".."), "name"),
        (lambda api: api.oddities(""), "name"),
        (lambda api: api.orders.list(lowest_price=0.1), "lowest_price"),
        (lambda api: api.orders.list(side="sideways"), "side"),
        (lambda api: api.orders.list(side="\ud800"), "side"),
        (lambda api: api.orders.list(pair=["\ud800"]), "pair[][0]"),
        (lambda api: api.oddities("\ud800"), "name"),
        (lambda api: api.orders.list(from_=datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1)))), "from"),
        (lambda api: api.orders.list(pair=["a_b", 1]), "pair[][1]"),
        (lambda api: api.orders.list(from_=datetime(2024, 9, 10)), "from"),
        (lambda api: api.orders.create({"account_id": 1}), "body"),
    ],
    ids=lambda value: value if isinstance(value, str) else "call",
)
def test_argument_that_cannot_be_sent_is_named_and_nothing_leaves(
    call: Callable[[Any], Any], path: str, toy: ModuleType
) -> None:
    exchange = Exchange()
    before = exchange.request
    with pytest.raises(toy.errors.EncodeError) as caught:
        call(client(toy, exchange))
    assert caught.value.path == path
    assert exchange.request is before


def test_unknown_field_that_json_cannot_say_is_refused(toy: ModuleType) -> None:
    request = order_input(toy)
    request.additional_properties["extra"] = {1, 2}
    with pytest.raises(toy.errors.EncodeError, match="has no form in JSON"):
        client(toy, Exchange()).orders.create(request)


def test_unknown_field_with_a_name_that_is_no_text_is_refused(toy: ModuleType) -> None:
    request = order_input(toy)
    request.additional_properties["extra"] = {1: 2}
    with pytest.raises(toy.errors.EncodeError, match="1 is the name of a member, which has to be text"):
        client(toy, Exchange()).orders.create(request)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: f"{answer['status']} {answer['content'][:20]}")
def test_answer_that_is_no_success_is_an_error_with_its_facts(
    answer: dict[str, Any], toy: ModuleType
) -> None:
    exchange = Exchange(answer["status"], answer["content"])
    calls: list[Callable[[], Any]] = [
        lambda: client(toy, exchange).orders.get(7),
        lambda: awaited(toy, exchange, lambda one: one.orders.get(7)),
    ]
    for call in calls:
        with pytest.raises(toy.errors.ApiError) as caught:
            call()
        error = caught.value
        assert (error.operation_id, error.status) == ("get_order", answer["status"])
        assert error.content == answer["content"].encode()
        assert (error.body.error if error.body else None) == answer["error"]
        assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize("content", ["<html>", "", "{", "\xff", "[" * 100_000, '{"id":"7"}', "null"])
def test_success_that_cannot_be_understood_is_an_error_with_its_bytes(content: str, toy: ModuleType) -> None:
    exchange = Exchange(201, content.encode("latin-1"))
    with pytest.raises(toy.errors.DecodeError) as caught:
        client(toy, exchange, strict=True).orders.create(order_input(toy))
    assert (caught.value.operation_id, caught.value.content) == ("create_order", content.encode("latin-1"))
    assert str(caught.value).startswith("create_order was answered 201")
    assert caught.value.outcome_unknown


@pytest.mark.parametrize("content", ['{"id":"7"}', '{"id": 7, "status": nothing', ' {"id" : "7" ,'])
def test_success_of_a_write_that_cannot_be_understood_names_the_id_in_it(
    content: str, toy: ModuleType
) -> None:
    with pytest.raises(toy.errors.DecodeError) as caught:
        client(toy, Exchange(201, content.encode()), strict=True).orders.create(order_input(toy))
    assert caught.value.id == 7
    assert "so it was carried out: 7 exists. Do not send it again." in str(caught.value)


def test_success_that_says_that_it_is_none_is_an_api_error(toy: ModuleType) -> None:
    exchange = Exchange(200, b'{"error":"not_found"}')
    with pytest.raises(toy.errors.ApiError) as caught:
        client(toy, exchange).orders.get(7)
    assert (caught.value.status, caught.value.body.error) == (200, "not_found")


def test_answer_about_another_id_is_no_answer_to_the_request(toy: ModuleType) -> None:
    for call, unknown in (("get", False), ("cancel", True)):
        with pytest.raises(toy.errors.ForeignAnswerError, match="id: is 7, but 8 was asked for") as caught:
            getattr(client(toy, Exchange()).orders, call)(8)
        assert caught.value.outcome_unknown is unknown


@pytest.mark.parametrize("status", [200, 201, 202, 299])
def test_any_2xx_is_a_success(status: int, toy: ModuleType) -> None:
    assert client(toy, Exchange(status)).orders.create(order_input(toy)).id == 7


def test_error_in_a_list_names_the_place(toy: ModuleType) -> None:
    exchange = Exchange(content='[{"status":{"type":"buy"}},{"status":{"type":1}}]')
    readable, unread = client(toy, exchange, strict=True).orders.fills.list(7)
    assert readable.status.type == "buy"
    assert unread.error.path == "[1].status.type"
    assert unread.raw == {"status": {"type": 1}}


@pytest.mark.parametrize("content", ["", "anything"])
def test_answer_without_a_type_is_none(content: str, toy: ModuleType) -> None:
    assert client(toy, Exchange(204, content)).ping() is None


def test_request_carries_its_operation(toy: ModuleType) -> None:
    exchange = Exchange(content="[]")
    client(toy, exchange).orders.fills.list(7)
    assert exchange.request.extensions["threecommas.operation"] is toy.OPERATIONS["list_fills"]


def test_registry_has_the_facts_of_the_document(toy: ModuleType) -> None:
    overall = toy.operations.RateLimit(scope="overall", requests=100, period=60, block=300)
    route = toy.operations.RateLimit(scope="route", requests=40, period=10, block=10)
    assert toy.OPERATIONS["list_orders"] == toy.operations.Operation(
        id="list_orders",
        method="GET",
        path="/v1/orders",
        permission="ORDERS_READ",
        rate_limits=(overall, route),
        retry="safe",
        headers=("Forced-Mode",),
        pagination=toy.operations.Pagination(
            style="page", page="page", size="per_page", first=1, max_size=100
        ),
    )
    cancel = toy.OPERATIONS["cancel_order"]
    assert (cancel.retry, cancel.deprecated, cancel.pagination) == ("never", True, None)
    with pytest.raises(TypeError):
        toy.OPERATIONS["ping"] = cancel


def methods(resource: type) -> dict[str, tuple[str, str | None]]:
    public = {
        name: getattr(member, "func", member)
        for name, member in vars(resource).items()
        if not name.startswith("_")
    }
    signatures = {name: str(inspect.signature(member)) for name, member in public.items()}
    return {name: (signatures[name].replace("Async", ""), member.__doc__) for name, member in public.items()}


def test_both_flavours_have_the_same_methods(toy: ModuleType) -> None:
    for name in ("Root", "Orders", "OrdersFills"):
        both = getattr(toy.resources, name), getattr(toy.resources, f"Async{name}")
        assert methods(both[0]) == methods(both[1])
        assert methods(both[0])


def test_docstring_of_a_method_has_the_facts_a_caller_needs(toy: ModuleType) -> None:
    told = " ".join(toy.resources.Orders.cancel.__doc__.split())
    for fact in (
        "Cancels an order that is open.",
        "Deprecated. The API key needs ORDERS_WRITE.",
        "At most 100 requests in 60 s",
        "It must not simply be sent again if no answer came",
        "id: The number of the order.",
        "Returns: The cancelled order.",
        "ApiError: The answer is not a success; 400, 401, 403, 404, 418, 422, 429, 5XX are documented.",
    ):
        assert fact in told


def test_leaving_the_block_closes_the_http_client(toy: ModuleType) -> None:
    with client(toy, Exchange()) as synchronous:
        assert not synchronous.http.is_closed
    assert synchronous.http.is_closed
