"""`threecommas stop-all`: the kill switch, with a question before it, a report after it, and an exit code."""

from collections.abc import Iterator

import typer
from rich.table import Table
from threecommas_rest.json_text import loads

from threecommas.cli.commands.active_trading import shown_activity
from threecommas.cli.context import command_session
from threecommas.cli.errors import Exit, error_json, exit_code
from threecommas.cli.help_options import HelpfulCommand
from threecommas.cli.options import AccountId, AsJson, Pair, Yes, confirmed
from threecommas.cli.output import Output
from threecommas.cli.tables import add_row, columns
from threecommas.errors import ConfigurationError, DryRunError, ThreeCommasError
from threecommas.kill_switch.doubts import check_chosen
from threecommas.kill_switch.report import StopReport, StopResult
from threecommas.kill_switch.stoppable import Chosen

app = typer.Typer(add_completion=False)


@app.command("stop-all", cls=HelpfulCommand)
def stop_all(
    context: typer.Context,
    *,
    account_id: AccountId = None,
    pair: Pair = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Stop trading: bots, grid bots, deals and SmartTrades; it needs --mode.

    Bots and grid bots are disabled first. Then what holds a position is closed at market price, and what does
    not yet is cancelled. What grid bots have bought stays, and simple trades are left alone. It ends with 0
    only if everything that was active is known to be ending. A --pair on which nothing is active has to be
    known to 3Commas.
    """
    with command_session(context, as_json=as_json) as (client, out):
        if client.mode is None:
            raise ConfigurationError(
                "stop-all has to know which accounts to stop. Give --mode real or --mode paper before it, or "
                "set THREECOMMAS_MODE."
            )
        check_chosen(Chosen(account_id, pair))
        if not (yes or context.obj.dry_run or context.obj.read_only):
            found = shown_activity(client, out, account_id, pair)
            confirmed(f"Stop {found}?", context, client.mode, yes=yes)
        with out.remarks.status("Stopping"):
            report = client.stop_all(account_id=account_id, pair=pair)
        if isinstance(report.error, DryRunError):
            raise report.error
        out.show(_report_json(report), _report_table(report))
        _end(report, out)


def _end(report: StopReport, out: Output) -> None:
    """End with the code of what weighs most, unless all is ending."""
    if not report.trades and not report.errors and not report.unread:
        out.info("\n".join(report.remarks))
    for failure in report.errors:
        out.error(failure, f"There may be more: {failure}")
    for error in report.unread:
        out.error(error, f"An element of the list was left: {error}.")
    if not report.is_complete:
        raise typer.Exit(max(_codes(report), key=_weight))


def _codes(report: StopReport) -> Iterator[Exit]:
    yield from map(exit_code, report.errors)
    if report.doubt is not None:
        yield exit_code(report.doubt)
    if report.unreadable:
        yield Exit.UNREADABLE
    for trade in report.trades:
        if not trade.is_stopped:
            yield Exit.WRONG_STATE if trade.error is None else exit_code(trade.error)
    yield Exit.OTHER


def _weight(code: Exit) -> int:
    """Return how much a code tells: that an outcome is unknown before all, and "other" last."""
    return {Exit.OUTCOME_UNKNOWN: 2, Exit.OTHER: 0}.get(code, 1)


def _report_table(report: StopReport) -> Table:
    table = columns(("kind", "id", "pair", "action", "outcome"))
    for trade in report.trades:
        add_row(table, trade.kind, trade.id, trade.pair, trade.action, _outcome(trade))
    return table


def _outcome(trade: StopResult) -> str:
    if trade.action is None:
        return f"left, as {trade.error or '3Commas allows neither close nor cancel'}"
    return "accepted" if trade.error is None else f"failed: {trade.error}"


def _report_json(report: StopReport) -> dict[str, object]:
    return {
        "complete": report.is_complete,
        "trades": [
            {
                "kind": trade.kind,
                "id": trade.id,
                "pair": trade.pair,
                "action": trade.action,
                "stopped": trade.is_stopped,
                "error": _error(trade.error),
            }
            for trade in report.trades
        ],
        "unreadable": report.unreadable,
        "errors": [_error(error) for error in report.errors],
        "error": _error(report.error),
        "active_pairs": list(report.active_pairs),
        "doubt": _error(report.doubt),
    }


def _error(error: ThreeCommasError | None) -> object:
    return None if error is None else loads(error_json(error).encode())
