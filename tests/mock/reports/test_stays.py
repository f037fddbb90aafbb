"""Accounts that come and leave in a replay, and snapshots that are restored: neither is a gain or a fall."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from threecommas_mock import MockExchange, Report, defaults
from threecommas_mock.replay.replay import Replay

from tests.mock.asking import Asking
from tests.mock.replay.market import CONTRACT, MINUTE, PAPER, SPOT, START, candle
from tests.mock.replay.trades import CONTRACTS
from tests.mock.signed_client import DOCUMENT

NEW = {"type": "binance", "name": "New", "api_key": "new-key", "secret": "new-secret"}
BINANCE = 32455218
FUNDS = {"USDT": Decimal(5_000), "BTC": Decimal("0.1")}
PRICES = [(50_000,) * 4, (50_000, 50_000, 49_000, 49_000), (49_000,) * 4, (49_000, 52_000, 49_000, 52_000)]


def begun(*limited: int, pair: str = SPOT) -> tuple[Asking, Replay]:
    """Return a replay of which one candle has passed; these accounts have 5000 USDT and 0.1 BTC."""
    accounts = [replace(each, funds=FUNDS if each.id in limited else None) for each in defaults.accounts()]
    client = Asking(MockExchange(document=DOCUMENT, accounts=accounts))
    replay = client.exchange.replay([candle(minute, *each) for minute, each in enumerate(PRICES)], pair=pair)
    replay.step()
    return client, replay


def bought(client: Asking, account: int = PAPER) -> Any:
    """Buy 0.01 BTC at market and close it at once."""
    off = {"enabled": False}
    position = {"type": "buy", "order_type": "market", "units": {"value": "0.01"}}
    trade = client.post(
        "/v2/smart_trades",
        {"account_id": account, "pair": SPOT, "position": position, "take_profit": off, "stop_loss": off},
    )
    client.exchange.settle()
    client.post(f"/v2/smart_trades/{trade['id']}/close_by_market")
    client.exchange.settle()


def adds_up(report: Report) -> bool:
    known = report.worth_start + report.deposits - report.withdrawals + report.held + report.total.profit
    return report.worth_end == known + report.other


def test_account_that_comes_later_is_a_deposit() -> None:
    client, replay = begun(PAPER, BINANCE)
    replay.step()
    client.post("/ver1/accounts/new", NEW)
    report = replay.report()
    assert (report.worth_start, report.worth_end) == (20_000, 29_700)
    assert (report.deposits, report.withdrawals, report.held, report.other) == (9_900, 0, -200, 0)
    assert report.accounts[-1].came_at == START + 2 * MINUTE
    assert replay.run().worth_end == 30_600
    report = replay.report()
    assert (report.deposits, report.held, report.other) == (9_900, 700, 0)
    assert report.drawdown.amount == 200
    assert report.drawdown.percent == 1
    assert [point.worth for point in report.curve] == [20_000, 20_000, 19_800, 29_700, 30_600]
    assert adds_up(report)


def test_account_that_is_removed_leaves_its_trades_and_is_no_fall() -> None:
    client, replay = begun(PAPER)
    bought(client)
    before = replay.report()
    assert client.send("POST", f"/ver1/accounts/{PAPER}/remove").status_code == 201
    report = replay.run()
    assert report.entries == before.entries
    assert report.total == before.total
    assert (report.worth_end, report.withdrawals) == (0, before.worth_end)
    assert (report.other, report.held) == (0, 0)
    assert report.drawdown.amount == -report.total.profit == 1
    assert report.drawdown.percent == Decimal("0.01")
    (account,) = report.accounts
    assert account.end["USDT"] == FUNDS["USDT"] + report.total.profit
    assert account.left_at == START + MINUTE
    assert adds_up(report)


@pytest.mark.parametrize("removes", [False, True])
def test_restored_snapshot_takes_back_worth_drawdown_and_accounts(removes: bool) -> None:
    client, replay = begun(PAPER, BINANCE)
    before, snapshot = replay.report(), client.exchange.snapshot()
    bought(client)
    client.post("/ver1/accounts/new", NEW)
    replay.step()
    if removes:
        assert client.send("POST", f"/ver1/accounts/{PAPER}/remove").status_code == 201
    assert replay.report().drawdown.amount > 200
    client.exchange.restore(snapshot)
    assert replace(replay.report(), candles=1) == before
    replay.step()
    assert replay.report().drawdown.amount == 200
    assert adds_up(replay.report())


def test_restored_snapshot_takes_back_open_futures() -> None:
    account = defaults.FUTURES_ACCOUNT_ID
    client, replay = begun(account, pair=CONTRACT)
    snapshot = client.exchange.snapshot()
    CONTRACTS["short with leverage"](client, Decimal(50_000))
    client.exchange.settle()
    replay.step()
    client.exchange.restore(snapshot)
    report = replay.run()
    assert (report.entries, report.other) == ((), 0)
    assert adds_up(report)
