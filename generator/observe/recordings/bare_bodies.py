"""The operation somebody names for a body that was kept without its request, address and status."""

import difflib
import re

from generator.document.findings import Finding, InvalidSpecError
from generator.observe.document import Document, Operation
from generator.observe.http_transactions import HttpTransaction
from generator.observe.recordings.located_json import RULE

_OPTION = "--as"
_ADDRESS = re.compile(r"(GET|POST|PUT|PATCH|DELETE) (/[^\s?#]+)")


def answer_of(document: Document, name: str, status: int | None) -> HttpTransaction:
    """Return an exchange that lacks its body alone, for an operationId, or for a method and a path.

    Without a status it is the documented success, or 200 if the operation is not documented. Raise
    InvalidSpecError if the name is neither.
    """
    if address := _ADDRESS.fullmatch(name):
        method, path = address.groups()
        return _exchange(document, method, path, status or 200)
    operation = next((each for each in document.operations if each.id == name), None)
    if operation is None:
        raise InvalidSpecError([_unknown(document, name)])
    return _exchange(document, operation.method, operation.path, status or _success(operation))


def _exchange(document: Document, method: str, path: str, status: int) -> HttpTransaction:
    base = document.base_paths[0]
    return HttpTransaction("", method, f"{base}{path}", status, only_answer=True)


def _success(operation: Operation) -> int:
    statuses = [key for key in operation.responses if re.fullmatch("2[0-9][0-9]", key)]
    return int(statuses[0]) if statuses else 200


def _unknown(document: Document, name: str) -> Finding:
    close = difflib.get_close_matches(name, [each.id for each in document.operations], n=3)
    meant = f"Did you mean {' or '.join(close)}? " if close else ""
    advice = f'{meant}An operation that is not documented is named by method and path: "GET /ver1/bots".'
    return Finding(_OPTION, "", RULE, f"{name!r} is no documented operation", advice)
