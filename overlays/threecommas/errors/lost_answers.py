"""Advice on a write whose answer was lost: which read shows what became of it."""

from threecommas_rest.operations import METHODS

from threecommas.messages.request import RequestInfo

_ONCE = {
    "create_smart_trade": "smart_trades.create_once",
    "create_grid_bot": "grid_bots.create_once",
}
# Where it is not the object itself, or the list of its kind, that shows it.
_SHOWN_BY = {
    "add_funds": "smart_trades.trades.list",
    "reduce_funds": "smart_trades.trades.list",
    "add_funds_to_deal": "deals.market_orders",
    "cancel_deal_order": "deals.market_orders",
    "panic_sell_deal_step": "deals.market_orders",
    "convert_deal_to_smart_trade": "smart_trades.list",
    "start_new_deal": "deals.list",
    "cancel_all_deals_of_dca_bot": "deals.list",
    "panic_sell_all_deals_of_dca_bot": "deals.list",
    "copy_dca_bot": "dca_bots.list",
    "delete_dca_bot": "dca_bots.list",
    "update_pairs_black_list": "dca_bots.pairs_black_list",
    "delete_grid_bot": "grid_bots.list",
    "remove_account": "accounts.list",
    "sell_all_to_btc": "accounts.table_data",
    "sell_all_to_usd": "accounts.table_data",
    "convert_dust_to_bnb": "accounts.table_data",
}


def advice_for(call: RequestInfo) -> str:
    """Return what to do about a write that may have been carried out."""
    said = "It may have been carried out. Look"
    read, once = _read_of(call), _ONCE.get(call.operation_id)
    with_read = f" with {read}" if read else ""
    both = f"; {once} does both" if once else ""
    return f"{said}{with_read} before you send it again{both}."


def _read_of(call: RequestInfo) -> str | None:
    """Return the method that shows the outcome of a write, None where none does."""
    # No answer has the mode of the web application.
    if call.operation is None or call.operation_id == "change_mode":
        return None
    if call.operation_id in _SHOWN_BY:
        return _SHOWN_BY[call.operation_id]
    names = {operation: method for method, operation in METHODS.items()}
    resource = names.get(call.operation_id, "").rpartition(".")[0]
    wanted = ("get", "list") if "{" in call.operation.path else ("list",)
    return next((f"{resource}.{name}" for name in wanted if f"{resource}.{name}" in METHODS), None)
