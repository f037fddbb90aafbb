"""Bots that are kept in a snapshot go on as they would have, and are turned over HTTP."""

from pathlib import Path
from typing import Any

import httpx
import pytest
from threecommas_mock import FormatError, MockExchange, defaults, serve

from tests.mock.dca_bots.bot_client import BotClient
from tests.mock.signed_client import DOCUMENT

RSI = {
    "strategy": "rsi",
    "options": {"time": "5m", "time_period": 2, "points": 30, "trigger_condition": "less"},
}
SIGNAL = [{"strategy": "tv_custom_signal", "options": {}}]
MOVES = ("3300", "3200", "3400", "3100", "3000", "3500", "2900", "3600", "3300")


def lively() -> BotClient:
    """Return a client whose bots wait, count, trade and look at candles."""
    client = BotClient()
    client.enabled(stop_loss_percentage="10", cooldown=60, disable_after_deals_count=4)
    client.enabled(account_id=1, strategy_list=[RSI], safety_strategy_list=[RSI])
    client.enabled(strategy_list=SIGNAL, deal_start_delay_seconds=600)
    client.exchange.signal("USDT_ETH")
    client.ask("POST", "/ver1/bots/update_pairs_black_list", 201, json={"pairs": "BTC_ETH"})
    return client


def lived(client: BotClient, moves: tuple[str, ...]) -> Any:
    """Return what bots and deals are after some moves of the price."""
    for price in moves:
        client.exchange.set_price("USDT_ETH", price)
        client.exchange.advance(150)
        client.deals()
    return client.ask("GET", "/ver1/bots", 200), client.deals(), client.exchange.snapshot_json()


@pytest.mark.parametrize("before", range(0, len(MOVES), 2))
def test_bots_go_on_from_a_file_as_if_nothing_had_been(before: int, tmp_path: Path) -> None:
    client, copy = lively(), BotClient()
    lived(client, MOVES[:before])
    client.exchange.save(tmp_path / "state.json")
    copy.exchange.load(tmp_path / "state.json")
    assert copy.exchange.snapshot() == client.exchange.snapshot()
    assert lived(copy, MOVES[before:]) == lived(client, MOVES[before:])


def test_secret_of_a_bot_is_in_no_file(tmp_path: Path) -> None:
    client = BotClient()
    secret = client.bot(client.create_bot())["url_secret"]
    client.exchange.save(tmp_path / "state.json")
    assert secret not in (tmp_path / "state.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("items", 0, "pairs"), ["USDT_NOTHING"], "dca_bots.items[0].pairs: USDT_NOTHING is not a pair"),
        (("items", 0, "pairs"), [], "dca_bots.items[0].pairs: a bot has one at least"),
        (("items", 0, "account"), 7, "dca_bots.items[0].account: 7 is no account"),
        (("items", 0, "settings", "strategy"), "up", "dca_bots.items[0].settings.strategy: 'up' is none of"),
        (("next_id",), 1, "dca_bots.next_id: is 1, but 15000001 exists"),
        (("black_lists",), {"me": []}, "dca_bots.black_lists.me: is not the number of a user"),
        (("candles", 0, "length"), "7m", "dca_bots.candles[0]: there are no 7m candles"),
        (("candles",), None, "dca_bots.candles: expected an array"),
    ],
)
def test_file_with_bots_that_cannot_be_is_refused(path: tuple[Any, ...], value: Any, said: str) -> None:
    client = BotClient()
    client.create_bot(strategy_list=[RSI])
    written = client.exchange.snapshot_json()
    place = written["dca_bots"]
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    with pytest.raises(FormatError) as refused:
        client.exchange.restore_json(written)
    assert str(refused.value).startswith(said)


def test_signal_is_given_over_http_and_tells_what_was_opened() -> None:
    exchange = MockExchange(document=DOCUMENT, control=True, web_mode="paper")
    client = BotClient(exchange=exchange)
    number = client.enabled(strategy_list=SIGNAL)
    with serve(exchange) as address, httpx.Client(base_url=httpx.URL(address).join("/")) as http:
        waits = http.get(f"/__mock__/dca_bots?bot_id={number}").json()
        assert waits == {"USDT_ETH": "its conditions do not hold"}
        body = {"pair": "USDT_ETH", "conditions": ["tv_custom_signal"], "bot_id": number}
        opened = http.post("/__mock__/signals", json=body).json()["deals"]
        assert [deal["id"] for deal in client.deals()] == opened
        assert http.get("/__mock__/dca_bots").json() == exchange.dca_bots()
        assert http.get("/__mock__/state").json()["dca_bots"] == exchange.dca_bots()
        for wrong, said in (
            ({"pair": "USDT_NOTHING"}, "pair: no pair"),
            ({"pair": "USDT_ETH", "bot_id": 7}, "bot_id: there is no bot 7"),
            ({"pair": "USDT_ETH", "conditions": "rsi"}, "conditions: expected an array"),
            ({}, "pair: is missing"),
        ):
            refused = http.post("/__mock__/signals", json=wrong)
            assert refused.status_code == 400
            assert refused.json()["error_description"].startswith(said)
        assert http.get("/__mock__/dca_bots?bot_id=7").status_code == 400


def test_exchange_tells_what_keeps_a_bot_from_a_deal() -> None:
    client = BotClient()
    number = client.create_bot(max_price="3000")
    assert client.exchange.why_no_deal(number) == {"USDT_ETH": "the bot is disabled"}
    client.act(number, "enable")
    assert client.exchange.why_no_deal(number) == {"USDT_ETH": "the price is above its bound"}
    client.exchange.set_price("USDT_ETH", "3000")
    assert client.exchange.why_no_deal(number) == {"USDT_ETH": "max_active_deals is reached"}
    with pytest.raises(ValueError, match="there is no bot 7"):
        client.exchange.why_no_deal(7)
    assert defaults.MOCK_SECRET not in repr(client.exchange.dca_bots())
