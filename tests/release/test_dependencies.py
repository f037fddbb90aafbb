"""The bill of materials names what the distribution needs, with version and licence, and nothing else."""

import json
import tomllib
from email.message import Message
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from generator.commands.release_assets import bill
from generator.document.yaml_io import read_yaml
from generator.release.bill_of_materials import licences_of
from generator.release.dependencies import locked_versions, needed

ROOT = Path(__file__).parents[2]
CASES = read_yaml((Path(__file__).parent / "data" / "dependencies.yaml").read_text("utf-8"))
MOMENT = 1_700_000_000
CHART = ROOT / "overlays/threecommas_mock/control/page/lightweight-charts"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_what_a_project_needs_is_found_with_those_who_need_it(case: dict[str, Any]) -> None:
    found = needed({"name": "Traders", **case["project"]}, lambda name: case["installed"].get(name, []))
    assert {each.name: [each.is_required, *sorted(each.by)] for each in found} == case["finds"]


def test_lock_is_read_with_its_conditions_and_hashes() -> None:
    other = "other==4 ; python_version > '3' \\\nother==3 ; python_version < '3'\n"
    text = f"Traders_Kit==1.2.3 \\\n    --hash=sha256:0a\n{other}"
    assert locked_versions(text) == {"traders-kit": "1.2.3", "other": "4"}


@pytest.mark.parametrize("name", ["httpx", "cryptography", "rich"])
def test_licence_is_that_of_the_metadata(name: str) -> None:
    metadata: Message = distribution(name).metadata  # type: ignore[assignment]
    (licence,) = licences_of(distribution(name))
    assert licence in (metadata["License-Expression"], metadata["License"])


def test_bill_of_this_project_is_valid_and_complete_and_has_no_tools() -> None:
    text = bill(ROOT, MOMENT).decode()
    assert text == bill(ROOT, MOMENT).decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    content = json.loads(text)
    found = {each["name"]: each for each in content["components"]}
    locked = locked_versions((ROOT / ".ci" / "requirements.lock").read_text("utf-8"))
    assert {name: each["version"] for name, each in found.items()} == {name: locked[name] for name in found}
    assert {"httpx", "httpcore", "fastmcp", "pandas"} <= found.keys()
    assert {"mypy", "ruff", "twine", "threecommas-sdk", "jinja2"} & found.keys() == set()
    assert found["httpcore"]["scope"] == "required"
    assert found["pandas"]["scope"] == "optional"
    # Its metadata says nothing of a licence.
    assert [name for name, each in found.items() if not each.get("licenses")] == ["httpx-aiohttp"]
    assert content["metadata"]["timestamp"] == "2023-11-14T22:13:20+00:00"


def test_bill_names_what_the_wheel_holds_of_others_as_it_is() -> None:
    content = json.loads(bill(ROOT, MOMENT))
    held = {each["name"]: each["version"] for each in content["metadata"]["component"]["components"]}
    library = (CHART / "lightweight-charts.standalone.production.mjs").read_text("utf-8")
    assert f"Lightweight Charts™ v{held['lightweight-charts']}" in library
    parser = "openapi-python-client"
    assert held[parser] == distribution(parser).version
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    own = (ROOT / "generator" / "templates" / f"LICENSE-{parser}").read_text("utf-8")
    assert distribution(parser).read_text("licenses/LICENSE") == own
    assert len(pyproject["tool"]["release"]["vendored"]) == len(held)
