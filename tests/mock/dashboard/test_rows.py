"""A row says what the answers of the exchange say, and its lines stand where orders and averages are."""

from decimal import Decimal
from typing import Any

from threecommas_mock import MockExchange

from tests.mock.dca_bots.bot_client import BotClient
from tests.mock.deals.deal_client import PAIR, DealClient
from tests.mock.grid_bots.grid_client import asking, move, running
from tests.mock.signed_client import DOCUMENT, GUARDED, SignedClient


def controlled(**options: Any) -> MockExchange:
    return MockExchange(document=DOCUMENT, control=True, **options)


def only(exchange: MockExchange, room: str) -> Any:
    (row,) = exchange.dashboard(limit=5)[room]["rows"].values()
    return row


def lines(row: Any, *kinds: str) -> dict[str, Decimal]:
    return {label: Decimal(price) for kind, label, price, *_ in row["lines"] if kind in kinds}


def test_smart_trade_shows_entry_average_target_and_stop() -> None:
    exchange = controlled()
    client = SignedClient(exchange)
    target = {
        "enabled": True,
        "steps": [{"order_type": "limit", "price": {"type": "bid", "value": "60000"}, "volume": 100}],
    }
    trade = client.at_rest(GUARDED | {"take_profit": target})
    row = only(exchange, "smart_trades")
    assert row["status"] == "Waiting Targets"
    assert (row["profit"], row["profit_percent"]) == (trade["profit"]["volume"], trade["profit"]["percent"])
    assert row["average"] == trade["data"]["average_enter_price"]
    assert row["cost"] == trade["data"]["entered_total"]
    assert lines(row, "target", "stop") == {"TP1": Decimal(60000), "SL": Decimal(50000)}
    assert lines(row, "average") == {"Average": Decimal(row["average"])}
    assert (row["to_target"], row["to_stop"]) == ("6.6", "-11.16")


def test_smart_trade_at_its_end_has_no_stop_and_two_marks() -> None:
    exchange = controlled()
    SignedClient(exchange).at_rest(GUARDED)
    exchange.set_price("USDT_BTC", "49000")
    exchange.settle()
    row = only(exchange, "smart_trades")
    assert (row["open"], row["status"]) == (False, "Stop Loss finished")
    assert "stop" not in row
    assert lines(row, "stop", "target", "entry") == {}
    assert [(side, label) for _, side, label, _ in row["marks"]] == [("buy", "Entry"), ("sell", "SL")]


def test_trailing_stop_is_drawn_where_it_stands_now() -> None:
    exchange = controlled()
    trailing = {"enabled": True}
    stop = GUARDED["stop_loss"]["conditional"] | {"trailing": trailing}
    SignedClient(exchange).at_rest(GUARDED | {"stop_loss": GUARDED["stop_loss"] | {"conditional": stop}})
    before = Decimal(only(exchange, "smart_trades")["stop"])
    exchange.set_price("USDT_BTC", "60000")
    exchange.settle()
    row = only(exchange, "smart_trades")
    assert Decimal(row["stop"]) > before
    assert lines(row, "stop") == {"SL": Decimal(row["stop"])}


def test_safety_order_that_fills_moves_average_and_target_of_the_deal() -> None:
    exchange = controlled()
    client = DealClient(exchange)
    number = client.bought(stop_loss_percentage=Decimal(10))
    before = only(exchange, "deals")
    assert lines(before, "safety") == {"SO1": Decimal("99.09"), "SO2": Decimal("98.09")}
    assert lines(before, "safety_next") == {"SO3": Decimal("97.09")}
    client.move("99")
    after, deal = only(exchange, "deals"), client.get(number)
    assert lines(after, "safety") == {"SO2": Decimal("98.09"), "SO3": Decimal("97.09")}
    assert lines(after, "safety_next") == {}
    assert lines(after, "average")["Average"] < lines(before, "average")["Average"]
    assert lines(after, "average")["Average"] == Decimal(deal["bought_average_price"])
    assert lines(after, "target") == {"TP1": Decimal(deal["take_profit_price"])}
    assert lines(after, "stop") == {"SL": Decimal(deal["stop_loss_price"])}
    assert after["profit"] == deal["actual_profit"]
    assert (after["safety_used"], after["safety_resting"], after["safety_max"]) == (1, 2, 3)
    assert [label for _, _, label, _ in after["marks"]] == ["BO", "SO1"]


