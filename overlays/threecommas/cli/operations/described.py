"""Operations as the document describes them: what a command line needs to offer one.

The document is read once, when the first operation is asked for.
"""

import functools
import inspect
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import threecommas_openapi
from threecommas_rest import OPERATIONS, api
from threecommas_rest.json_text import dumps
from threecommas_rest.operations import METHODS, Operation, Pagination

from threecommas.cli.operations.column_choice import chosen_columns
from threecommas.cli.operations.resources import iterator_name
from threecommas.cli.operations.value_types import ValueType, resolved

# Options that commands have besides those of the document.
_TAKEN = frozenset({"--help", "--json", "--yes", "--body", "--json-lines"})
_PAGED = frozenset({"--limit", "--all"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of the path or the query, or a member of the body.

    `argument` is its name in the client, or the member's name in the body. `is_exemplified` tells whether an
    example of the document has it, and `example` is its JSON there if it is a list or an object.
    """

    place: Literal["path", "query", "body"]
    name: str
    argument: str
    flag: str
    description: str
    is_required: bool
    type: ValueType
    is_exemplified: bool = False
    example: str = ""

    @property
    def variable(self) -> str:
        """Return a name that is like no other in the function of a command."""
        return f"{self.place}_{_ascii(self.name, '_')}"

    @property
    def known(self) -> str:
        """Return the word for it in the help of a path."""
        return _ascii(self.name, "_").upper()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body: the name of its model, and its members."""

    model: str
    is_needed: bool
    members: tuple[Parameter, ...]

    @property
    def secrets(self) -> frozenset[str]:
        """The names of the members that nobody may read."""
        return frozenset(each.name for each in self.members if each.type.kind == "secret")


@dataclass(frozen=True, slots=True)
class Pages:
    """How to go through all pages of a list: the method of the client, and its argument for their size."""

    method: str
    size: str
    max_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An operation in words; `method` is that of the client, such as ``deals.list``.

    `pages` says how to go through all pages of a list. `answers` is the name of the model that it answers,
    alone or in a list, "" for none, and `answered` its schema.
    """

    operation: Operation
    method: str
    pages: Pages | None
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    answers: str
    answered: Mapping[str, Any]
    is_list: bool

    @property
    def name(self) -> str:
        """Return the word for the command."""
        return self.method.rpartition(".")[2].replace("_", "-")

    @property
    def columns(self) -> list[str]:
        """Return the members of an answer that a list of them shows."""
        return chosen_columns(self.answered.get("properties", {}), document_of_the_api())


def described(method: str) -> Described:
    """Return what the document says about a method of the client."""
    operation = OPERATIONS[METHODS[method]]
    document, told = document_of_the_api(), _operations()[operation.id]
    answer, is_list = _answer(document, told, operation.pagination)
    paging, pages = operation.pagination, _pages(operation.pagination, method)
    hidden = {paging.page, paging.size} if paging and pages else set()
    taken = _TAKEN | (_PAGED if pages else frozenset())
    found = _parameters(document, told, taken)
    parameters = tuple(each for each in found if each.name not in hidden)
    return Described(
        operation=operation,
        method=method,
        pages=pages,
        summary=told["summary"],
        description="\n\n".join((told["description"], _facts(told))),
        parameters=parameters,
        body=_body(document, told, taken | {each.flag for each in parameters}),
        answers=answer.get("$ref", "").rpartition("/")[2],
        answered=resolved(document, answer),
        is_list=is_list,
    )


def summary(method: str) -> str:
    """Return what a method does, in a few words."""
    return str(_operations()[METHODS[method]]["summary"])


@functools.cache
def document_of_the_api() -> Mapping[str, Any]:
    """Return the document, which nobody changes."""
    return threecommas_openapi.load()


@functools.cache
def _operations() -> Mapping[str, Mapping[str, Any]]:
    """Return the operations by their names, each with the parameters of its URL."""
    return {
        operation["operationId"]: operation
        | {"parameters": [*item.get("parameters", ()), *operation.get("parameters", ())]}
        for item in document_of_the_api()["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "operationId" in operation
    }


def _parameters(
    document: Mapping[str, Any], told: Mapping[str, Any], taken: Iterable[str]
) -> Iterator[Parameter]:
    arguments = {_plain(name): name for name in inspect.signature(_build(told)).parameters}
    used = set(taken)
    for each in told["parameters"]:
        stated = resolved(document, each)
        # The mode is an option of the whole command.
        if stated["in"] == "header":
            continue
        flag = _flag(stated["name"], stated["in"], used)
        yield Parameter(
            place=stated["in"],
            name=stated["name"],
            argument=arguments[_plain(stated["name"])],
            flag=flag,
            description=stated["description"],
            is_required=stated.get("required", False),
            type=ValueType.of(stated["schema"], document),
        )


def _body(document: Mapping[str, Any], told: Mapping[str, Any], taken: Iterable[str]) -> Body | None:
    stated = resolved(document, told.get("requestBody", {}))
    if not stated:
        return None
    content = next(iter(stated["content"].values()))
    schema, shown = content["schema"], _exemplified(document, content)
    whole, used = resolved(document, schema), set(taken)
    members = {name: resolved(document, inner) for name, inner in whole.get("properties", {}).items()}
    return Body(
        model=schema.get("$ref", "").rpartition("/")[2],
        is_needed=bool(stated.get("required", False)),
        members=tuple(
            Parameter(
                place="body",
                name=name,
                argument=name,
                flag=_flag(name, "body", used),
                description=inner.get("description", ""),
                is_required=name in whole.get("required", ()),
                is_exemplified=name in shown,
                example=dumps(shown[name]) if isinstance(shown.get(name), dict | list) else "",
                type=ValueType.of(inner, document),
            )
            for name, inner in members.items()
        ),
    )


def _exemplified(document: Mapping[str, Any], content: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the members that examples of a body have, each as the first of them has it."""
    found: dict[str, Any] = {}
    for each in content.get("examples", {}).values():
        found = resolved(document, each)["value"] | found
    return found


def _answer(
    document: Mapping[str, Any], told: Mapping[str, Any], paging: Pagination | None
) -> tuple[Mapping[str, Any], bool]:
    """Return the schema of what is answered, or of the elements of a list, and whether it is a list.

    A list that is the only member of an object is one too, for people's eyes.
    """
    success = next(answer for status, answer in told["responses"].items() if status.startswith("2"))
    content = resolved(document, success).get("content", {})
    schema: Mapping[str, Any] = content.get("application/json", {}).get("schema", {})
    whole = resolved(document, schema)
    if "items" in whole:
        return whole["items"], True
    members = whole.get("properties", {})
    if paging and paging.items:
        return resolved(document, members[paging.items])["items"], True
    inner = [resolved(document, each) for each in members.values()]
    return (inner[0]["items"], False) if len(inner) == 1 and "items" in inner[0] else (schema, False)


def _pages(paging: Pagination | None, method: str) -> Pages | None:
    """Return how to go through all pages, which leaves no choice of one; None where nothing does."""
    iterator = iterator_name(method) if paging else None
    return Pages(iterator, paging.size, paging.max_size) if paging and iterator else None


def _facts(told: Mapping[str, Any]) -> str:
    """Return permission, limits and source in words."""
    permission = told["x-permission"]
    needs = "It needs no permission." if permission == "NONE" else f"The API key needs {permission}."
    limits = [
        f"{each['requests']} requests in {each['period']} s"
        + (" to all operations together" if each["scope"] == "overall" else " to this one")
        for each in told["x-rate-limit"]
    ]
    known = "" if not told.get("x-undocumented") else " The present documentation does not have it."
    return f"{needs} At most {', and '.join(limits)}.{known}"


def _build(told: Mapping[str, Any]) -> Any:
    return getattr(api, told["operationId"]).build


def _flag(name: str, place: str, used: set[str]) -> str:
    """Return the option for a name; one that is taken says where it stands: ``--body-limit``."""
    plain = _ascii(name, "-")
    flag = f"--{plain}" if f"--{plain}" not in used else f"--{place}-{plain}"
    used.add(flag)
    return flag


def _ascii(name: str, between: str) -> str:
    """Return a name of the document in the letters of options and variables."""
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", between, text.lower()).strip(between)


def _plain(name: str) -> str:
    """Return a name without what differs between the document and Python, such as ``from`` and ``from_``."""
    return "".join(character for character in name.lower() if character.isalnum())
