"""The form of a rule: a function over one successful call that yields each violation of it."""

from collections.abc import Callable, Iterator

from threecommas_conformance.document.operations import Operation
from threecommas_conformance.traffic.calls import RecordedCall

Violation = tuple[str, str]
"""Title and message. The title is the same for every violation of one kind."""

Rule = Callable[[RecordedCall, Operation], Iterator[Violation]]
