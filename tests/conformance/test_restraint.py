"""What a server elsewhere gets: paper reads alone, at the documented pace, until somebody permits more."""

from collections.abc import Callable, Collection
from typing import Any

import httpx
import pytest
import threecommas_openapi
from threecommas import ConfigurationError, Timing
from threecommas_conformance import (
    MAY_BE_REAL,
    MAY_WRITE,
    NoResponseError,
    Report,
    RunListener,
    RunPlan,
    run,
    target_from_environment,
)
from threecommas_conformance.document.editions import document_for_server
from threecommas_conformance.document.operations import operations
from threecommas_mock import Document, MockExchange

from tests.conformance.servers import KEYS, Tap

URL = "https://api.example/public/api"
PLAN = RunPlan(phases=("coverage", "fuzzing", "stateful", "credentials"), examples=1)
LIMIT, WINDOW = 100, 60


class Elsewhere:
    """A mock exchange that a run takes for a server elsewhere, and a clock that only sleep moves."""

    def __init__(
        self, document: Document, answers: Callable[[int], httpx.Response | None] | None = None
    ) -> None:
        exchange = MockExchange(document=document, journal_capacity=1)
        self._answers = answers or (lambda number: None)
        self.tap = Tap(exchange.transport(), self.answer)
        self.now, self.times, self.waits = 0.0, list[float](), list[float]()

    def run(self, plan: RunPlan = PLAN, permissions: Collection[str] = ()) -> Report:
        target = target_from_environment(KEYS, url=URL, permissions=permissions, transport=self.tap)
        timing = Timing(clock=lambda: self.now, sleep=self.sleep)
        return run(target, plan, listener=RunListener(on_wait=self.waits.append), timing=timing)

    def answer(self, number: int) -> httpx.Response | None:
        self.times.append(self.now)
        return self._answers(number)

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def header(self, name: str) -> set[str | None]:
        return {request.headers.get(name) for request in self.tap.requests}

    @property
    def methods(self) -> set[str]:
        return {request.method for request in self.tap.requests}


@pytest.fixture(scope="module")
def elsewhere(document: Document) -> tuple[Elsewhere, Report]:
    world = Elsewhere(document)
    return world, world.run()


def test_server_elsewhere_is_only_read_and_in_paper_mode(elsewhere: tuple[Elsewhere, Report]) -> None:
    world, report = elsewhere
    assert world.methods == {"GET"}
    assert world.header("Forced-Mode") == {"paper"}
    assert {operation.method for operation in report.operations} == {"GET"}
    assert len(world.tap.requests) > 300


def test_run_elsewhere_keeps_to_the_documented_limit_and_says_that_it_waits(
    elsewhere: tuple[Elsewhere, Report],
) -> None:
    world, _ = elsewhere
    assert all(later - first > WINDOW for first, later in zip(world.times, world.times[LIMIT:], strict=False))
    assert sum(world.waits) == pytest.approx(world.now)


def test_what_nothing_is_there_for_is_named_as_never_succeeding(elsewhere: tuple[Elsewhere, Report]) -> None:
    # The key has no SmartTrade, no bot, no deal and no simple trade, and none may be made.
    _, report = elsewhere
    (found,) = report.findings
    assert found.check == "never_succeeded"
    assert set(found.operations) == {
        "get_add_funds_data",
        "get_dca_bot",
        "get_dca_bot_deals_stats",
        "get_dca_bot_profit_by_day",
        "get_deal",
        "get_grid_bot",
        "get_grid_bot_market_orders",
        "get_grid_bot_required_balances",
        "get_reduce_funds_info",
        "get_simple_trade",
        "get_smart_trade",
        "list_deal_market_orders",
        "list_grid_bot_events",
        "list_grid_bot_profits",
        "list_trades",
    }


@pytest.mark.parametrize(
    ("permissions", "writes", "modes"),
    [({MAY_WRITE}, True, {"paper"}), ({MAY_BE_REAL}, False, {None, "paper", "real"})],
    ids=["writes", "real"],
)
def test_sentence_permits_what_it_says_and_no_more(
    document: Document, permissions: set[str], writes: bool, modes: set[str | None]
) -> None:
    world = Elsewhere(document)
    world.run(RunPlan(phases=("fuzzing",), examples=1), permissions)
    assert (world.methods > {"GET"}) is writes
    assert "paper" in world.header("Forced-Mode") <= modes
    assert len(world.header("Forced-Mode")) == (1 if modes == {"paper"} else len(world.header("Forced-Mode")))


def test_other_words_permit_nothing() -> None:
    with pytest.raises(ConfigurationError, match=r"'yes' is not a permission\. Give 'orders may be placed"):
        target_from_environment(KEYS, url=URL, permissions=["yes"])


def test_key_is_not_sent_over_plain_http_elsewhere() -> None:
    with pytest.raises(ConfigurationError, match="unencrypted"):
        target_from_environment(KEYS, url="http://api.example/public/api")


def banned_at(place: int) -> Callable[[int], httpx.Response | None]:
    return lambda number: httpx.Response(418, json={}) if number == place else None


def test_run_ends_with_the_first_418(document: Document) -> None:
    world = Elsewhere(document, banned_at(50))
    report = world.run()
    assert report.is_banned
    assert "418" in str(report.stopped)
    assert len(world.tap.requests) == 50


def test_nothing_is_sent_during_the_block_after_a_429(document: Document) -> None:
    blocked = httpx.Response(429, headers={"Retry-After": "77"}, json={"error": "rate_limit"})
    world = Elsewhere(document, lambda number: blocked if number == 8 else None)
    world.run(RunPlan(phases=("fuzzing",), examples=1))
    assert world.times[8] - world.times[7] >= 77


def test_run_ends_when_requests_of_two_operations_in_a_row_are_lost(document: Document) -> None:
    def lost(number: int) -> httpx.Response | None:
        if number > 30:
            raise httpx.ConnectError("gone")
        return None

    world = Elsewhere(document, lost)
    report = world.run()
    # Three of one operation, which is then given up, and the first of the next.
    assert len(world.tap.requests) == 34
    assert "got no answer: ConnectError" in str(report.stopped)
    assert "No answer" in {found.title for found in report.findings}


def test_server_that_never_answers_is_said_to_be_so(document: Document) -> None:
    def lost(number: int) -> httpx.Response | None:
        raise httpx.ConnectError("refused")

    with pytest.raises(NoResponseError, match="got no answer: ConnectError"):
        Elsewhere(document, lost).run()


def test_edition_for_reading_has_no_write_and_the_header_neither() -> None:
    whole = threecommas_openapi.load()
    edition = document_for_server(whole, base_path="/x", only_reads=True, forced_mode=True)
    assert {operation.method for operation in operations(edition)} == {"GET"}
    assert {operation.id for operation in operations(edition)} == {
        operation.id for operation in operations(whole) if operation.method == "GET"
    }
    named: list[Any] = [
        parameter for item in edition["paths"].values() for parameter in item["get"].get("parameters", ())
    ]
    assert [each for each in named if "ForcedMode" in str(each)] == []
    assert [each for each in named if "PerPage" in str(each)] != []
