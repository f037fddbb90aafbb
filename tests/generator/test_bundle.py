"""Many files become one document, in which every reference is a pointer."""

from pathlib import Path
from typing import Any

import pytest

from generator.document.bundle import bundle
from generator.document.files import read_spec
from generator.document.findings import InvalidSpecError
from generator.document.json_pointer import follow, parts, pointer

TOY = Path(__file__).parent / "toy"


def references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for item in value for found in references(item)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
    return own + [found for item in value.values() for found in references(item)]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return bundle(read_spec(TOY))


def test_every_reference_leads_to_a_component(document: dict[str, Any]) -> None:
    found = references(document)
    assert len(found) > 50
    for reference in found:
        assert reference.startswith("#/components/")
        assert follow(document, reference.removeprefix("#"))


def test_path_items_are_inlined_in_the_order_of_the_root(document: dict[str, Any]) -> None:
    assert list(document["paths"])[:2] == ["/v1/orders", "/v1/orders/{id}"]
    assert document["paths"]["/v1/orders/{id}"]["get"]["operationId"] == "get_order"


def test_objects_that_hold_each_other_stay_references(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["Leaf"]["properties"]["branch"]["$ref"] == "#/components/schemas/Branch"
    assert schemas["Branch"]["properties"]["leaf"]["$ref"] == "#/components/schemas/Leaf"


def test_words_beside_a_reference_are_kept(document: dict[str, Any]) -> None:
    value = document["components"]["schemas"]["Price"]["properties"]["value"]
    assert value == {
        "$ref": "#/components/schemas/Decimal",
        "description": "The price in quote currency.",
        "example": "0.11627",
    }


@pytest.mark.parametrize(
    ("place", "file", "inside"),
    [
        ("/components/schemas/Price/properties/value", "toy/schemas/Price.yaml", "/properties/value"),
        ("/components/securitySchemes/Apikey", "toy/security_schemes/Apikey.yaml", ""),
        ("/paths/~1v1~1orders~1{id}/get/tags/0", "toy/paths/v1/orders/{id}.yaml", "/get/tags/0"),
        ("/info/title", "toy/openapi.yaml", "/info/title"),
        ("/components/schemas/Nobody", "toy/openapi.yaml", "/components/schemas/Nobody"),
    ],
)
def test_place_in_the_bundle_is_traced_to_its_file(place: str, file: str, inside: str) -> None:
    assert read_spec(TOY).origin(place) == (file, inside)


def test_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_bytes(b"openapi: \xff")
    with pytest.raises(InvalidSpecError, match=r"openapi\.yaml: is not UTF-8"):
        read_spec(tmp_path)


def test_what_is_named_as_a_file_and_is_none_is_refused_with_its_place(tmp_path: Path) -> None:
    spec = tmp_path / "spec"
    (spec / "schemas/Folder.yaml").mkdir(parents=True)
    (spec / "schemas/Nowhere.yaml").symlink_to("nothing")
    with pytest.raises(InvalidSpecError, match=r"Folder\.yaml: cannot be read") as refused:
        read_spec(spec)
    assert [finding.file for finding in refused.value.findings] == [
        "spec/schemas/Folder.yaml",
        "spec/schemas/Nowhere.yaml",
    ]


@pytest.mark.parametrize("ending", [".yml", ".YML", ".json"])
def test_file_with_another_ending_is_named(tmp_path: Path, ending: str) -> None:
    spec = tmp_path / "spec"
    (spec / "schemas").mkdir(parents=True)
    (spec / "openapi.yaml").write_text("openapi: 3.1.0", "utf-8")
    (spec / f"schemas/Price{ending}").write_text("type: string", "utf-8")
    with pytest.raises(InvalidSpecError, match=rf"spec/schemas/Price\{ending}: ends in \{ending}"):
        read_spec(spec)


def test_steps_of_a_pointer_survive_their_escapes() -> None:
    steps = ["paths", "/v1/orders/{id}", "a~b", "0"]
    assert pointer(steps) == "/paths/~1v1~1orders~1{id}/a~0b/0"
    assert parts(pointer(steps)) == steps
