"""The manual of the mock keeps its word: its sessions run, its requests are answered, nothing is left out."""

import inspect
import json
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from threecommas_mock import Candle, MockExchange, PacedReplay, serve
from threecommas_mock.__main__ import main
from threecommas_mock.control import api
from threecommas_mock.faults import faults, stream_faults

from tests.readme.prose import sentences, words

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "overlays" / "threecommas_mock"
MANUAL = (FOLDER / "MANUAL.md").read_text("utf-8")
PAGE = (FOLDER / "README.md").read_text("utf-8")
SESSIONS = re.findall(r"```python\n(.*?)```", MANUAL + PAGE, re.DOTALL)
CURLS = re.findall(r"^ +curl (.*)$", MANUAL, re.MULTILINE)


@pytest.mark.parametrize("session", SESSIONS)
def test_session_of_the_manual_runs_as_it_stands(session: str) -> None:
    names: dict[str, object] = {}
    exec(compile(session, "README.md", "exec"), names)
    # What pytest would collect of it.
    for name, found in names.items():
        if name.startswith("test_") and callable(found):
            found(MockExchange())


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    exchange = MockExchange(control=True)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    candles = [Candle(start + timedelta(minutes=place), *[Decimal(50_000)] * 4) for place in range(99)]
    exchange.playback = PacedReplay(exchange.replay(candles, pair="USDT_BTC"), paused=True)
    with serve(exchange) as address, httpx.Client(base_url=httpx.URL(address).join("/")) as client:
        yield client


@pytest.mark.parametrize("curl", CURLS)
def test_request_of_the_manual_is_answered(http: httpx.Client, curl: str) -> None:
    *words, address = shlex.split(curl)
    given = dict(zip(words[::2], words[1::2], strict=True))
    headers = dict([given["-H"].split(": ")]) if "-H" in given else {}
    target = urlsplit(address)
    path = f"{target.path}?{target.query}" if target.query else target.path
    answer = http.request(given.get("-X", "GET"), path, content=given.get("-d"), headers=headers)
    assert answer.status_code == 200, answer.text


def method_of(curl: str) -> str:
    return (re.findall(r"-X (\w+)", curl) or ["GET"])[0]


def test_every_path_of_the_control_is_in_the_manual() -> None:
    explained = re.findall(r"^    (GET|POST|PUT|DELETE) +([a-z_]+)  ", api.__doc__ or "", re.MULTILINE)
    asked = {(method_of(curl), urlsplit(curl.split()[-1]).path) for curl in CURLS}
    missing = [each for each in explained if (each[0], f"{api.PATH}{each[1]}") not in asked]
    assert missing == [("PUT", "snapshot")]


def test_every_fault_is_in_the_manual() -> None:
    of_requests, _, others = MANUAL.partition("## Faults")[2].partition("## Streams")
    for text, known in [(of_requests, faults.FAULTS), (others, stream_faults.STREAM_FAULTS)]:
        listed = re.findall(r"^\| `([A-Z]\w+)\(", text, re.MULTILINE)
        assert listed == [kind.__name__ for kind in known.values()]


def test_every_argument_and_option_is_in_the_manual(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"], {})
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    arguments = set(inspect.signature(MockExchange).parameters)
    table = MANUAL.partition("| argument of")[2].partition("\n\n")[0]
    assert {name for name in (*options, *arguments) if f"`{name}`" not in table} - {
        "--host",
        "--port",
    } == set()


def test_page_is_short_and_so_are_its_sentences() -> None:
    lengths = [words(sentence) for sentence in sentences(PAGE)]
    assert len(PAGE.splitlines()) <= 120
    assert sum(lengths) / len(lengths) <= 12


def test_page_has_every_room_on_its_floor() -> None:
    layers = json.loads((ROOT / "tests" / "layers" / "layers.json").read_text("utf-8"))
    (floors,) = [layer["floors"] for layer in layers if layer["folder"] == "overlays/threecommas_mock"]
    rows = re.findall(r"^\| (\d+) \| ([^|]*) \|", PAGE, re.MULTILINE)
    shown = {int(number): sorted(re.findall(r"`(\w+)`", names)) for number, names in rows}
    assert shown == {number: sorted(names) for number, names in enumerate(floors, 1)}


def test_page_leads_to_parts_of_the_manual_that_are_there() -> None:
    headings = re.findall(r"^## (.*)$", MANUAL, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    assert set(re.findall(r"MANUAL\.md#([\w-]+)", PAGE)) <= anchors
