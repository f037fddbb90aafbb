"""The tables of the live page, in a real browser: rows, requests, faults, and text that stays text."""

import dataclasses
import json
from collections.abc import Callable

import httpx
import pytest
import yaml
from threecommas_mock import Document, MockExchange, defaults
from threecommas_mock.faults import ServerError
from threecommas_mock.faults.faults import FAULTS

from tests.mock.control.live_page import LivePage
from tests.mock.dca_bots.bot_client import BotClient
from tests.mock.signed_client import DATA, DOCUMENT, GUARDED, SignedClient, ask

Show = Callable[[MockExchange], LivePage]
HOSTILE = "<script id=injected>document.title = 1</script><img id=injected src=x onerror=1>"
SECRET = "an-exchange-secret-of-a-user"


@pytest.fixture
def exchange() -> MockExchange:
    return MockExchange(document=DOCUMENT, control=True)


def test_rows_show_numbers_as_people_read_them(exchange: MockExchange, show: Show) -> None:
    SignedClient(exchange).at_rest(GUARDED)
    live = show(exchange)
    live.choose_tab("smart_trades")
    row = live.page.text("#panel_smart_trades tbody tr")
    assert "56,340.01" in row
    assert "\u22121.13 USDT" in row
    assert "50,000.00\n\u221211.16 %" in row
    exact = "document.querySelector('#panel_smart_trades td[data-label=Profit]').title"
    assert live.page.run(exact) == exchange.smart_trades()[0]["profit"]["volume"]


def test_bot_shows_its_ladder_and_draws_it(show: Show) -> None:
    client = BotClient(control=True)
    client.exchange.set_price("USDT_ETH", "1000")
    number = client.create_bot()
    live = show(client.exchange)
    live.choose_tab("dca_bots")
    assert "○ SO1 990.00 \u00d7 " in live.page.text("#panel_dca_bots tbody")
    live.page.run(f"document.querySelector('tr[data-key=\"{number}\"] button').click()")
    live.wait_for_drawn("drawn.pair === 'USDT_ETH' && drawn.lines.length === 3")
    assert live.lines("safety_next") == {"SO1": 990, "SO2": 970, "SO3": 930}
    live.wait_for_text("#panel_dca_bots .says", "USDT_ETH: the bot is disabled")


def test_text_of_a_user_cannot_become_markup(show: Show) -> None:
    client = BotClient(control=True)
    client.enabled(name=HOSTILE)
    client.create(GUARDED | {"note": HOSTILE})
    client.exchange.settle()
    live = show(client.exchange)
    for tab in ("deals", "smart_trades", "dca_bots"):
        live.choose_tab(tab)
        live.wait_for_text(f"#panel_{tab}", HOSTILE)
    assert HOSTILE in live.page.text("#about") or HOSTILE in live.page.text("#draw")
    assert live.page.run("document.querySelectorAll('#injected').length") == 0
    assert live.page.run("document.title") == "3Commas mock"


def test_more_rows_come_when_asked_for(exchange: MockExchange, show: Show) -> None:
    for _ in range(120):
        exchange._smart_trades.create_json(GUARDED, 1)
    live = show(exchange)
    live.choose_tab("smart_trades")
    assert live.page.text("#panel_smart_trades .more") == "Show more: 100 of 120 are shown"
    live.page.run("document.querySelector('#panel_smart_trades .more').click()")
    live.page.wait_for("document.querySelectorAll('#panel_smart_trades tbody tr').length === 120")


