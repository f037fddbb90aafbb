"""Rules about the bare form of the files: what stands where, and whether OpenAPI has a word for it.

All other rules, and the build, rely on these.
"""

import difflib
from collections.abc import Iterator

from generator.document.files import kind_of
from generator.document.openapi_objects import Node, keywords
from generator.lint.members import named
from generator.lint.rule import LintContext, RuleViolation, at

# What the client, its pages and its package are named by.
_SAID = ("title", "version")
# Objects in whose place OpenAPI or JSON Schema allows something else.
_ALSO_BOOLEAN = ("additionalProperties",)
# Beside a reference to a schema these describe its use; OpenAPI allows nothing beside any other.
_BESIDE_REFERENCE = frozenset({"$ref", "x-attribute", "description", "example", "deprecated"})


def objects_are_objects(context: LintContext) -> Iterator[RuleViolation]:
    """Yield everything that is no object where one must stand."""
    for file, node in context.spec_files.nodes:
        # A schema that is just true or false is another rule's.
        wanted = dict | bool if node.kind == "schema" else dict
        if not isinstance(node.value, wanted):
            yield RuleViolation(*at(file, node), f"is {named(node.value)}, not a {_spoken(node.kind)}")


def no_boolean_schemas(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every schema that is just true or false."""
    for file, node in context.spec_files.nodes:
        if node.kind == "schema" and isinstance(node.value, bool) and not _may_be_boolean(node):
            yield RuleViolation(*at(file, node), f"the schema is just {str(node.value).lower()}")


def keywords_are_known(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every name that is neither OpenAPI's nor ours: nobody would notice `requird`."""
    for file, node in context.spec_files.nodes:
        if node.kind and isinstance(node.value, dict):
            known = _allowed(node)
            for name in node.value:
                if name not in known and name != "title":
                    yield RuleViolation(
                        *at(file, node, name), f"{name!r} means nothing here{_meant(name, known)}"
                    )


def files_are_in_known_folders(context: LintContext) -> Iterator[RuleViolation]:
    """Yield every file whose folder does not say what it holds."""
    for file in context.spec_files.files:
        if not kind_of(file):
            yield RuleViolation(file, "", "the folder does not say what the file holds")


def root_holds_no_components(context: LintContext) -> Iterator[RuleViolation]:
    """Yield a root file that has components of its own beside those of the folders."""
    for file, node in context.spec_files.nodes:
        if node.kind == "components":
            yield RuleViolation(*at(file, node), "components stand in files of their own")


def root_says_what_it_describes(context: LintContext) -> Iterator[RuleViolation]:
    """Yield a root file that does not say what it describes: the client is named by it."""
    for file, node in context.spec_files.nodes:
        if node.kind == "document" and isinstance(node.value, dict):
            info = node.value.get("info", {})
            for name in _SAID if isinstance(info, dict) else ():
                if not isinstance(info.get(name), str) or not info[name]:
                    yield RuleViolation(*at(file, node, "info"), f"{name} is missing, or no text")


def _allowed(node: Node) -> frozenset[str]:
    if "$ref" not in node.value:
        return keywords(node.kind)
    return _BESIDE_REFERENCE if node.kind == "schema" else frozenset({"$ref"})


def _may_be_boolean(node: Node) -> bool:
    return isinstance(node.value, bool) and node.parts[-1:] == _ALSO_BOOLEAN


def _meant(name: str, known: frozenset[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; was {close[0]!r} meant?" if close else ""


def _spoken(kind: str) -> str:
    return kind.replace("_", " ") or "document"
