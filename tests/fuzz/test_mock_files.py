"""Files the mock reads: what is no snapshot and no price series is refused by name, what is taken works."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
from hypothesis import given
from threecommas_mock import FormatError, MockExchange, Point, SeriesError, read_series

from tests.fuzz.mangled import as_bytes, mangled_bytes, mangled_json
from tests.mock.signed_client import DATA, DOCUMENT, Signature, SignedClient
from tests.property.effort import generated
from tests.property.fixtures import WAITS_FOR_POSITION, WAITS_FOR_TARGETS

E = TypeVar("E", bound=Exception)
SERIES = [
    json.loads(path.read_text("utf-8"))
    for folder in ("series", "series_refused")
    for path in sorted((DATA / folder).glob("*.json"))
]


def contents(suffix: str) -> list[bytes]:
    """Return the documented files of prices of one kind."""
    lines = ["\n".join(case["content"]) for case in SERIES if str(case["file"]).endswith(suffix)]
    return [text.encode("utf-8", "surrogateescape") for text in lines]


def snapshot() -> object:
    """Return a snapshot of an exchange where something goes on."""
    client = SignedClient(MockExchange(document=DOCUMENT, rate_limits=None))
    for body in (WAITS_FOR_TARGETS, WAITS_FOR_POSITION):
        client.create(body)
    return client.exchange.snapshot_json()


def refused(read: Callable[[], object], kind: type[E]) -> E | None:
    """Return the documented error of what is read, None if it was taken; any other error gets out."""
    try:
        read()
    except kind as error:
        return error
    return None


def listed(exchange: MockExchange) -> httpx.Response:
    """Return what the exchange answers when it is asked for its SmartTrades."""
    signature = Signature(exchange.credentials[0].key, exchange.credentials[0].secret or "")
    with httpx.Client(transport=exchange.transport(), auth=signature) as http:
        return http.get(f"{exchange.base_url}/v2/smart_trades")


def test_any_snapshot_is_restored_or_refused_with_its_place() -> None:
    whole = snapshot()

    @generated(60, 3000)
    @given(mangled_json([whole]))
    def check(value: object) -> None:
        exchange = MockExchange(document=DOCUMENT)
        before = exchange.snapshot_json()
        classify = refused(lambda: exchange.restore_json(value), FormatError)
        if classify is not None:
            assert classify.problem
            assert exchange.snapshot_json() == before
        else:
            assert listed(exchange).status_code == 200

    check()


def test_any_snapshot_file_is_read_or_refused(tmp_path: Path) -> None:
    whole, path = as_bytes(snapshot()), tmp_path / "snapshot.json"

    @generated(60, 3000)
    @given(mangled_bytes([whole]))
    def check(content: bytes) -> None:
        path.write_bytes(content)
        exchange = MockExchange(document=DOCUMENT)
        classify = refused(lambda: exchange.load(path), FormatError)
        assert classify is None or classify.problem

    check()


@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_any_price_series_is_read_or_refused(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"prices{suffix}"

    @generated(150, 5000, part=suffix)
    @given(mangled_bytes(contents(suffix)))
    def check(content: bytes) -> None:
        path.write_bytes(content)
        points: list[Point] = []
        classify = refused(lambda: points.extend(read_series(path)), SeriesError)
        assert bool(points) is (classify is None)
        assert classify is None or str(path) in str(classify)
        assert all(price > 0 for point in points for price in (point.price, point.bid) if price is not None)

    check()
