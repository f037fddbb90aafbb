"""Every documented bot, grid and simple trade lives to each end it can have.

The cases are in data/documented_lives.yaml. A SmartTrade has its own in smart_trades/test_ends.py.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import yaml
from threecommas_mock import MockExchange, defaults

from tests.mock.all_books import assert_books
from tests.mock.asking import Asking
from tests.mock.signed_client import DATA, DOCUMENT, example

CASES = yaml.safe_load((DATA / "documented_lives.yaml").read_text("utf-8"))
LIVES = [(name, end) for name, case in CASES.items() for end in case["ends"]]
EXAMPLES = DOCUMENT.at(("components", "examples"))
# What makes something that lives: the examples of these requests.
MAKING = ("create_dca_bot", "update_dca_bot", "create_grid_bot", "update_grid_bot", "create_simple_trade")
FUNDS = {currency: Decimal(amount) for currency, amount in {"USDT": 500000, "BNFCR": 5000, "BTC": 2}.items()}


class Life:
    """Something that was made of a documented request, on an account with funds or on another one."""

    def __init__(self, name: str, account: int | None = None) -> None:
        case = CASES[name]
        body = {**CASES[case["of"]]["set"], **example(case["of"])} if "of" in case else {}
        self.body = body | example(name) | case["set"] | ({"account_id": account} if account else {})
        self.account, self.pair = self.body["account_id"], case["pair"]
        accounts = [
            replace(each, funds=FUNDS if each.id == self.account else None) for each in defaults.accounts()
        ]
        self.client = Asking(MockExchange(document=DOCUMENT, accounts=accounts, web_mode="paper"))
        self.client.exchange.set_price(self.pair, case["start"])
        self.path: str = case["make"]
        made = self.client.post(self.path, self.body)
        self.id = made["trade"]["uuid"] if "trade" in made else made["id"]
        for moment in case.get("begins", ()):
            self.play(moment)

    def play(self, moment: dict[str, Any]) -> None:
        """Let one thing happen: a price, time, or a request about it or about its deal."""
        (what, value), *_ = moment.items()
        exchange = self.client.exchange
        match what:
            case "price":
                exchange.set_price(self.pair, value)
            case "seconds":
                exchange.advance(value)
            case "post":
                self.client.post(value.format(id=self.id, deal=self.deal))
            case "delete":
                assert self.client.send("DELETE", value.format(id=self.id)).status_code in {200, 204}
            case "convert":
                self.client.post(f"/ver1/deals/{self.deal}/convert_to_smart_trade", {"stop_bot": value})
            case "signal":
                exchange.signal(value, bot_id=self.id)
            case "settle":
                for _ in range(value):
                    exchange.settle()

    @property
    def deal(self) -> Any:
        """The number of the last deal, None if there is none."""
        deals = self.client.exchange.snapshot().deals.items
        return deals[-1].id if deals else None

    def see(self) -> dict[str, Any]:
        """Tell how it ended."""
        snapshot = self.client.exchange.snapshot()
        if snapshot.deals.items:
            deal = snapshot.deals.items[-1]
            return {"status": str(deal.status), "orders": len(deal.orders), "closed": deal.is_closed}
        if snapshot.grid_bots.items:
            bot = snapshot.grid_bots.items[0]
            return {
                "enabled": bot.is_enabled,
                "deleted": bot.is_deleted,
                "resting": len(bot.resting),
                "profits": len(bot.profits),
            }
        trade = snapshot.simple_trades.items[0]
        return {"status": str(trade.status), "closed": trade.is_closed}

    def assert_books(self) -> None:
        """Hold the balances against the fills."""
        exchange = self.client.exchange
        futures = exchange.accounts[self.account].is_futures
        balances = exchange.balances(self.account)
        assert_books(self.account, balances, FUNDS, exchange.snapshot(), futures=futures)


@pytest.mark.parametrize(("name", "end"), LIVES)
def test_documented_request_lives_to_its_end(name: str, end: str) -> None:
    case = CASES[name]["ends"][end]
    life = Life(name, case.get("account"))
    for moment in case["moments"]:
        life.play(moment)
    assert life.see() == case["see"]
    life.assert_books()


def test_no_documented_request_is_left_out() -> None:
    documented = set()
    for operation in DOCUMENT.operations:
        if operation.id in MAKING:
            place = DOCUMENT.resolve((*operation.pointer, "requestBody"))[1]
            documented |= {
                each["$ref"].rpartition("/")[2]
                for each in place["content"]["application/json"]["examples"].values()
            }
    assert set(CASES) == documented
