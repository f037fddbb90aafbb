"""Findings about the mere status of an answer: none at all, a failure, a right signature refused.

schemathesis looks at the statuses of its own requests. Here those of the suite itself are looked at.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from threecommas_conformance.checks.call_findings import call_finding
from threecommas_conformance.document.operations import Operation
from threecommas_conformance.findings import Finding
from threecommas_conformance.traffic.calls import RecordedCall

SERVER_ERROR = ("not_a_server_error", "Server error")
INVALID_REQUEST = ("invalid_request", "Took a request that the document refuses")
# What 3Commas refuses by a 500, by the end of the path: the member that says so, and how it ends. A bot
# refuses a deal whose pair has one (docs issues). A grid bot without lines tells no funds (grid-bot/10).
_REFUSED_BY_500 = {
    "/start_new_deal": ("error_description", "#Exceptions::OpenDealPresentForThisPair"),
    "/required_balances": ("error", "grid_lines_not_marked"),
}
_UNDOCUMENTED = ("status_code_conformance", "Undocumented status code")


def answer_faults(call: RecordedCall, operation: Operation | None) -> Iterator[Finding]:
    """Make findings of faults that no answer may have.

    A signed request is never answered 401, which is a documented status: without this a server that accepts
    no signature at all would pass each check.
    """
    sent = call.interaction
    is_own = not sent.case
    if sent.status == 0:
        message = "The server closed the connection, or took too long."
        yield call_finding(call, "answer", "No answer", message)
    elif operation is None:
        return
    elif sent.status == 401 and sent.phase != "credentials" and operation.signed:
        message = "The request was signed with the key of the run."
        yield call_finding(call, "answer", "Right signature refused", message)
    elif is_own and sent.status >= 500:
        if not is_refused_by_500(operation.path, sent.status, call.answered):
            what = failure_of(sent.status, sent.answer)
            yield call_finding(call, *SERVER_ERROR, f"Received: {sent.status}", what)
    # With wrong credentials a call has to be refused in one way, whatever else is documented.
    elif is_own and sent.phase != "credentials" and str(sent.status) not in operation.statuses:
        message = f"Received: {sent.status}\nDocumented: {', '.join(operation.statuses)}"
        yield call_finding(call, *_UNDOCUMENTED, message, str(sent.status))


def is_refused_by_500(path: str, status: int, answered: Any) -> bool:
    """Whether a 500 is one of the refusals that 3Commas is known to answer so."""
    member, words = _REFUSED_BY_500.get(f"/{path.rpartition('/')[2]}", ("", ""))
    said = answered.get(member) if isinstance(answered, Mapping) else None
    return status == 500 and isinstance(said, str) and said.endswith(words)


def failure_of(status: int, answer: str) -> str:
    """Return what tells one failure of a server from another: its answer without numbers."""
    return f"{status} {re.sub('[0-9]+', '', answer)[:200]}"
