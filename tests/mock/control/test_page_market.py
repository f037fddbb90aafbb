"""The chart of the live page, in a real browser: what it draws, and how the levers move it."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from threecommas_mock import MockExchange, dashboard
from threecommas_mock.dashboard.grid_bot_rows import KINDS

from tests.mock.control.live_page import LivePage
from tests.mock.deals.deal_client import PAIR, DealClient
from tests.mock.grid_bots.grid_client import asking, running
from tests.mock.signed_client import DOCUMENT, GUARDED, SignedClient

ROWS = Path(str(dashboard.__file__)).parent
Show = Callable[[MockExchange], LivePage]
TARGETS = {
    "enabled": True,
    "steps": [{"order_type": "limit", "price": {"type": "bid", "value": "60000"}, "volume": 100}],
}


@pytest.fixture
def exchange() -> MockExchange:
    return MockExchange(document=DOCUMENT, control=True)


def test_played_candle_fills_a_safety_order_and_the_average_moves(exchange: MockExchange, show: Show) -> None:
    client = DealClient(exchange)
    number = client.bought(stop_loss_percentage=Decimal(10))
    live = show(exchange)
    live.wait_for_drawn(f"drawn.pair === '{PAIR}' && drawn.item === 'deals:{number}'")
    before = live.lines("average")["Average"]
    assert live.lines("safety") == {"SO1": 99.09, "SO2": 98.09}
    assert live.lines("safety_next") == {"SO3": 97.09}
    live.fill("candle", open="100", high="100.5", low="98.5", close="99.5")
    live.wait_for_drawn("drawn.last.close === 99.5 && drawn.marks.length === 2")
    drawn = live.drawn()
    assert {name: drawn["last"][name] for name in ("open", "high", "low", "close")} == {
        "open": 100,
        "high": 100.5,
        "low": 98.5,
        "close": 99.5,
    }
    assert [mark["text"] for mark in drawn["marks"]] == ["BO", "SO1"]
    assert live.lines("safety") == {"SO2": 98.09, "SO3": 97.09}
    after = live.lines("average")["Average"]
    assert after < before
    assert after == float(client.get(number)["bought_average_price"])
    assert live.lines("target")["TP1"] == float(client.get(number)["take_profit_price"])
    assert live.page.text("#trouble") == ""


def test_candle_is_a_minute_of_the_exchange(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    live.fill("candle", open="100", high="130", low="90", close="120")
    live.wait_for_drawn("drawn.last.close === 120")
    assert live.drawn()["bars"] == 2
    assert live.drawn()["last"]["time"] == 1722955380
    live.fill("candle", open="120", high="110", low="90", close="100")
    live.wait_for_text("#trouble", "The high of a candle is its highest price")
    assert live.exchange.quote("USDT_BTC").last == 120


def test_pushed_price_fires_the_stop_loss_before_ones_eyes(exchange: MockExchange, show: Show) -> None:
    SignedClient(exchange).at_rest(GUARDED | {"take_profit": TARGETS})
    live = show(exchange)
    assert live.lines("stop", "target") == {"SL": 50000, "TP1": 60000}
    live.fill("push", price="49000")
    live.wait_for_drawn("drawn.last.close === 49000 && drawn.lines.length === 1")
    assert live.exchange.quote("USDT_BTC").bid == Decimal(49000)
    live.choose_tab("smart_trades")
    assert "Stop Loss finished" in live.page.text("#panel_smart_trades")
    assert [mark["text"] for mark in live.drawn()["marks"]] == ["Entry", "SL"]


def test_price_no_market_has_is_refused_in_words(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    live.fill("push", price="cheap")
    live.wait_for_text("#trouble", "price: 'cheap' is not an amount")
    assert exchange.quotes() == MockExchange(document=DOCUMENT).quotes()


def test_price_is_nudged_by_a_percentage(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    live.page.run("document.querySelector('[data-percent=\"-1\"]').click()")
    live.wait_for_text("#last", "55,719.90")
    assert exchange.quote("USDT_BTC").last == Decimal("55719.90")


def test_form_suggests_the_present_price_until_somebody_writes_into_it(
    exchange: MockExchange, show: Show
) -> None:
    live = show(exchange)
    exchange.set_price("USDT_BTC", "51000")
    live.page.wait_for("document.getElementById('push').elements.price.value === '51000.0'")
    live.choose("document.getElementById('candle').elements.low", "40000")
    exchange.set_price("USDT_BTC", "52000")
    live.page.wait_for("document.getElementById('push').elements.price.value === '52000.0'")
    assert live.page.run("document.getElementById('candle').elements.low.value") == "40000"


def test_time_passes_at_a_click(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    before = exchange.now()
    live.fill("advance", seconds="60")
    live.wait_for_text("#moment", "2024-08-06 14:43:25")
    assert (exchange.now() - before).total_seconds() == 60


def test_switch_of_the_web_application_is_moved(exchange: MockExchange, show: Show) -> None:
    live = show(exchange)
    live.choose("web_mode", "paper")
    live.page.wait_for("fetch('web_mode').then(answer => answer.json()).then(told => told.mode === 'paper')")
    assert exchange.web_mode == "paper"


def test_row_that_is_chosen_is_drawn(exchange: MockExchange, show: Show) -> None:
    client = SignedClient(exchange)
    first = client.at_rest(GUARDED)["id"]
    client.at_rest(GUARDED | {"take_profit": TARGETS})
    live = show(exchange)
    assert "TP1" in live.lines()
    live.choose_tab("smart_trades")
    live.page.run(f"document.querySelector('tr[data-key=\"{first}\"] button').click()")
    live.wait_for_drawn(f"drawn.item === 'smart_trades:{first}'")
    assert "TP1" not in live.lines()
    assert sorted(mark["text"] for mark in live.drawn()["marks"]) == ["", "Entry"]
    live.choose("draw", "everything")
    live.wait_for_drawn("drawn.item.includes(' ')")
    assert len(live.lines("stop")) == 2


def test_grid_is_drawn_with_its_lines(show: Show) -> None:
    client = asking(control=True)
    running(client)
    live = show(client.exchange)
    kinds = [line["kind"] for line in live.drawn()["lines"]]
    assert kinds == ["grid_buy"] * 2 + ["grid_idle"] + ["grid_sell"] * 2
    assert live.page.run("document.getElementById('drawn').rows.length") == 5


def test_chart_has_a_style_for_every_kind_of_line(exchange: MockExchange, show: Show) -> None:
    sources = [path.read_text("utf-8") for path in ROWS.glob("*.py")]
    kinds = {kind for text in sources for kind in re.findall(r'line(?:s)?\(\s*"(\w+)"', text)} | set(
        KINDS.values()
    )
    assert len(kinds) > 8
    styles = show(exchange).page.run("import('./page/chart.js').then(all => Object.keys(all.STYLES))")
    assert set(styles) == kinds


def test_candles_are_put_together_to_longer_ones(exchange: MockExchange, show: Show) -> None:
    for price in ("100", "90", "120", "110"):
        exchange.advance(60)
        exchange.set_price("USDT_BTC", price)
    live = show(exchange)
    assert live.drawn()["bars"] == 5
    live.choose("interval", "3600")
    live.wait_for_drawn("drawn.bars === 1")
    last = live.drawn()["last"]
    assert (last["open"], last["high"], last["low"], last["close"]) == (56282.73, 56282.73, 90, 110)


def test_prices_of_each_quarter_are_drawn_as_hours(exchange: MockExchange, show: Show) -> None:
    for hour in range(1, 30):
        exchange.advance(900)
        exchange.set_price("USDT_BTC", 50000 + hour)
    drawn = show(exchange).drawn()
    assert (drawn["bars"], drawn["last"]["time"] % 3600) == (8, 0)
