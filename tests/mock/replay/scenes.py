"""Scenes of a replay: random candles, and what is created after which of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import hypothesis.strategies as st
from threecommas_mock import Candle
from threecommas_mock.candles.candle import PATH_RULES
from threecommas_mock.dca_bots.resting import RestingBots
from threecommas_mock.replay.replay import Plan, Replay

from tests.mock.asking import Asking
from tests.mock.replay.market import CONTRACT, SPOT, asking, series
from tests.mock.replay.trades import ACTIONS, CONTRACTS, Action


@dataclass(frozen=True)
class Scene:
    """Candles of a pair; *todo* says what is created after how many of them."""

    pair: str
    actions: Mapping[str, Action]
    candles: Sequence[Candle]
    todo: Sequence[tuple[int, str]]
    plan: Plan
    delay: int

    def lived(self, plan: Plan | None = None, resting: RestingBots | None = None) -> tuple[Asking, Replay]:
        """Play the candles and create what is to be created on the way."""
        client = asking(delay=timedelta(seconds=self.delay))
        exchange = client.exchange
        if resting is not None:
            exchange._dca_bots._resting = resting
        replay = Replay(
            exchange._dca_bots, exchange._lock, self.candles, self.pair, self.plan if plan is None else plan
        )
        for minute, each in enumerate(replay):
            for _, name in (one for one in self.todo if one[0] == minute):
                self.actions[name](client, each.close)
        return client, replay


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Draw a scene on spot or on futures."""
    pair, actions = draw(st.sampled_from([(SPOT, ACTIONS), (SPOT, ACTIONS), (CONTRACT, CONTRACTS)]))
    todo = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(sorted(actions))), min_size=1, max_size=6)
    plan = st.builds(Plan, path=st.sampled_from(PATH_RULES), seed=st.integers(0, 9))
    return Scene(pair, actions, draw(series()), draw(todo), draw(plan), draw(st.sampled_from([0, 0, 20])))
