"""The public surface of a generated client, read from its source text: what a program that uses it can name.

Operations are the methods of the sync facade, with what the document says of them; models and enums are the
classes below models/; the other classes are client and errors. Nothing is imported. Left out are the async
facade, which has the same methods, the modules that only the client itself uses, and all docstrings.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

_FACADE, _FACTS = "resources.py", "operations.py"
_OTHERS = {"client.py": "", "errors.py": "errors."}


class Kind(StrEnum):
    """What a program names."""

    OPERATION = "operation"
    MODEL = "model"
    ENUM = "enum"
    CLASS = "class"


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing with a name and its members: "field price" -> "Decimal | Unset", "argument id" -> "int".

    `request` is method and path of an operation: whatever its name, it is the same operation.
    """

    kind: Kind
    name: str
    members: Mapping[str, str]
    request: str = ""


def read_surface(sources: Mapping[str, str]) -> list[Entity]:
    """Return what the modules of a client (path in the package -> text) offer; SyntaxError if not Python."""
    trees = {name: ast.parse(text) for name, text in sorted(sources.items()) if _is_public(name)}
    return [*_operations(trees), *_models(trees), *_others(trees)]


def changed_sources(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the modules of both that can make a difference; facade and facts mean something together."""
    names = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    if names & {_FACADE, _FACTS}:
        names |= {_FACADE, _FACTS}
    return _only(old, names), _only(new, names)


def _only(sources: Mapping[str, str], names: set[str]) -> dict[str, str]:
    return {name: text for name, text in sources.items() if name in names}


def _is_public(name: str) -> bool:
    return name in {_FACADE, _FACTS, *_OTHERS} or name.startswith("models/")


def _operations(trees: Mapping[str, ast.Module]) -> Iterator[Entity]:
    if _FACADE not in trees:
        return
    classes = {node.name: node for node in _classes(trees[_FACADE])}
    facts = _facts(trees[_FACTS]) if _FACTS in trees else {}
    for prefix, resource in _resources(classes, "Root", ""):
        for method in _methods(resource):
            known = facts.get(_operation_id(method), {})
            members = {**_arguments(method), "answer": _text(method.returns), **known}
            request = f"{known.get('method')} {known.get('path')}"
            yield Entity(Kind.OPERATION, f"{prefix}{method.name}", members, request)


def _resources(
    classes: Mapping[str, ast.ClassDef], name: str, prefix: str
) -> Iterator[tuple[str, ast.ClassDef]]:
    """Yield each class of the facade with the attributes that lead to it, such as `smart_trades.trades.`."""
    if name not in classes:
        return
    yield prefix, classes[name]
    for node in ast.walk(classes[name]):
        match node:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id="self"), attr=attribute)],
                value=ast.Call(func=ast.Name(id=inner)),
            ):
                yield from _resources(classes, inner, f"{prefix}{attribute}.")


def _operation_id(method: ast.FunctionDef) -> str:
    """Return the id of the operation that a method sends: it calls `api.<id>.build`."""
    for node in ast.walk(method):
        match node:
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id="api"), attr=name), attr="build"):
                return name
    return ""


def _facts(tree: ast.Module) -> dict[str, dict[str, str]]:
    """Return what OPERATIONS says of each operation, by its id."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    entries = [_keywords(call) for call in calls if ast.unparse(call.func) == "Operation"]
    return {str(ast.literal_eval(entry["id"])): entry for entry in entries}


def _keywords(call: ast.Call) -> dict[str, str]:
    return {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg}


def _arguments(method: ast.FunctionDef) -> dict[str, str]:
    """Return type and way of each argument: whoever gives it by position depends on that too."""
    found = method.args
    positional = {
        f"argument {argument.arg}": f"{_text(argument.annotation)}, position {place}"
        for place, argument in enumerate([*found.posonlyargs, *found.args])
        if place
    }
    keywords = {
        f"argument {argument.arg}": _text(argument.annotation) + (f" = {_text(default)}" if default else "")
        for argument, default in zip(found.kwonlyargs, found.kw_defaults, strict=True)
    }
    return positional | keywords


def _models(trees: Mapping[str, ast.Module]) -> Iterator[Entity]:
    for name, tree in trees.items():
        for node in _classes(tree) if name.startswith("models/") else ():
            if any(_text(parent).endswith("Enum") for parent in node.bases):
                yield Entity(Kind.ENUM, node.name, _values(node))
            else:
                yield Entity(Kind.MODEL, node.name, _fields(node))


def _others(trees: Mapping[str, ast.Module]) -> Iterator[Entity]:
    for name, prefix in _OTHERS.items():
        for node in _classes(trees[name]) if name in trees else ():
            calls = {
                f"method {method.name}": f"({_text(method.args)}) -> {_text(method.returns)}"
                for method in _methods(node, "__init__")
            }
            parents = {"parents": ", ".join(map(_text, node.bases))}
            yield Entity(Kind.CLASS, f"{prefix}{node.name}", {**parents, **_fields(node), **calls})


def _classes(tree: ast.Module) -> list[ast.ClassDef]:
    return [node for node in tree.body if isinstance(node, ast.ClassDef)]


def _methods(node: ast.ClassDef, *special: str) -> Iterator[ast.FunctionDef]:
    """Yield the public methods that are no coroutines, and the special ones that are named."""
    for item in node.body:
        if isinstance(item, ast.FunctionDef) and (item.name in special or not item.name.startswith("_")):
            yield item


def _fields(node: ast.ClassDef) -> dict[str, str]:
    return {
        f"field {_text(item.target)}": _text(item.annotation)
        for item in node.body
        if isinstance(item, ast.AnnAssign) and not _text(item.target).startswith("_")
    }


def _values(node: ast.ClassDef) -> dict[str, str]:
    return {
        f"value {_text(item.targets[0])}": _text(item.value)
        for item in node.body
        if isinstance(item, ast.Assign)
    }


def _text(node: ast.AST | None) -> str:
    """Return the source of a node, without the modules that a reader of a summary does not need."""
    return ast.unparse(node).replace("builtins.", "").replace("models.", "") if node else "None"
