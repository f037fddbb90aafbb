"""The findings of the document's validator, in 3Commas' words and keys.

A 400 names a parameter in bracket form, `take_profit[steps][0][price][value]`. Documented words: is
missing; does not have a valid value; is invalid; are mutually exclusive; are missing, exactly one parameter
must be provided; too long. Max is 300 symbols. The other words here follow the same framework's (Grape) and
are inferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jsonschema_rs import ValidationError

from threecommas_mock.api.document import Document
from threecommas_mock.api.errors import FieldErrors

Path = tuple[str | int, ...]

_MISSING = "is missing"
_BAD_VALUE = "does not have a valid value"
_INVALID = "is invalid"
_CONSTRAINTS = frozenset({"properties", "required", "not"})
_CONSTANTS = frozenset({"enum", "const"})
_BRANCHES = frozenset({"anyOf", "oneOf"})


def field_errors(
    errors: Iterable[ValidationError], instance: Any, document: Document, *, name: str = ""
) -> FieldErrors:
    """Map parameters in bracket form to what is wrong; *name* is the one checked, if it was no whole body."""
    found: FieldErrors = {}
    prefix: Path = (name,) if name else ()
    # Branches come last: what is wrong with a value itself says more than which branch it is missing.
    for error in sorted(errors, key=lambda error: error.kind.name in _BRANCHES):
        explained = list(_explain(error, instance, document))
        known = set(found) if error.kind.name in _BRANCHES else set()
        for path, words in explained:
            key = _bracketed((*prefix, *path))
            if key not in known and words not in found.setdefault(key, []):
                found[key].append(words)
    return found or {name or "body": [_INVALID]}


def _explain(error: ValidationError, instance: Any, document: Document) -> Iterable[tuple[Path, str]]:
    path = tuple(error.instance_path)
    match error.kind.name:
        case "required":
            return _missing((*path, error.kind.value), _siblings(error, document), document)
        case "type":
            return _wrong_type(error, path, document)
        case keyword if keyword in _BRANCHES:
            return _no_branch(error, path, instance, document)
        case _:
            return [(path, _words(error.kind.name, error.kind.value))]


def _words(keyword: str, value: Any) -> str:
    match keyword:
        case "enum" | "const":
            return _BAD_VALUE
        case "maxLength":
            return f"too long. Max is {value} symbols"
        case "minLength":
            return f"is too short (minimum is {value} characters)"
        case "minimum":
            return f"must be greater than or equal to {value}"
        case "maximum":
            return f"must be less than or equal to {value}"
        case _:
            return _INVALID


def _missing(path: Path, schema: Mapping[str, Any], document: Document) -> list[tuple[Path, str]]:
    """Report a missing group with everything it requires (docs, Add funds: units and units[value])."""
    found: list[tuple[Path, str]] = [(path, _MISSING)]
    wanted = _dereferenced(schema.get(str(path[-1]), {}), document)
    if "enum" in wanted:
        found.append((path, _BAD_VALUE))  # docs, Add funds: order_type has both errors
    for child in wanted.get("required", ()):
        found += _missing((*path, child), wanted.get("properties", {}), document)
    return found


def _wrong_type(error: ValidationError, path: Path, document: Document) -> list[tuple[Path, str]]:
    """Report something else where a group belongs (official docs, issue #14: units and units[value])."""
    schema = document.at(error.schema_path[:-1])
    return [(path, _INVALID)] + [
        error_found
        for child in schema.get("required", ())
        for error_found in (((*path, child), _MISSING), ((*path, child), _INVALID))
    ]


def _no_branch(
    error: ValidationError, path: Path, instance: Any, document: Document
) -> Iterable[tuple[Path, str]]:
    branches = document.at(error.schema_path)
    value = _inside(instance, path)
    if _are_constants(branches):
        return [(path, _BAD_VALUE)]
    if not isinstance(value, Mapping) or any(set(branch) - _CONSTRAINTS for branch in branches):
        return [(path, _INVALID)]
    if all(set(branch) == {"required"} for branch in branches):
        names = [name for branch in branches for name in branch["required"]]
        return [(_joined(path, names), _choice(names, value, error.kind.name))]
    contexts: list[list[ValidationError]] = error.kind.as_dict()["context"]
    # The branch that was meant: the others fail for what they are about, not for what is missing.
    tried = zip(branches, contexts, strict=True)
    _, nearest = min(tried, key=lambda each: _distance(each[0], each[1], document))
    return [error_found for inner in nearest for error_found in _explain_branch(inner, instance, document)]


def _choice(names: Sequence[str], value: Mapping[str, Any], keyword: str) -> str:
    if keyword == "anyOf":
        return "are missing, at least one parameter must be provided"
    if any(name in value for name in names):
        return "are mutually exclusive"
    return "are missing, exactly one parameter must be provided"


def _explain_branch(error: ValidationError, instance: Any, document: Document) -> Iterable[tuple[Path, str]]:
    """Explain what only a branch demands: there, missing is all that is said (docs, Edit SmartTrade)."""
    path = tuple(error.instance_path)
    match error.kind.name:
        case "required":
            return [((*path, error.kind.value), _MISSING)]
        case "not":
            forbidden = document.at(error.schema_path).get("required", ())
            return [((*path, name), _INVALID) for name in forbidden] or [(path, _INVALID)]
        case _:
            return _explain(error, instance, document)


def _distance(
    branch: Mapping[str, Any], found: Sequence[ValidationError], document: Document
) -> tuple[int, int, int]:
    """Measure how far a branch is from being meant: wrong discriminators, missing ones, errors."""
    constrained = branch.get("properties", {})
    wrong = sum(_is_about_a_constant(inner, document) for inner in found)
    unset = sum(
        inner.kind.name == "required" and _is_constant(constrained.get(inner.kind.value, {}))
        for inner in found
    )
    return (wrong, unset, len(found))


def _is_about_a_constant(error: ValidationError, document: Document) -> bool:
    if error.kind.name in _BRANCHES:
        return _are_constants(document.at(error.schema_path))
    return error.kind.name in _CONSTANTS


def _is_constant(schema: Mapping[str, Any]) -> bool:
    """Tell whether a schema lists values: by enum or const, or by several const for values of two types."""
    return not _CONSTANTS.isdisjoint(schema) or _are_constants(schema.get("anyOf", ()))


def _are_constants(branches: Sequence[Mapping[str, Any]]) -> bool:
    return bool(branches) and all(set(branch) == {"const"} for branch in branches)


def _siblings(error: ValidationError, document: Document) -> Mapping[str, Any]:
    properties = document.at(error.schema_path[:-1]).get("properties", {})
    return properties if isinstance(properties, Mapping) else {}


def _dereferenced(schema: Mapping[str, Any], document: Document) -> Mapping[str, Any]:
    while "$ref" in schema:
        schema = document.at(schema["$ref"].removeprefix("#/").split("/"))
    return schema


def _inside(instance: Any, path: Path) -> Any:
    for key in path:
        instance = instance[key]
    return instance


def _joined(path: Path, names: Sequence[str]) -> Path:
    """Write several names as one key, each in full: `price[value],price[percent]`."""
    first, *others = names
    tail = "".join(f",{_bracketed((*path, name))}" for name in others)
    return (_bracketed((*path, first)) + tail,)


def _bracketed(path: Path) -> str:
    if not path:
        return ""
    head, *tail = path
    return str(head) + "".join(f"[{key}]" for key in tail)
