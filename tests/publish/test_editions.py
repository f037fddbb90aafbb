import copy
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from oas_patch.validator import load_schema

from generator.document.findings import InvalidSpecError
from generator.document.openapi_objects import walk
from generator.document.operations import operations
from generator.document.yaml_io import read_yaml
from generator.publish.editions import edition
from generator.publish.files import Overlay
from generator.publish.validation import faults


@pytest.fixture(scope="module")
def smaller(document: dict[str, Any], core: Overlay) -> dict[str, Any]:
    return edition(document, core.value, core.file)


def test_core_edition_is_the_full_one_without_what_is_undocumented(
    document: dict[str, Any], smaller: dict[str, Any]
) -> None:
    documented = [each.id for each in operations(document) if not each.value.get("x-undocumented")]
    assert [each.id for each in operations(smaller)] == documented
    assert len(documented) < len(list(operations(document)))


def without(operation: dict[str, Any], gone: set[str]) -> dict[str, Any]:
    """Leave out the links that lead to what is gone."""
    kept = copy.deepcopy(operation)
    for response in kept["responses"].values():
        if "links" in response:
            response["links"] = {
                name: link for name, link in response["links"].items() if link["$ref"] not in gone
            }
    return kept


def test_what_remains_in_the_core_edition_is_unchanged(
    document: dict[str, Any], smaller: dict[str, Any]
) -> None:
    full = {each.id: each.value for each in operations(document)}
    names = full.keys() & {each.id for each in operations(smaller)}
    shown = document["components"]["links"]
    gone = {f"#/components/links/{name}" for name, link in shown.items() if link["operationId"] not in names}
    assert all(each.value == without(full[each.id], gone) for each in operations(smaller))
    assert smaller["info"] == {**document["info"], "x-edition": "core"}
    for section, components in smaller["components"].items():
        assert components.items() <= document["components"][section].items()


@pytest.mark.parametrize("name", ["full", "core"])
def test_no_edition_holds_a_component_that_nothing_uses(
    name: str, document: dict[str, Any], smaller: dict[str, Any]
) -> None:
    value = {"full": document, "core": smaller}[name]
    used = {
        node.value["$ref"]
        for node in walk(value, "document")
        if isinstance(node.value, dict) and "$ref" in node.value
    }
    named = {f"#/components/{section}/{key}" for section, held in value["components"].items() for key in held}
    assert {place for place in named - used if "/securitySchemes/" not in place} == set()


def test_every_undocumented_operation_says_why(document: dict[str, Any]) -> None:
    marked = [each for each in operations(document) if each.value.get("x-undocumented")]
    assert marked
    assert all(each.value["x-source"].endswith(".") for each in marked)


def test_overlay_is_a_valid_document_of_its_version(core: Overlay) -> None:
    schema = load_schema("overlay_schema_1.0.0.yml")
    assert [error.message for error in Draft202012Validator(schema).iter_errors(core.value)] == []
    assert not Draft202012Validator(schema).is_valid({**core.value, "actions": []})


def test_targets_of_the_overlay_are_plain_paths(core: Overlay) -> None:
    assert core.value["overlay"] == "1.0.0"
    assert all(
        not set(action["target"]) & set("*?@") and ".." not in action["target"]
        for action in core.value["actions"]
    )


def test_action_that_finds_nothing_is_refused(document: dict[str, Any], core: Overlay) -> None:
    wrong = copy.deepcopy(core.value)
    wrong["actions"][1]["target"] = "$.paths['/v2/smart_trades/{id}/renamed']"
    with pytest.raises(InvalidSpecError, match=r"core.overlay.yaml#/actions/1: .* leads to nothing"):
        edition(document, wrong, core.file)


def test_published_documents_are_valid(files: dict[str, bytes]) -> None:
    assert faults(files) == []


@pytest.mark.parametrize("name", ["openapi.json", "core/openapi-3.0.3.json"])
def test_fault_of_a_published_document_is_found_with_its_place(name: str, files: dict[str, bytes]) -> None:
    document = json.loads(files[name])
    del document["info"]["title"]
    found = faults({name: json.dumps(document).encode(), "version.json": b"{}"})
    assert [(finding.file, finding.pointer) for finding in found] == [(name, "/info")]


def test_published_editions_come_in_two_versions_and_two_notations(files: dict[str, bytes]) -> None:
    for folder in ("", "core/"):
        for name, version in (("openapi", "3.1.0"), ("openapi-3.0.3", "3.0.3")):
            value = json.loads(files[f"{folder}{name}.json"])
            assert value["openapi"] == version
            assert read_yaml(files[f"{folder}{name}.yaml"].decode()) == value


@pytest.mark.parametrize("name", ["openapi-format", "overlayjs"])
def test_another_tool_applies_the_overlay_to_the_same_effect(
    name: str,
    tool: Callable[[str], str],
    published: Callable[[str], Path],
    smaller: dict[str, Any],
    tmp_path: Path,
) -> None:
    full, overlay, output = published("openapi.json"), published("core.overlay.yaml"), tmp_path / "core.yaml"
    if name == "openapi-format":
        arguments = [str(full), "--overlayFile", str(overlay), "--no-sort", "--output", str(output)]
        subprocess.run([tool(name), *arguments], check=True, capture_output=True)
    else:
        arguments = ["--openapi", str(full), "--overlay", str(overlay)]
        output.write_bytes(subprocess.run([tool(name), *arguments], check=True, capture_output=True).stdout)
    assert read_yaml(output.read_text("utf-8")) == smaller
