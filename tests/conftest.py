"""What holds for every test: in CI nothing is skipped, and nowhere does a key or a secret get out."""

import gc
import importlib
import logging
import os
import pkgutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
import threecommas
import threecommas_mock
from hypothesis import settings
from threecommas_conformance.phases.determinism import without_local_constants
from threecommas_mock.defaults import MOCK_KEY, MOCK_RSA_KEY, MOCK_SECRET

from tests.client.transport.calls import API_KEY, SECRET
from tests.sampling import SEED
from tests.secret_scan import Made, SecretScan, classes_of

DATA = Path(__file__).parent / "client" / "data"
PUBLISHED_KEY = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"
PUBLISHED_SECRET = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
PEM_LINES = (DATA / "published_rsa_key.pem").read_text("ascii").splitlines()[1:-1]

# Each of these takes as long as a thousand others.
LONG = (
    "conformance/test_mock.py",
    "conformance/test_determinism.py",
    "conformance/test_wrong_server.py",
    "conformance/test_restraint.py",
    "mock/test_any_trading.py",
    "generator/test_random_documents.py",
)

pytest_plugins = ("tests.interruption",)

SCAN = pytest.StashKey[SecretScan]()
MADE = pytest.StashKey[Made]()


def pytest_configure(config: pytest.Config) -> None:
    """Read every log line of the run, and keep what is made of the classes of client and mock."""
    # How long an example takes says only how busy the machine is.
    settings.register_profile("without a deadline", deadline=None)
    settings.load_profile("without a deadline")
    # Keys and secrets are constants of the tests, which Hypothesis would put into what it generates.
    generating = without_local_constants()
    generating.__enter__()
    config.add_cleanup(lambda: generating.__exit__(None, None, None))
    config.stash[SCAN] = scan = SecretScan(
        [MOCK_KEY, MOCK_RSA_KEY, MOCK_SECRET, API_KEY, SECRET, PUBLISHED_KEY, PUBLISHED_SECRET, *PEM_LINES]
    )
    config.stash[MADE] = made = Made()
    logging.getLogger().addHandler(scan)
    logging.getLogger().setLevel(logging.DEBUG)
    for package in (threecommas, threecommas_mock):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    made.watch(classes_of("threecommas", "threecommas_mock", "threecommas_rest"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that at the end no worker waits for another."""
    items.sort(key=lambda item: not item.path.as_posix().endswith(LONG))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let the garbage collector pass over the tests, which stay, and look less often at what they make."""
    gc.disable()
    collected = yield
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()
    return collected


def pytest_report_header() -> str:
    """Say which cases are run of those that the document gives."""
    return f"cases: {SEED} (THREECOMMAS_CASES={SEED} runs these again, THREECOMMAS_CASES=all runs every one)"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that logs a key or a secret, or makes something that shows one."""
    result = yield
    scan, made = item.config.stash[SCAN], item.config.stash[MADE]
    for thing in made.take():
        scan.look_at(thing, variables=False)
    found, scan.found = scan.found, []
    assert found == []
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where CI is set in the environment."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def folder_of_nested_runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give runs that a test starts a place of their own, or they tidy up what this one and others left."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTEST_DEBUG_TEMPROOT", str(tmp_path_factory.mktemp("nested")))
        yield


@pytest.fixture
def scan(request: pytest.FixtureRequest) -> SecretScan:
    """The scan of the run, for what it does not see by itself."""
    return request.config.stash[SCAN]
