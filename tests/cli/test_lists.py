"""Lists longer than a page: the newest come first, none twice, and as many as were asked for."""

import json

import httpx
import pytest
from threecommas import HmacSigner, ThreeCommas, orders

from tests.cli.terminal import KEYS, SECRET, Terminal

ACCOUNT = 32455218


@pytest.fixture(scope="module")
def terminal() -> Terminal:
    """A terminal before an exchange that holds 103 SmartTrades."""
    terminal = Terminal()
    order = orders.simple_buy(account_id=ACCOUNT, pair="USDT_BTC", position=orders.Market(units="0.01"))
    with httpx.Client(transport=terminal.exchange.transport()) as http:
        client = ThreeCommas(
            KEYS["THREECOMMAS_API_KEY"],
            HmacSigner(SECRET),
            base_url=terminal.exchange.base_url,
            transport=http,
            rate_budget=None,
        )
        for _ in range(103):
            client.smart_trades.create(order)
            terminal.exchange.advance(1)
    return terminal


@pytest.mark.parametrize(
    ("limit", "count", "requests"), [(2, 2, 1), (100, 100, 1), (102, 102, 2), (200, 103, 3)]
)
def test_list_has_the_newest_up_to_its_limit(
    terminal: Terminal, limit: int, count: int, requests: int
) -> None:
    before = len(terminal.exchange.journal)
    result = terminal.run(f"--mode real smart-trades list --limit {limit} --json")
    ids = [trade["id"] for trade in json.loads(result.stdout)]
    assert (len(ids), ids) == (count, sorted(set(ids), reverse=True))
    assert len(terminal.exchange.journal) - before == requests
    assert ("there are more" in result.stderr) == (count == limit)


def test_all_of_a_list_are_lines_from_as_many_pages_as_it_takes(terminal: Terminal) -> None:
    before = len(terminal.exchange.journal)
    result = terminal.run("--mode real smart-trades list --all --json-lines")
    ids = [json.loads(line)["id"] for line in result.stdout.splitlines()]
    assert (len(ids), ids) == (103, sorted(set(ids), reverse=True))
    assert (len(terminal.exchange.journal) - before, result.stderr) == (3, "")


def test_order_that_was_asked_for_is_kept(terminal: Terminal) -> None:
    oldest = terminal.run(
        "--mode real smart-trades list --limit 1 --order-by created_at --order-direction asc --json"
    )
    assert json.loads(oldest.stdout)[0]["id"] == 30000001


@pytest.mark.parametrize(
    ("typed", "order"),
    [("", ["created_at", "desc"]), ("--order-by profit", ["profit", None])],
    ids=["none", "profit"],
)
def test_list_without_an_order_is_asked_for_by_what_does_not_change(
    typed: str, order: list[str | None]
) -> None:
    asked: list[httpx.QueryParams] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params)
        return httpx.Response(200, json=[])

    result = Terminal(transport=httpx.MockTransport(answer)).run(f"smart-trades list {typed}")
    assert result.exit_code == 0, result.output
    assert [asked[0].get("order_by"), asked[0].get("order_direction")] == order
