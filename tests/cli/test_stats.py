"""`threecommas stats`: what was closed comes to its profit, exactly, and no currency is added to another."""

import json
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from threecommas.cli.errors import Exit
from threecommas.cli.profit_charts import bars
from threecommas.cli.profits import ClosedTrade, closed_deal, closed_smart_trade, profits_by_currency
from threecommas_rest.models import Deal, SmartTrade

from tests.cli.closed_trades import TRADE, close, closed_trades, number
from tests.cli.documented_operations import described, first_example
from tests.cli.terminal import Terminal

CASES = json.loads(Path(__file__).with_name("profits.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"].replace(" ", "_"))
def test_profits_are_summed_by_currency(case: dict[str, Any]) -> None:
    closed = [
        ClosedTrade(
            closed_at=datetime.fromisoformat(moment),
            source=source,
            pair=pair,
            currency=currency,
            profit=Decimal(profit),
        )
        for moment, source, pair, currency, profit in case["closed"]
    ]
    assert {
        each.currency: [
            str(each.profit),
            each.closed,
            each.won,
            [[period.start, str(period.profit), str(period.total)] for period in each.periods],
        ]
        for each in profits_by_currency(closed, case["by"])
    } == case["profits"]


def test_json_has_the_profit_that_each_trade_and_deal_has_itself() -> None:
    terminal = closed_trades()
    told = json.loads(terminal.run("stats --json").stdout)
    trades = json.loads(terminal.run("smart-trades list --status finished --all --json").stdout)
    (deal, *_) = json.loads(terminal.run("deals list --scope finished --json").stdout)
    assert told["unread"] == 0
    by_currency = {each["currency"]: each for each in told["currencies"]}
    (in_btc,) = (each["profit"]["volume"] for each in trades if each["pair"] == "BTC_ETH")
    (in_usdt,) = (each["profit"]["volume"] for each in trades if each["pair"] == "USDT_BTC")
    assert Decimal(by_currency["BTC"]["profit"]) == Decimal(in_btc)
    assert Decimal(by_currency["USDT"]["profit"]) == Decimal(in_usdt) + Decimal(deal["final_profit"])
    sources = {each["source"]: each["profit"] for each in by_currency["USDT"]["sources"]}
    assert sources == {
        "SmartTrades": in_usdt,
        f"Slow & <b>steady #{deal['bot_id']}": deal["final_profit"],
    }


def test_people_see_a_table_and_a_chart_for_each_currency() -> None:
    shown = closed_trades().run("stats").stdout
    assert " USDT: 2 closed, 0 with profit\n" in shown
    assert " BTC: 1 closed, 0 with profit\n" in shown
    assert "▁\nfrom -" in shown
    assert "Slow & <b>steady #" in shown


def test_what_was_closed_before_is_left_out() -> None:
    terminal = closed_trades()
    assert "Nothing was closed." in terminal.run("stats --since 2099-01-01").stdout
    assert terminal.run("stats --since 2000-01-01").stdout == terminal.run("stats").stdout
    result = terminal.run("stats --since yesterday")
    assert result.exit_code == Exit.USAGE
    assert "is not a time" in result.stderr


def test_chart_goes_from_the_lowest_to_the_highest() -> None:
    assert bars([Decimal(each) for each in (-7, 0, 7)]) == "▁▄█"
    assert bars([Decimal(3)] * 4) == "▁▁▁▁"
    assert len(bars([Decimal(each) for each in range(200)])) == 60


def test_profit_that_cannot_be_read_is_named_and_ends_with_its_code() -> None:
    (trade, *_) = first_example(example("smart_trades.list"))
    wrong = trade | {"profit": trade["profit"] | {"volume": "much"}}
    wrong["data"] = wrong["data"] | {"closed_at": "2024-08-06T14:42:25.000Z"}

    def answer(request: httpx.Request) -> httpx.Response:
        is_first = request.url.params.get("page", "1") == "1" and "smart_trades" in request.url.path
        return httpx.Response(200, json=[wrong] if is_first else [])

    result = Terminal(transport=httpx.MockTransport(answer)).run("stats --json")
    assert result.exit_code == Exit.UNREADABLE
    assert json.loads(result.stdout) == {"currencies": [], "unread": 1}
    assert "profit.volume" in result.stderr


def example(method: str) -> dict[str, Any]:
    found: dict[str, Any] = described(method).facts["responses"]["200"]["content"]["application/json"]
    return found


@pytest.mark.parametrize("option", ["--png", "--html"])
def test_file_that_cannot_be_written_is_refused_before_anything_is_asked(option: str, tmp_path: Path) -> None:
    sent: list[httpx.Request] = []
    terminal = Terminal(transport=httpx.MockTransport(sent.append))  # type: ignore[arg-type,func-returns-value]
    result = terminal.run(f"stats {option}", str(tmp_path / "missing" / "chart"))
    assert result.exit_code == Exit.USAGE
    assert option in result.stderr
    assert "cannot be written" in result.stderr.replace("\n", " ")
    assert sent == []


def test_picture_without_matplotlib_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    result = Terminal().run("stats --png", str(tmp_path / "chart.png"))
    assert result.exit_code == Exit.CONFIGURATION
    assert "threecommas-sdk[pandas]" in result.stderr
    assert list(tmp_path.iterdir()) == []
    assert Terminal().run("stats").exit_code == 0


def test_picture_and_page_have_a_file_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "profit"
    result = Terminal().run(f"stats --png {file} --html {file.parent / '..' / file.parent.name / file.name}")
    assert result.exit_code == Exit.USAGE
    assert "give each one of its own" in " ".join(result.stderr.split())
    assert not file.exists()


def test_what_was_cancelled_or_converted_counts_as_closed_for_nothing() -> None:
    terminal = closed_trades()
    before = terminal.run("stats --json").stdout
    made = number(terminal, f"{TRADE} USDT_BTC")
    close(terminal, "smart-trades cancel", made)
    for command in ("deals cancel", "deals convert-to-smart-trade --no-stop-bot"):
        (deal,) = json.loads(terminal.run("deals list --scope active --json").stdout)
        close(terminal, command, deal["id"])
    ended = json.loads(terminal.run("deals list --scope finished --json").stdout)
    assert [each["status"] for each in ended].count("cancelled") == 2
    assert terminal.run("stats --json").stdout == before


@pytest.mark.parametrize("status", ["cancelled", "switched"])
@pytest.mark.parametrize(("profit", "counts"), [("0", False), ("0.0", False), ("1.5", True), ("-1.5", True)])
def test_profit_that_was_made_before_a_cancel_is_kept(profit: str, counts: bool, status: str) -> None:
    (deal, *_) = first_example(example("deals.list"))
    ended = {"status": status, "closed_at": "2024-08-06T14:42:25.000Z", "bought_volume": "20"}
    found = closed_deal(Deal.from_dict(deal | ended | {"final_profit": profit}))
    assert (found is not None) == counts
    (trade, *_) = first_example(example("smart_trades.list"))
    ended = {"status": {"type": "cancelled"}, "profit": trade["profit"] | {"volume": profit}}
    data = trade["data"] | {"closed_at": "2024-08-06T14:42:25.000Z"}
    assert (closed_smart_trade(SmartTrade.from_dict(trade | ended | {"data": data})) is not None) == counts
    closed = {"status": {"type": "panic_sold"}}
    assert closed_smart_trade(SmartTrade.from_dict(trade | ended | closed | {"data": data})) is not None
