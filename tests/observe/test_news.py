"""Traffic that knows more than the document: what is reported, and what the proposed patch makes of spec/."""

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.build import generate
from generator.document.bundle import bundle
from generator.document.files import read_spec
from generator.document.json_pointer import follow, parts, pointer
from generator.lint.run import lint
from generator.observe.document import Document, last_step
from generator.observe.http_transactions import HttpTransaction, value_bytes
from generator.observe.proposal.patch import propose
from generator.observe.report import Report

SPEC = Path(__file__).parents[2] / "spec"
NEWS = sorted(Path(__file__).with_name("news").glob("*.json"))
BY_HAND = [file for file in NEWS if "by_hand" in json.loads(file.read_text("utf-8"))]
Observe = Callable[[Document, list[HttpTransaction]], Report]


def with_news(news: dict[str, Any], document: Document, traffic: list[HttpTransaction]) -> HttpTransaction:
    """Return a documented exchange of the operation, changed as the case says."""
    operation = news["operation"]
    success = next(
        each for each in traffic if each.origin.startswith(f"{operation} ") and each.status in {200, 201}
    )
    query = news.get("query", "")
    joined = success.url + ("&" if "?" in success.url else "?") + query if query else success.url
    return replace(
        success,
        url=joined,
        status=news["status"],
        request_headers=(*success.request_headers, *news.get("headers", {}).items()),
        request_body=changed(success.request_body, news, "request"),
        response_body=changed(success.response_body, news, "answer"),
    )


def changed(body: bytes | None, news: dict[str, Any], key: str) -> bytes:
    if not body or (key in news and news[key] is None):
        return b""
    value = news.get(f"{key}_is") or json.loads(body)
    for place, member in news.get(key, {}).items():
        *steps, last = parts(place)
        follow(value, pointer(steps))[last] = member
    if place := news.get(f"{key}_without"):
        *steps, last = parts(place)
        del follow(value, pointer(steps))[last]
    return value_bytes(value)


def lines_of(report: Report) -> list[str]:
    return [f"{each.schema}: {each.kind} {each.word}".rstrip() for each in report.findings]


def news_of(file: Path) -> dict[str, Any]:
    news: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return news


@pytest.mark.parametrize("file", NEWS, ids=lambda file: file.stem)
def test_news_is_reported_once_and_alone(
    file: Path, document: Document, traffic: list[HttpTransaction], observed: Observe
) -> None:
    news = news_of(file)
    assert lines_of(observed(document, [with_news(news, document, traffic)])) == [news["finds"]]


@pytest.fixture(scope="module")
def patch(document: Document, traffic: list[HttpTransaction], observed: Observe) -> str:
    """The patch for all the news together."""
    exchanges = [with_news(news_of(file), document, traffic) for file in NEWS]
    return propose(observed(document, exchanges), document, SPEC)


@pytest.fixture(scope="module")
def patched(patch: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of spec/ to which the patch was applied."""
    folder = tmp_path_factory.mktemp("patched")
    shutil.copytree(SPEC, folder / "spec")
    subprocess.run(["git", "apply", "-"], cwd=folder, input=patch, text=True, check=True, capture_output=True)
    return folder / "spec"


@pytest.fixture(scope="module")
def new_document(patched: Path) -> Document:
    return Document(bundle(read_spec(patched)))


@pytest.mark.parametrize("file", [file for file in NEWS if file not in BY_HAND], ids=lambda file: file.stem)
def test_document_with_the_proposed_patch_knows_the_news(
    file: Path, document: Document, traffic: list[HttpTransaction], new_document: Document, observed: Observe
) -> None:
    exchange = with_news(news_of(file), document, traffic)
    assert lines_of(observed(new_document, [exchange])) == []


@pytest.mark.parametrize("file", BY_HAND, ids=lambda file: file.stem)
def test_news_that_needs_a_judgement_is_left_to_a_person(file: Path, patch: str) -> None:
    place, _, kind = news_of(file)["finds"].partition(": ")
    left = [line for line in patch.splitlines() if line.startswith("By hand: spec/")]
    assert [line for line in left if kind in line and f"/{last_step(place)}: " in line]


def test_patched_document_still_holds_what_the_old_one_held(
    traffic: list[HttpTransaction], new_document: Document, observed: Observe
) -> None:
    assert lines_of(observed(new_document, traffic)) == []


@pytest.mark.parametrize(
    "file", [file for file in NEWS if "proposes" in news_of(file)], ids=lambda file: file.stem
)
def test_patch_says_what_the_traffic_shows(file: Path, patch: str) -> None:
    key, *lines = news_of(file)["proposes"]
    _, found, rest = patch.partition(f"+{key}\n")
    # The entry ends where the next one has its comment.
    entry = rest.partition("# Seen in recorded")[0]
    assert found
    assert [line for line in lines if f"+{line}\n" not in entry] == []


def test_patched_document_breaks_no_rule(patched: Path) -> None:
    assert lint(patched) == []


def test_client_is_built_of_the_patched_document(patched: Path, tmp_path: Path) -> None:
    generate(patched, tmp_path / "generated")
    written = (tmp_path / "generated/threecommas_rest/models/smart_trade_data.py").read_text("utf-8")
    names = ("is_finished", "ttp_activated", "panic_sellable")
    assert [name for name in names if f"    {name}: " not in written] == []
