"""The ledger of one client: what it remembers, for how long, and how much of it."""

from fractions import Fraction

import pytest
from threecommas.guards.limits.claims import Claim, Ledger

from tests.client.transport.fake_time import FakeTime

TIME = FakeTime()
TODAY = TIME.now().date()


@pytest.fixture
def ledger() -> Ledger:
    return Ledger(TIME.clock, TIME.now)


def claimed(ledger: Ledger, trade: int | None = None) -> Claim:
    one = Fraction(1)
    claim = Claim(currency="USDT", trade=trade, spends=one, opens=one, day=TODAY, key=None, changes=False)
    ledger.claim(claim)
    return claim


def test_every_claim_under_way_counts_and_the_last_thousand_that_were_settled(ledger: Ledger) -> None:
    under_way = [claimed(ledger) for _ in range(1_200)]
    settled = [claimed(ledger) for _ in range(1_100)]
    for each in settled:
        ledger.settle(each, "done")
    assert ledger.unseen(0) == under_way + settled[-1_000:]


def test_trades_of_ten_thousand_smart_trades_are_kept_and_no_more(ledger: Ledger) -> None:
    turn = ledger.look()
    for number in range(10_000):
        ledger.keep_trades(number, TIME.now(), "trades", turn)
    assert ledger.trades_of(0, TIME.now()) == "trades"
    ledger.keep_trades(10_000, TIME.now(), "trades", turn)
    assert ledger.trades_of(0, TIME.now()) is None
    assert ledger.trades_of(10_000, TIME.now()) == "trades"


@pytest.mark.parametrize(("writes", "kept"), [(1, "trades"), (10_000, "trades"), (10_001, None)])
def test_trades_that_were_asked_for_before_a_write_are_never_kept(
    ledger: Ledger, writes: int, kept: str | None
) -> None:
    turn = ledger.look()
    for number in range(1, writes + 1):
        claimed(ledger, number)
    for number in (0, 1, writes):
        ledger.keep_trades(number, TIME.now(), "trades", turn)
    # Of more writes than that the ledger forgets which SmartTrades they went to.
    assert ledger.trades_of(0, TIME.now()) == kept
    assert [ledger.trades_of(number, TIME.now()) for number in (1, writes)] == [None, None]
    ledger.keep_trades(1, TIME.now(), "trades", ledger.look())
    assert ledger.trades_of(1, TIME.now()) == "trades"
