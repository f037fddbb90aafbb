"""The scenes: every documented create body, one trade through every action, and trades that are cancelled."""

import json
from pathlib import Path
from typing import Any

from threecommas import models

from tests.programs.demo import checks
from tests.programs.demo.documents import Json, request_examples
from tests.programs.demo.flow import Step
from tests.programs.demo.story import Story

LIFE = json.loads(Path(__file__).with_name("life.json").read_text("utf-8"))


def documented_creates() -> list[Step]:
    """Return a step for each documented create body."""
    return [_create(name, body) for name, body in request_examples("create_smart_trade").items()]


def first_half() -> list[Step]:
    """Return the life of one trade up to the question what can be sold of it."""
    return [*_entry_and_update(), *_funds_and_note()]


def _entry_and_update() -> list[Step]:
    update = models.UpdateSmartTrade.from_dict(LIFE["update"])
    return [
        _VALIDATE,
        *_first_calls(LIFE["create"]["account_id"], LIFE["create"]["pair"]),
        _create("create the trade that lives on", LIFE["create"]),
        _poll("waiting_position"),
        _poll("waiting_targets", checks.entry_has_fee, checks.targets_share_the_position),
        Step(
            told="change targets and stop loss",
            call=lambda story, client: client.smart_trades.update(story.trade.id, update),
            status="waiting_targets",
            checks=(checks.has_new_targets(3),),
        ),
        _poll("waiting_targets", checks.targets_share_the_position),
    ]


def _funds_and_note() -> list[Step]:
    addition = models.AddFunds.from_dict(LIFE["add_funds"])
    note = models.SetNote.from_dict(LIFE["note"])
    return [
        Step(
            told="add funds",
            call=lambda story, client: client.smart_trades.add_funds(story.trade.id, addition),
            status="waiting_targets",
            checks=(checks.position_is_as_before,),
        ),
        _poll("waiting_targets", checks.has_entered("140.0")),
        Step(
            told="set a note",
            call=lambda story, client: client.smart_trades.set_note(story.trade.id, note),
            status="waiting_targets",
            checks=(checks.has_note(LIFE["note"]["note"], LIFE["note_escaped"]),),
        ),
        Step(
            told="ask what can be sold",
            call=lambda story, client: client.smart_trades.reduce_funds_info(story.trade.id),
            checks=(checks.can_sell_at_most_all,),
        ),
        Step(
            told="list the active trades",
            call=lambda story, client: client.smart_trades.list(status="active", per_page=100),
            checks=(checks.is_listed,),
        ),
    ]


def second_half() -> list[Step]:
    """Return the life of the same trade from there to its end."""
    reduction = models.ReduceFunds.from_dict(LIFE["reduce_funds"])
    return [
        _VALIDATE,
        Step(
            told="ask what can be sold, the older way",
            call=lambda story, client: client.smart_trades.post_reduce_funds_info(story.trade.id),
            checks=(checks.can_sell_at_most_all,),
        ),
        Step(
            told="sell a part",
            call=lambda story, client: client.smart_trades.reduce_funds(story.trade.id, reduction),
            status="pending_reduce_funds",
            checks=(checks.has_reduced("30.0"),),
        ),
        _poll("waiting_targets"),
        _list_orders("position", "take_profit", "stop_loss", "reduce_funds"),
        Step(
            told="close one target at market price",
            call=lambda story, client: client.smart_trades.trades.close_by_market(
                story.trade.id, story.target
            ),
            status="waiting_targets",
            checks=(checks.is_closing_by_hand,),
        ),
        Step(
            told="close the rest at market price",
            call=lambda story, client: client.smart_trades.close_by_market(story.trade.id),
            status="panic_sell_pending",
        ),
        _poll("panic_sold"),
    ]


def forced_then_cancelled() -> list[Step]:
    """Return the life of a trade that waits for its price, is forced to start and then cancelled."""
    return [
        _create("create a trade that waits for its price", LIFE["waiting"]),
        _poll("waiting_position"),
        Step(
            told="start without waiting",
            call=lambda story, client: client.smart_trades.force_start(story.trade.id),
            status="waiting_position",
        ),
        Step(
            told="have it processed at once",
            call=lambda story, client: client.smart_trades.force_process(story.trade.id),
        ),
        _poll("waiting_targets"),
        _list_orders("position", "take_profit"),
        Step(
            told="cancel one target",
            call=lambda story, client: client.smart_trades.trades.cancel(story.trade.id, story.target),
            status="waiting_targets",
            checks=(checks.has_one_target_less,),
        ),
        _CANCEL,
        _poll("cancelled", checks.is_emptied),
    ]


def cancelled_while_waiting() -> list[Step]:
    """Return the life of a trade that is cancelled before anything was bought."""
    return [
        _create("create another that waits", LIFE["waiting"]),
        _poll("waiting_position"),
        _CANCEL,
        _poll("cancelled", checks.is_emptied),
    ]


def _first_calls(account: int, pair: str) -> list[Step]:
    """Return what a program asks before it trades: where it can, and at which prices within which limits."""
    market = "binance_us"
    return [
        Step(
            told="list the accounts",
            call=lambda story, client: client.accounts.list(),
            checks=(checks.has_account(account),),
        ),
        Step(
            told="look at the account",
            call=lambda story, client: client.accounts.get(account),
            checks=(checks.is_account(account),),
        ),
        Step(
            told="list the exchanges",
            call=lambda story, client: client.market_data.markets(),
            checks=(checks.has_market(market),),
        ),
        Step(
            told="list the pairs of one",
            call=lambda story, client: client.market_data.pairs(market_code=market),
            checks=(checks.has_pair(pair),),
        ),
        Step(
            told="ask for prices and limits",
            call=lambda story, client: client.market_data.rates(market_code=market, pair=pair),
            checks=(checks.has_prices,),
        ),
        Step(
            told="ask for them and the leverage",
            call=lambda story, client: client.market_data.leveraged_rates(market_code=market, pair=pair),
            checks=(checks.has_prices,),
        ),
    ]


def _create(told: str, body: Json) -> Step:
    typed = models.CreateSmartTrade.from_dict(body)
    return Step(
        told=told,
        call=lambda story, client: client.smart_trades.create(typed),
        status="created",
        checks=(checks.made_of(body, typed),),
    )


def _poll(status: str, *further: checks.Check) -> Step:
    return Step(
        told=f"poll until {status}",
        call=lambda story, client: client.smart_trades.get(story.trade.id),
        status=status,
        until=True,
        checks=further,
    )


def _list_orders(*purposes: str) -> Step:
    return Step(
        told="list its orders",
        call=lambda story, client: client.smart_trades.trades.list(story.trade.id),
        checks=(checks.lists_each_purpose(*purposes),),
    )


def _validate(story: Story, client: Any) -> Any:
    return client.validate()


def _cancel(story: Story, client: Any) -> Any:
    return client.smart_trades.cancel(story.trade.id)


_VALIDATE = Step(told="check the key", call=_validate, checks=(checks.key_is_valid,))
_CANCEL = Step(told="cancel it", call=_cancel, status="cancellation_pending")
