"""The published 3.1 document under the linters of others."""

from pathlib import Path

import pytest

from tests.consumers.toolchain import demand, lay_out, run

pytestmark = pytest.mark.consumers

# Both exit with 0 only if there is nothing: the strict rules have no warnings, a hint is failure enough.
LINTERS = {
    "redocly": "npx redocly lint --config redocly.yaml {document}",
    "spectral": "npx spectral lint --ruleset spectral.yaml --fail-severity hint {document}",
}


@pytest.fixture(scope="module")
def linters(published: Path) -> Path:
    demand(["node", "npm"])
    place = lay_out("lint", published / "openapi.json", published / "openapi.yaml")
    run("npm ci --ignore-scripts", place)
    return place


@pytest.mark.parametrize("document", ["openapi.json", "openapi.yaml"])
@pytest.mark.parametrize("linter", LINTERS)
def test_linter_has_nothing_to_say(linter: str, document: str, linters: Path) -> None:
    run(LINTERS[linter].format(document=document), linters)
