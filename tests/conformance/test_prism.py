"""Prism, a mock by others that serves our document: the suite says where it differs from the 3Commas API."""

import os
from collections.abc import Iterator

import pytest
from threecommas_conformance import RunPlan, run, target_from_environment

from tests.conformance.servers import KEYS
from tests.programs.bench.served import MissingError, prism_server

pytestmark = pytest.mark.consumers


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    try:
        with prism_server() as server:
            yield f"http://127.0.0.1:{server.port}{server.prefix}"
    except MissingError as error:
        reason = f"Prism cannot be installed: {error}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def test_prism_passes_for_the_shapes_and_fails_for_keys_and_memory(url: str) -> None:
    report = run(
        target_from_environment(KEYS, url=url),
        RunPlan(phases=("examples", "fuzzing", "credentials"), examples=2),
    )
    assert report.stopped is None
    checks = {found.check for found in report.findings}
    # It looks at neither signature nor what was created; whatever it answers is an example.
    assert {"credentials", "echoed_values"} <= checks
    assert "response_schema_conformance" not in checks
