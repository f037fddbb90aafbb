"""A process that orders with `create_once`: a key comes in on each line, what became of it goes out as JSON.

It calls again as long as an error says that the outcome is unknown, as a user is told to.
"""

import json
import sys
from typing import Any

from threecommas import (
    CreateOncePolicy,
    DuplicateOrderError,
    HmacSigner,
    RetryPolicy,
    ThreeCommas,
    ThreeCommasError,
)

from tests.client.transport.calls import order

# Lists of the mock know at once what is new, so short pauses will do.
PATIENCE = CreateOncePolicy(poll_delays=(0.02, 0.05, 0.1, 0.2), attempts=2)


def outcome(client: ThreeCommas, key: str) -> dict[str, Any]:
    ids: list[int] = []
    errors: list[str] = []
    for turn in range(8):
        try:
            trade = client.smart_trades.create_once(order(), key=key, interrupted=turn > 0)
            return {"trade": trade.id, "ids": ids, "errors": errors}
        except ThreeCommasError as error:
            errors.append(repr(error)[:200])
            if isinstance(error, DuplicateOrderError):
                ids = list(error.ids)
            if not error.outcome_unknown:
                break
    return {"trade": None, "ids": ids, "errors": errors}


def work(address: str, api_key: str, secret: str) -> None:
    with ThreeCommas(
        api_key,
        HmacSigner(secret),
        base_url=address,
        mode="real",
        rate_budget=None,
        timeout=0.5,
        create_once=PATIENCE,
        retries=RetryPolicy(base_delay=0.01),
        environ={},
    ) as client:
        client.smart_trades.list()
        for line in sys.stdin:
            print(json.dumps(outcome(client, line.strip())), flush=True)


if __name__ == "__main__":
    work(*sys.argv[1:])
