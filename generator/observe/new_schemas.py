"""YAML for what the traffic has and spec/ has not: properties, parameters, components, made from samples.

Descriptions and examples are place-holders to be replaced in review: a value of the traffic is never quoted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.observe.redaction import MARK
from generator.observe.samples import Sample
from generator.observe.yaml_edits import scalar

DESCRIPTION = "description: Seen in recorded traffic; no page describes it."
_EXAMPLES = {"string": "text", "integer": "1", "number": "1.5", "boolean": "true"}
_FORMATS = {"decimal": '"0.0"', "date-time": '"2024-01-01T00:00:00.000Z"'}
_PLAIN_KINDS = frozenset({"null", "integer", "number", "boolean"})


@dataclass(slots=True)
class NewSchemas:
    """Makes schemas; `files` are the components that came about, by name."""

    files: dict[str, str] = field(default_factory=dict)

    def lines(self, name: str, samples: Sequence[Sample]) -> list[str]:
        """Return the lines of a schema that allows all the samples; objects in it become components."""
        objects = [each for each in samples if isinstance(each, dict)]
        lists = [each for each in samples if isinstance(each, list)]
        scalars = [each for each in samples if isinstance(each, str)]
        if objects:
            self.files[name] = "\n".join(self._object(name, objects)) + "\n"
            kept = [f"$ref: {name}.yaml", DESCRIPTION]
            return kept if not scalars else [DESCRIPTION, "oneOf:", f"  - {kept[0]}", *_branches(scalars)]
        if lists:
            items = [item for each in lists for item in each]
            inner = ["items:", *indented(self.lines(f"{name}Item", items))] if items else []
            return [f"type: {_type_list(['array', *types(scalars)])}", DESCRIPTION, *inner]
        return list(_scalar_lines(scalars))

    def _object(self, name: str, samples: Sequence[Mapping[str, Sample]]) -> Iterator[str]:
        yield from ("type: object", DESCRIPTION)
        names = [key for key in dict.fromkeys(key for each in samples for key in each) if key != MARK]
        if names:
            yield "properties:"
        for key in names:
            inner = self.lines(component_name(name, key), [each[key] for each in samples if key in each])
            yield from indented([f"{scalar(key)}:", *indented(inner)])


def component_name(holder: str, name: str) -> str:
    """Return the name of the component for a property: SmartTrade and next_step give SmartTradeNextStep."""
    return holder + "".join(word.capitalize() for word in re.findall(r"[A-Za-z0-9]+", name))


def indented(lines: Sequence[str]) -> list[str]:
    """Return the lines one level further in."""
    return [f"  {line}" for line in lines]


def types(samples: Sequence[Any]) -> list[str]:
    """Return the JSON types of the samples of scalars, without repeating one."""
    return list(dict.fromkeys(each if each in _PLAIN_KINDS else "string" for each in samples))


def _scalar_lines(samples: Sequence[str]) -> Iterator[str]:
    kinds = types(samples)
    name = _format([each for each in samples if each not in _PLAIN_KINDS])
    yield f"type: {_type_list(kinds)}"
    if name:
        yield f"format: {name}"
    yield DESCRIPTION
    known = [kind for kind in kinds if kind != "null"]
    if known:
        yield f"example: {_FORMATS.get(name) or _EXAMPLES[known[0]]}"


def _format(texts: Sequence[str]) -> str:
    if texts and all(re.fullmatch(r"-?\\d(\{\d+\})?\.\\d(\{\d+\})?", text) for text in texts):
        return "decimal"
    return "date-time" if texts and all("T" in text and "\\d" in text for text in texts) else ""


def _branches(samples: Sequence[str]) -> list[str]:
    return [f"  - type: {_type_list([kind])}" for kind in types(samples)]


def _type_list(kinds: Sequence[str]) -> str:
    written = ['"null"' if kind == "null" else kind for kind in kinds]
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"
