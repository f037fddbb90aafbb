"""A balance is exact, zero where nothing is held, and an error where it cannot be told."""

import asyncio
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
import threecommas
import yaml
from threecommas import AsyncThreeCommas, EncodeError, HmacSigner, ThreeCommas, models
from threecommas.accounts import Balance
from threecommas_mock import MockExchange, defaults

CASES = yaml.safe_load(Path(__file__).with_name("balances.yaml").read_text())
WAYS = ["sync", "async"]


class Table:
    """Answers the rows of a table, and writes down what it was asked for."""

    def __init__(self, rows: list[Any]) -> None:
        self._rows, self.asked = rows, list[str]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path.removeprefix('/public/api/ver1/accounts')}")
        account = {"id": 7, "name": "n", "market_code": "binance"}
        return httpx.Response(201, json=self._rows if "table" in self.asked[-1] else account)

    def read(self, way: str, method: str, *arguments: Any, **options: Any) -> Any:
        transport = httpx.MockTransport(self)
        if way == "sync":
            client = ThreeCommas("key", HmacSigner("secret"), transport=transport)
            return getattr(client.accounts, method)(*arguments, **options)

        async def ask() -> Any:
            async with AsyncThreeCommas("key", HmacSigner("secret"), transport=transport) as client:
                return await getattr(client.accounts, method)(*arguments, **options)

        return asyncio.run(ask())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_balance_is_what_the_rows_say(case: dict[str, Any], way: str) -> None:
    table = Table(case["rows"])
    if "error" in case:
        with pytest.raises(getattr(threecommas, case["error"])):
            table.read(way, "balance", 7, case["currency"])
        return
    amounts = {name: Decimal(value) for name, value in case["balance"].items()}
    code = case["currency"].strip().upper()
    assert table.read(way, "balance", 7, case["currency"]) == Balance(currency=code, **amounts)
    assert table.asked == ["POST /7/account_table_data"]


@pytest.mark.parametrize("way", WAYS)
def test_refresh_asks_the_exchange_first(way: str) -> None:
    table = Table(CASES[0]["rows"])
    assert table.read(way, "balances", 7, refresh=True).keys() == {"USDT"}
    assert table.asked == ["POST /7/load_balances", "POST /7/account_table_data"]


@pytest.mark.parametrize("way", WAYS)
def test_summary_is_all_accounts_and_cannot_be_refreshed(way: str) -> None:
    table = Table(CASES[0]["rows"])
    assert table.read(way, "balance", "summary", "USDT").total == Decimal("10.5")
    assert table.asked == ["POST /summary/account_table_data"]
    with pytest.raises(EncodeError, match="refresh"):
        table.read(way, "balance", "summary", "USDT", refresh=True)


def test_client_that_only_reads_may_read_balances() -> None:
    paper, *others = defaults.accounts()
    exchange = MockExchange(accounts=[replace(paper, funds={"DOGE": Decimal("27.076")}), *others])
    known = exchange.credentials[0]
    signer = HmacSigner(str(known.secret))
    url, transport = exchange.base_url, exchange.transport()
    client = ThreeCommas(known.key, signer, base_url=url, transport=transport, read_only=True, mode="paper")
    (account, *_) = client.accounts.list()
    assert isinstance(account, models.Account)
    assert client.accounts.balance(account.id, "DOGE", refresh=True).available == Decimal("27.076")
