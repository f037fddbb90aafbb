"""Tests as a user of the plugin writes them; `test_plugin.py` runs them."""

import httpx
import pytest
from threecommas_conformance import RunPlan, Target, mock


class Breaks(httpx.BaseTransport):
    """A server that finds every key valid."""

    def __init__(self, inner):
        self.inner = inner

    def handle_request(self, request):
        if request.url.path.endswith("/ver1/validate"):
            return httpx.Response(200, json={"valid": True})
        return self.inner.handle_request(request)


@pytest.fixture(scope="session")
def conformance_target():
    with mock() as own:
        yield Target(
            base_url=own.base_url,
            api_key=own.api_key,
            signer=own.signer,
            transport=Breaks(own.transport),
            in_process=True,
        )


@pytest.fixture(scope="session")
def conformance_plan():
    return RunPlan(phases=("credentials",))


def test_server(conformance_case):
    conformance_case.check()
