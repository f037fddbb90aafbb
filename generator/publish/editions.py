"""Editions of the document: the full one, and what an OpenAPI Overlay of overlays/ makes of it.

The library oas-patch applies the overlay. Each of its actions has to find its target, which is checked here.
By the rules of overlays an action that matches nothing would pass in silence.
"""

import copy
from collections.abc import Mapping
from typing import Any

from oas_patch.overlay import apply_overlay  # type: ignore[import-untyped]

from generator.document.findings import Finding, InvalidSpecError
from generator.document.json_pointer import pointer


def edition(document: Mapping[str, Any], overlay: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the document with the overlay applied.

    Raises InvalidSpecError naming each action that changes nothing.
    """
    current = copy.deepcopy(dict(document))
    findings = []
    for index, action in enumerate(overlay["actions"]):
        changed: dict[str, Any] = apply_overlay(copy.deepcopy(current), {"actions": [action]})
        if changed == current:
            findings.append(_idle(name, index, str(action["target"])))
        current = changed
    if findings:
        raise InvalidSpecError(findings)
    return current


def _idle(name: str, index: int, target: str) -> Finding:
    advice = "Correct the target or remove the action."
    return Finding(
        name, pointer(("actions", index)), "overlay", f"{target} leads to nothing in the document", advice
    )
