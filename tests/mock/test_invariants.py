"""Whatever is done to a SmartTrade in whatever order: flags are kept, sums add up, the end is the end."""

from decimal import Decimal
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from threecommas_mock import MockExchange

from tests.mock.caller import DOCUMENT, Caller

ACCOUNTS = st.sampled_from([1, 32402783, 32455218])
PRICES = st.integers(1000, 90000).map(lambda cents: Decimal(cents) / 100)
SHARES = st.sampled_from([[100], [50, 50], [10, 20, 30, 40], [33, 33, 34]])
UNITS = st.decimals("0.5", "50", places=2).map(str)
CHANGING = ("current_price", "updated_at")
CLOSED = {"finished", "stop_loss_finished", "panic_sold", "cancelled", "failed"}


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    order_type = draw(st.sampled_from(["market", "limit", "conditional"]))
    entry: dict[str, Any] = {"type": draw(st.sampled_from(["buy", "sell"])), "order_type": order_type}
    entry |= {"units": {"value": draw(UNITS)}, "price": {"value": str(draw(PRICES))}}
    if order_type == "conditional":
        kind = draw(st.sampled_from(["market", "limit"]))
        entry["conditional"] = {"order_type": kind, "price": {"value": str(draw(PRICES))}}
    return entry


@st.composite
def targets(draw: st.DrawFn) -> dict[str, Any]:
    steps = [
        {
            "order_type": draw(st.sampled_from(["market", "limit"])),
            "price": {"type": draw(st.sampled_from(["bid", "ask", "last"])), "value": str(draw(PRICES))},
            "volume": volume,
        }
        for volume in draw(SHARES)
    ]
    stop = {
        "enabled": draw(st.booleans()),
        "order_type": "market",
        "breakeven": len(steps) > 1 and draw(st.booleans()),
        "conditional": {
            "price": {"type": "last", "value": str(draw(PRICES))},
            "trailing": {"enabled": draw(st.booleans())},
        },
    }
    return {"take_profit": {"enabled": True, "steps": steps}, "stop_loss": stop}


class AnyLife(RuleBasedStateMachine):
    """One SmartTrade on a pair of its own, and everything that can happen to it."""

    @initialize(
        account=ACCOUNTS, entry=entries(), plan=targets(), kind=st.sampled_from(["", "skip_enter_step"])
    )
    def begin(self, account: int, entry: dict[str, Any], plan: dict[str, Any], kind: str) -> None:
        self.caller = Caller(MockExchange(document=DOCUMENT))
        self.caller.exchange.set_price("USDT_ETH", "450")
        own = {kind: True} if kind else {}
        body = {"account_id": account, "pair": "USDT_ETH", "position": entry, **plan, **own}
        self.trade = self.caller.send("POST", "", json=body).json()
        self.number = self.trade["id"]
        self.end: dict[str, Any] | None = None

    def act(self, flag: str, method: str, path: str, body: dict[str, Any] | None = None) -> None:
        """Do what a flag announces: it succeeds if the flag is set, and is refused if not."""
        answer = self.caller.send(method, f"/{self.number}{path}", json=body)
        if self.trade["data"][flag]:
            assert answer.status_code in (200, 201, 422), answer.text
        else:
            assert (answer.status_code, answer.json()["error"]) == (400, "Wrong param(s)")

    @rule(price=PRICES)
    def move_price(self, price: Decimal) -> None:
        self.caller.exchange.set_price("USDT_ETH", price)

    @rule()
    def poll(self) -> None:
        self.caller.get(self.number)

    @rule()
    def settle(self) -> None:
        self.caller.exchange.settle()

    @rule()
    def cancel(self) -> None:
        self.act("cancel_available", "DELETE", "")

    @rule()
    def close_by_market(self) -> None:
        self.act("panic_sell_available", "POST", "/close_by_market")

    @rule()
    def force_start(self) -> None:
        self.act("force_start_available", "POST", "/force_start")

    @rule()
    def force_process(self) -> None:
        self.act("force_process_available", "POST", "/force_process")

    @rule(units=UNITS)
    def add_funds(self, units: str) -> None:
        body = {"order_type": "market", "units": {"value": units}}
        self.act("add_funds_available", "POST", "/add_funds", body)

    @rule(units=UNITS, price=PRICES)
    def reduce_funds(self, units: str, price: Decimal) -> None:
        body = {"order_type": "limit", "units": {"value": units}, "price": {"value": str(price)}}
        self.act("reduce_funds_available", "POST", "/reduce_funds", body)

    @rule(plan=targets())
    def update(self, plan: dict[str, Any]) -> None:
        self.caller.send("PATCH", f"/{self.number}", json=plan)

    @precondition(lambda self: self.trade["take_profit"]["steps"])
    @rule(close=st.booleans(), data=st.data())
    def end_one_step(self, *, close: bool, data: st.DataObject) -> None:
        step = data.draw(st.sampled_from(self.trade["take_profit"]["steps"]))
        flag = step["data"]["panic_sell_available"] and self.trade["status"]["type"] == "waiting_targets"
        path = f"/{self.number}/trades/{step['id']}"
        if close:
            answer = self.caller.send("POST", f"{path}/close_by_market")
            assert answer.status_code == 201 or not flag or self.due(step), answer.text
        else:
            self.caller.send("DELETE", path)

    def due(self, step: dict[str, Any]) -> bool:
        """Tell whether the exchange has carried a step out and the SmartTrade does not know yet."""
        self.caller.get(self.number)
        return bool(self.snapshot()["data"]["closed_amount"] != self.trade["data"]["closed_amount"])

    def snapshot(self) -> Any:
        """Read the SmartTrade without settling anything."""
        return self.caller.send("POST", f"/{self.number}/set_note", json={"note": "a look"}).json()

    @invariant()
    def answers_agree(self) -> None:
        if not hasattr(self, "number"):
            return
        self.trades = self.caller.send("GET", f"/{self.number}/trades").json()
        self.trade = self.snapshot()
        data = self.trade["data"]
        flows = {"position": Decimal(0), "other": Decimal(0)}
        for trade in self.trades:
            place = "position" if trade["trade_purpose"] == "position" else "other"
            flows[place] += Decimal(trade["realised_amount"])
        assert Decimal(data["entered_amount"]) == flows["position"]
        assert Decimal(data["closed_amount"]) == flows["other"] <= flows["position"]
        listed = {trade["id"]: trade["status"] for trade in self.trades}
        for step in self.trade["take_profit"]["steps"]:
            assert listed[step["id"]] == step["status"]["type"]

    @invariant()
    def end_is_the_end(self) -> None:
        if not hasattr(self, "number") or self.trade["status"]["type"] not in CLOSED:
            return
        lasting = {name: value for name, value in self.trade["data"].items() if name not in CHANGING}
        told = self.trade | {"data": lasting}
        assert self.end in (None, told)
        self.end = told


AnyLife.TestCase.settings = settings(
    max_examples=40, stateful_step_count=20, deadline=None, database=None, derandomize=True
)
test_any_life_keeps_flags_sums_and_end = AnyLife.TestCase
