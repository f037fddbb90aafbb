"""Operations that are not documented: what is proposed of them passes lint, builds, and knows the traffic."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build import generate
from generator.lint.run import lint
from generator.observe.document import Document, read_document
from generator.observe.http_transactions import HttpTransaction
from generator.observe.proposal.patch import propose
from generator.observe.recordings.files import read_traffic
from generator.observe.report import Report

SPEC = Path(__file__).parents[2] / "spec"
CALLS = Path(__file__).with_name("unknown.json")
BY_HAND = {
    "undocumented operation /ver1/suns": "every call was refused",
    "undocumented operation /ver1/{name}/list": "its path is withheld",
    "undocumented operation /ver1/moons/{name}": "/ver1/moons/{moon_id} is at the same place",
}
WRITES = ("post_moons", "post_moon_panic_land", "delete_moon_orbit", "put_smart_trade", "patch_validate")
OVERLAYS = SPEC.parent / "overlays"
# What a client for paper accounts says to a request of each operation, of which none arrives.
PAPER = """
import re, sys
import httpx
from threecommas import GuardError, HmacSigner, ThreeCommas
from threecommas_rest import OPERATIONS

with ThreeCommas("k", HmacSigner("s"), mode="paper", transport=httpx.MockTransport(None)) as client:
    for name in sys.stdin.read().split():
        operation = OPERATIONS[name]
        try:
            client.http.request(operation.method, re.sub("{.*?}", "1", operation.path), json={})
        except GuardError as error:
            print(error.reason)
"""
Observe = Callable[[Document, list[HttpTransaction]], Report]


@pytest.fixture(scope="module")
def patch(document: Document, observed: Observe) -> str:
    return propose(observed(document, read_traffic([CALLS]).exchanges), document, SPEC)


@pytest.fixture(scope="module")
def patched(patch: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of spec/ to which the patch was applied."""
    folder = tmp_path_factory.mktemp("skeletons")
    shutil.copytree(SPEC, folder / "spec")
    subprocess.run(["git", "apply", "-"], cwd=folder, input=patch, text=True, check=True, capture_output=True)
    return folder / "spec"


@pytest.fixture(scope="module")
def built(patched: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build makes of it."""
    folder = tmp_path_factory.mktemp("built") / "generated"
    generate(patched, folder)
    return folder


def test_document_with_the_skeletons_passes_lint(patched: Path) -> None:
    assert [str(finding) for finding in lint(patched)] == []


def test_client_that_is_built_has_the_operations(built: Path) -> None:
    names = {each.id for each in read_document(built / "threecommas_openapi" / "openapi.json").operations}
    assert names >= {
        *("list_moons", "post_moons", "get_moon", "list_moon_phase_list"),
        *("post_moon_panic_land", "delete_moon_orbit", "put_smart_trade", "get_import", "patch_validate"),
    }


def test_client_refuses_a_write_of_the_skeletons_on_a_paper_account(built: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PAPER],
        input="\n".join(WRITES),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (built, OVERLAYS)))},
        capture_output=True,
        text=True,
        check=False,
    )
    reason = "The document does not say where it goes: {} has no x-order, or an unknown effect."
    assert (done.stdout, done.stderr) == ("".join(f"{reason.format(each)}\n" for each in WRITES), "")


def test_document_with_the_skeletons_knows_the_traffic(built: Path, observed: Observe) -> None:
    report = observed(
        read_document(built / "threecommas_openapi" / "openapi.json"), read_traffic([CALLS]).exchanges
    )
    # The number of a moon is now documented, and a call had a name in its place.
    assert {f"{each.place} {each.kind} {each.word}".strip() for each in report.findings} == {
        "undocumented operation /ver1/suns",
        "undocumented operation /ver1/{name}/list",
        "path other type",
    }


def test_operation_whose_calls_show_too_little_is_left_to_a_person(patch: str) -> None:
    left = [line.partition("#/paths: ")[2] for line in patch.splitlines() if line.startswith("By hand: ")]
    told = dict(line.removesuffix(")").split(" (") for line in left)
    assert told.keys() == BY_HAND.keys()
    assert [what for what, why in BY_HAND.items() if why not in told[what]] == []


@pytest.mark.parametrize(
    ("file", "lines"),
    json.loads(Path(__file__).with_name("skeletons.json").read_text("utf-8")).items(),
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_skeleton_says_what_the_calls_show(file: str, lines: list[str], patched: Path) -> None:
    text = (patched / file).read_text("utf-8").splitlines()
    assert [line for line in lines if line not in text] == []


def test_skeleton_quotes_no_value(patch: str) -> None:
    added = "".join(line for line in patch.splitlines(keepends=True) if line.startswith("+"))
    assert [value for value in ("Moonbag", "Savings", "4711", "4713", "full") if value in added] == []
