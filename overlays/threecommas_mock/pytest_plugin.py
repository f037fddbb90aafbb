"""A pytest plugin: an exchange of its own for each test that asks for one.

It is loaded where it is wanted, and not by itself:

    pytest_plugins = ["threecommas_mock.pytest_plugin"]         # in conftest.py

    @pytest.mark.mock_exchange(rate_limits="documented")        # what MockExchange takes, if anything
    def test_order_is_filled(mock_exchange):
        key = mock_exchange.credentials[0]
        client = ThreeCommas(key.key, HmacSigner(key.secret), base_url=mock_exchange.base_url,
                             transport=mock_exchange.transport())

Prices, time and faults are moved in the test: `mock_exchange.fail_next(Timeout(after_effect=True))`.

`mock_exchange_url` is the address of the same exchange, served on this machine while the test runs, for
programs that are no httpx client. No two tests share anything, in however many workers they run.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from threecommas_mock.api.document import Document
from threecommas_mock.exchange import MockExchange
from threecommas_mock.server import serve

_MARK = "mock_exchange"


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line("markers", f"{_MARK}(**options): what the MockExchange of the test is made with")


@pytest.fixture(scope="session")
def mock_exchange_document() -> Document:
    """Read the document that exchanges answer by, once; override it to use another."""
    return Document.load()


@pytest.fixture
def mock_exchange(request: pytest.FixtureRequest, mock_exchange_document: Document) -> MockExchange:
    """Make an exchange in this process, whose clock stands still until `advance`."""
    mark = request.node.get_closest_marker(_MARK)
    if mark is not None and mark.args:
        raise pytest.UsageError(
            f"{request.node.nodeid}: name what {_MARK} is given, such as signing='strict'"
        )
    options = {} if mark is None else mark.kwargs
    return MockExchange(**{"document": mock_exchange_document, **options})


@pytest.fixture
def mock_exchange_url(mock_exchange: MockExchange) -> Iterator[str]:
    """Serve the test's exchange on a free port of this machine; gives its base URL."""
    with serve(mock_exchange) as address:
        yield address
