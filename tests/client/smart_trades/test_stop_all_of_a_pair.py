"""The kill switch on one pair: what is none is refused, and a slip of the pen is not reported as stopped."""

import pickle
from typing import Any

import httpx
import pytest
from threecommas import EncodeError, NotSentError, PermissionDeniedError

from tests.client.deals.deals_server import REAL, WAITING, DealsServer, deal
from tests.client.smart_trades.active_trades import body, client_with
from tests.client.transport.calls import CALLS

NO_PAIRS = ["usdt_btc", "USDT_btc", "USDTBTC", "USDT_", "_BTC", "USDT_BTC ", "USDT_BTC\n", "USDT/BTC", "", 5]
TRUE_PAIRS = ["USDT_ETH", "USDT_BTCUSDT"]
SWITCHES = {
    "all": lambda client, **chosen: client.stop_all(**chosen),
    "SmartTrades": lambda client, **chosen: client.smart_trades.stop_all(**chosen),
}
every_switch = pytest.mark.parametrize("switch", SWITCHES.values(), ids=SWITCHES)


def stopped(server: Any, call: Any = CALLS[0], switch: Any = SWITCHES["all"], **chosen: Any) -> Any:
    """Return the report of a kill switch, or the error that it raised."""
    return server.outcome(call, lambda client: switch(client, **chosen))


@pytest.mark.parametrize("call", CALLS)
@every_switch
@pytest.mark.parametrize("pair", NO_PAIRS)
def test_text_that_can_be_no_pair_is_refused_before_anything_is_asked(
    pair: Any, switch: Any, call: Any
) -> None:
    faulty, _ = client_with(body())
    error = stopped(faulty, call, switch, pair=pair)
    assert (type(error), error.path) == (EncodeError, "pair")
    assert "QUOTE_BASE in capitals, such as USDT_BTC" in str(error)
    assert faulty.transport.requests == []


@pytest.mark.parametrize("account", [True, "32455218", 1.0])
def test_account_that_is_no_number_is_refused_before_anything_is_asked(account: Any) -> None:
    server = DealsServer(deal(7))
    error = stopped(server, account_id=account)
    assert (type(error), error.path, server.sent) == (EncodeError, "account_id", [])


@pytest.mark.parametrize("call", CALLS)
@every_switch
def test_pair_that_is_turned_round_is_not_reported_as_stopped(switch: Any, call: Any) -> None:
    faulty, _ = client_with(body())
    report = stopped(faulty, call, switch, pair="BTC_USDT")
    assert (report.trades, report.active_pairs, report.is_complete) == ((), ("USDT_BTC",), False)
    assert "on BTC_USDT." in str(report)
    assert "What is active trades USDT_BTC, and goes on." in str(report)
    assert "the reverse of USDT_BTC" in str(report)
    assert str(pickle.loads(pickle.dumps(report))) == str(report)


@every_switch
def test_pair_that_nothing_shows_is_not_reported_as_stopped(switch: Any) -> None:
    faulty, _ = client_with(body())
    report = stopped(faulty, switch=switch, pair="USDT_BTCC")
    assert (report.trades, report.active_pairs, report.is_complete) == ((), ("USDT_BTC",), False)
    assert type(report.doubt) is EncodeError
    assert "no market of an account shows USDT_BTCC" in str(report)


@pytest.mark.parametrize("call", CALLS)
@every_switch
@pytest.mark.parametrize("pair", TRUE_PAIRS)
def test_true_pair_on_which_nothing_is_active_is_complete(pair: str, switch: Any, call: Any) -> None:
    faulty, _ = client_with(body())
    report = stopped(faulty, call, switch, pair=pair)
    assert (report.trades, report.active_pairs, report.is_complete) == ((), ("USDT_BTC",), True)
    assert f"on {pair}." in str(report)


def test_market_of_the_account_alone_tells_its_pairs() -> None:
    faulty, _ = client_with()
    assert stopped(faulty, pair="USDT_ETH", account_id=REAL).is_complete
    report = stopped(faulty, pair="USDT_BTCUSDT", account_id=REAL)
    assert not report.is_complete
    assert f"on USDT_BTCUSDT of account {REAL}." in str(report)
    assert [each for each in faulty.transport.requests if each.url.path.endswith("/accounts")] == []


def test_what_is_active_on_another_account_is_not_named() -> None:
    server = PairServer(deal(7, account_id=1), deal(8, pair="USDT_LTC"))
    report = stopped(server, pair="USDT_XRP", account_id=REAL)
    assert report.active_pairs == ("USDT_LTC",)


