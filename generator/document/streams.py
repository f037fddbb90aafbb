"""The streams as one AsyncAPI document: the files of streams/ in, and the schemas they share with the other.

While rules look at it, the document has the words of this project: `example`, text beside a reference, and
examples of messages as components. `asyncapi` says the same as AsyncAPI 3.1 has it.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.bundle import with_pointers
from generator.document.copies import copied
from generator.document.files import SpecFiles, component_of
from generator.document.findings import InvalidSpecError
from generator.document.json_pointer import parts, pointer
from generator.document.openapi_objects import walk

_TOP = ("channels", "operations")
_PARTS = ("info", "servers", *_TOP)


def bundle_streams(streams: SpecFiles, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the streams as one document, with what they use of the schemas of the bundled *document*.

    It has the version of that document. Raises InvalidSpecError naming each reference that leads nowhere.
    """
    _refuse_incomplete(streams)
    sections: dict[str, dict[str, Any]] = {name: {} for name in (*_TOP, "messages", "schemas", "examples")}
    files = with_pointers(streams)
    for file, content in files.items():
        if place := component_of(file):
            sections[place[0]][place[1]] = content
    shared = document.get("components", {}).get("schemas", {})
    sections["schemas"] = _with_reached(sections, shared)
    root = files[streams.root]
    components = {name: section for name, section in sections.items() if section and name not in _TOP}
    tops = {name: {key: sections[name][key] for key in root[name]} for name in _TOP}
    for operation in tops["operations"].values():
        _point_to_channel(operation)
    info = {**root["info"], "version": document.get("info", {}).get("version")}
    return {**root, "info": info, **tops, "components": components}


def asyncapi(bundled: Mapping[str, Any]) -> dict[str, Any]:
    """Return the bundled streams in the words of AsyncAPI 3.1, whose schemas are JSON Schema draft 7."""
    document = copied(dict(bundled))
    examples = document["components"].pop("examples", {})
    for name, message in document["components"]["messages"].items():
        message["examples"] = [_example(examples, each["$ref"]) for each in message.get("examples", [])]
        document["components"]["messages"][name] = {"name": name, **message}
    # Outermost first: what moves into an allOf says nothing but a reference.
    for node in list(walk(document, "streams")):
        if node.kind == "schema":
            _say_as_draft_7(node.value)
    return document


def _refuse_incomplete(streams: SpecFiles) -> None:
    """Raise InvalidSpecError if the root lacks a part that every document of streams has."""
    root = streams.files[streams.root]
    advice = f"A document of streams says {', '.join(_PARTS)}."
    missing = [name for name in _PARTS if not (root.get(name) and isinstance(root[name], dict))]
    if not missing:
        words = ("title", "description")
        missing = [f"info.{name}" for name in words if not isinstance(root["info"].get(name), str)]
    if missing:
        raise InvalidSpecError(
            [streams.finding(streams.root, (), "asyncapi", f"{name} is missing", advice) for name in missing]
        )


def _with_reached(sections: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the own schemas and those of *shared* that they lead to, in alphabetical order."""
    schemas = dict(sections["schemas"])
    waiting = list(schemas.values())
    while waiting:
        for name in _schemas_in(waiting.pop()):
            if name not in schemas and name in shared:
                schemas[name] = shared[name]
                waiting.append(shared[name])
    return dict(sorted(schemas.items()))


def _schemas_in(schema: Any) -> Iterator[str]:
    for node in walk(schema, "schema"):
        if isinstance(node.value, dict) and "$ref" in node.value:
            yield parts(node.value["$ref"].removeprefix("#"))[-1]


def _point_to_channel(operation: dict[str, Any]) -> None:
    """Let an operation and its reply name messages as those of their channel, which AsyncAPI asks for."""
    for holder in (operation, operation.get("reply", {})):
        if "channel" in holder:
            channel = parts(holder["channel"]["$ref"].removeprefix("#"))[-1]
            holder["channel"] = {"$ref": "#" + pointer(("channels", channel))}
            for message in holder.get("messages", []):
                name = parts(message["$ref"].removeprefix("#"))[-1]
                message["$ref"] = "#" + pointer(("channels", channel, "messages", name))


def _example(examples: Mapping[str, Any], reference: str) -> dict[str, Any]:
    name = parts(reference.removeprefix("#"))[-1]
    return {"name": name, **examples[name]}


def _say_as_draft_7(schema: dict[str, Any]) -> None:
    """Write an example as a list, and what stands beside a reference beside a choice of one."""
    if "example" in schema:
        schema["examples"] = [schema.pop("example")]
    if "$ref" in schema and len(schema) > 1:
        schema["allOf"] = [{"$ref": schema.pop("$ref")}]
