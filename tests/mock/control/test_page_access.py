"""Who may open the live page, what it loads, and who can use it: by keyboard, on a phone, in the dark."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from threecommas_mock import MockExchange, defaults, serve
from threecommas_mock.control.live_page import page_file

from tests.mock.control.live_page import LivePage
from tests.mock.dca_bots.bot_client import BotClient
from tests.mock.grid_bots.grid_client import BODY as GRID
from tests.mock.signed_client import DOCUMENT, GUARDED, SignedClient

Show = Callable[[MockExchange], LivePage]
TOOLS = Path(__file__).parents[2] / "publish/tools"
PAGE = Path(str(page_file.__globals__["__file__"])).with_name("page")
TABS = ("deals", "smart_trades", "dca_bots", "grid_bots", "simple_trades", "accounts", "requests", "faults")
CHECK = """axe.run({resultTypes: ['violations']}).then(({violations}) => violations.map(
    ({id, nodes}) => `${id}: ${nodes.map(node => node.html).join(' ')}`))"""


@pytest.fixture
def exchange() -> MockExchange:
    return MockExchange(document=DOCUMENT, control=True)


@pytest.fixture
def busy() -> MockExchange:
    """An exchange with a row in each table, one of them at its end."""
    funds = {"USDT": Decimal(250_000), "BTC": Decimal("1.23456789"), "ETH": Decimal(5)}
    accounts = [replace(account, funds=funds) for account in defaults.accounts()]
    client = BotClient(control=True, accounts=accounts)
    client.enabled(stop_loss_percentage="9")
    client.create(GUARDED)
    client.exchange.settle()
    client.exchange.set_price("USDT_BTC", "49000")
    client.exchange.settle()
    client.create(GUARDED)
    client.ask("POST", "/ver1/grid_bots/manual", 201, json=GRID)
    off = {name: {"enabled": False} for name in ("conditional", "trailing", "timeout")}
    order = {"order": {"type": "limit", "side": "buy"}, "units": {"value": "0.01"}}
    trade = {"account_id": 1, "pair": "USDT_BTC", "price": {"value": "40000"}} | order | off
    client.ask("POST", "/ver1/trades", 201, json=trade)
    client.exchange.settle()
    return client.exchange


@pytest.fixture
def http(exchange: MockExchange) -> Iterator[httpx.Client]:
    with serve(exchange) as address, httpx.Client(base_url=httpx.URL(address).join("/")) as client:
        yield client


def test_root_leads_to_the_page(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    live.page.run(f"void (location.href = '{live.address.join('/')}')")
    live.page.wait_for(f"location.href === '{live.address}' && document.title === '3Commas mock'")
    assert len(exchange.journal) == 0


def test_without_control_there_is_no_page_and_no_way_to_it() -> None:
    with serve(MockExchange(document=DOCUMENT)) as address:
        for path in ("/", "/__mock__/", "/__mock__/page/main.js"):
            assert httpx.get(str(httpx.URL(address).join(path))).status_code == 404


@pytest.mark.parametrize("path", ["/", "/__mock__/", "/__mock__/page/main.js"])
def test_page_is_for_this_machine_and_its_own_name(path: str, http: httpx.Client) -> None:
    assert http.get(path, headers={"Host": "evil.example"}).status_code == 403
    assert http.get(path, headers={"X-Forwarded-For": "8.8.8.8"}).status_code == 403
    assert http.get(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_files_of_the_page_are_served_and_no_others(http: httpx.Client) -> None:
    served = [file.relative_to(PAGE).as_posix() for file in PAGE.rglob("*.*") if file.suffix != ".md"]
    assert len(served) > 15
    for name in set(served) - {"index.html"}:
        answer = http.get(f"/__mock__/page/{name}")
        assert (answer.status_code, answer.content) == (200, (PAGE / name).read_bytes())
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for name in ("../api.py", "%2e%2e/api.py", "..%2fapi.py", "LICENSE", "nothing.js", "", "/main.js"):
        assert http.get(f"/__mock__/page/{name}").status_code == 404, name


def test_policy_lets_nothing_in_but_files_of_the_mock(http: httpx.Client) -> None:
    policy = http.get("/__mock__/").headers["Content-Security-Policy"].split("; ")
    sources = dict(directive.split(" ", 1) for directive in policy)
    assert sources.pop("default-src") == "'none'"
    assert set(sources.values()) == {"'self'", "'none'"}


def test_page_asks_nobody_but_the_mock(busy: MockExchange, show: Show) -> None:
    live = show(busy)
    for tab in TABS:
        live.choose_tab(tab)
    names = live.page.run("performance.getEntriesByType('resource').map(each => each.name)")
    origin = str(live.address.join("/"))
    assert len(names) > 15
    assert [name for name in names if not name.startswith(origin)] == []


def test_licence_and_notice_stand_beside_the_library_and_on_the_page(
    exchange: MockExchange, show: Show
) -> None:
    folder = PAGE / "lightweight-charts"
    assert "Apache License" in (folder / "LICENSE").read_text("utf-8")
    notice = (folder / "NOTICE").read_text("utf-8")
    live = show(exchange)
    link = live.page.run("document.querySelector('.notice a').href")
    assert link in notice
    assert "TradingView Lightweight Charts™" in live.page.text(".notice")


def test_page_of_somebody_else_can_turn_nothing(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    SignedClient(exchange).create(GUARDED)
    before = exchange.snapshot()
    live.page.open(f"http://evil.test:{live.address.port}/public/api")
    for request in (
        f"fetch('{live.address}settle', {{method: 'POST', mode: 'no-cors'}})",
        f"fetch('{live.address}advance', {{method: 'POST', mode: 'no-cors', body: '{{\"seconds\": 5}}'}})",
        f"fetch('{live.address}quotes', {{mode: 'no-cors'}})",
    ):
        live.page.run(f"{request}.then(() => null, () => null)")
    after = exchange.snapshot()
    assert (after.moment, after.smart_trades) == (before.moment, before.smart_trades)
    assert live.page.run(f"fetch('{live.address}changes').then(() => 'read', () => 'kept')") == "kept"


def test_name_that_was_made_to_lead_here_opens_nothing(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    live.page.open(f"http://evil.test:{live.address.port}/__mock__/")
    assert "is not this machine; ask for http://127.0.0.1" in live.page.text("body")


def test_tabs_are_moved_by_the_keyboard(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    live.page.run("document.getElementById('tab_deals').focus()")
    seen = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "ArrowRight", "ArrowLeft", "Home"):
        live.page.press(key)
        seen.append(live.page.run("document.activeElement.id"))
        assert live.page.run("document.activeElement.ariaSelected") == "true"
    assert seen == [
        f"tab_{name}"
        for name in ("smart_trades", "dca_bots", "smart_trades", "faults", "deals", "faults", "deals")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1400])
def test_axe_finds_nothing_and_the_page_fits(width: int, scheme: str, busy: MockExchange, show: Show) -> None:
    program = TOOLS / "node_modules/axe-core/axe.min.js"
    if not program.is_file():
        pytest.skip(f"axe-core is not installed: npm ci --prefix {TOOLS}")
    live = show(busy)
    live.page.wear(width, scheme)
    live.page.run(program.read_text("utf-8") + ";0")
    live.page.run("document.querySelector('details.lines').open = true")
    found: list[Any] = []
    for tab in TABS:
        live.choose_tab(tab)
        live.page.run("document.querySelector('#panel_requests summary').click()")
        found += live.page.run(CHECK)
        assert live.page.run("document.documentElement.scrollWidth <= innerWidth") is True, tab
    assert found == []


def test_cells_are_labelled_on_a_phone(busy: MockExchange, show: Show) -> None:
    live = show(busy)
    live.page.wear(390)
    label = "getComputedStyle(document.querySelector('#panel_deals td:nth-child(3)'), '::before').content"
    assert live.page.run(label) == '"Pair"'
    assert live.page.run("document.querySelector('#panel_deals tbody tr').offsetWidth <= 390") is True
