"""The live page, in a real browser: what it shows, what it does, and what other pages cannot do."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import httpx
import pytest
from threecommas_mock import Document, MockExchange, defaults, serve
from threecommas_mock.control.live_page import live_page
from threecommas_mock.faults import ServerError

from tests.mock.chromium import Page, browser
from tests.mock.signed_client import DOCUMENT, GUARDED, SignedClient, ask

BODY = GUARDED | {"note": "<img id=injected src=x>"}
NEW_PRICE = """
    (() => {
        const form = document.getElementById("push");
        form.elements.pair.value = "USDT_BTC";
        form.elements.price.value = %s;
        form.querySelector("button").click();
    })()
"""


@dataclass
class Open:
    """A page and the exchange it shows."""

    page: Page
    exchange: MockExchange
    address: httpx.URL
    smart_trade_id: int


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    # A name of somebody else that leads to this machine, as after a DNS rebinding.
    with browser(tmp_path_factory.mktemp("profile"), "--host-resolver-rules=MAP evil.test 127.0.0.1") as page:
        yield page


@pytest.fixture
def live(chromium: Page) -> Iterator[Open]:
    exchange = MockExchange(document=DOCUMENT, control=True)
    number = SignedClient(exchange).create(BODY)
    exchange.settle()
    with serve(exchange) as address:
        url = httpx.URL(address).join("/__mock__/")
        chromium.open(str(url))
        yield Open(chromium, exchange, url, number)
        chromium.open("about:blank")


def shows(selector: str, text: str) -> str:
    return f"document.querySelector({json.dumps(selector)}).innerText.includes({json.dumps(text)})"


def test_pushed_price_fires_the_stop_loss_before_ones_eyes(live: Open) -> None:
    live.page.wait_for(shows("#smart_trades", "Waiting Targets"))
    assert "50000.0 (Pending)" in live.page.text("#smart_trades")
    live.page.run(NEW_PRICE % "'49000'")
    live.page.wait_for(shows("#smart_trades", "Stop Loss finished"))
    assert live.exchange.quote("USDT_BTC").bid == Decimal(49000)
    assert "USDT_BTC\t49000\t49000\t49000" in live.page.text("#quotes")
    assert live.page.text("#trouble") == ""


def test_price_no_market_has_is_refused_in_words(live: Open) -> None:
    live.page.wait_for("document.getElementById('push').elements.pair.length > 0")
    live.page.run(NEW_PRICE % "'cheap'")
    live.page.wait_for(shows("#trouble", "price: 'cheap' is not an amount"))
    assert live.exchange.quotes() == MockExchange(document=DOCUMENT).quotes()


def test_page_shows_requests_and_faults_as_they_come(live: Open) -> None:
    live.page.wait_for(shows("#journal", "create_smart_trade"))
    live.exchange.fail_next(ServerError(503), operation="list_smart_trades", times=2)
    live.page.wait_for(shows("#faults", "server_error"))
    assert ask(live.address, f"/public/api/v2/smart_trades?x={defaults.MOCK_SECRET}") == 503
    live.page.wait_for(shows("#journal", "503"))
    assert defaults.MOCK_SECRET not in live.page.text("#journal")
    live.page.run("document.getElementById('clear').click()")
    live.page.wait_for("document.getElementById('faults').rows.length === 0")
    assert live.exchange.faults == ()


def test_time_passes_at_a_click(live: Open) -> None:
    before = live.exchange.now()
    live.page.run("document.getElementById('advance').requestSubmit()")
    live.page.wait_for(shows("#moment", "2024-08-06T14:43:25.528Z"))
    assert (live.exchange.now() - before).total_seconds() == 60


def test_text_of_a_user_cannot_become_markup(live: Open) -> None:
    live.page.wait_for(shows("#smart_trades", "<img id=injected src=x>"))
    assert live.page.run("document.getElementById('injected') === null")


def test_page_tells_which_answer_is_an_example(chromium: Page) -> None:
    content = json.loads(json.dumps(DOCUMENT.at(())))
    content["paths"]["/ver1/new"] = json.loads(json.dumps(content["paths"]["/ver1/validate"]))
    content["paths"]["/ver1/new"]["get"] |= {"operationId": "new", "security": []}
    exchange = MockExchange(document=Document(content), control=True)
    with serve(exchange) as address:
        assert httpx.get(f"{address}/ver1/new").headers["X-Mock-Answer"] == "example"
        chromium.open(str(httpx.URL(address).join("/__mock__/")))
        chromium.wait_for(shows("#journal", "example of the document"))
        chromium.open("about:blank")


def test_page_of_somebody_else_can_turn_nothing(live: Open) -> None:
    SignedClient(live.exchange).create(BODY)
    before = live.exchange.snapshot()
    live.page.open(f"http://evil.test:{live.address.port}/public/api")
    for request in (
        f"fetch('{live.address}settle', {{method: 'POST', mode: 'no-cors'}})",
        f"fetch('{live.address}advance', {{method: 'POST', mode: 'no-cors', body: '{{\"seconds\": 5}}'}})",
        f"fetch('{live.address}quotes', {{mode: 'no-cors'}})",
    ):
        live.page.run(f"{request}.then(() => null, () => null)")
    after = live.exchange.snapshot()
    assert (after.moment, after.smart_trades) == (before.moment, before.smart_trades)
    assert live.page.run(f"fetch('{live.address}state').then(() => 'read', () => 'kept')") == "kept"


def test_name_that_was_made_to_lead_here_opens_nothing(live: Open) -> None:
    live.page.open(f"http://evil.test:{live.address.port}/__mock__/")
    assert "is not this machine; ask for http://127.0.0.1" in live.page.text("body")


def test_page_loads_nothing_and_runs_its_own_script_alone() -> None:
    reply = live_page()
    page = reply.body.decode()
    assert not re.search(r"\b(src|href|srcset|action)=|@import|url\(|https?://", page)
    for element in ("script", "style"):
        (content,) = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in reply.headers["Content-Security-Policy"]
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
