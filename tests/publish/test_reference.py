import base64
import hashlib
import html
import json
import re
import struct
import subprocess
import zlib
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from generator.document.json_io import write_json
from generator.document.operations import operations
from generator.publish.contradictions import contradictions
from generator.publish.html_reference.page import Program, render_reference
from generator.publish.quick_starts import read_programs
from generator.publish.rendering import FOLDER
from tests.mock.chromium import QUIET

CLIENT_DATA = Path(__file__).parents[1] / "client/data"
VECTORS = [json.loads(path.read_text("utf-8")) for path in sorted(CLIENT_DATA.glob("vectors/*.json"))]
PUBLISHED = [
    vector for vector in VECTORS if vector["published_in"] and vector["target"].startswith("/public")
]
SCRIPT = FOLDER / "reference_calculator.js"
SECRET = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"
OFFLINE = [*QUIET, "--virtual-time-budget=4000", "--hide-scrollbars"]
EMPTY_PAGE = Path(__file__).parent / "data/empty_page.js"


@pytest.fixture(scope="module")
def page(files: dict[str, bytes]) -> str:
    return files["reference.html"].decode()


def test_page_shows_every_operation(page: str, document: dict[str, Any]) -> None:
    for operation in operations(document):
        assert f'<article class="operation" id="{operation.id}">' in page
        assert operation.value["description"] in html.unescape(page)


def test_page_shows_every_example(page: str, document: dict[str, Any]) -> None:
    shown = {text.strip() for text in html.unescape(page).split("<code>")}
    shown = {text.partition("</code>")[0].strip() for text in shown}
    missing = [
        name
        for name, example in document["components"]["examples"].items()
        if write_json(example["value"]).strip() not in shown
    ]
    assert missing == []


def test_page_shows_every_schema_contradiction_and_vector(page: str, document: dict[str, Any]) -> None:
    text = html.unescape(page)
    assert all(f'id="schema-{name}"' in page for name in document["components"]["schemas"])
    assert [entry.about for entry in contradictions(document) if entry.evidence not in text] == []
    signing = document["components"]["securitySchemes"]["Signature"]["x-signing"]
    assert all(vector["signature"] in text for vector in signing["vectors"])


def test_every_link_within_the_page_leads_somewhere(page: str) -> None:
    places = Places(page)
    assert len(places.links) > 100
    assert places.links - places.ids == set()


def test_names_of_places_are_unique(page: str) -> None:
    identifiers = re.findall(r'\bid="([^"]*)"', page)
    assert sorted(identifiers) == sorted(set(identifiers))


def test_page_loads_nothing_and_runs_its_own_script_alone(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    allowed = html.unescape(policy[1])
    assert "default-src 'none'" in allowed
    for element in ("script", "style"):
        content = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        assert len(content) == 1
        assert base64.b64encode(hashlib.sha256(content[0].encode()).digest()).decode() in allowed
    assert Places(page).loaded == []


def test_text_of_the_document_cannot_become_markup(document: dict[str, Any]) -> None:
    hostile = json.loads(json.dumps(document).replace("Adds to the position", "<script>alert(1)</script>"))
    assert b"<script>alert" not in render_reference(hostile)


def test_page_shows_the_quick_starts_of_the_consumers(page: str) -> None:
    programs = read_programs(Path(__file__).parents[1] / "consumers")
    assert {program.language.split()[0].rstrip(":") for program in programs} == {
        "TypeScript",
        "Go",
        "Rust",
        "Java",
    }
    assert [program.file for program in programs if program.text not in html.unescape(page)] == []


def test_page_shows_the_quick_starts_it_is_given(document: dict[str, Any]) -> None:
    shown = render_reference(document, [Program("Go", "go/main.go", "package main // a < b")]).decode()
    assert "package main // a &lt; b" in shown
    assert "go/main.go" in shown


@pytest.mark.parametrize("vector", PUBLISHED, ids=lambda vector: vector["text"])
def test_calculator_signs_as_published(vector: dict[str, Any], tool: Callable[[str], str]) -> None:
    secret = SECRET if vector["key"] == "hmac" else (CLIENT_DATA / "published_rsa_key.pem").read_text("utf-8")
    command = [
        tool("node"),
        str(EMPTY_PAGE),
        str(SCRIPT),
        vector["key"],
        secret,
        vector["target"],
        vector["body"] or "",
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout) == {"text": vector["text"], "signed": vector["signature"]}


def test_chromium_computes_the_published_signature_offline(
    published: Callable[[str], Path], tool: Callable[[str], str], tmp_path: Path
) -> None:
    dom = in_chromium(tool, published("reference.html"), tmp_path, "--dump-dom").stdout.decode()
    assert re.search(r'<output id="signature"[^>]*>0475b407ba6f2388d213134e478b330f74073388', dom)
    assert '<form id="calculate" autocomplete="off">' in dom


@pytest.mark.parametrize("width", [390, 1300])
def test_chromium_shows_the_page_offline(
    width: int, published: Callable[[str], Path], tool: Callable[[str], str], tmp_path: Path
) -> None:
    picture = tmp_path / "page.png"
    in_chromium(
        tool, published("reference.html"), tmp_path, f"--screenshot={picture}", f"--window-size={width},1400"
    )
    size, rows = pixels(picture.read_bytes())
    assert size == (width, 1400)
    # A line of text makes rows that differ; an empty page is one row over and over.
    assert len(set(rows)) > 400


class Places(HTMLParser):
    """The places of a page: what it links to within itself, what it names, what it loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.ids: set[str] = set()
        self.loaded: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            elif name == "href" and tag == "a" and (value or "").startswith("#"):
                self.links.add((value or "")[1:])
            elif name in ("src", "srcset", "data", "action") or (name == "href" and tag != "a"):
                self.loaded.append(f"{tag} {value}")


def in_chromium(
    tool: Callable[[str], str], page: Path, folder: Path, *options: str
) -> subprocess.CompletedProcess[bytes]:
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [tool("chromium"), *OFFLINE, profile, *options, page.as_uri()]
    return subprocess.run(command, check=True, capture_output=True)


def pixels(png: bytes) -> tuple[tuple[int, int], list[bytes]]:
    """Return width and height of a PNG, and its rows as they are stored."""
    width, height, _, color = struct.unpack(">IIBB", png[16:26])
    data, offset = b"", 8
    while offset < len(png):
        size, kind = struct.unpack(">I4s", png[offset : offset + 8])
        data += png[offset + 8 : offset + 8 + size] if kind == b"IDAT" else b""
        offset += size + 12
    stride = 1 + width * {2: 3, 6: 4}[color]
    raw = zlib.decompress(data)
    return (width, height), [raw[start : start + stride] for start in range(0, len(raw), stride)]
