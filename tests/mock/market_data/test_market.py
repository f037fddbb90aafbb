"""Exchanges list the pairs that their accounts trade, and futures their leverage as documented."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from threecommas_mock import Limits, MockExchange, Pair, Quote, defaults

from tests.mock.signed_client import DOCUMENT, SignedClient, example, validator

DOCUMENTED: dict[str, Any] = example("leveraged_currency_rates")
# Limits that the docs show and this exchange has no notion of.
UNKNOWN = {
    "bidMultiplierUp",
    "askMultiplierDown",
    "minMarketBuyAmount",
    "minMarketSellAmount",
    "minPrice",
    "maxMarketBuyAmount",
    "maxMarketSellAmount",
}


def ask(exchange: MockExchange, path: str, **query: str) -> Any:
    answer = SignedClient(exchange)._http.get(f"/ver1/accounts/{path}", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("code", ["binance", "paper_trading", "binance_futures"])
def test_exchange_lists_contracts_or_coins(code: str) -> None:
    pairs = ask(MockExchange(document=DOCUMENT), "market_pairs", market_code=code)
    contracts = [pair.symbol for pair in defaults.pairs() if pair.contract]
    assert contracts
    assert pairs == contracts if code == "binance_futures" else pairs and not set(pairs) & set(contracts)


def test_rates_of_a_pair_that_another_exchange_has_are_not_found() -> None:
    client = SignedClient(MockExchange(document=DOCUMENT))
    for code, pair in (("binance", "USDT_BTCUSDT"), ("binance_futures", "USDT_BTC")):
        for path in ("currency_rates", "currency_rates_with_leverage_data"):
            answer = client._http.get(f"/ver1/accounts/{path}", params={"market_code": code, "pair": pair})
            assert answer.status_code == 404


def test_spot_has_no_leverage() -> None:
    path = "currency_rates_with_leverage_data"
    rates = ask(MockExchange(document=DOCUMENT), path, market_code="binance", pair="USDT_BTC")
    assert (rates["leverage_data"], rates["instrumentKind"]) == ([], "spot")


def test_rates_of_a_contract_are_the_documented_ones() -> None:
    told = {name: Decimal(value) for name, value in DOCUMENTED.items() if str(value)[:1].isdigit()}
    quote = Quote(told["bid"], told["ask"], told["last"], Decimal(0), Decimal(0))
    limits = Limits(
        min_units=told["minLotSize"],
        max_units=told["maxLotSize"],
        min_total=told["minTotal"],
        max_total=Decimal(9000000),
        max_price=told["maxPrice"],
    )
    pair = Pair("BNFCR_1INCHUSDT", told["priceStep"], told["lotStep"], limits, quote, contract=True)
    futures = next(each for each in defaults.accounts() if each.is_futures)
    accounts = [replace(futures, type="binance_futures_eea"), replace(futures, id=1, max_leverage=Decimal(9))]
    exchange = MockExchange(document=DOCUMENT, accounts=accounts, pairs=[pair])
    path = "currency_rates_with_leverage_data"
    rates = ask(exchange, path, market_code="binance_futures_eea", pair=pair.symbol)
    assert validator("LeveragedCurrencyRates").is_valid(rates)
    # The docs' pair has no isolated margin.
    rates["leverage_data"] = [mode for mode in rates["leverage_data"] if mode["code"] != "isolated"]
    expected = {name: value for name, value in DOCUMENTED.items() if name not in UNKNOWN}
    assert {name: rates[name] for name in expected} == expected
