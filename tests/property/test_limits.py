"""Whatever is ordered in whatever order at whatever prices: what was filled stays within every limit.

Random sequences of orders, changes, forced starts, added and reduced funds, closings and prices go through
the client. What came of them is read from the books of the exchange, not from the guard's own sums.
"""

from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal
from typing import Any

import hypothesis.strategies as st
from hypothesis import given
from threecommas import GuardError, HmacSigner, Limits, ThreeCommas, ThreeCommasError, models
from threecommas_mock import Document, MockExchange
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET

from tests.client.transport.fake_time import FakeTime
from tests.property.effort import cases, generated
from tests.property.filled_amounts import FilledAmounts

DOCUMENT = Document.load()
PAIR, QUOTE, UNIT = "USDT_ETH", "USDT", Decimal(3282)
ACCOUNTS = (32455218, 32402783)
# What orders and limits are worth is a tenth of this times a share: some pass, some do not.
SCALE = Decimal(1000)
FACTORS = ("0.02", "0.5", "0.9", "1", "1.1", "2", "40")

shares = st.sampled_from((1, 2, 5, 8, 10, 13, 30))
factors = st.sampled_from(FACTORS)
sides = st.sampled_from(("buy", "sell"))
kinds = st.sampled_from(("simple", "smart", "own"))


def price(factor: str) -> str:
    return str((UNIT * Decimal(factor)).quantize(Decimal("0.01")))


def units(share: int, factor: str = "1") -> dict[str, str]:
    worth = SCALE * share / 10
    return {"value": str((worth / (UNIT * Decimal(factor))).quantize(Decimal("0.0001"), ROUND_DOWN))}


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """Return an entry; a limit order may be large by its units and small by its price."""
    factor = draw(factors)
    entry: dict[str, Any] = {"order_type": draw(st.sampled_from(("market", "limit", "conditional")))}
    entry["units"] = units(draw(shares), draw(st.sampled_from(("1", factor))))
    kind = entry["order_type"]
    if kind == "conditional":
        kind = draw(st.sampled_from(("market", "limit")))
        entry["conditional"] = {"price": {"value": price(draw(factors))}, "order_type": kind}
    if kind == "limit" or draw(st.booleans()):
        entry["price"] = {"value": price(factor)}
    return entry


