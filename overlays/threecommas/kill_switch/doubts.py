"""Whether there is such a pair at all, where a kill switch found nothing active on it.

A slip of the pen, such as BTC_USDT for USDT_BTC, must not be reported as a pair on which all has ended. So a
pair counts as one only if something shows it: an active element, a SmartTrade of any status, or the pairs of
the markets. All of that is asked for last, so that it keeps nothing from being stopped.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

from threecommas_rest import api

from threecommas.errors import DecodeError, EncodeError, ThreeCommasError
from threecommas.flow import OperationFlow, catching
from threecommas.guards.account_mode import AccountModes
from threecommas.kill_switch.asking import asked, elements_of
from threecommas.kill_switch.listing import Ask, Listing, listed
from threecommas.kill_switch.report import StopReport
from threecommas.kill_switch.stoppable import Chosen, Element, Stoppable, pair_of
from threecommas.transport.shared_deadline import SharedDeadline

# Contracts have further parts: USDT_BTCUSDT, BTC_BTCUSD_PERP.
_PAIR = re.compile(r"[^_\s]+_\S+")
_PER_PAGE = 100


def check_chosen(chosen: Chosen) -> None:
    """Raise `EncodeError` for what can be no account and no pair, such as one in small letters."""
    account_id, pair = chosen
    if account_id is not None and type(account_id) is not int:
        raise EncodeError(f"must be a whole number, got {account_id!r}", path="account_id")
    if pair is not None and not (isinstance(pair, str) and _PAIR.fullmatch(pair) and pair == pair.upper()):
        wanted = "must have the form QUOTE_BASE in capitals, such as USDT_BTC"
        raise EncodeError(f"{wanted}, got {pair!r}", path="pair")


def with_doubts(
    report: StopReport,
    seen: Sequence[tuple[Stoppable, Listing]],
    modes: AccountModes,
    deadline: SharedDeadline,
) -> OperationFlow[StopReport]:
    """Return the report with what is active on other pairs, and what speaks against that of the report.

    One on which something was stopped is known, and one that is not complete anyway is left as it is.
    """
    pair, account_id = report.pair, report.account_id
    if pair is None or report.trades or not report.is_complete:
        return report
    ask: Ask = partial(asked, deadline=deadline)
    elsewhere = Chosen(account_id, None)
    looks, errors = list(seen), list[ThreeCommasError]()
    for kind, _ in seen:
        if kind.is_listed_by_pair:
            looked = yield from catching(listed(kind, elsewhere, ask))
            if isinstance(looked, ThreeCommasError):
                errors.append(looked)
            else:
                looks.append((kind, looked))
    found = [(kind, element) for kind, look in looks for _, element in look.active.values()]
    active = {
        pair for kind, element in found if _goes_on(kind, element, elsewhere) for pair in kind.pairs(element)
    }
    report = replace(report, active_pairs=tuple(sorted(active - {pair})))
    if problem := _problem(pair, active):
        return replace(report, doubt=EncodeError(problem, path="pair"))
    if any(pair in kind.pairs(element) for kind, element in found):
        return report
    return replace(report, doubt=(yield from _unshown(pair, account_id, modes, ask, errors)))


def _goes_on(kind: Stoppable, element: Element, elsewhere: Chosen) -> bool:
    """Tell whether an element is active on the account; one that nobody can tell of is."""
    try:
        return not kind.is_ending(element) and kind.is_chosen(element, elsewhere, "")
    except DecodeError:
        return True


def _problem(pair: str, active: Collection[str]) -> str | None:
    """Say what the active elements have against a pair."""
    turned = "_".join(reversed(pair.split("_", 1)))
    if pair in active:
        return "something is active on it in the whole list, though not in that of the pair"
    if turned in active:
        return f"{pair} is the reverse of {turned}, on which something is active"
    return None


def _unshown(
    pair: str, account_id: int | None, modes: AccountModes, ask: Ask, errors: Sequence[ThreeCommasError]
) -> OperationFlow[ThreeCommasError | None]:
    """Return why it is uncertain that there is such a pair, None if anything shows it."""
    failed = list(errors)
    for question in (_is_in_history(pair, ask), _is_on_a_market(pair, account_id, modes, ask)):
        answer = yield from catching(question)
        if answer is True:
            return None
        if isinstance(answer, ThreeCommasError):
            failed.append(answer)
    missing = (
        f"no SmartTrade and no market of an account shows {pair}. Its form is QUOTE_BASE, such as USDT_BTC"
    )
    return failed[0] if failed else EncodeError(missing, path="pair")


def _is_in_history(pair: str, ask: Ask) -> OperationFlow[bool]:
    """Tell whether there is a SmartTrade of the pair, active or not."""
    request = api.list_smart_trades.build(pair=pair, page=1, per_page=1)
    return any(pair in pair_of(element) for element in _objects((yield from ask(request, elements_of))))


def _is_on_a_market(pair: str, account_id: int | None, modes: AccountModes, ask: Ask) -> OperationFlow[bool]:
    """Tell whether a market has the pair: that of the account, or of any account of the mode."""
    failed = None
    for code in (yield from _markets(account_id, modes, ask)):
        request = api.list_market_pairs.build(market_code=code)
        pairs = yield from catching(ask(request, elements_of))
        if isinstance(pairs, ThreeCommasError):
            failed = pairs
        elif pair in pairs:
            return True
    if failed is not None:
        raise failed
    return False


def _markets(account_id: int | None, modes: AccountModes, ask: Ask) -> OperationFlow[list[str]]:
    """Return the codes of the markets on which the accounts are, each once."""
    if account_id in modes.codes:
        return [modes.codes[account_id]]
    codes: dict[str, None] = {}
    for page in count(1):
        request = api.list_accounts.build(page=page, per_page=_PER_PAGE)
        accounts = list(_objects((yield from ask(request, elements_of))))
        found = (account.get("market_code") for account in accounts)
        codes |= {code: None for code in found if isinstance(code, str) and modes.is_of_mode(code)}
        if len(accounts) < _PER_PAGE:
            break
    return list(codes)


def _objects(elements: Sequence[Any]) -> Iterator[Element]:
    return (element for element in elements if isinstance(element, dict))
