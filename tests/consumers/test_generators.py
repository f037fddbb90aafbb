"""Generators that take the published documents as they are, without a word of complaint."""

import json
import re
import sys
from pathlib import Path

import pytest

from tests.consumers.toolchain import BUILD, HERE, demand, install_python_tools, lay_out, run

pytestmark = pytest.mark.consumers

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
