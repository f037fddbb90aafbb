"""A scene as a row of steps, played by the sync and the async client alike.

`play` decides what is called next and judges each answer; who calls and waits is up to `perform` and
`perform_async`, as it is with the auth flows of httpx.
"""

import functools
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from threecommas import AsyncThreeCommas, ThreeCommas, models, simple_trades

from tests.programs.demo.checks import Check
from tests.programs.demo.documents import differences
from tests.programs.demo.journal import Journal, Row
from tests.programs.demo.story import Story

POLLS = 20

Call = Callable[[Any], Any]
Flow = Generator[Call, Any, None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One call: `told` is what it does in words, `status` the documented status of what is answered.

    Without a `status` none is documented. With `until` the call is repeated until status and checks are met.
    """

    told: str
    call: Callable[[Story, Any], Any]
    status: str = ""
    until: bool = False
    checks: tuple[Check, ...] = ()


def play(steps: Iterable[Step], story: Story, journal: Journal, rows: list[Row]) -> Flow:
    """Yield each call to make, take its answer, and write down how it compares with the documents."""
    for step in steps:
        differing: list[str] = []
        for _ in range(POLLS if step.until else 1):
            answer = yield functools.partial(step.call, story)
            story.take(answer)
            differing += differences_of(answer)
            unmet = list(unmet_by(answer, step, story))
            if not unmet:
                break
        journal.note(rows, step.told, outcome(answer), [*differing, *unmet])


def differences_of(answer: Any) -> list[str]:
    """Return how an answer differs from what the documents say of every SmartTrade."""
    return differences(answer.to_dict()) if isinstance(answer, models.SmartTrade) else []


def unmet_by(answer: Any, step: Step, story: Story) -> Iterator[str]:
    """Yield what the documents say of this step's answer in particular, and it does not meet."""
    if step.status not in {"", status_of(answer)}:
        yield f"status is {status_of(answer)}, documented is {step.status}"
    for check in step.checks:
        yield from check(answer, story)


def status_of(answer: Any) -> str:
    """The status of what is answered, a bot's in a word."""
    match answer:
        case models.SmartTrade():
            return str(answer.status.type)
        case models.Deal():
            return str(answer.status)
        case models.SimpleTradeAnswer():
            return str(simple_trades.status_of(answer.trade))
        case models.Bot() | models.GridBot():
            return "enabled" if answer.is_enabled else "disabled"
    return ""


def outcome(answer: Any) -> str:
    """An answer in a few words."""
    match answer:
        case models.SmartTrade():
            return f"{answer.id} {answer.status.title}"
        case models.Deal() | models.Bot() | models.GridBot() | models.SimpleTradeAnswer():
            return outcome_of_a_bot(answer)
        case list():
            return f"{len(answer)} listed"
        case _:
            return outcome_of_a_question(answer)


def outcome_of_a_bot(answer: Any) -> str:
    """A bot, what it has, or a simple trade, in a few words."""
    match answer:
        case models.Deal():
            held = f"{answer.bought_amount} at {answer.bought_average_price:.2f}"
            return f"{answer.id} {answer.localized_status}, {held}"
        case models.GridBot():
            return f"{answer.id} {answer.name}, {status_of(answer)}, {answer.current_profit} earned"
        case models.SimpleTradeAnswer():
            return f"{answer.trade.uuid} {status_of(answer)}"
    return f"{answer.id} {answer.name}, {status_of(answer)}"


def outcome_of_a_question(answer: Any) -> str:
    """An answer that is about no SmartTrade, in a few words."""
    match answer:
        case models.ReduceFundsInfo():
            return f"at most {answer.max_reduce_funds_amount}"
        case models.Validation():
            return "accepted" if answer.valid else "not accepted"
        case models.Account():
            return answer.name
        case models.CurrencyRates() | models.LeveragedCurrencyRates():
            return f"{answer.bid} to {answer.ask}"
    return type(answer).__name__


def perform(client: ThreeCommas, flow: Flow) -> None:
    """Play a scene with the sync client."""
    call = next(flow, None)
    while call:
        call = _next(flow, call(client))


async def perform_async(client: AsyncThreeCommas, flow: Flow) -> None:
    """Play a scene with the async client."""
    call = next(flow, None)
    while call:
        call = _next(flow, await call(client))


def _next(flow: Flow, answer: Any) -> Call | None:
    try:
        return flow.send(answer)
    except StopIteration:
        return None
