"""The rule of every list with pages: no page is longer than was asked for."""

from collections.abc import Iterator

from threecommas_conformance.checks.rule import Rule, Violation
from threecommas_conformance.document.operations import Operation
from threecommas_conformance.traffic.calls import RecordedCall, items, number


def page_size(call: RecordedCall, operation: Operation) -> Iterator[Violation]:
    """Yield a page with more entries than were asked for; the document says what asks for them."""
    if operation.page is None:
        return
    size = number(call.query.get(operation.page.size_parameter, operation.page.max_size))
    if size is not None and len(items(call.answered)) > size:
        yield "A page is too long", f"It has {len(call.answered)} entries instead of {size} at most."


RULES: tuple[Rule, ...] = (page_size,)
