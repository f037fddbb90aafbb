"""The site as `make docs` builds it, once for all workers of a run."""

import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guide.built_site import Page, read_pages

ROOT = Path(__file__).parents[2]
CONFIGURATION = ROOT / "overlays/threecommas/guide/site/mkdocs.yml"


def build(configuration: Path, site: Path) -> "subprocess.CompletedProcess[str]":
    """Build a site as its configuration says."""
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", configuration, "--site-dir", site]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the built site; the first worker that needs it builds it, the others wait."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    built = shared / "site"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            done = build(CONFIGURATION, shared / "site.new")
            assert done.returncode == 0, done.stderr
            (shared / "site.new").rename(built)
    return built


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[str, Page]:
    """The pages of the site."""
    return read_pages(site)
