"""Grid bots live: their lines, fills and profits, stops and growth, and the books to the last digit."""

from decimal import Decimal
from typing import Any

import pytest
import yaml
from threecommas_mock import Assumptions

from tests.mock.asking import Asking
from tests.mock.grid_bots.grid_client import BODY, FUTURE, FUTURES, asking, held, lines, move, running
from tests.mock.signed_client import DATA, example

REFUSALS = yaml.safe_load((DATA / "grid_bots" / "refusals.yaml").read_text("utf-8"))


@pytest.mark.parametrize("name", ["grid_bot_created", "grid_bot_enabled"])
def test_step_of_a_documented_grid_is_computed_as_documented(name: str) -> None:
    documented = example(name)
    client = Asking()
    client.exchange.set_price(
        "USDT_BTC", documented["current_price"] if name == "grid_bot_created" else "0.02"
    )
    changes = {
        key: documented[key]
        for key in ("upper_price", "lower_price", "grids_quantity", "grid_type", "order_currency_type")
    }
    quantity = {"quantity_per_grid": documented["quantity_per_grid"]}
    if name == "grid_bot_enabled":
        # Its pair has a smaller tick than any here: a thousandfold price has the same ratio.
        changes |= {side: str(Decimal(documented[side]) * 1000000) for side in ("upper_price", "lower_price")}
    bot = client.post("/ver1/grid_bots/manual", BODY | changes | quantity)
    # The documented ratio is right in its first 38 digits.
    assert bot["grid_price_step"][:39] == documented["grid_price_step"][:39]
    if name == "grid_bot_created":
        shown = {(line["price"], line["side"]) for line in bot["grid_lines"]}
        assert shown >= {(line["price"], line["side"]) for line in documented["grid_lines"]}
        assert (bot["is_enabled"], bot["start_price"], lines(bot)) == (False, None, "b" * 28 + "-" + "s" * 21)


def test_documented_request_is_answered_with_its_settings() -> None:
    client = Asking()
    client.exchange.set_price("USDT_ETH", "0.8")
    body = example("create_grid_bot_request") | {"account_id": 1}
    bot = client.post("/ver1/grid_bots/manual", body)
    same = ("name", "pair", "order_currency_type", "profit_currency_type", "grid_type")
    assert {name: bot[name] for name in same} == {name: body[name] for name in same}
    assert (bot["grids_quantity"], bot["trailing_up_enabled"], bot["mode"]) == ("28", "false", None)
    updated = client.send("PATCH", f"/ver1/grid_bots/{bot['id']}/manual", body | {"name": "Other"})
    assert (updated.status_code, updated.json()["name"]) == (200, "Other")


@pytest.mark.parametrize("case", REFUSALS)
def test_each_rule_is_kept(case: dict[str, Any]) -> None:
    client = asking()
    body = {name: value for name, value in BODY.items() if name != case.get("without")}
    status, says = client.refused("POST", "/ver1/grid_bots/manual", body | case.get("set", {}))
    assert status == case["status"]
    assert says == case["says"] if "says" in case else set(case["fields"]) <= set(says)
    assert client.exchange.grid_bots() == []


def test_bought_line_is_answered_one_line_higher_and_the_pair_is_a_profit() -> None:
    client = asking()
    path = running(client)
    assert lines(client.get(path)) == "BB-SS"
    assert held(client) == {
        "USDT": (Decimal(2000), Decimal("850.85")),
        "BTC": (Decimal("0.03"), Decimal("0.02")),
    }
    move(client, "45000")
    assert lines(client.get(path)) == "B-SSS"
    assert held(client)["USDT"] == (Decimal("1549.55"), Decimal("400.4"))
    move(client, "50000")
    bot = client.get(path)
    # Bought for 450.45, sold for 499.5.
    assert (lines(bot), bot["current_profit"], bot["total_profits_count"]) == ("BB-SS", "49.05", "1")
    assert held(client)["USDT"] == (Decimal("2049.05"), Decimal("850.85"))
    (made,) = client.get(f"{path}/profits")
    assert (made["profit"], made["usd_profit"], made["grid_line"]["price"]) == ("49.05", "49.05", "50000.0")


def test_order_after_a_closed_pair_opens_the_next_one() -> None:
    client = asking()
    path = running(client)
    counts = []
    for price in ("45000", "50000", "45000", "50000"):
        move(client, price)
        counts.append(client.get(path)["total_profits_count"])
    assert counts == ["0", "1", "1", "2"]


def test_sold_line_is_answered_one_line_lower() -> None:
    client = asking()
    path = running(client)
    move(client, "55000", "50000")
    bot = client.get(path)
    # Sold for 549.45, bought back for 500.5.
    assert (lines(bot), bot["current_profit"]) == ("BB-SS", "48.95")


