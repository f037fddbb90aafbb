"""The soak tells what does not hold: a few hours of it do, and each fault that is made is named."""

from collections import Counter
from collections.abc import Callable

import pytest
from threecommas import orders

from tests.programs.soak.__main__ import report_of, weeks
from tests.programs.soak.checks import faults_of
from tests.programs.soak.fleet import Tally
from tests.programs.soak.simulation import OWNERS, Simulation

HOURS = 4


@pytest.fixture(scope="module")
def lived() -> tuple[Simulation, Tally]:
    """A simulation in which the fleet has lived for some hours, with troubles and orders."""
    simulation, tally = Simulation(20, "memory://"), Tally()
    seen = list(weeks(simulation, tally, 1, hours=HOURS))
    report = report_of(seen, tally, 1.0)
    assert report["faults"] == []
    assert report["holds"]
    assert report["orders"] > 0
    assert {"200", "201", "500"} <= report["answers"].keys()
    return simulation, tally


def doubled(simulation: Simulation, tally: Tally) -> str:
    """Place an order a second time under its key."""
    simulation.exchange.clear_faults()
    trade = simulation.exchange.smart_trades()[0]
    owner = next(each for each in OWNERS if each.account == trade["account"]["id"])
    client = simulation.client(owner, None, tally.attempted)
    entry, note = orders.Market(units="0.001"), trade["note_raw"]
    client.smart_trades.create(
        orders.smart_trade(account_id=owner.account, pair="USDT_BTC", position=entry, note=note)
    )
    return "is there 2 times"


def forgotten(simulation: Simulation, tally: Tally) -> str:
    """Take an order for one that nobody asked for."""
    tally.asked.clear()
    return "Nobody asked for the order"


def lost(simulation: Simulation, tally: Tally) -> str:
    """Take an order for made that is not there."""
    tally.made.add((OWNERS[0].account, "never-made"))
    return "was confirmed and is not there"


def refused(simulation: Simulation, tally: Tally) -> str:
    """Let an answer have been a refusal for too many requests."""
    tally.statuses[429] += 1
    return "1 requests were answered 429."


@pytest.mark.parametrize("spoil", [refused, lost, doubled, forgotten])
def test_fault_is_named(lived: tuple[Simulation, Tally], spoil: Callable[[Simulation, Tally], str]) -> None:
    named = spoil(*lived)
    assert any(named in fault for fault in faults_of(*lived))


def test_clients_that_grow_are_a_fault() -> None:
    def holds(**last: int) -> bool:
        weeks = [Counter(SmartTrade=1000, Claim=10), Counter(SmartTrade=1000, Claim=10) | Counter(last)]
        report = report_of([{"faults": [], "objects": each} for each in weeks], Tally(), 1.0)
        return bool(report["holds"])

    assert holds()
    assert holds(Claim=5000)
    assert not holds(SmartTrade=1101)
    assert not holds(Claim=50_001)
