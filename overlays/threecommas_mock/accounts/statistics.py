"""The volumes of accounts and their worth over time, as the JSON of answers.

Volumes have cents and satoshis, as in the examples. So have the points of the chart. The chart has one point
for each midnight of UTC from the day it begins at. It has one for now if it goes that far. The documented
chart begins at midnight, before the moment that was asked for. It ends at the very second.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson

from threecommas_mock.venue.decimal_math import format_decimal, round_to_step
from threecommas_mock.venue.turnover import Volume
from threecommas_mock.venue.worth import DAY, MOST_DAYS, Worth, WorthHistory, midnight, seconds

_CENT, _SATOSHI = Decimal("0.01"), Decimal("0.00000001")


def volume(found: Volume) -> dict[str, Any]:
    """Write a volume."""
    return {
        "volume_btc": format_decimal(round_to_step(found.btc, _SATOSHI)),
        "volume_usd": f"{round_to_step(found.usd, _CENT):.2f}",
    }


def chart(
    history: WorthHistory,
    now_worth: Mapping[int, Worth],
    *,
    since: datetime,
    until: datetime | None,
    now: datetime,
    extend: bool,
) -> list[dict[str, Any]]:
    """Write the worth of the accounts of *now_worth* together; those not known at a moment count nothing.

    With *extend* an account was always worth what it was when the exchange began. At most ten years are
    shown, the newest.
    """
    reaches_now = until is None or until >= now
    last = midnight(now if until is None else min(until, now))
    moments = range(max(midnight(since), last - MOST_DAYS * DAY), last + 1, DAY)
    rows = [history.at(number, moments, extend=extend) for number in now_worth]
    known = zip(moments, zip(*rows, strict=True), strict=bool(rows))
    points = [_point(at, found) for at, found in known if any(each is not None for each in found)]
    if reaches_now and since <= now and seconds(now) != last:
        points.append(_point(seconds(now), tuple(now_worth.values())))
    return points


def _point(at: int, found: tuple[Worth | None, ...]) -> dict[str, Any]:
    total = Worth()
    for each in found:
        total = total if each is None else total.plus(each)
    return {
        "date": at,
        "usd": _number(total.usd, _CENT),
        "btc": _number(total.btc, _SATOSHI),
        # Nothing can be deposited here.
        "btc_deposit_amount": 0.0,
        "usd_deposit_amount": 0.0,
    }


def _number(value: Decimal, step: Decimal) -> orjson.Fragment:
    return orjson.Fragment(format_decimal(round_to_step(value, step)))