def test_price_that_falls_through_all_lines_fills_them_from_the_top() -> None:
    client = asking()
    path = running(client)
    move(client, "39000")
    bot = client.get(path)
    assert (lines(bot), bot["total_profits_count"]) == ("-SSSS", "0")
    move(client, "61000")
    bot = client.get(path)
    assert (lines(bot), bot["total_profits_count"]) == ("BBBB-", "2")


def test_profit_in_coins_keeps_coins_and_spends_what_was_paid() -> None:
    client = asking()
    path = running(client, profit_currency_type="base")
    before = held(client)
    move(client, "45000", "50000")
    bot = client.get(path)
    # 450.45 were paid; 0.00902 coins bring them back.
    assert bot["current_profit"] == "0.00098"
    assert held(client)["BTC"][0] == before["BTC"][0] + Decimal("0.00098")
    assert held(client)["USDT"][0] - before["USDT"][0] == Decimal("0.099")


def test_only_so_many_lines_have_orders_as_may_be_active() -> None:
    client = asking()
    path = running(client, max_active_buy_lines=1, max_active_sell_lines=1)
    assert lines(client.get(path)) == "bB-Ss"
    move(client, "45000")
    assert lines(client.get(path)) == "B-Sss"


def test_missing_coins_are_bought_at_the_start() -> None:
    client = asking({"USDT": Decimal(2000)})
    bot = client.post("/ver1/grid_bots/manual", BODY)
    need = client.get(f"/ver1/grid_bots/{bot['id']}/required_balances")
    assert need["missing_balance"]["base"] == {"quantity": "0.02", "currency": "BTC"}
    assert need["required_balance"]["quote"] == {"quantity": "850.85", "currency": "USDT"}
    assert (need["need_balancing"], need["balancing_available"]) == (True, True)
    path = running(client)
    (order,) = client.get(f"{path}/market_orders")["balancing_orders"]
    assert (order["order_type"], order["status_string"], order["total"]) == ("BUY", "Filled", "1001.0")
    assert held(client) == {
        "USDT": (Decimal(999), Decimal("850.85")),
        "BTC": (Decimal("0.02"), Decimal("0.02")),
    }


def test_missing_money_is_fetched_by_selling_coins() -> None:
    client = asking({"BTC": Decimal(1)})
    path = running(client)
    (order,) = client.get(f"{path}/market_orders")["balancing_orders"]
    assert (order["order_type"], order["quantity"]) == ("SELL", "0.01704")


def test_account_that_cannot_pay_is_refused_at_the_start() -> None:
    client = asking({"USDT": Decimal(1500)})
    number = client.post("/ver1/grid_bots/manual", BODY)["id"]
    status, says = client.refused("POST", f"/ver1/grid_bots/{number}/enable")
    assert (status, list(says)) == (422, ["quantity_per_grid"])
    assert client.get(f"/ver1/grid_bots/{number}")["is_enabled"] is False


def test_stopped_bot_has_no_sides_and_no_orders_and_starts_anew() -> None:
    client = asking()
    path = running(client)
    move(client, "45000")
    bot = client.post(f"{path}/disable")
    assert (bot["is_enabled"], lines(bot), bot["start_price"]) == (False, "-----", "50000.0")
    assert {reserved for _, reserved in held(client).values()} == {Decimal(0)}
    assert client.refused("GET", f"{path}/required_balances")[0] == 500
    move(client, "55000")
    assert client.get(path)["total_profits_count"] == "0"
    client.post(f"{path}/enable")
    client.exchange.settle()
    assert lines(client.get(path)) == "BBB-S"
    words = {order["status_string"] for order in client.get(f"{path}/market_orders")["grid_lines_orders"]}
    assert words == {"Active", "Filled", "Cancelled"}


@pytest.mark.parametrize(
    ("settings", "prices", "bought", "sold"),
    [
        ({"upper_stop_loss_price": 65000}, ["65000"], "0.0", "0.02"),
        (
            {"upper_stop_loss_price": 65000, "upper_stop_loss_action": "stop_bot_and_buy"},
            ["65000"],
            "0.02923",
            "0.02",
        ),
        ({"lower_stop_loss_price": 35000}, ["35000"], "0.02", "0.0"),
        (
            {"lower_stop_loss_price": 35000, "lower_stop_loss_action": "stop_bot_and_sell"},
            ["35000"],
            "0.02",
            "0.04",
        ),
    ],
)
def test_stop_price_ends_the_bot_and_does_what_its_action_says(
    settings: dict[str, Any], prices: list[str], bought: str, sold: str
) -> None:
    client = asking()
    side = next(iter(settings)).partition("_")[0]
    path = running(client, **{f"{side}_stop_loss_enabled": True}, **settings)
    before = held(client)["BTC"][0]
    move(client, *prices)
    bot = client.get(path)
    assert (bot["is_enabled"], lines(bot)) == (False, "-----")
    assert held(client)["BTC"] == (before + Decimal(bought) - Decimal(sold), 0)
    assert held(client)["USDT"][1] == 0


