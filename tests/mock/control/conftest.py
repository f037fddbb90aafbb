from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
from threecommas_mock import MockExchange, serve

from tests.mock.chromium import Page, browser
from tests.mock.control.live_page import LivePage


@pytest.fixture(scope="package")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    # A name of somebody else that leads to this machine, as after a DNS rebinding.
    with browser(tmp_path_factory.mktemp("profile"), "--host-resolver-rules=MAP evil.test 127.0.0.1") as page:
        yield page


@pytest.fixture
def show(chromium: Page) -> Iterator[Callable[[MockExchange], LivePage]]:
    """Serves an exchange and opens its page."""
    with ExitStack() as served:

        def opened(exchange: MockExchange) -> LivePage:
            address = httpx.URL(served.enter_context(serve(exchange))).join("/__mock__/")
            chromium.wear(1400)
            chromium.open(str(address))
            live = LivePage(chromium, exchange, address)
            live.wait_for_drawn("drawn.bars > 0")
            return live

        yield opened
        chromium.open("about:blank")
