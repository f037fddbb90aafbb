"""Tests as a user of the plugin writes them; `test_plugin.py` runs them."""

import pytest
from threecommas import HmacSigner, RateLimitError, ThreeCommas, orders
from threecommas_mock import MockExchange
from threecommas_mock.faults import Timeout

ORDER = orders.smart_trade(account_id=1, pair="USDT_BTC", position=orders.Market(units="0.01"))


def client_of(exchange, base_url=None):
    key = exchange.credentials[0]
    transport = None if base_url else exchange.transport()
    address = base_url or exchange.base_url
    return ThreeCommas(
        key.key, HmacSigner(key.secret), base_url=address, transport=transport, rate_budget=None, retries=None
    )


@pytest.mark.parametrize("turn", range(8))
def test_order_is_the_only_one(mock_exchange, turn):
    mock_exchange.web_mode = "paper"
    with client_of(mock_exchange) as client:
        client.smart_trades.create(ORDER)
        assert len(client.smart_trades.list()) == 1


@pytest.mark.parametrize("turn", range(8))
def test_prices_time_and_faults_are_those_of_a_new_exchange(mock_exchange, turn):
    new = MockExchange()
    assert mock_exchange.snapshot() == new.snapshot()
    assert mock_exchange.joins == new.joins
    mock_exchange.set_price("USDT_BTC", 40000 + turn)
    mock_exchange.advance(60)
    mock_exchange.fail_next(Timeout(), times=100)


@pytest.mark.parametrize("turn", range(4))
def test_order_over_http_is_seen_by_the_exchange(mock_exchange, mock_exchange_url, turn):
    with client_of(mock_exchange, mock_exchange_url) as client:
        made = client.smart_trades.create(ORDER)
    assert [entry.ids for entry in mock_exchange.journal] == [{"smart_trades": made.id}]


@pytest.mark.mock_exchange(rate_limits="documented", journal_capacity=1)
def test_options_reach_the_exchange(mock_exchange):
    with client_of(mock_exchange) as client:
        for _ in range(100):
            client.validate()
        with pytest.raises(RateLimitError):
            client.validate()
    assert len(mock_exchange.journal) == 1
