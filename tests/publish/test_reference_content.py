"""What the reference shows in place: members of bodies, allowed values, and what answers which status."""

import html
import re
from typing import Any

import pytest

from generator.document.operations import operations, resolved
from generator.document.schema_shapes import known_values
from generator.publish.html_reference.choices import choices_of, status_origins
from generator.publish.html_reference.schemas import member_views

TREE = {"$ref": "#/components/schemas/Tree"}
LISTED = {"type": "array", "items": TREE}


@pytest.fixture(scope="module")
def articles(files: dict[str, bytes]) -> dict[str, str]:
    """The article of each operation and schema by its place in the page."""
    page = files["reference.html"].decode()
    found = re.findall(r'<article class="[a-z]+" id="([^"]+)">(.*?)</article>', page, re.DOTALL)
    return {name: html.unescape(text) for name, text in found}


def names_in(document: dict[str, Any], schema: dict[str, Any]) -> set[str]:
    """Return the names of the members of a body, and of what stands in it."""
    target = resolved(document, schema.get("items", schema))
    inner = target.get("properties", {})
    return set(inner).union(*(names_in(document, each) for each in inner.values()))


def test_each_operation_shows_every_member_of_its_body(
    articles: dict[str, str], document: dict[str, Any]
) -> None:
    counted = 0
    for operation in operations(document):
        body = resolved(document, operation.value.get("requestBody", {}))
        schema = body.get("content", {}).get("application/json", {}).get("schema", {})
        names = names_in(document, schema)
        counted += len(names)
        shown = re.findall(r'data-label="Name"><code>([^<]+)</code>', articles[operation.id])
        assert names - set(shown) == set(), operation.id
    assert counted > 200


def test_each_parameter_shows_the_values_it_takes(articles: dict[str, str], document: dict[str, Any]) -> None:
    counted = 0
    for operation in operations(document):
        for parameter in (resolved(document, each) for each in operation.value.get("parameters", [])):
            schema = resolved(document, parameter["schema"])
            values = resolved(document, {"$ref": known_values(schema)} if known_values(schema) else schema)
            listed = values.get("enum", [])
            counted += len(listed)
            assert all(f"<code>{each}</code>" in articles[operation.id] for each in listed)
    assert counted > 100


def test_write_names_the_other_read_that_shows_its_outcome(
    articles: dict[str, str], document: dict[str, Any]
) -> None:
    named = {each.id: each.value["x-shown-by"] for each in operations(document) if "x-shown-by" in each.value}
    assert len(named) > 10
    for name, article in articles.items():
        shown = re.findall(r"Outcome shown by</dt>\s*<dd>([^<]+)", article)
        assert shown == ([named[name]] if name in named else [])


def test_status_names_the_writes_that_answer_it(articles: dict[str, str]) -> None:
    lines = articles["schema-KnownSmartTradeStatusType"].split("<li>")
    cancelled = next(line for line in lines if "<code>cancellation_pending</code>" in line)
    assert re.findall('href="#([^"]+)"', cancelled) == ["cancel_smart_trade"]


def test_only_writes_count_as_what_leads_to_a_status(document: dict[str, Any]) -> None:
    retries = {each.id: each.value["x-retry"] for each in operations(document)}
    origins = status_origins(document)
    assert {"KnownSmartTradeStatusType", "KnownDealStatus", "KnownTradeStatusType"} <= origins.keys()
    named = {name for values in origins.values() for found in values.values() for name, _ in found}
    assert {retries[name] for name in named} == {"never"}


def test_values_of_an_open_enum_are_called_open(document: dict[str, Any]) -> None:
    found = choices_of(document, {"$ref": "#/components/schemas/DealStatus"})
    assert found is not None
    assert found.open
    assert "bought" in found.values


def test_values_beside_another_form_are_not_shown_as_all_there_are(document: dict[str, Any]) -> None:
    assert choices_of(document, {"$ref": "#/components/schemas/BooleanInput"}) is None


def test_object_that_holds_itself_is_entered_once() -> None:
    tree = {"type": "object", "properties": {"name": {"type": "string"}, "children": LISTED}}
    (name, children) = member_views({"components": {"schemas": {"Tree": tree}}}, TREE, [])
    assert (name.name, children.name, children.members) == ("name", "children", [])


def test_status_is_shown_with_its_meaning(articles: dict[str, str], document: dict[str, Any]) -> None:
    for name, schema in document["components"]["schemas"].items():
        for value, meaning in zip(
            schema.get("enum", ()), schema.get("x-enum-descriptions", ()), strict=False
        ):
            assert f"<code>{value}</code> {meaning}" in articles[f"schema-{name}"]
