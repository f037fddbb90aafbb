"""Whatever is sent to the mock, it answers as an API does and never with an error of its own."""

import json
from dataclasses import dataclass
from urllib.parse import quote

import httpx
from hypothesis import given
from hypothesis import strategies as st
from threecommas.signing import HmacSigner
from threecommas.signing.httpx_auth import SignatureAuth
from threecommas_mock import MockExchange

from tests.existing_objects import ExistingObjects
from tests.fuzz.mangled import as_bytes, mangled_bytes, mangled_json, texts
from tests.property.effort import generated
from tests.property.fixtures import WAITS_FOR_POSITION, WAITS_FOR_TARGETS, SmartTradePool
from tests.property.validity import DOCUMENT

BODIES = [
    example["value"]
    for name, example in DOCUMENT["components"]["examples"].items()
    if isinstance(example["value"], dict) and not {"error", "id"} & example["value"].keys()
]
PATHS = sorted(DOCUMENT["paths"])
NAMES = [
    "page",
    "per_page",
    "status",
    "account_id",
    "pair",
    "market_code",
    "order_by",
    "from",
    "to",
    "base",
    "limit_type",
    "x",
]
QUERIES = st.lists(st.tuples(st.sampled_from(NAMES), texts), max_size=3)
METHODS = st.sampled_from(["GET", "POST", "PATCH", "DELETE", "PUT", "HEAD", "OPTIONS", "TRACE", "X"])
TYPES = st.sampled_from(
    ["application/json", "application/x-www-form-urlencoded", "text/plain", "", "application/json; charset=é"]
)

bodies = st.one_of(
    mangled_json(BODIES).map(as_bytes),
    mangled_bytes([as_bytes(body) for body in BODIES]),
    st.just(b""),
    st.binary(max_size=40),
)


# The numbers that the mock gives out first, and the shape of its simple trades.
FIRST = {"v2/smart_trades": 30_000_000, "bots": 15_000_000, "deals": 2_300_000_000, "grid_bots": 2_400_000}
SIMPLE_TRADE = 0x2625A00


def number_in(path: str) -> st.SearchStrategy[str]:
    """Return ids as the objects have them that a path leads to."""
    collection = path.removeprefix("/").removeprefix("ver1/").partition("/{")[0]
    if collection == "accounts":
        return st.sampled_from(["1", "32455218"])
    if collection == "trades":
        return st.integers(0, 6).map(lambda number: f"00000000-0000-4000-8000-{SIMPLE_TRADE + number:012x}")
    first = FIRST.get(collection, 1_000_000_000)
    return st.integers(first, first + 6).map(str)


@st.composite
def targets(draw: st.DrawFn) -> bytes:
    """Return path and query, ids filled in with those of objects that were made, or with anything."""
    path = draw(st.sampled_from(PATHS))
    while "{" in path:
        before, _, rest = path.partition("{")
        number = draw(number_in(path) | texts)
        path = before + escaped(number) + rest.partition("}")[2]
    path = draw(
        st.sampled_from([path, path + "/", path.upper(), "/" + path, path + "%0a", "/x"]) | st.just(path)
    )
    query = "&".join(f"{name}={escaped(value)}" for name, value in draw(QUERIES))
    query = draw(st.sampled_from([query, query.replace("=", ""), query.replace("%", "%%"), query + "&&"]))
    return f"/public/api{path}{'?' + query if query else ''}".encode()


def escaped(text: str) -> str:
    return quote(text, safe="", errors="surrogatepass")


@dataclass(frozen=True)
class Sent:
    """A request before it is signed; without `luck` it has another signature."""

    method: str
    target: bytes
    type: str
    mode: bytes | None
    body: bytes
    luck: int
    signature: bytes


header_values = texts.map(lambda text: text.encode("utf-8", "replace").replace(b"\n", b" "))
sent = st.builds(
    Sent,
    method=METHODS,
    target=targets(),
    type=TYPES,
    mode=st.none() | header_values,
    body=bodies,
    luck=st.integers(0, 9),
    signature=header_values,
)


def test_any_request_is_answered_and_never_with_an_error_of_the_mock() -> None:
    exchange = MockExchange(journal_capacity=1)
    pool = SmartTradePool(exchange)
    for body in (WAITS_FOR_TARGETS, WAITS_FOR_POSITION) * 2:
        pool.trade(body)
    objects = ExistingObjects(exchange)
    for operation in ("get_dca_bot", "get_deal", "get_grid_bot", "get_simple_trade") * 2:
        objects.documented_call(operation)
    key, secret = exchange.credentials[0].key, exchange.credentials[0].secret or ""
    url = httpx.URL(exchange.base_url)
    right = SignatureAuth(key, HmacSigner(secret), base_url=url)
    transport = exchange.transport()

    @generated(200, 5000)
    @given(sent)
    def check(sent: Sent) -> None:
        headers = [(b"Content-Type", sent.type.encode())]
        headers += [] if sent.mode is None else [(b"Forced-Mode", sent.mode)]
        if not sent.luck:
            headers += [(b"Apikey", key.encode()), (b"Signature", sent.signature)]
        target = url.copy_with(raw_path=sent.target)
        request = httpx.Request(sent.method, target, headers=headers, content=sent.body)
        response = transport.handle_request(next(right.sync_auth_flow(request)) if sent.luck else request)
        content = response.read()
        assert response.status_code < 500
        told = json.dumps(exchange.journal.har())
        assert key not in told
        assert secret not in told
        assert [type(entry.body) for entry in exchange.journal]
        if response.status_code >= 400 and sent.method != "HEAD":
            assert isinstance(json.loads(content)["error"], str)
            assert secret not in content.decode()

    check()