def test_page_has_the_state_of_the_exchange_after_many_changes(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    client = SignedClient(exchange)
    for price in ("55000", "52000", "49000", "56000"):
        client.create(GUARDED)
        exchange.advance(60)
        exchange.set_price("USDT_BTC", price)
        exchange.settle()
        live.wait_for_text("#last", f"{int(price):,}.00")
    script = """import('./page/exchange.js').then(async ({Watch}) => {
        const watch = new Watch();
        await watch.look('USDT_BTC', 5);
        await fetch('prices', {method: 'POST', headers: {'Content-Type': 'application/json'},
            body: JSON.stringify({pair: 'USDT_BTC', price: '48000'})});
        await watch.look('USDT_BTC', 5);
        return watch.state;
    })"""
    assert live.page.run(script) == json.loads(json.dumps(exchange.dashboard("USDT_BTC", 5)))


def test_page_applies_patches_as_published(exchange: MockExchange, show: Show) -> None:
    published = yaml.safe_load((DATA / "merge_patches.yaml").read_text("utf-8"))
    cases = json.dumps([[old, patch] for old, patch, _ in published])
    applied = f"({{applied}}) => {cases}.map(([old, patch]) => applied(old, patch))"
    live = show(exchange)
    assert live.page.run(f"import('./page/merge_patch.js').then({applied})") == [new for *_, new in published]


def test_empty_tables_say_what_to_do(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    for tab, says in (("deals", "Enable a DCA bot"), ("smart_trades", "POST /public/api/v2/smart_trades")):
        live.choose_tab(tab)
        assert says in live.page.text(f"#panel_{tab} .empty")
    live.choose_tab("requests")
    assert "No requests yet" in live.page.text("#panel_requests")


def test_request_opens_with_its_bodies_and_without_secrets(exchange: MockExchange, show: Show) -> None:
    client = SignedClient(exchange)
    client.create(GUARDED)
    body = {"type": "binance", "name": "Mine", "api_key": SECRET, "secret": SECRET}
    client._http.post("/ver1/accounts/new", json=body)
    live = show(exchange)
    live.choose_tab("requests")
    live.wait_for_text("#panel_requests", "create_smart_trade")
    assert ask(live.address, f"/public/api/v2/smart_trades?x={defaults.MOCK_SECRET}") == 401
    live.page.wait_for("document.querySelectorAll('#panel_requests details').length === 3")
    live.page.run("document.querySelectorAll('#panel_requests summary').forEach(each => each.click())")
    live.page.wait_for("document.querySelectorAll('#panel_requests pre').length === 12")
    shown = live.page.text("#panel_requests")
    assert '"units": {\n      "value": "0.01"' in shown
    assert '"type": "created"' in shown
    assert [secret for secret in (SECRET, defaults.MOCK_SECRET, defaults.MOCK_KEY) if secret in shown] == []


def test_digits_of_a_body_stay_as_they_were_sent(exchange: MockExchange, show: Show) -> None:
    sent = r'{"a":[],"b":{},"c":[1.10,{"d":123456789012345678901.0}],"e":"x: {\"[,"}'
    live = show(exchange)
    shown = live.page.run(f"import('./page/json_text.js').then(all => all.indented({json.dumps(sent)}))")
    assert shown.splitlines()[:3] == ["{", '  "a": [],', '  "b": {},']
    assert (
        "".join(line.strip() for line in shown.splitlines())
        .replace(": ", ":", 5)
        .startswith('{"a":[],"b":{}')
    )
    assert "123456789012345678901.0" in shown
    assert "1.10," in shown
    assert json.loads(shown) == json.loads(sent)


def test_faults_are_armed_and_disarmed_on_the_page(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    live.choose_tab("faults")
    live.choose("arm.elements.fault", "server_error")
    live.fill("arm", operation="list_smart_trades", status="503", times="2")
    live.wait_for_text("#faults", "list_smart_trades, 2 times")
    armed = [(one.fault, one.operation, one.remaining) for one in exchange.faults]
    assert armed == [(ServerError(503), "list_smart_trades", 2)]
    assert ask(live.address, "/public/api/v2/smart_trades") == 503
    live.wait_for_text("#faults", "1 times")
    live.page.run("disarm.click()")
    live.page.wait_for("document.getElementById('faults').children.length === 0")
    assert exchange.faults == ()


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_can_be_armed_by_the_form(name: str, exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    live.choose("arm.elements.fault", name)
    fields = live.page.run("[...document.querySelectorAll('#fault_fields input')].map(each => each.name)")
    assert set(fields) == {field.name for field in dataclasses.fields(FAULTS[name])}
    live.fill("arm", times="")
    live.page.wait_for("document.getElementById('faults').children.length === 1")
    (armed,) = exchange.faults
    assert (type(armed.fault), armed.remaining) == (FAULTS[name], None)


def test_page_tells_which_answer_is_an_example(show: Show) -> None:
    content = json.loads(json.dumps(DOCUMENT.at(())))
    content["paths"]["/ver1/new"] = json.loads(json.dumps(content["paths"]["/ver1/validate"]))
    content["paths"]["/ver1/new"]["get"] |= {"operationId": "new", "security": []}
    live = show(MockExchange(document=Document(content), control=True))
    assert httpx.get(str(live.address.join("/public/api/ver1/new"))).headers["X-Mock-Answer"] == "example"
    live.choose_tab("requests")
    live.wait_for_text("#panel_requests", "example of the document")
