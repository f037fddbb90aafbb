"""Any sequence of calls and prices, by the typed client, comes to what a short reference says."""

import os
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import Phase, given, seed, settings

from tests.behaviour import scenario
from tests.behaviour.model_world import Step
from tests.behaviour.reference import ReferenceTrade

# Finding the shortest run that goes wrong takes minutes, so that it is done on demand: SHRINK=1.
PHASES = [Phase.generate, *([Phase.shrink] if os.environ.get("SHRINK") else [])]
EXAMPLES = int(os.environ.get("EXAMPLES", "25"))
SEED = int(os.environ.get("SEED", "20"))

WHICH = st.integers(0, 3)
SHARES = st.sampled_from([[100], [50, 50], [25, 25, 50], [10, 20, 30, 40]])
STOPS = st.sampled_from([None, None, 58000, 59000])
TARGETS = SHARES.flatmap(
    lambda shares: st.lists(
        st.integers(601, 680), min_size=len(shares), max_size=len(shares), unique=True
    ).map(lambda prices: [[price * 100, share] for price, share in zip(sorted(prices), shares, strict=True)])
)
NOTES = st.text("ab &é", min_size=1, max_size=5)
STEPS = st.one_of(
    st.fixed_dictionaries(
        {
            "do": st.just("create"),
            "units": st.integers(1, 400).map(lambda hundredths: f"{hundredths / 100:.2f}"),
            "targets": st.one_of(TARGETS, st.just([])),
            "stop": STOPS,
        }
    ),
    st.fixed_dictionaries(
        {"do": st.just("price"), "to": st.integers(570, 690).map(lambda price: price * 100)}
    ),
    st.fixed_dictionaries({"do": st.just("cancel"), "which": WHICH}),
    st.fixed_dictionaries({"do": st.just("close"), "which": WHICH}),
    st.fixed_dictionaries({"do": st.just("note"), "which": WHICH, "text": NOTES}),
)
SCENARIOS = sorted(scenario.FOLDER.glob("*.yaml"))


def explore(folder: Path, count: int = EXAMPLES) -> None:
    """Play runs until one goes wrong; that one is written down, the shortest if they are shrunk."""
    wrong: list[tuple[list[Step], str]] = []

    @seed(SEED)
    @settings(max_examples=count, database=None, deadline=None, phases=PHASES)
    @given(steps=st.lists(STEPS, min_size=5, max_size=30))
    def any_run(steps: list[Step]) -> None:
        try:
            scenario.play(steps)
        except Exception as error:
            wrong.append((steps, f"{type(error).__name__}: {error}".partition("\n")[0]))
            raise

    try:
        any_run()
    finally:
        if wrong:
            steps, what = wrong[-1]
            print(f"Written down as {scenario.saved(steps, what, folder)}; SHRINK=1 looks for a shorter one.")


def test_client_and_exchange_do_what_the_reference_says() -> None:
    explore(scenario.FOLDER)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_scenario_goes_as_the_reference_says(path: Path) -> None:
    scenario.play(scenario.read(path)["steps"])


def test_run_that_goes_wrong_is_written_down_and_goes_wrong_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A reference that forgets the note stands for a bug of client or exchange."""

    def forgetful(self: ReferenceTrade, name: str, value: Any) -> None:
        object.__setattr__(self, name, None if name == "note" else value)

    monkeypatch.setattr(ReferenceTrade, "__setattr__", forgetful)
    with pytest.raises(AssertionError, match=r"after .*note"):
        explore(tmp_path)
    (path,) = tmp_path.iterdir()
    assert str(path) in capsys.readouterr().out
    written = scenario.read(path)
    assert written["found"].startswith("AssertionError: after {")
    with pytest.raises(AssertionError, match=r"after .*note"):
        scenario.play(written["steps"])
    monkeypatch.undo()
    scenario.play(written["steps"])
