"""Plans of what happens on an exchange and when, and the ways to follow what comes of them."""

import json
import random
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import httpx
from threecommas import HmacSigner, RateBudget, ThreeCommas, ThreeCommasError, Timing, dca_bots
from threecommas.models import CreateSmartTrade, StartNewDeal
from threecommas_mock import Document, ManualClock, MockExchange, Stream
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET

PAIR = "USDT_BTC"
REAL, PAPER = 32455218, 32199203
LONGEST = 120.0

Action = tuple[float, Callable[["PlannedExchange"], None]]
Key = tuple[str, int]
"""The kind of something, and its number."""


class Heard(NamedTuple):
    """What a message or an answer says of one SmartTrade or deal."""

    body: Any
    is_message: bool

    @property
    def key(self) -> Key:
        return ("SmartTrade" if "version" in self.body else "deal"), self.body["id"]

    @property
    def status(self) -> str:
        said = self.body["status"]
        return str(said["type"] if isinstance(said, dict) else said)

    @property
    def moment(self) -> datetime:
        told = self.body["data"] if "version" in self.body else self.body
        return datetime.fromisoformat(told["updated_at"])

    @property
    def account(self) -> int:
        found: int = self.body["account"]["id"] if "version" in self.body else self.body["account_id"]
        return found


@cache
def document() -> Document:
    return Document.load()


class PlannedExchange:
    """An exchange on which a plan is carried out while somebody lets time pass by waiting."""

    def __init__(self, plan: list[Action]) -> None:
        self.clock = ManualClock()
        self.exchange = MockExchange(clock=self.clock, document=document(), web_mode="real")
        self._begun = self.clock.now()
        self._plan = list(plan)
        self.made: list[Any] = []
        self.trader = self.client(rate_budget=None, retries=None)
        self.heard: list[Heard] = []
        """What the client was handed, in its order: by messages, and by answers to its requests."""

    def seconds(self) -> float:
        return (self.clock.now() - self._begun).total_seconds()

    def client(self, **options: Any) -> ThreeCommas:
        timing = Timing(clock=self.seconds, now=self.clock.now, sleep=self.sleep, random=lambda: 0.5)
        way = self.exchange.transport()
        budget = RateBudget(clock=self.seconds)
        options = {"transport": way, "timing": timing, "mode": "real", "rate_budget": budget} | options
        return ThreeCommas(MOCK_KEY, HmacSigner(MOCK_SECRET), base_url=self.exchange.base_url, **options)

    def sleep(self, seconds: float) -> None:
        end = self.seconds() + seconds
        while self._plan and self._plan[0][0] <= end:
            self.exchange.advance(max(0.0, self._plan[0][0] - self.seconds()))
            self.act()
        self.exchange.advance(max(0.0, end - self.seconds()))

    def act(self) -> None:
        _, action = self._plan.pop(0)
        try:
            action(self)
        except ThreeCommasError:
            # What a plan wants is not always possible, such as to close what has ended.
            return

    def open(self) -> "PlannedStream":
        return PlannedStream(self, self.exchange.open_stream())

    def next_at(self) -> float:
        return self._plan[0][0] if self._plan else float("inf")

    def answer(self, request: httpx.Request) -> httpx.Response:
        """Answer a request of the client that follows, and remember what it says."""
        response = self.exchange.transport().handle_request(request)
        content = json.loads(response.read())
        found = content if isinstance(content, list) else [content]
        self.heard += [Heard(each, is_message=False) for each in found if "updated_at" in str(each)]
        return response


class PlannedStream:
    """A connection that carries out the plan while it is waited for."""

    def __init__(self, planned: PlannedExchange, stream: Stream) -> None:
        self._planned, self._stream = planned, stream

    def send(self, text: str) -> None:
        self._stream.send(text)

    def receive(self, timeout: float) -> str | None:
        planned = self._planned
        end = planned.seconds() + timeout
        while planned.next_at() <= end:
            text = self._stream.receive(max(0.0, planned.next_at() - planned.seconds()))
            if text is not None:
                return self._heard(text)
            planned.act()
        text = self._stream.receive(max(0.0, end - planned.seconds()))
        return None if text is None else self._heard(text)

    def close(self) -> None:
        self._stream.close()

    def _heard(self, text: str) -> str:
        frame = json.loads(text)
        if "message" in frame and "type" not in frame:
            self._planned.heard.append(Heard(frame["message"], is_message=True))
        return text


def plan_of(seed: int) -> list[Action]:
    """Return a plan by a seed: SmartTrades and deals that begin, prices that move, ends that are ordered."""
    chance = random.Random(seed)
    actions: list[Action] = [(0.0, make_bot)]
    for _ in range(chance.randint(6, 20)):
        at = round(chance.uniform(0.0, LONGEST), 3)
        kind = chance.choice([buy, buy, wait_for, paper, move, move, move, end, start])
        actions.append((at, kind(chance.random())))
    return sorted(actions, key=lambda each: each[0])


def make_bot(planned: PlannedExchange) -> None:
    bot = dca_bots.single_pair(
        account_id=REAL,
        name="plan",
        pair="USDT_ETH",
        base_order_volume="20",
        safety_orders=dca_bots.SafetyOrders(volume="20", step="1", count=3),
        take_profit=dca_bots.TakeProfit(percent="1.5"),
        start=[dca_bots.conditions.manual()],
        max_active_deals=3,
    )
    planned.made.append(planned.trader.dca_bots.create(bot))
    planned.trader.dca_bots.enable(planned.made[0].id)


def order(account: int, **position: Any) -> Any:
    return CreateSmartTrade.from_dict(
        {
            "account_id": account,
            "pair": PAIR,
            "position": {"type": "buy", "units": {"value": "0.01"}, "order_type": "market"} | position,
            "take_profit": {"enabled": True, "steps": [step()]},
            "stop_loss": {"enabled": False},
        }
    )


def step() -> dict[str, Any]:
    return {"order_type": "limit", "price": {"value": "63000", "type": "bid"}, "volume": 100}


def buy(_: float) -> Callable[[PlannedExchange], None]:
    return lambda planned: planned.made.append(planned.trader.smart_trades.create(order(REAL)))


def wait_for(drawn: float) -> Callable[[PlannedExchange], None]:
    limit = {"order_type": "limit", "price": {"value": str(48000 + int(4000 * drawn))}}
    return lambda planned: planned.made.append(planned.trader.smart_trades.create(order(REAL, **limit)))


def paper(_: float) -> Callable[[PlannedExchange], None]:
    def trade(planned: PlannedExchange) -> None:
        planned.client(mode="paper", rate_budget=None).smart_trades.create(order(PAPER))

    return trade


def move(drawn: float) -> Callable[[PlannedExchange], None]:
    def move_prices(planned: PlannedExchange) -> None:
        planned.exchange.set_price(PAIR, str(46000 + int(20000 * drawn)))
        planned.exchange.set_price("USDT_ETH", str(3100 + int(400 * drawn)))

    return move_prices


def end(drawn: float) -> Callable[[PlannedExchange], None]:
    def close(planned: PlannedExchange) -> None:
        trades = planned.made[1:]
        if trades:
            planned.trader.smart_trades.close_by_market(trades[int(drawn * len(trades))].id)
        for deal in planned.trader.deals.list(scope="active")[: int(drawn * 2)]:
            planned.trader.deals.panic_sell(deal.id)

    return close


def start(_: float) -> Callable[[PlannedExchange], None]:
    return lambda planned: planned.trader.dca_bots.start_new_deal(
        planned.made[0].id, StartNewDeal(pair="USDT_ETH")
    )
