"""The finding of a fault that one call shows."""

from threecommas_conformance.findings import Finding, finding
from threecommas_conformance.traffic.calls import RecordedCall


def call_finding(call: RecordedCall, check: str, title: str, message: str, what: str = "") -> Finding:
    """Return a finding of this call; `what` tells apart the faults that one check can find."""
    sent = call.interaction
    return finding(
        operation=sent.operation or f"{sent.method} elsewhere",
        phase=sent.phase,
        check=check,
        title=title,
        message=message,
        what=what,
        interaction=sent,
    )
