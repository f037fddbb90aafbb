"""Generators that take the published documents as they are, without a word of complaint."""

import json
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.consumers.toolchain import BUILD, HERE, demand, install_python_tools, lay_out, run

pytestmark = pytest.mark.consumers

# Each writes TypeScript out of the 3.0.3 form into a folder of its name.
TYPESCRIPT_GENERATORS = {
    "orval": "npx orval --client fetch --input openapi-3.0.3.json --output orval/client.ts",
    "oazapfts": "npx oazapfts openapi-3.0.3.json oazapfts/client.ts",
    "kubb": "npx kubb generate --config kubb.config.ts",
}
STRICT = (
    "--strict --noEmit --skipLibCheck --target es2022 --module esnext --moduleResolution bundler "
    "--allowImportingTsExtensions"
)
OPENAPI_GENERATORS: dict[str, list[str]] = json.loads(
    (HERE / "generators" / "openapi_generator.json").read_text("utf-8")
)


@pytest.mark.parametrize("name", OPENAPI_GENERATORS)
def test_openapi_generator_has_nothing_to_warn_of(name: str, published: Path, tmp_path: Path) -> None:
    demand(["java"])
    (jar,) = install_python_tools().glob("openapi_generator_cli/*.jar")
    options = [f"-g {name} -i {published / 'openapi-3.0.3.json'} -o {tmp_path}", *OPENAPI_GENERATORS[name]]
    done = run(f"java -XX:TieredStopAtLevel=1 -jar {jar} generate {' '.join(options)}", BUILD)
    assert [
        line for line in (done.stdout + done.stderr).splitlines() if re.search(r"\b(WARN|ERROR)\b", line)
    ] == []
    texts = (path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file())
    assert any(re.search("smart_?trade", text, re.IGNORECASE) for text in texts)


def test_openapi_generator_is_asked_for_eighteen_languages() -> None:
    languages = {name.partition("-")[0] for name in OPENAPI_GENERATORS}
    assert len(languages) >= 18


def test_models_of_datamodel_code_generator_give_every_answer_back(published: Path) -> None:
    tools = {"PYTHONPATH": str(install_python_tools())}
    place = lay_out("generators", published / "openapi.json")
    options = "--input-file-type openapi --output-model-type pydantic_v2.BaseModel --use-annotated"
    command = f"-m datamodel_code_generator --input openapi.json --output models.py {options}"
    run(f"{sys.executable} {command} --target-python-version 3.11", place, tools)
    done = run(f"{sys.executable} parse_examples.py openapi.json", place, tools)
    assert int(done.stdout) >= 10


@pytest.mark.parametrize("document", ["openapi.json", "openapi-3.0.3.json"])
def test_aiopenapi3_takes_every_answer(document: str, published: Path) -> None:
    tools = {"PYTHONPATH": str(install_python_tools())}
    place = lay_out("generators", published / document)
    done = run(f"{sys.executable} parse_with_aiopenapi3.py {document}", place, tools)
    assert int(done.stdout) >= 26


@pytest.fixture(scope="module")
def npm_generators(published: Path) -> Path:
    demand(["node", "npm"])
    place = lay_out("npm_generators", published / "openapi-3.0.3.json")
    run("npm ci --ignore-scripts", place)
    return place


@pytest.mark.parametrize("name", TYPESCRIPT_GENERATORS)
def test_typescript_of_other_generators_compiles_strictly(name: str, npm_generators: Path) -> None:
    shutil.rmtree(npm_generators / name, ignore_errors=True)
    (npm_generators / name).mkdir()
    run(TYPESCRIPT_GENERATORS[name], npm_generators)
    files = [str(file.relative_to(npm_generators)) for file in (npm_generators / name).rglob("*.ts")]
    assert files
    run(f"npx tsc {STRICT} {' '.join(files)}", npm_generators)


def test_go_of_ogen_compiles(published: Path) -> None:
    demand(["go"])
    place = lay_out("ogen", published / "openapi-3.0.3.json")
    run("go tool ogen --config ogen.yml --package client --target client --clean openapi-3.0.3.json", place)
    run("go vet ./client", place)


def test_stock_openapi_python_client_has_a_method_for_every_operation(
    published: Path, tmp_path: Path
) -> None:
    document = json.loads((published / "openapi.json").read_text("utf-8"))
    ids = {method["operationId"] for item in document["paths"].values() for method in item.values()}
    command = f"-m openapi_python_client generate --path {published / 'openapi.json'} --meta none"
    run(f"{sys.executable} {command} --output-path {tmp_path / 'client'}", tmp_path)
    assert {file.stem for file in tmp_path.glob("client/api/*/*.py")} - {"__init__"} == ids
