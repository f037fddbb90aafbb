"""The bench measures what it says it does; how fast that is, no test has an opinion on."""

from pathlib import Path

import pytest
from threecommas_mock import defaults
from threecommas_mock.candles.candle import fault_of

from generator.document.files import read_spec
from generator.document.operations import operations
from generator.lint.run import usable_bundle
from tests.programs.bench.blow_up import blow_up
from tests.programs.bench.candle_crowd import BOTS, SMART_TRADES, candles, crowded_replay
from tests.programs.bench.crowd import crowded_exchange, reach_next
from tests.programs.bench.rows import Row, Target

TOY = Path(__file__).parents[2] / "generator" / "toy"


@pytest.mark.parametrize("more", [0, 1, 20, 23])
def test_blown_up_document_is_usable_and_has_the_operations_asked_for(tmp_path: Path, more: int) -> None:
    count = len(list(operations(usable_bundle(read_spec(TOY))))) + more
    blow_up(TOY, tmp_path / "spec", count)
    found = list(operations(usable_bundle(read_spec(tmp_path / "spec"))))
    assert len({operation.id for operation in found}) == count
    assert len({(operation.url, operation.method) for operation in found}) == count


@pytest.mark.parametrize(
    ("at", "measured", "holds"),
    [
        ("most", 3.0, True),
        ("most", 3.1, False),
        ("least", 3.0, True),
        ("least", 2.9, False),
        ("least", None, None),
    ],
)
def test_row_says_whether_its_target_is_met(at: str, measured: float | None, holds: bool | None) -> None:
    target = Target(at=at, limit=3)  # type: ignore[arg-type]
    assert Row(name="a row", unit="s", measured=measured, target=target).holds is holds


@pytest.mark.parametrize(
    ("measured", "cause", "remark"),
    [
        (1.0, "made in Python", "2 µs"),
        (4.0, "made in Python", "2 µs; missed: made in Python"),
        (4.0, "", "2 µs; missed: nobody has found out why"),
        (None, "made in Python", "2 µs"),
    ],
)
def test_row_that_misses_its_target_says_why(measured: float | None, cause: str, remark: str) -> None:
    target = Target(at="most", limit=3)
    row = Row(name="a row", unit="s", measured=measured, target=target, note="2 µs", cause=cause)
    assert row.remark == remark


def test_row_without_a_target_neither_holds_nor_misses() -> None:
    assert Row(name="a row", unit="s", measured=1.0).holds is None


def test_move_in_the_crowd_reaches_as_many_as_asked_for_and_no_more() -> None:
    exchange = crowded_exchange(30)
    ledger = exchange._smart_trades.store
    for ended in (7, 14):
        reach_next(exchange, 7)
        assert len(ledger.pending()) == 7
        exchange.settle()
        assert [trade.is_closed for trade in ledger.of_user(defaults.USER)] == [True] * ended + [False] * (
            30 - ended
        )


def test_replayed_candles_are_sound_and_everything_trades_on_them() -> None:
    assert [fault_of(candle) for candle in candles(50)] == [None] * 50
    report = crowded_replay(3000).run()
    assert report.candles == 3000
    assert len(report.bots) == BOTS
    assert report.total.entries >= SMART_TRADES + BOTS
    assert report.total.closed > 0