def test_target_that_trails_is_drawn_where_it_fires() -> None:
    exchange = controlled()
    client = DealClient(exchange)
    client.bought(trailing_enabled=True, trailing_deviation=Decimal(1))
    assert list(lines(only(exchange, "deals"), "target")) == ["TP1"]
    client.move("110")
    row = only(exchange, "deals")
    assert lines(row, "target") == {}
    assert lines(row, "trailing") == {"TP1 trailing": Decimal("108.9")}


def test_deal_that_ended_has_the_profit_of_its_answer() -> None:
    exchange = controlled()
    client = DealClient(exchange)
    number = client.bought()
    client.move("120")
    row, deal = only(exchange, "deals"), client.get(number)
    assert (row["open"], row["profit"]) == (False, deal["final_profit"])
    assert row["profit_percent"] == deal["final_profit_percentage"]
    assert lines(row, "safety", "safety_next", "target", "stop") == {}


def test_bot_shows_the_ladder_of_its_next_deal_then_of_the_one_it_has() -> None:
    client = BotClient(control=True)
    client.exchange.set_price(PAIR, "1000")
    number = client.create_bot()
    planned = only(client.exchange, "dca_bots")
    assert [line[:3] for line in planned["ladder"]] == [
        ["safety_next", "SO1", "990.0"],
        ["safety_next", "SO2", "970.0"],
        ["safety_next", "SO3", "930.0"],
    ]
    assert "ladder_deal" not in planned
    client.act(number, "enable")
    client.exchange.settle()
    row = only(client.exchange, "dca_bots")
    (deal,) = client.exchange.deals()
    assert (row["ladder_deal"], row["active_deals"]) == (deal["id"], 1)
    assert [line[0] for line in row["ladder"]] == ["safety"] * 3


def test_grid_draws_its_lines_by_side() -> None:
    client = asking(control=True)
    running(client)
    move(client, "50100")
    row = only(client.exchange, "grid_bots")
    sides = {
        kind: [line[2] for line in row["lines"] if line[0] == kind] for kind in ("grid_buy", "grid_sell")
    }
    assert sides == {"grid_buy": ["40000.0", "45000.0"], "grid_sell": ["55000.0", "60000.0"]}
    assert (row["status"], row["buys"], row["sells"]) == ("Running", 2, 2)
    move(client, "55000")
    assert only(client.exchange, "grid_bots")["marks"][0][1] == "sell"


def test_balances_are_those_of_the_account() -> None:
    exchange = asking(control=True).exchange
    shown = exchange.dashboard()["accounts"]["1"]
    assert (shown["name"], shown["mode"], shown["is_limited"]) == (exchange.accounts[1].name, "paper", True)
    assert shown["balances"]["USDT"] == {"total": "2000.0", "reserved": "0.0", "free": "2000.0"}


def test_open_trades_come_first_and_the_newest_of_them() -> None:
    exchange = controlled()
    client = SignedClient(exchange)
    ended = client.create(GUARDED)
    exchange.settle()
    exchange.set_price("USDT_BTC", "49000")
    exchange.settle()
    exchange.set_price("USDT_BTC", "56000")
    first, second = client.create(GUARDED), client.create(GUARDED)
    shown = exchange.dashboard(limit=2)["smart_trades"]
    assert (shown["all"], shown["open"]) == (3, 2)
    assert list(shown["rows"]) == [str(second), str(first)]
    assert list(exchange.dashboard(limit=3)["smart_trades"]["rows"])[-1] == str(ended)
