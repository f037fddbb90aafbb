"""A document that leads deep is built, or refused with the place: never does Python's stack end first."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from generator.commands import run
from generator.commands.diff import main as diff
from generator.commands.observe import main as observe
from generator.document.depth import TooDeep, check_depth, read_json
from generator.document.yaml_io import read_yaml, write_yaml

HERE = Path(__file__).parent
CASES = read_yaml((HERE / "values" / "deep.yaml").read_text("utf-8"))
BUILT = [case for case in CASES if "builds" in case]
GOLDEN = HERE / "golden" / "spec"
BUNDLE = HERE / "golden" / "generated" / "threecommas_openapi" / "openapi.json"
DEPTH = 2000
# Enough for files that lead to each other, which take time to write.
FILES = 400


def deep(case: dict[str, Any], depth: int, folder: Path) -> Path:
    """Return the golden document with what leads so deep."""
    spec = folder / "spec"
    shutil.copytree(GOLDEN, spec)
    if "text" in case:
        before, core, after = case["text"]
        text = case.get("start", "") + before * depth + core + after * depth
        (spec / case["file"]).write_text(text + "\n", "utf-8")
        return spec
    write(
        spec,
        "Thing",
        {"type": "object", "description": "A thing.", "properties": {"p": {"$ref": "Link0.yaml"}}},
    )
    for number in range(depth):
        text = write_yaml(case["chain"]).replace("NEXT", f"Link{number + 1}.yaml")
        (spec / "schemas" / f"Link{number}.yaml").write_text(text, "utf-8")
    write(spec, f"Link{depth}", {"type": "object", "description": "The last.", "properties": {}})
    return spec


def write(spec: Path, name: str, schema: dict[str, Any]) -> None:
    (spec / "schemas" / f"{name}.yaml").write_text(write_yaml(schema), "utf-8")


@pytest.mark.parametrize("command", ["build", "lint"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_document_that_leads_too_deep_is_refused_where_it_does(
    case: dict[str, Any], command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = deep(case, DEPTH if "text" in case else FILES, tmp_path)
    assert run([command, "--spec", str(spec), "--generated", str(tmp_path / "made")]) == 1
    assert case["ends"] in capsys.readouterr().err
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("case", BUILT, ids=lambda case: case["name"])
def test_document_that_leads_as_deep_as_it_may_is_built_and_read(
    case: dict[str, Any], tmp_path: Path
) -> None:
    spec = deep(case, case["builds"], tmp_path)
    folders = ["--spec", str(spec), "--generated", str(tmp_path / "made")]
    assert run(["build", *folders]) == 0
    assert run(["lint", *folders]) in (0, 1)
    bundle = str(tmp_path / "made" / "threecommas_openapi" / "openapi.json")
    assert diff([str(BUNDLE), bundle]) == 0
    assert diff([str(BUNDLE), str(tmp_path / "made" / "openapi.yaml")]) == 0


@pytest.mark.parametrize("form", ['{"p":%s}', "[%s]", '{"a \\" [":1,"p":[0,%s]}'])
@pytest.mark.parametrize("depth", [150, 30_000])
def test_bundle_nested_too_deeply_is_refused_where_it_is(
    depth: int, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = form.split("%s")
    path = tmp_path / "deep.json"
    head = BUNDLE.read_text("utf-8").rstrip().removesuffix("}")
    path.write_text(f'{head}, "x-deep": {before * depth}1{after * depth}}}', "utf-8")
    assert diff([str(BUNDLE), str(path)]) == 2
    told = capsys.readouterr().err
    steps = {"{": "/p", "[": "/0"}.get(before[0], "") if len(before) < 6 else "/p/1"
    assert f"deep.json#/x-deep{steps * 30}" in told
    assert "more than 100 objects and lists stand inside each other" in told
    assert observe(["--document", str(path), str(BUNDLE)]) == 2
    assert f"deep.json#/x-deep{steps * 30}" in capsys.readouterr().err


@pytest.mark.parametrize("schema", [{"$ref": "@"}, {"allOf": [{"$ref": "@"}]}, {"anyOf": [{"$ref": "@"}]}])
def test_schema_that_is_a_part_of_itself_is_refused_where_traffic_is_held_to_it(
    schema: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(BUNDLE.read_text("utf-8"))
    text = json.dumps(schema).replace("@", "#/components/schemas/Thing")
    document["components"]["schemas"]["Thing"] = json.loads(text)
    (tmp_path / "circle.json").write_text(json.dumps(document), "utf-8")
    seen = {
        "method": "PATCH",
        "url": "https://golden.example/api/v1/things/1",
        "status": 200,
        "response_body": {},
    }
    (tmp_path / "seen.json").write_text(json.dumps([seen]), "utf-8")
    assert observe(["--document", str(tmp_path / "circle.json"), str(tmp_path / "seen.json")]) == 2
    assert "the schema is a part or a choice of itself" in capsys.readouterr().err


def test_schemas_that_need_each_other_lead_no_deeper_than_they_are_many() -> None:
    names = [f"T{number}" for number in range(30)]
    # Each refers to all others.
    every = {name: {"$ref": f"#/components/schemas/{name}"} for name in names}
    check_depth({"components": {"schemas": {name: {"properties": every} for name in names}}})


def test_text_with_brackets_is_not_taken_for_nesting() -> None:
    with pytest.raises(TooDeep) as caught:
        read_json('{"[{": "]]}", "b": ' + "[" * 5000 + "]" * 5000 + "}")
    assert caught.value.pointer == "/b" + "/0" * 100


def test_chain_that_is_met_from_its_end_is_as_deep_as_from_its_beginning() -> None:
    links = {
        f"L{number:03}": {"allOf": [{"$ref": f"#/components/schemas/L{number - 1:03}"}]}
        for number in range(1, 120)
    }
    few = dict(list(links.items())[:90])
    for ordered in (lambda schemas: schemas, lambda schemas: dict(reversed(schemas.items()))):
        with pytest.raises(TooDeep, match="references lead more than 300 levels deep"):
            check_depth({"components": {"schemas": ordered({"L000": {}} | links)}})
        check_depth({"components": {"schemas": ordered({"L000": {}} | few)}})
