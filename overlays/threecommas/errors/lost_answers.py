"""Advice on a write whose answer was lost: which read shows what became of it."""

from threecommas_rest.operations import METHODS

from threecommas.messages.request import RequestInfo

_ONCE = {
    "create_smart_trade": "smart_trades.create_once",
    "create_grid_bot": "grid_bots.create_once",
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
    names = {operation: method for method, operation in METHODS.items()}
    if call.operation.shown_by:
        return names.get(call.operation.shown_by)
    resource = names.get(call.operation_id, "").rpartition(".")[0]
    wanted = ("get", "list") if "{" in call.operation.path else ("list",)
    return next((f"{resource}.{name}" for name in wanted if f"{resource}.{name}" in METHODS), None)