class PairServer(DealsServer):
    """A server of deals with an exchange of few pairs, and SmartTrades of the past."""

    def __init__(self, *deals: dict[str, Any]) -> None:
        super().__init__(*deals)
        self.history: tuple[str, ...] = ()
        self.markets: dict[str, Any] = {"binance": ["USDT_XRP"], "paper_trading": ["USDT_SOL"]}
        self.refused: tuple[str, ...] = ()

    def _answer(self, request: httpx.Request, path: str) -> httpx.Response:
        asked = request.url.params
        if path in self.refused:
            return httpx.Response(403, json={"error": "access_denied"})
        if path == "/ver1/accounts/market_pairs":
            return httpx.Response(200, json=self.markets[asked["market_code"]])
        if path == "/ver1/accounts":
            return httpx.Response(200, json=[{"id": 1, "market_code": code} for code in self.markets])
        if path == "/v2/smart_trades" and "status" not in asked:
            found = [{"id": 1, "pair": pair} for pair in self.history if pair == asked["pair"]]
            return httpx.Response(200, json=found)
        if path == "/ver1/deals" and "account_id" in asked:
            found = [each for each in self.deals.values() if str(each["account_id"]) == asked["account_id"]]
            return httpx.Response(200, json=found[int(asked.get("offset", 0)) :])
        return super()._answer(request, path)


@pytest.mark.parametrize("call", CALLS)
def test_market_of_the_other_mode_shows_no_pair(call: Any) -> None:
    assert stopped(PairServer(), call, pair="USDT_XRP").is_complete
    assert not stopped(PairServer(), call, pair="USDT_SOL").is_complete


def test_pair_of_the_past_is_known_without_a_market() -> None:
    server = PairServer()
    server.history, server.refused = ("USDT_OLD",), ("/ver1/accounts",)
    assert stopped(server, pair="USDT_OLD").is_complete
    report = stopped(server, pair="USDT_XRP")
    assert (type(report.doubt), report.is_complete) == (PermissionDeniedError, False)
    assert report.errors == ()


def test_market_that_cannot_be_asked_leaves_the_others() -> None:
    server = PairServer()
    server.markets = {"wallet": {"error": "none"}, "binance": ["USDT_XRP"]}
    assert stopped(server, pair="USDT_XRP").is_complete
    assert not stopped(server, pair="USDT_LTC").is_complete


def test_what_is_ending_shows_its_pair() -> None:
    server = PairServer(deal(7, pair="USDT_LTC", status="cancel_pending"))
    report = stopped(server, pair="USDT_LTC")
    assert (report.trades, report.active_pairs, report.is_complete) == ((), (), True)


def test_list_that_hides_an_active_smart_trade_of_the_pair_is_not_trusted() -> None:
    server = PairServer()
    answered = server._answer

    def hiding(request: httpx.Request, path: str) -> httpx.Response:
        if path == "/v2/smart_trades" and "pair" not in request.url.params:
            return httpx.Response(200, json=[{"id": 1, "pair": "USDT_XRP", "status": {"type": "created"}}])
        return answered(request, path)

    server._answer = hiding  # type: ignore[method-assign]
    report = stopped(server, pair="USDT_XRP")
    assert (report.trades, report.is_complete) == ((), False)
    assert "something is active on it in the whole list" in str(report)


def test_bots_and_deals_of_other_pairs_are_named() -> None:
    server = PairServer(deal(7, **WAITING), deal(8, pair="USDT_LTC"))
    server.bots["/ver1/bots"] = [{"id": 3, "is_enabled": True, "pairs": ["USDT_ETH", "USDT_BTC"]}]
    server.bots["/ver1/grid_bots"] = [{"id": 4, "is_enabled": True, "pair": "USDT_DOGE", "account_id": REAL}]
    report = stopped(server, pair="USDT_XRP")
    assert report.active_pairs == ("USDT_BTC", "USDT_DOGE", "USDT_ETH", "USDT_LTC")
    assert (report.is_complete, server.writes) == (True, [])
    assert not stopped(server, pair="DOGE_USDT").is_complete


def test_time_that_is_up_before_the_pair_is_known_leaves_it_uncertain() -> None:
    server = PairServer()
    server.later = [lambda: None] * 6 + [lambda: server.time.advance(400)]
    report = stopped(server, pair="USDT_XRP")
    assert (report.trades, type(report.doubt), report.is_complete) == ((), NotSentError, False)
