"""Completion of ids: what the key has there, if there is a key, at once or not at all.

An id that stands in a path, such as that of ``/ver1/deals/{deal_id}/show``, is completed out of the list at
the path before it. A parameter of the same name elsewhere means the same.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import typer
from threecommas_rest import OPERATIONS
from threecommas_rest.operations import METHODS

from threecommas.cli.operations.described import Parameter, described
from threecommas.cli.operations.resources import bound_method
from threecommas.cli.tables import text
from threecommas.client import ThreeCommas

# Seconds. Nobody waits longer for a word to be completed.
PATIENCE = 2
_ID = re.compile(r"[A-Za-z0-9-]+")
_NO_WORD = re.compile(r"[^\w .,:/%+#-]")
_WORDS = ("name", "pair", "market_code", "pairs", "status", "state")

Completion = Callable[[typer.Context, str], list[tuple[str, str]]]


def completion(parameter: Parameter) -> Completion | None:
    """Return what completes a parameter that is an id, None for any other."""
    if parameter.type.kind not in {"integer", "text"} or parameter.type.choices:
        return None
    if not (parameter.place == "path" or parameter.name.endswith("_id")):
        return None

    def complete(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
        # Whatever goes wrong, a shell that waits for words is no place to tell of it.
        try:
            return offered(context, incomplete, list_of(parameter, context))
        except Exception:
            return []

    return complete


def offered(context: typer.Context, incomplete: str, method: str | None) -> list[tuple[str, str]]:
    """Return the ids of a list that begin with what was typed, each with a few words; none for no list."""
    found = _found(context, method) if method else ()
    return [each for each in found if each[0].startswith(incomplete)]


def list_of(parameter: Parameter, context: typer.Context) -> str | None:
    """Return the method that lists what a parameter is an id of, None if the document has no such list."""
    mark = f"/{{{parameter.name}}}"
    is_in_path = parameter.place == "path"
    paths = [_path(context)] if is_in_path else [each.path for each in OPERATIONS.values()]
    before = next((each.partition(mark)[0] for each in paths if mark in each), None)
    for method, name in METHODS.items():
        operation = OPERATIONS[name]
        if operation.path == before and operation.method == "GET":
            return method
    return None


def _found(context: typer.Context, method: str) -> Iterator[tuple[str, str]]:
    """Yield ids with a few words on each."""
    root = context.find_root()
    dependencies = root.obj
    if not dependencies.environ.get("THREECOMMAS_API_KEY"):
        return
    with ThreeCommas(
        environ=dependencies.environ,
        mode=root.params.get("mode"),
        read_only=True,
        transport=dependencies.transport,
        timing=dependencies.timing,
        retries=None,
        timeout=PATIENCE,
        deadline=PATIENCE,
    ) as client:
        arguments = _arguments_above(method, context)
        answer = bound_method(client, method)(**arguments)
        paging = OPERATIONS[METHODS[method]].pagination
        for element in getattr(answer, paging.items) if paging and paging.items else answer:
            yield _words(element.to_dict(), paging.id if paging else "id")


def _path(context: typer.Context) -> str:
    steps = []
    inner: Any = context
    while inner is not None and inner.parent is not None:
        steps.append((inner.info_name or "").replace("-", "_"))
        inner = inner.parent
    return OPERATIONS[METHODS[".".join(reversed(steps))]].path


def _arguments_above(method: str, context: typer.Context) -> dict[str, Any]:
    """Return the ids of the list's own path, which were typed before."""
    return {
        each.argument: context.params[each.variable]
        for each in described(method).parameters
        if each.place == "path"
    }


def _words(element: Mapping[str, Any], identity: str) -> tuple[str, str]:
    """Return an id and words on it, without what a shell could take for more than words."""
    about = [text(element[name]) for name in _WORDS if isinstance(element.get(name), str | list)]
    known = str(element[identity])
    if not _ID.fullmatch(known):
        raise ValueError(known)
    return known, " ".join(_NO_WORD.sub(" ", " ".join(about)).split())