@st.composite
def targets(draw: st.DrawFn) -> dict[str, Any]:
    steps = draw(st.integers(0, 2))
    stop: dict[str, Any] = {"enabled": False}
    if draw(st.booleans()):
        basis = draw(
            st.sampled_from(
                ({"value": price(draw(factors))}, {"percent": draw(st.sampled_from(("5", "60")))})
            )
        )
        stop = {"enabled": True, "order_type": "market", "conditional": {"price": {"type": "last"} | basis}}
    take_profit: dict[str, Any] = {"enabled": False}
    if steps:
        wanted = [draw(st.tuples(st.sampled_from(("market", "limit")), factors)) for _ in range(steps)]
        take_profit = {
            "enabled": True,
            "steps": [
                {
                    "order_type": kind,
                    "volume": str(100 // steps),
                    "price": {"type": "last", "value": price(factor)},
                }
                for kind, factor in wanted
            ],
        }
    return {"take_profit": take_profit, "stop_loss": stop}


@st.composite
def creations(draw: st.DrawFn) -> dict[str, Any]:
    kind, entry = draw(kinds), {"type": draw(sides), **draw(entries())}
    body = {"account_id": draw(st.sampled_from(ACCOUNTS)), "pair": PAIR, "position": entry}
    if kind == "simple":
        return body | {"instant": True}
    if kind == "own":
        return body | {
            "skip_enter_step": True,
            **draw(targets()),
            "position": entry | {"price": {"value": price("1")}},
        }
    return body | draw(targets())


added = st.builds(
    lambda share, factor, is_limit: {
        "order_type": "limit" if is_limit else "market",
        "units": units(share, factor if is_limit else "1"),
        **({"price": {"value": price(factor)}} if is_limit else {}),
    },
    shares,
    factors,
    st.booleans(),
)
number = st.integers(0, 3)
steps = st.one_of(
    st.tuples(st.just("create"), st.just(0), creations()),
    st.tuples(
        st.just("update"), number, st.one_of(entries().map(lambda entry: {"position": entry}), targets())
    ),
    st.tuples(st.just("add"), number, added),
    st.tuples(st.just("reduce"), number, added),
    st.tuples(st.sampled_from(("force", "close", "cancel", "close_step", "cancel_step")), number, st.none()),
    st.tuples(st.just("price"), st.just(0), st.sampled_from(("0.3", "0.8", "0.97", "1", "1.03", "1.3", "3"))),
)
amounts = st.none() | st.sampled_from((5, 10, 14, 25)).map(lambda share: str(SCALE * share / 10))
limits = st.fixed_dictionaries(
    {"per_order": amounts, "per_position": amounts, "open_total": amounts, "per_day": amounts}
).filter(lambda drawn: any(drawn.values()))


class Trader:
    """A client with limits, on an exchange of its own."""

    def __init__(self, drawn: dict[str, str | None]) -> None:
        self.limits = {name: Decimal(value) for name, value in drawn.items() if value is not None}
        time = FakeTime()
        self.exchange = MockExchange(clock=time, document=DOCUMENT, journal_capacity=1)
        self.exchange.set_price(PAIR, price("1"))
        self.filled_amounts = FilledAmounts(self.exchange)
        self.client = ThreeCommas(
            MOCK_KEY,
            HmacSigner(MOCK_SECRET),
            base_url=MockExchange.base_url,
            transport=self.exchange.transport(),
            timing=time.timing(),
            rate_budget=None,
            mode="real",
            limits=Limits(**drawn),
        )

    def take(self, kind: str, number: int, value: Any) -> str:
        """Take a step, and return how it went."""
        self.exchange.settle()
        if kind == "price":
            self.exchange.set_price(PAIR, price(value))
            return kind
        before = self.filled_amounts.trades()
        try:
            self._call(kind, number, value)
        except ThreeCommasError as error:
            return f"{kind} {'held back' if isinstance(error, GuardError) else 'refused'}"
        finally:
            self.filled_amounts.note(before)
            self.exchange.settle()
        return f"{kind} sent"

    def _call(self, kind: str, number: int, value: Any) -> None:
        trades = self.client.smart_trades
        if kind == "create":
            trades.create(models.CreateSmartTrade.from_dict(value))
            return
        known = self.filled_amounts.trades()
        if not known:
            return
        trade = known[number % len(known)]
        match kind:
            case "update":
                trades.update(trade.id, models.UpdateSmartTrade.from_dict(value))
            case "add":
                trades.add_funds(trade.id, models.AddFunds.from_dict(value))
            case "reduce":
                trades.reduce_funds(trade.id, models.ReduceFunds.from_dict(value))
            case "force":
                trades.force_start(trade.id)
            case "close":
                trades.close_by_market(trade.id)
            case "cancel":
                trades.cancel(trade.id)
            case _:
                step = trade.open_steps[0].id if trade.open_steps else trade.position.id
                act = trades.trades.close_by_market if kind == "close_step" else trades.trades.cancel
                act(trade.id, step)

    def broken(self) -> Iterator[str]:
        """Yield the limits that what was filled exceeds."""
        found = self.filled_amounts.filled(QUOTE)
        for name, limit in self.limits.items():
            if found[name] > limit:
                yield f"{name}: {found[name]} was filled, and the limit is {limit}"


sequences = st.tuples(
    st.tuples(st.just("create"), st.just(0), creations()), st.lists(steps, min_size=2, max_size=9)
).map(lambda parts: [parts[0], *parts[1]])

# What sequences have to reach, so that the test cannot hold by doing nothing; the second in long runs.
REACHED = {"create sent", "create held back", "add sent", "update sent"}
REACHED_AT_LENGTH = {f"{name} held back" for name in ("update", "add", "force", "close")} | {
    f"{name} sent" for name in ("force", "close", "reduce", "cancel", "close_step")
}


def test_what_was_filled_never_exceeds_a_limit() -> None:
    outcomes: set[str] = set()

    @generated(few=60, many=10_000, part="limits")
    @given(drawn=limits, sequence=sequences)
    def run(drawn: dict[str, Any], sequence: list[Any]) -> None:
        trader = Trader(drawn)
        told = []
        for step in sequence:
            told.append((trader.take(*step), step))
            assert list(trader.broken()) == [], told
        outcomes.update(outcome for outcome, _ in told)

    run()
    assert cases(REACHED, REACHED | REACHED_AT_LENGTH) - outcomes == set()
