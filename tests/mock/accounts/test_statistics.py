"""Volumes are those of the fills of all rooms, and the chart shows what accounts were worth at midnight."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from threecommas_mock import Assumptions

from tests.mock.accounts.funded import BINANCE, BOT, GRID, SMART, asking, market_trade, totals
from tests.mock.asking import Asking
from tests.mock.signed_client import example

VOLUME = f"/ver1/accounts/{BINANCE}/volume"
CHART = f"/ver1/accounts/{BINANCE}/balance_chart_data"


def fills(client: Asking) -> Iterator[Decimal]:
    """Yield what each fill of the snapshot traded, in quote currency."""
    kept = client.exchange.snapshot()
    singles = [*kept.smart_trades.items, *kept.simple_trades.items]
    orders = [order for item in singles for order in item.orders]
    orders += [order for bot in kept.grid_bots.items for order in (*bot.finished, *bot.balancing)]
    orders += [each.order for deal in kept.deals.items for each in deal.orders]
    yield from (order.fill.amount * order.fill.price for order in orders if order.fill is not None)


def test_volume_is_that_of_the_fills_of_all_rooms() -> None:
    client = asking({BINANCE: {"USDT": "20000", "BTC": "1"}})
    here = {"account_id": BINANCE}
    client.post("/v2/smart_trades", SMART | here)
    market_trade(client, BINANCE, "0.03")
    grid = client.post("/ver1/grid_bots/manual", GRID | here)["id"]
    client.post(f"/ver1/grid_bots/{grid}/enable")
    bot = client.post("/ver1/bots/create_bot", example("create_bot") | BOT | here)["id"]
    client.post(f"/ver1/bots/{bot}/start_new_deal", {"pair": "USDT_BTC", "skip_signal_checks": True})
    for price in ("50000", "61000", "39000", "50000"):
        client.exchange.set_price("USDT_BTC", price)
        client.exchange.settle()
    traded = list(fills(client))
    assert len(traded) > 6
    assert client.get(f"{VOLUME}/total")["volume_usd"] == f"{sum(traded):.2f}"


def test_volume_is_told_by_day_and_month_at_the_prices_of_the_fill() -> None:
    client = asking({})
    market_trade(client, BINANCE, "0.01")
    client.exchange.set_price("USDT_BTC", "100000")
    market_trade(client, BINANCE, "0.01", "sell")
    client.exchange.advance(86_400)
    market_trade(client, BINANCE, "0.02")
    client.exchange.advance(30 * 86_400)
    market_trade(client, BINANCE, "0.05")
    client.exchange.set_price("USDT_BTC", "20000")
    assert client.get(f"{VOLUME}/daily", date="2024-08-06") == {
        "utc_date": "2024-08-06",
        "volume_btc": "0.02",
        "volume_usd": "1500.00",
    }
    assert client.get(f"{VOLUME}/daily", date="2024-08-07")["volume_usd"] == "2000.00"
    assert client.get(f"{VOLUME}/daily", date="2024-08-08")["volume_usd"] == "0.00"
    assert client.get(f"{VOLUME}/daily")["volume_usd"] == "5000.00"
    assert client.get(f"{VOLUME}/monthly", month="2024-08")["volume_usd"] == "3500.00"
    assert client.get(f"{VOLUME}/monthly") == {
        "utc_month": "2024-09",
        "volume_btc": "0.05",
        "volume_usd": "5000.00",
    }
    assert client.get(f"{VOLUME}/total")["volume_usd"] == "8500.00"
    assert client.get("/ver1/accounts/1/volume/total")["volume_usd"] == "0.00"


def test_day_without_trades_is_not_found_if_so_chosen() -> None:
    client = asking({}, assumptions=Assumptions(no_volume="not_found"))
    assert client.send("GET", f"{VOLUME}/daily").status_code == 404
    assert client.get(f"{VOLUME}/total") == {"volume_btc": "0.0", "volume_usd": "0.00"}
    market_trade(client, BINANCE, "0.01")
    assert client.get(f"{VOLUME}/daily")["volume_btc"] == "0.01"


def test_day_that_no_calendar_has_is_not_found() -> None:
    client = asking({})
    client.exchange.advance(400 * 86_400)
    assert client.send("GET", f"{VOLUME}/daily", date="2025-02-30").status_code == 404
    assert client.get(f"{VOLUME}/daily", date="2025-02-28")["volume_usd"] == "0.00"


def test_coins_that_were_there_already_were_not_traded() -> None:
    client = asking({BINANCE: {"BTC": "1"}})
    position = {"type": "buy", "order_type": "limit", "units": {"value": "0.01"}, "price": {"value": "50000"}}
    held = {"account_id": BINANCE, "position": position, "skip_enter_step": True}
    client.post("/v2/smart_trades", SMART | held)
    client.exchange.settle()
    assert client.get(f"{VOLUME}/total")["volume_usd"] == "0.00"


def points(client: Asking, since: str, **query: str) -> list[tuple[str, float, float]]:
    """Return moment, dollars and bitcoin of each point of the chart."""
    return [
        (datetime.fromtimestamp(each["date"], UTC).strftime("%m-%d %H:%M"), each["usd"], each["btc"])
        for each in client.get(CHART, date_from=since, **query)
    ]


def test_chart_shows_each_midnight_and_now() -> None:
    client = asking({BINANCE: {"USDT": "1000", "BTC": "1"}})
    client.exchange.advance(86_400)
    client.exchange.set_price("USDT_BTC", "60000")
    client.exchange.advance(86_400)
    market_trade(client, BINANCE, "0.01", "sell")
    client.exchange.advance(2 * 86_400)
    client.exchange.set_price("USDT_BTC", "40000")
    sold = 1000 + 600 * 0.999
    expected = [
        # What it had as the exchange was made, at the prices it was made with.
        ("08-06 00:00", 57282.73, round((1000 + 56282.73) / 56282.73, 8)),
        ("08-07 00:00", 51000.0, 1.02),
        ("08-08 00:00", 61000.0, 1.01666667),
        ("08-09 00:00", sold + 0.99 * 60000, 1.01665667),
        ("08-10 00:00", sold + 0.99 * 60000, 1.01665667),
        ("08-10 14:42", sold + 0.99 * 40000, round((sold + 0.99 * 40000) / 40000, 8)),
    ]
    assert points(client, "2024-08-01T00:00:00Z") == expected
    assert points(client, "2024-08-09T18:58:55.469Z") == expected[3:]
    # The documented chart too begins before the moment that was asked for, at midnight.
    assert points(client, "2024-08-07T09:00:00Z", date_to="2024-08-08T12:00:00Z") == expected[1:3]
    assert points(client, "2024-08-11T00:00:00Z") == []
    assert points(client, "2024-08-09T00:00:00Z", date_to="2024-08-08T00:00:00Z") == []


def test_chart_of_the_summary_adds_up_the_accounts_of_the_mode() -> None:
    client = asking({1: {"USDT": "5"}, 32199203: {"USDT": "7"}, BINANCE: {"USDT": "100"}})
    found = client.get("/ver1/accounts/summary/balance_chart_data", date_from="2024-08-06T00:00:00Z")
    assert [each["usd"] for each in found] == [12, 12]


def test_chart_goes_back_before_the_start_if_so_chosen() -> None:
    client = asking({BINANCE: {"USDT": "5"}}, assumptions=Assumptions(balance_history="always"))
    assert [usd for _, usd, _ in points(client, "2024-08-04T00:00:00Z")] == [5, 5, 5, 5]


def test_chart_is_bounded_however_long_ago_it_begins() -> None:
    client = asking({BINANCE: {"USDT": "5"}}, assumptions=Assumptions(balance_history="always"))
    client.exchange.advance(20 * 365 * 86_400)
    assert len(client.get(CHART, date_from="0001-01-01T00:00:00Z")) == 3662
    # One for each account, and one more for that whose worth in bitcoin was another the next day.
    assert len(client.exchange.snapshot().books.worth.points) == len(client.exchange.accounts) + 1
    for _ in range(4000):
        client.exchange.advance(86_400)
        client.exchange.set_price("USDT_BTC", client.exchange.quote("USDT_BTC").last + 1)
    kept = [each for each in client.exchange.snapshot().books.worth.points if each.account == BINANCE]
    assert len(kept) <= 3660


def test_books_go_on_from_a_snapshot() -> None:
    client, copy = (
        asking({BINANCE: {"USDT": "1000", "BTC": "1"}}),
        asking({BINANCE: {"USDT": "1000", "BTC": "1"}}),
    )
    market_trade(client, BINANCE, "0.01")
    client.exchange.advance(3 * 86_400)
    client.exchange.set_price("USDT_BTC", "60000")
    copy.exchange.restore_json(client.exchange.snapshot_json())
    for each in (client, copy):
        each.exchange.advance(86_400)
        market_trade(each, BINANCE, "0.01", "sell")
    assert points(copy, "2024-08-01T00:00:00Z") == points(client, "2024-08-01T00:00:00Z")
    assert copy.get(f"{VOLUME}/total") == client.get(f"{VOLUME}/total")
    assert totals(copy, BINANCE) == totals(client, BINANCE)
