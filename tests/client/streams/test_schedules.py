"""Any schedule of changes and faults of the stream: each status is told once and in order, by both ways.

A plan is carried out three times on exchanges of the mock. A stream without faults tells what was there, no
client in between. Then a client follows over a stream with faults, and one by polling. Nothing is invented:
what a client is told is the whole life without the statuses that it could not see. Nothing is lost: the last
status is always told, and so is each that a message told of before a later one was known.

`make prove` tries a thousand.
"""

import os
from collections import defaultdict
from datetime import datetime
from itertools import groupby
from typing import Any

import httpx
import pytest
from threecommas import HmacSigner
from threecommas.deals.wait_until import FINAL_STATUSES as DEAL_ENDS
from threecommas.smart_trades.wait_until import FINAL_STATUSES as SMART_TRADE_ENDS
from threecommas.streams.channels import DEALS, SMART_TRADES, StreamKey, subscription
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET
from threecommas_mock.faults import (
    ConnectionDrop,
    DelayedMessage,
    Disconnect,
    DuplicateMessage,
    LostMessage,
    ReorderedMessage,
    Silence,
)

from tests.client.streams.plans import LONGEST, PAPER, Action, Heard, Key, PlannedExchange, plan_of

SEEDS = int(os.environ.get("EXAMPLES", "10"))
FIRST = int(os.environ.get("SEED", "0")) * 1000
# A status came before two older ones of one moment.
FOUND = (772072394,)
FAULTS = [
    (DuplicateMessage(), 0.15),
    (DelayedMessage(seconds=2.5), 0.15),
    (ReorderedMessage(), 0.1),
    (LostMessage(), 0.1),
    (Disconnect(), 0.02),
    (ConnectionDrop(), 0.02),
    (Silence(seconds=8), 0.01),
]
# After the plan there is time for a look that finds what no message has told of.
ENOUGH = LONGEST + 320.0

ENDS = {*map(str, SMART_TRADE_ENDS), *map(str, DEAL_ENDS)}
Lives = dict[Key, list[str]]


def whole_life(plan: list[Action]) -> list[Heard]:
    """Return what a stream without faults tells: every status of everything."""
    planned = PlannedExchange(plan)
    stream = planned.open()
    key = StreamKey(MOCK_KEY, HmacSigner(MOCK_SECRET))
    for channel in (SMART_TRADES, DEALS):
        stream.send(subscription(channel, [key]).frame.value)
    while planned.seconds() < ENOUGH:
        stream.receive(ENOUGH - planned.seconds())
    return planned.heard


def lives_of(whole: list[Heard]) -> Lives:
    """Return the statuses of each, one after the other."""
    lives: Lives = defaultdict(list)
    for each in whole:
        if lives[each.key][-1:] != [each.status]:
            lives[each.key].append(each.status)
    return lives


def followed(planned: PlannedExchange, via: Any) -> Lives:
    """Return the statuses that a client is told, of which each follows the one before."""
    way = httpx.MockTransport(planned.answer)
    client = planned.client(transport=way, stream_transport=planned.open)
    found: dict[Key, list[Any]] = defaultdict(list)
    for change in client.watch(via=via, timeout=ENOUGH, max_interval=10):
        found[change.kind, change.id].append(change)
    for mine in found.values():
        assert [each.old_status for each in mine] == [None, *(each.status for each in mine[:-1])]
        assert all(each.old_status != each.status for each in mine)
        assert not any(each.is_final for each in mine[:-1])
        assert [each.updated_at for each in mine] == sorted(each.updated_at for each in mine)
    return {key: [str(each.status) for each in mine] for key, mine in found.items()}


def is_within(part: list[str], whole: list[str]) -> bool:
    """Tell whether the statuses are among the others, in the same order."""
    rest = iter(whole)
    return all(status in rest for status in part)


def owed(heard: list[Heard]) -> Lives:
    """Return the statuses that a client has to tell: those it heard of before anything later.

    Two of one moment are settled by an answer. What is over when a message first tells of it is not owed, nor
    what is told of an account that no answer has shown yet.
    """
    latest: dict[Key, Heard] = {}
    accounts, found = set(), defaultdict(list)
    for each in heard:
        before = latest.get(each.key)
        place = each.key[0], each.account
        accounts |= set() if each.is_message else {place}
        if before is not None and (before.status in ENDS or each.moment <= before.moment):
            continue
        if before is None and each.is_message and (each.status in ENDS or place not in accounts):
            latest |= {each.key: each} if each.status in ENDS else {}
            continue
        if before is None or before.status != each.status:
            found[each.key].append(each.status)
        latest[each.key] = each
    return found


def check(told: Lives, whole: list[Heard], heard: list[Heard]) -> None:
    """Nothing is invented, and nothing is lost."""
    lives, on_paper = lives_of(whole), {each.key for each in whole if each.account == PAPER}
    assert not told.keys() & on_paper
    for key, statuses in told.items():
        assert is_within(statuses, lives[key]), (key, statuses, lives[key])
        assert statuses[-1] == lives[key][-1], (key, statuses, lives[key])
    alive = {key for key, life in lives.items() if life[-1] not in ENDS}
    assert told.keys() >= alive - on_paper
    for key, statuses in owed(heard).items():
        assert is_within(statuses, told.get(key, [])), (key, statuses, told.get(key))


@pytest.mark.parametrize("seed", [*FOUND, *range(FIRST, FIRST + SEEDS)])
def test_each_status_is_told_once_and_in_order_by_both_ways(seed: int) -> None:
    plan = plan_of(seed)
    whole = whole_life(plan)
    quiet = PlannedExchange(plan)
    check(followed(quiet, "polling"), whole, quiet.heard)
    disturbed = PlannedExchange([*plan, (LONGEST + 1, lambda planned: planned.exchange.clear_faults())])
    for number, (fault, chance) in enumerate(FAULTS):
        disturbed.exchange.inject_into_streams(
            fault, probability=chance, seed=seed + number, after_seconds=0.5
        )
    check(followed(disturbed, "stream"), whole, disturbed.heard)


@pytest.mark.parametrize("seed", range(FIRST, FIRST + 3))
def test_stream_without_faults_tells_the_last_status_of_each_moment(seed: int) -> None:
    plan = plan_of(seed)
    whole = whole_life(plan)
    planned = PlannedExchange(plan)
    told = followed(planned, "stream")
    check(told, whole, planned.heard)
    moments: dict[Key, dict[datetime, str]] = defaultdict(dict)
    for each in whole:
        if each.account != PAPER:
            moments[each.key][each.moment] = each.status
    for key, found in moments.items():
        lasting = [status for status, _ in groupby(found.values())]
        assert is_within(lasting, told.get(key, [])), (key, lasting, told.get(key))
