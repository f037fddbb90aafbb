"""Rules about what the document says of itself: its sources, their contradictions, what nobody documents."""

from collections.abc import Iterator
from typing import Any

from generator.document.files import kind_of
from generator.document.json_pointer import follow, pointer
from generator.document.openapi_objects import Node, walk
from generator.lint.data_shape import has_form
from generator.lint.rule import LintContext, RuleViolation

_DOCUMENTATION = {"repository": str, "commit": str, "date": str}
_CONTRADICTION = {
    "about": str,
    "at?": str,
    "sources": [{"source": str, "claim": str}],
    "resolution": str,
    "confidence": str,
    "evidence": str,
}
_VECTOR = {
    **dict.fromkeys(("key", "algorithm", "method", "target", "signed_text", "signature"), str),
    **dict.fromkeys(("content_type?", "body?"), str),
}
_SIGNING = {"samples": {"api_key": str, "secret": str}, "vectors": [_VECTOR]}


def documentation_is_named(context: LintContext) -> Iterator[RuleViolation]:
    """Yield an x-documentation that does not name repository, commit and date."""
    info = context.document.get("info", {})
    if "x-documentation" in info and not has_form(info["x-documentation"], _DOCUMENTATION):
        yield context.fault("/info/x-documentation", f"needs {', '.join(_DOCUMENTATION)} as text")


def undocumented_is_true(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-undocumented that is anything but true."""
    for node in context.nodes("operation"):
        if node.value.get("x-undocumented", True) is not True:
            yield context.fault(pointer((*node.parts, "x-undocumented")), "is not true")


def signing_vectors_are_complete(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-signing whose samples or vectors lack something."""
    for node in context.nodes("security_scheme"):
        if "x-signing" in node.value and not has_form(node.value["x-signing"], _SIGNING):
            reason = f"needs samples, and vectors of {', '.join(_VECTOR)}"
            yield context.fault(pointer((*node.parts, "x-signing")), reason)


def contradictions_are_complete(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every x-contradictions entry that lacks something, or is about a place that is not there."""
    for node in walk(context.document, kind_of(context.spec_files.root)):
        for index, entry in enumerate(_contradictions(node)):
            place = pointer((*node.parts, "x-contradictions", index))
            if not has_form(entry, _CONTRADICTION) or entry["confidence"] not in {"high", "medium", "low"}:
                yield context.fault(place, f"needs {', '.join(_CONTRADICTION)}, and a known confidence")
            elif not _leads_somewhere(node.value, entry.get("at", "")):
                yield context.fault(f"{place}/at", f"{entry['at']} leads nowhere in this object")


def _contradictions(node: Node) -> list[Any]:
    entries = node.value.get("x-contradictions", []) if isinstance(node.value, dict) else []
    return entries if isinstance(entries, list) else [entries]


def _leads_somewhere(value: Any, place: str) -> bool:
    try:
        follow(value, place)
    except (LookupError, ValueError, TypeError):
        return False
    return True
