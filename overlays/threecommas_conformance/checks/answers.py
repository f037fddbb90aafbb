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
_OPEN_DEAL = "#Exceptions::OpenDealPresentForThisPair"
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
        if not is_open_deal(operation.path, sent.status, call.answered):
            what = failure_of(sent.status, sent.answer)
            yield call_finding(call, *SERVER_ERROR, f"Received: {sent.status}", what)
    # With wrong credentials a call has to be refused in one way, whatever else is documented.
    elif is_own and sent.phase != "credentials" and str(sent.status) not in operation.statuses:
        message = f"Received: {sent.status}\nDocumented: {', '.join(operation.statuses)}"
        yield call_finding(call, *_UNDOCUMENTED, message, str(sent.status))


def is_open_deal(path: str, status: int, answered: Any) -> bool:
    """Whether a bot refuses a deal because the pair has one: 3Commas says so by a 500 (docs issues)."""
    words = str(answered.get("error_description")) if isinstance(answered, Mapping) else ""
    return path.endswith("/start_new_deal") and status == 500 and words.endswith(_OPEN_DEAL)


def failure_of(status: int, answer: str) -> str:
    """Return what tells one failure of a server from another: its answer without numbers."""
    return f"{status} {re.sub('[0-9]+', '', answer)[:200]}"
