"""Behaviour that no source documents. Each field is an open question; a test can choose the other answer.

The default is the best supported answer, and a test can choose the other one. Other unproven details are
said to be inferred where they are made.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal, get_args, get_type_hints

from threecommas_mock.api.errors import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """One value for each open question; raises ValueError for one that no source speaks for.

    *wrong_state* is the status of an action that the SmartTrade's status forbids: 400 as documented for
    reducing funds, or 403 as the page on errors says of such cases. *unknown_smart_trade* is what reading or
    cancelling an unknown number answers: 404 as its words say, or 400 as the pages of both file it.
    *finished* is what the list filter of that name keeps: every closed SmartTrade, or those with
    `data.finished`. *liquidation* False lets futures positions live on, whatever the price; what their
    account then cannot pay, the exchange refuses. *closed_at* of an answer is there once the SmartTrade has
    ended, as in all examples, or from its entry on while it still waits for its targets, as one user of 2022
    reports (docs issue 117); a program that takes the field for the end finds out with ``while_waiting``.
    *grid_update* of a grid bot keeps the settings that are left out, or sets them to their defaults.
    *delete_running_grid_bot* stops a running grid bot first, or is refused.
    *uncancelable_simple_trade* is the status of cancelling a simple trade that has ended: 400 as the current
    page has it, or 422 as an older edition.

    Of accounts: *new_account_funds* is what an account that is connected anew has: what the first of its type
    started with, or nothing. *paper_account* tells whether the simulator can do what Binance Spot can: sell
    everything, convert dust, tell networks and addresses. *balance_history* is what the chart shows before
    the exchange was made: nothing, or what the account had at its start. *no_volume* is what a day or a month
    answers in which the account was there and did not trade: zero, or the 404 of days that are not there.

    Of DCA bots: *black_list* says whether an update adds pairs or replaces the list (the page says add, the
    swagger file create or update). *deals_counter* counts deals as they start or as they finish, towards
    `disable_after_deals_count`. *cooldown* runs after a deal of the same pair, or of the whole bot.
    *price_percentage* is since when bounds in percent are reckoned. *crossings* is which of the contradicting
    words of strategy_list says where a crossing leads: the keys, or their labels. *indicator_candles* are
    those that indicators see: closed ones, or the open one too. *open_deal_for_pair* is the status of
    start_new_deal where the pair has a deal: 500 as users report, or 422. *copy_amount* scales the volumes of
    a copy to its amount, or leaves them. *update_account* of a bot moves it, or does nothing.

    Of deals: *deal_placement* tells whether bought_take_profit_pending and bought_safety_pending can be seen
    between two orders; no answer ever had them. *deal_volume* is what volumes count on a futures account: the
    position, or its margin. *deal_breakeven* is where the stop loss goes after the first step: to the average
    price as the pages say, or to the price of the base order as the help centre does.
    """

    wrong_state: Literal[400, 403] = 400
    unknown_smart_trade: Literal[404, 400] = 404
    finished: Literal["closed", "target_reached"] = "closed"
    liquidation: Literal[True, False] = True
    closed_at: Literal["at_the_end", "while_waiting"] = "at_the_end"
    grid_update: Literal["keeps", "resets"] = "keeps"
    delete_running_grid_bot: Literal["stops", "refused"] = "stops"
    uncancelable_simple_trade: Literal[400, 422] = 400
    new_account_funds: Literal["as_its_type", "none"] = "as_its_type"
    paper_account: Literal["as_its_exchange", "unavailable"] = "as_its_exchange"
    no_volume: Literal["zero", "not_found"] = "zero"
    balance_history: Literal["since_start", "always"] = "since_start"
    black_list: Literal["adds", "replaces"] = "adds"
    deals_counter: Literal["started", "finished"] = "started"
    cooldown: Literal["pair", "bot"] = "pair"
    price_percentage: Literal["since_saved", "since_enabled"] = "since_saved"
    crossings: Literal["keys", "labels"] = "keys"
    indicator_candles: Literal["closed", "all"] = "closed"
    open_deal_for_pair: Literal[500, 422] = 500
    copy_amount: Literal["scales", "kept"] = "scales"
    update_account: Literal["moves", "ignored"] = "moves"
    deal_placement: Literal["at_once", "step_by_step"] = "at_once"
    deal_volume: Literal["position", "margin"] = "position"
    deal_breakeven: Literal["average", "base_order"] = "average"

    def __post_init__(self) -> None:
        hints = get_type_hints(Assumptions)
        for field in fields(self):
            value, known = getattr(self, field.name), get_args(hints[field.name])
            if value not in known:
                options = " or ".join(map(repr, known))
                raise ValueError(f"{field.name}: must be {options}, got {value!r}")

    def status_of(self, refusal: Refusal) -> int:
        """Return the HTTP status of *refusal*: its own, or the one chosen where sources disagree."""
        if refusal.decided_by is None:
            return refusal.status
        status: int = getattr(self, refusal.decided_by)
        return status


STANDARD = Assumptions()
"""The best supported answer to every question."""
