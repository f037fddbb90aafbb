"""What keeps a bot from opening a deal although its signal is there: prices, volumes, lists and delays."""

from typing import Any

import pytest
from threecommas_mock import Assumptions

from tests.mock.dca_bots.bot_client import BotClient, finish

SIGNAL = [{"strategy": "tv_custom_signal", "options": {}}]


@pytest.mark.parametrize(
    ("bounds", "price"),
    [
        ({"min_price": "3300"}, "3300"),
        ({"max_price": "3200"}, "3200"),
        ({"min_price_percentage": "1"}, "3316"),
        ({"max_price_percentage": "-1"}, "3249"),
    ],
)
def test_price_out_of_its_bounds_keeps_deals_away(bounds: dict[str, str], price: str) -> None:
    client = BotClient()
    client.enabled(**bounds)
    assert client.deals() == []
    client.exchange.set_price("USDT_ETH", price)
    assert len(client.deals()) == 1


@pytest.mark.parametrize(("chosen", "opened"), [("since_saved", 0), ("since_enabled", 1)])
def test_bounds_in_percent_count_from_where_was_chosen(chosen: Any, opened: int) -> None:
    client = BotClient(assumptions=Assumptions(price_percentage=chosen))
    number = client.create_bot(max_price_percentage="10")
    client.exchange.set_price("USDT_ETH", "4000")
    client.act(number, "enable")
    assert len(client.deals()) == opened


def test_volume_of_the_day_has_to_be_large_enough() -> None:
    # 3523687887 dollars are some 62600 BTC.
    client = BotClient()
    client.enabled(min_volume_btc_24h="62700")
    assert client.deals() == []
    client.enabled(min_volume_btc_24h="62600", account_id=1)
    assert len(client.deals()) == 1


def test_pair_on_the_black_list_is_not_traded() -> None:
    client = BotClient()
    client.ask("POST", "/ver1/bots/update_pairs_black_list", 201, json={"pairs": ["USDT_ETH"]})
    number = client.enabled()
    assert client.deals() == []
    client.act(number, "start_new_deal", 422, {"skip_signal_checks": True})


def test_start_delay_passes_between_condition_and_deal() -> None:
    client = BotClient()
    client.enabled(strategy_list=SIGNAL, deal_start_delay_seconds=30)
    assert client.exchange.signal("USDT_ETH") == []
    client.exchange.advance(29)
    assert client.deals() == []
    client.exchange.advance(1)
    assert len(client.deals()) == 1
    finish(client)
    client.exchange.advance(100)
    assert len(client.deals()) == 1
