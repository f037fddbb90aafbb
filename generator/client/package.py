"""The package of the client: the texts of its files, not yet formatted."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from openapi_python_client.config import Config
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.properties import EnumProperty
from openapi_python_client.strings import PythonIdentifier

from generator.client.docstrings import docstring
from generator.client.endpoints import Endpoint, endpoint
from generator.client.enums import EnumClass, enum_class
from generator.client.headers import own_headers
from generator.client.models import Model, model
from generator.client.msgspec_readers import ObjectForms
from generator.client.names import client_name
from generator.client.reader_modules import reader_package
from generator.client.request_schemas import answered_schemas, group_schemas, recursive_schemas, sent_schemas
from generator.client.resources import module_name, resources
from generator.client.templates import HEADER, template
from generator.document.operations import operations, resolved
from generator.document.secret_names import secret_names

# Files that depend on nothing but the flavours and the error body.
_RUNTIME = (
    *("errors", "types", "scalars", "composites", "decimals", "timestamps", "json_text"),
    *("nesting", "masking", "deviations", "deviating_list", "answered", "reading", "acceptance"),
    *("changes", "places", "changed_members", "lenient", "decoding", "undecoded", "choice"),
    *("request", "options", "answer", "resource", "client"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncMode:
    """What differs between the synchronous and the asynchronous text of one template."""

    prefix: str = ""
    http: str = "Client"
    define: str = "def"
    wait: str = ""
    iterator: str = "Iterator"
    give: str = "yield from fresh.values()"
    close: str = "close"
    enter: str = "__enter__"
    exit: str = "__exit__"


SYNC = SyncMode()
ASYNC = SyncMode(
    prefix="Async",
    http="AsyncClient",
    define="async def",
    wait="await ",
    iterator="AsyncIterator",
    give="for item in fresh.values():\n                yield item",
    close="aclose",
    enter="__aenter__",
    exit="__aexit__",
)


class ClientPackage:
    """Has the files for a parsed document; `document` is the lowered one it was parsed from.

    `closed` are the names of enums that no value is ever added to.
    """

    def __init__(
        self, *, openapi: GeneratorData, config: Config, document: Mapping[str, Any], closed: Set[str]
    ) -> None:
        self.openapi, self.config, self.document = openapi, config, document
        schemas = document.get("components", {}).get("schemas", {})
        sent = sent_schemas(document)
        answered = answered_schemas(document)
        groups = group_schemas(document, sent, answered)
        recursive = recursive_schemas(schemas)
        self.models: list[Model] = [
            model(
                prop,
                schemas,
                sent=prop.class_info.name in sent,
                # What is in neither place is read alone, so nothing has to be refused in it.
                answered=prop.class_info.name in answered or prop.class_info.name not in sent,
                nulls_are_absent=prop.class_info.name in groups,
                recursive=prop.class_info.name in recursive,
            )
            for prop in openapi.models
        ]
        self.enums: list[EnumClass] = [
            enum_class(prop, schemas, is_open=prop.class_info.name not in closed)
            for prop in openapi.enums
            if isinstance(prop, EnumProperty)
        ]
        self.secrets = secret_names(document)
        self.endpoints: list[Endpoint] = self._endpoints()

    def _endpoints(self) -> list[Endpoint]:
        collections = self.openapi.endpoint_collections_by_tag.values()
        parsed = {str(one.name): one for collection in collections for one in collection.endpoints}
        found = operations(self.document)
        # The parser has turned the id into a name that is neither a keyword nor a builtin.
        names = ((PythonIdentifier(operation.id, self.config.field_prefix), operation) for operation in found)
        return [
            endpoint(parsed[name], operation, self.document, secrets=self.secrets)
            for name, operation in names
        ]

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield name and text of each file."""
        common = {"flavours": (SYNC, ASYNC), "error_body": self._error_body(), "endpoints": self.endpoints}
        common |= {"secret_names": self.secrets}
        common |= {"own_headers": own_headers(self.document), "client_name": client_name(self.document)}
        for name in _RUNTIME:
            yield f"{name}.py", _text(f"{name}.py.jinja", **common)
        places = [(one.id, module_name(one.resource)) for one in self.endpoints]
        yield "operations/__init__.py", _text("operations_init.py.jinja", operation_modules=places, **common)
        yield "operations/order.py", _text("operations_order.py.jinja")
        yield "__init__.py", _text("package_init.py.jinja", docstring=self._docstring())
        yield "py.typed", HEADER
        yield from self._readers()
        yield from self._facade()
        yield from self._models()
        yield from self._api()

    def _readers(self) -> Iterator[tuple[str, str]]:
        schemas = self.document.get("components", {}).get("schemas", {})
        answers = ((one.resource, one.wire) for one in self.endpoints if one.wire)
        readers = reader_package(ObjectForms(self.openapi.models, schemas), answers)
        yield "readers/__init__.py", _text("readers_init.py.jinja", readers=readers)
        for one in readers.modules:
            yield f"readers/{one.name}.py", _text("readers_module.py.jinja", module=one)

    def _facade(self) -> Iterator[tuple[str, str]]:
        found = resources(self.endpoints, self.document)
        yield "resources/__init__.py", _text("resources_init.py.jinja", resources=found)
        for one in found:
            # A module for each flavour: a program uses one of them, and both are long.
            for start, flavour in (("", SYNC), ("async_", ASYNC)):
                file = f"resources/{start}{one.module}.py"
                yield file, _text("resource_module.py.jinja", resource=one, flavours=(flavour,))
            if one.endpoints:
                yield f"operations/{one.module}.py", _text("operations_module.py.jinja", resource=one)

    def _models(self) -> Iterator[tuple[str, str]]:
        classes: list[Model | EnumClass] = [*self.models, *self.enums]
        yield "models/__init__.py", _text("models_init.py.jinja", classes=classes, enums=self.enums)
        for one in self.models:
            yield f"models/{one.module}.py", _text("model.py.jinja", model=one)
        for one_enum in self.enums:
            yield f"models/{one_enum.module}.py", _text("str_enum.py.jinja", enum=one_enum)

    def _api(self) -> Iterator[tuple[str, str]]:
        yield "api/__init__.py", _text("api_init.py.jinja", endpoints=self.endpoints)
        for one in self.endpoints:
            yield f"api/{one.module}.py", _text("endpoint_module.py.jinja", endpoint=one)

    def _docstring(self) -> str:
        title = (
            f"Client of the {self.openapi.title.get_untrusted_value()}, all operations typed, sync and async."
        )
        start = (
            "Written by a generator from the OpenAPI document; `Client` and `AsyncClient` are where to start."
        )
        return docstring(title, start, indent=0)

    def _error_body(self) -> str:
        """Return the class of the error bodies, "" if the document has none."""
        for operation in operations(self.document):
            for status, response in operation.value["responses"].items():
                media = resolved(self.document, response).get("content", {}).get("application/json", {})
                if not status.startswith("2") and "$ref" in media.get("schema", {}):
                    return str(media["schema"]["$ref"]).rpartition("/")[2]
        return ""


def _text(name: str, **context: Any) -> str:
    return HEADER + template(name).render(**context)