@pytest.mark.parametrize(
    ("settings", "price", "ends", "shown"),
    [
        ({"trailing_up_enabled": True}, "66000", ("45000.0", "65000.0"), "BBBB-"),
        ({"trailing_up_enabled": True}, "91000", ("70000.0", "90000.0"), "BBBB-"),
        ({"trailing_down_enabled": True}, "34000", ("35000.0", "55000.0"), "-SSSS"),
        (
            {"expansion_up_enabled": True, "expansion_up_stop_price": 70000},
            "99000",
            ("40000.0", "70000.0"),
            "BBBBBB-",
        ),
        (
            {"expansion_down_enabled": True, "expansion_down_stop_price": 34000},
            "34000",
            ("35000.0", "60000.0"),
            "-SSSSS",
        ),
        (
            {"expansion_up_enabled": True, "expansion_up_stop_price": 64999},
            "99000",
            ("40000.0", "60000.0"),
            "BBBB-",
        ),
    ],
)
def test_grid_moves_and_grows_with_the_price(
    settings: dict[str, Any], price: str, ends: tuple[str, str], shown: str
) -> None:
    client = asking({"USDT": Decimal(20000), "BTC": Decimal(1)})
    path = running(client, **settings)
    move(client, price)
    bot = client.get(path)
    assert ((bot["lower_price"], bot["upper_price"]), lines(bot)) == (ends, shown)
    assert bot["grids_quantity"] == str(len(shown))


def test_price_far_away_moves_a_fine_grid_at_once() -> None:
    client = asking({"USDT": Decimal(10**9), "BTC": Decimal(1)})
    fine = {"upper_price": 50000.02, "lower_price": 49999.98, "trailing_up_enabled": True}
    path = running(client, **fine)
    move(client, "999999")
    assert client.get(path)["upper_price"] == "999999.0"


def test_long_futures_grid_opens_its_position_and_keeps_the_margin() -> None:
    client = asking({"USDT": Decimal(2000)}, web_mode="real")
    path = running(client, **FUTURE)
    # 0.02 were opened at 50000 with 1.0 of commission; a tenth of that and of the buys is margin.
    total, reserved = held(client, FUTURES)["USDT"]
    assert total == Decimal(1999)
    assert reserved == Decimal(100) + Decimal(85) + Decimal("0.001") * (850 + 1150)
    assert client.get(path)["mode"] == "long"
    move(client, "60000")
    total, _ = held(client, FUTURES)["USDT"]
    # 0.01 each at 55000 and 60000, less commissions.
    assert total == Decimal(1999) + 50 + 100 - Decimal("0.55") - Decimal("0.6")


@pytest.mark.parametrize(("mode", "first"), [("long", ["BUY"]), ("short", ["SELL"]), ("reversal", [])])
def test_mode_decides_the_position_a_futures_grid_opens_with(mode: str, first: list[str]) -> None:
    client = asking({"USDT": Decimal(2000)}, web_mode="real")
    path = running(client, **FUTURE | {"mode": mode})
    assert [order["order_type"] for order in client.get(f"{path}/market_orders")["balancing_orders"]] == first


@pytest.mark.parametrize("price", ["65000", "64000"])
def test_position_is_closed_by_the_stop_of_a_futures_grid(price: str) -> None:
    client = asking({"USDT": Decimal(2000)}, web_mode="real")
    stop = {"upper_stop_loss_enabled": True, "upper_stop_loss_price": 65000}
    action = {"upper_stop_loss_action": "stop_bot_and_close_position"}
    path = running(client, **FUTURE | {"mode": "reversal"} | stop | action)
    move(client, price)
    stopped = price == "65000"
    assert client.get(path)["is_enabled"] == (not stopped)
    assert (held(client, FUTURES)["USDT"][1] == 0) == stopped


@pytest.mark.parametrize(("chosen", "status"), [({}, 200), ({"delete_running_grid_bot": "refused"}, 422)])
def test_running_bot_is_deleted_as_assumed(chosen: dict[str, Any], status: int) -> None:
    client = asking(assumptions=Assumptions(**chosen))
    path = running(client)
    move(client, "45000")
    before = held(client)["BTC"][0]
    answer = client.send("DELETE", path)
    assert answer.status_code == status
    if status == 200:
        assert (answer.content, client.refused("GET", path)) == (b"", (404, "Not Found"))
        # What it bought stays, after a restore too.
        client.exchange.restore_json(client.exchange.snapshot_json())
        assert held(client)["BTC"] == (before, 0)
