"""The DCA bots of a client: the generated operations, and a look at what a bot would order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import httpx
from threecommas_rest import models
from threecommas_rest.acceptance import Acceptance
from threecommas_rest.resources import AsyncDcaBots as AsyncOperations
from threecommas_rest.resources import DcaBots as Operations

from threecommas.flow import Timing, async_steps, run_flow, run_flow_async, sync_steps

if TYPE_CHECKING:
    from threecommas.calculators import Ladder
    from threecommas.orders import Amount


class DcaBots(Operations):
    """DCA bots, which open deals by their conditions, and average and close them by their rules.

    There is no ``create_once`` for them: a bot has neither a note nor another text that an order's key could
    stand in without being its name. After a `create` whose outcome is unknown, look at the list for its name.
    A bot that was made twice trades nothing, as a new bot is disabled.
    """

    def __init__(self, http: httpx.Client, timing: Timing, acceptance: Acceptance) -> None:
        super().__init__(http, acceptance)
        self._perform = sync_steps(self._send, timing)

    def preview(
        self,
        bot: models.Bot | models.CreateBot | models.UpdateBot,
        *,
        pair: str | None = None,
        account_id: int | None = None,
        price: Amount | None = None,
        fee: Amount | None = None,
        balance: Amount | None = None,
        strategy: Literal["long", "short"] | None = None,
    ) -> Ladder:
        """Return the ladder of orders that the next deal of a bot would have; nothing is written.

        `bot` is an answered one, or a body to create or update one with. Account and rates are asked for, so
        prices and amounts stand on the ticks and lots of the exchange, and `Ladder.problems` names what it
        would refuse. A bot of several pairs needs `pair`; an update needs the `account_id` and, if the bot is
        short, the `strategy`, which it does not say. `price` is that of the base order in quote currency, by
        default the ask now (long) or the bid (short). `fee` is a part, 0.001 without it. `balance` is needed
        where a volume is in percent (see `threecommas.calculators.ladder`).

        Raises:
            EncodeError: Something is missing, or a setting cannot be computed with: `path` says what.
            ThreeCommasError: As for ``accounts.get`` and ``market_data.rates``.
        """
        from threecommas.dca_bots.preview import preview

        flow = preview(
            bot,
            pair=pair,
            account_id=account_id,
            price=price,
            fee=fee,
            balance=balance,
            strategy=strategy,
        )
        return run_flow(flow, self._perform)


class AsyncDcaBots(AsyncOperations):
    """DCA bots, which open deals by their conditions, as `DcaBots`."""

    def __init__(self, http: httpx.AsyncClient, timing: Timing, acceptance: Acceptance) -> None:
        super().__init__(http, acceptance)
        self._perform = async_steps(self._send, timing)

    async def preview(
        self,
        bot: models.Bot | models.CreateBot | models.UpdateBot,
        *,
        pair: str | None = None,
        account_id: int | None = None,
        price: Amount | None = None,
        fee: Amount | None = None,
        balance: Amount | None = None,
        strategy: Literal["long", "short"] | None = None,
    ) -> Ladder:
        """Return the ladder of orders that the next deal of a bot would have, as `DcaBots.preview`."""
        from threecommas.dca_bots.preview import preview

        flow = preview(
            bot,
            pair=pair,
            account_id=account_id,
            price=price,
            fee=fee,
            balance=balance,
            strategy=strategy,
        )
        return await run_flow_async(flow, self._perform)
