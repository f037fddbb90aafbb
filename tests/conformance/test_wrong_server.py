"""A server with faults: each is found, named, and told so that a person understands it."""

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from threecommas_conformance.cli import CliDependencies, app
from threecommas_conformance.exit_codes import Exit
from threecommas_mock import Document
from typer.testing import CliRunner, Result

from tests.conformance.servers import KEY, KEYS, SECRET, WrongServer, serving

EXPECTED = json.loads(Path(__file__).with_name("data").joinpath("wrong_server.json").read_text("utf-8"))
WRONG = {
    "validate",
    "list_markets",
    "get_account",
    "close_smart_trade_by_market",
    "set_smart_trade_note",
}
OPTIONS = ["--phases", "fuzzing,credentials", "--examples", "1"]


def typed(url: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--url", url, *OPTIONS, *arguments], obj=CliDependencies(environ=KEYS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


@pytest.fixture(scope="module")
def server(document: Document) -> WrongServer:
    return WrongServer(document)


@pytest.fixture(scope="module")
def url(server: WrongServer) -> Iterator[str]:
    with serving(server) as address:
        yield address


@pytest.fixture(scope="module")
def result(url: str, folder: Path) -> Result:
    files = {"html": "r.html", "junit": "r.xml", "har": "r.har", "write-baseline": "known.json"}
    options = [word for name, file in files.items() for word in (f"--{name}", str(folder / file))]
    return typed(url, *options)


@pytest.fixture(scope="module")
def forgotten(result: Result, server: WrongServer, folder: Path) -> dict[str, set[str]]:
    """The edits that are forgotten as the mock answers with an example: their operations, by finding."""
    examples = {each.operation for each in server.exchange.journal if each.is_example}
    known = json.loads((folder / "known.json").read_text("utf-8"))["known"]
    edits = {each["id"]: set(each["operations"]) for each in known if each["id"].startswith("edit/")}
    return {name: operations for name, operations in edits.items() if operations <= examples}


def test_exactly_the_faults_are_found_under_names_that_stay(
    result: Result, forgotten: dict[str, set[str]], folder: Path
) -> None:
    assert result.exit_code == Exit.FAILED
    known = json.loads((folder / "known.json").read_text("utf-8"))["known"]
    assert {entry["id"] for entry in known} == EXPECTED.keys() | forgotten.keys()


@pytest.mark.parametrize(("name", "words"), EXPECTED.items())
def test_finding_is_told_in_words(result: Result, folder: Path, name: str, words: list[str]) -> None:
    page = (folder / "r.html").read_text("utf-8")
    assert name in page
    # From its own line to the next finding's.
    told = result.stdout.partition(name)[2].partition("\n\n")[0]
    assert [word for word in words if word not in told] == []


def test_junit_has_the_findings_as_failures(forgotten: dict[str, set[str]], folder: Path) -> None:
    suites = fromstring((folder / "r.xml").read_text("utf-8"))
    assert {failure.get("type") for failure in suites.iter("failure")} == EXPECTED.keys() | forgotten.keys()
    failed = [case for case in suites.iter("testcase") if case.find("failure") is not None]
    # An operation fails in each phase in which it shows its fault.
    assert suites.get("failures") == str(len({(each.get("classname"), each.get("name")) for each in failed}))
    assert {each.get("name") for each in failed} == WRONG.union(*forgotten.values())


def test_curl_line_has_the_request_and_asks_for_the_signature(result: Result, url: str) -> None:
    (line,) = {
        line.strip() for line in result.stdout.splitlines() if "/ver1/accounts/1" in line and "curl" in line
    }
    signature = f"$(threecommas-conformance signature GET {url}/ver1/accounts/1)"
    key = '-H "Apikey: $THREECOMMAS_API_KEY"'
    assert line == f'curl -X GET {key} -H "Signature: {signature}" {url}/ver1/accounts/1'


def test_neither_key_nor_secret_nor_signature_is_in_anything_written(result: Result, folder: Path) -> None:
    entries = json.loads((folder / "r.har").read_text("utf-8"))["log"]["entries"]
    headers = [header for entry in entries for header in entry["request"]["headers"]]
    values = {header["value"] for header in headers if header["name"].lower() in {"apikey", "signature"}}
    assert values == {"<hidden>"}
    texts = [result.output, result.stderr, *(path.read_text("utf-8") for path in folder.iterdir())]
    assert [text for text in texts if KEY in text or SECRET in text] == []


def test_known_findings_fail_nothing(url: str, forgotten: dict[str, set[str]], folder: Path) -> None:
    again = typed(url, "--baseline", str(folder / "known.json"), "--junit", str(folder / "again.xml"))
    assert again.exit_code == Exit.CONFORMS
    assert f"but for {len(EXPECTED) + len(forgotten)} known findings" in again.stdout
    suites = fromstring((folder / "again.xml").read_text("utf-8"))
    assert (suites.get("failures"), int(suites.get("skipped", "0")) > 0) == ("0", True)
