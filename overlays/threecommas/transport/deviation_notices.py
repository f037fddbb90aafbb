"""Notices to a long-running program that answers are no longer as documented: a log line and a hook.

Notice of each kind is given once in the life of a client. A kind is an operation, a place in its answers,
what is documented for that place, and which kind of JSON value came. The log line does not hold the values.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx
from threecommas_rest.masking import mask_answer, mask_body, mask_url
from threecommas_rest.operations import Operation

if TYPE_CHECKING:
    from threecommas_rest.deviations import Deviation, Noted

LOG = logging.getLogger("threecommas")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviationNotice:
    """A kind of deviation, seen for the first time by a client.

    `pattern` is its path without numbers, such as ``[].position.price.value``; `expected` is what is
    documented, such as ``a decimal``, `came` which kind of JSON value came, ``nothing`` for an absent one.
    `deviation` is the first of its kind, `response` the answer it is in, whose request shows key and
    signature.
    """

    operation_id: str
    pattern: str
    expected: str
    came: str
    deviation: Deviation = field(repr=False)
    response: httpx.Response = field(repr=False)

    def __str__(self) -> str:
        return (
            f"{self.operation_id} answered other than documented: {self.pattern or 'the whole'} is "
            f"{self.came}, documented is {self.expected}"
        )

    def exchange(self) -> dict[str, object]:
        """Return request and answer as `python -m generator observe` reads them from a JSON file.

        Headers are left out, and with them key and signature, and secrets of an exchange are masked. The
        bodies are whole otherwise, so amounts, names and notes are in it.
        """
        request = self.response.request
        made: dict[str, object] = {"method": request.method, "url": mask_url(str(request.url))}
        if request.content:
            made["request_headers"] = {"Content-Type": "application/json"}
            made["request_body"] = mask_body(_text(request.content))
        return made | {
            "status": self.response.status_code,
            "response_headers": {"Content-Type": "application/json"},
            "response_body": mask_answer(_text(self.response.content)),
        }


DeviationHook = Callable[[DeviationNotice], object]


class Notices:
    """The kinds of deviations that one client has notified of. Threads may share it."""

    def __init__(self, hook: DeviationHook | None) -> None:
        self._hook = hook
        self._lock = threading.Lock()
        self._known: set[tuple[str, str, str, str]] = set()

    def notify(self, operation: Operation, response: httpx.Response, noted: Sequence[Noted]) -> None:
        """Give notice of each kind that is new among the deviations of an answer."""
        for each in noted:
            # Most answers of a client have the same deviations as the one before, so only a new one is put in
            # words.
            kind = (operation.id, *each.kind)
            if self._is_new(kind):
                operation_id, pattern, expected, came = kind
                self._give(
                    DeviationNotice(
                        operation_id=operation_id,
                        pattern=pattern,
                        expected=expected,
                        came=came,
                        deviation=each.deviation(),
                        response=response,
                    )
                )

    def _is_new(self, kind: tuple[str, str, str, str]) -> bool:
        with self._lock:
            is_new = kind not in self._known
            self._known.add(kind)
            return is_new

    def _give(self, notice: DeviationNotice) -> None:
        LOG.warning("%s", notice)
        if self._hook is None:
            return
        try:
            self._hook(notice)
        except Exception:
            # A defect of somebody's alarm must not hide what became of an order.
            LOG.exception("on_deviation failed for %s", notice)


def _text(content: bytes) -> str:
    return content.decode(json.detect_encoding(content), "surrogatepass")
