"""The streams are published, shown and packaged, and the official parser of AsyncAPI has nothing to say."""

import copy
import hashlib
import hmac
import html
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import threecommas_openapi
from jsonschema import Draft7Validator

from generator.document.json_io import write_json
from generator.document.yaml_io import read_yaml
from generator.publish.contradictions import contradictions_of_streams

HERE = Path(__file__).parent
TOOLS = HERE / "tools/node_modules"
SAMPLES = {
    "/smart_trades": "8b30fb42a82e4dcfb4d0273d2910c7ae0add2b32938b19c27c44e306c56c20bc",
    "/deals": "92cbefb3a2f2a8e94479470c7b5eb7cce43037947461c665e9b7f8b05a81a936",
}


@pytest.fixture
def parse(tmp_path: Path) -> Callable[[Any], Any]:
    """Asks the official parser about a document; skips where it is not installed."""
    node = shutil.which("node")
    if node is None or not (TOOLS / "@asyncapi/parser").is_dir():
        pytest.skip("node or @asyncapi/parser is not installed")

    def ask(document: Any) -> Any:
        file = tmp_path / "asyncapi.json"
        file.write_text(write_json(document), "utf-8")
        command = [node, str(HERE / "data/parse_streams.js"), str(file)]
        environment = {**os.environ, "NODE_PATH": str(TOOLS)}
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        return json.loads(done.stdout)

    return ask


@pytest.fixture(scope="module")
def published(files: dict[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files["asyncapi.json"])
    return found


def test_official_parser_finds_nothing_not_even_a_hint(parse: Any, published: dict[str, Any]) -> None:
    told = parse(published)
    assert told["faults"] == []
    assert told["channels"].keys() == {"Connection", "SmartTradesChannel", "DealsChannel"}
    assert told["channels"]["Connection"] == ["Welcome", "Ping", "Disconnect"]


def test_official_parser_finds_an_operation_that_does_nothing(parse: Any, published: dict[str, Any]) -> None:
    changed = copy.deepcopy(published)
    changed["operations"]["receive_deals"]["action"] = "listen"
    assert any("operations/receive_deals/action" in fault for fault in parse(changed)["faults"])


def test_examples_are_frames_by_the_schemas_as_published(published: dict[str, Any]) -> None:
    for name, message in published["components"]["messages"].items():
        shape = {"components": published["components"], "allOf": [message["payload"]]}
        for example in message["examples"]:
            assert list(Draft7Validator(shape).iter_errors(example["payload"])) == [], name
            assert not Draft7Validator(shape).is_valid({**example["payload"], "type": 1, "identifier": 1}), (
                name
            )


def test_streams_are_published_in_both_forms_and_not_in_the_core_edition(
    files: dict[str, bytes], published: dict[str, Any]
) -> None:
    assert read_yaml(files["asyncapi.yaml"].decode()) == published
    assert [name for name in files if "asyncapi" in name] == ["asyncapi.json", "asyncapi.yaml"]
    digest = hashlib.sha256(files["asyncapi.json"]).hexdigest()
    assert f"{digest}  asyncapi.json" in files["SHA256SUMS"].decode().splitlines()


def test_package_holds_the_published_streams(published: dict[str, Any]) -> None:
    assert threecommas_openapi.load_streams() == published


def test_frames_share_the_schemas_of_the_operations(published: dict[str, Any]) -> None:
    frames = published["components"]["schemas"]
    for frame, schema in (("SmartTradeFrame", "SmartTrade"), ("DealFrame", "Deal")):
        reference = {"$ref": f"#/components/schemas/{schema}"}
        assert frames[frame]["properties"]["message"]["allOf"] == [reference]
        shared = threecommas_openapi.load()["components"]["schemas"][schema]
        assert frames[schema]["required"] == shared["required"]
        assert frames[schema]["properties"].keys() == shared["properties"].keys()


def test_signatures_are_those_that_were_published(published: dict[str, Any]) -> None:
    signings = [each["x-signing"] for each in published["channels"].values() if "x-signing" in each]
    assert {each["signed_text"]: each["signature"] for each in signings} == SAMPLES
    for each in signings:
        made = hmac.new(each["secret"].encode(), each["signed_text"].encode(), hashlib.sha256)
        assert made.hexdigest() == each["signature"]


def test_identifiers_of_the_examples_are_signed_text_in_text(published: dict[str, Any]) -> None:
    signed = {name: each.get("x-signing", {}) for name, each in published["channels"].items()}
    payloads = [
        example["payload"]
        for each in published["components"]["messages"].values()
        for example in each["examples"]
    ]
    wanted = [json.loads(each["identifier"]) for each in payloads if "identifier" in each]
    assert len(wanted) == 6
    for each in wanted:
        assert [user["signature"] for user in each["users"]] == [signed[each["channel"]]["signature"]]


def test_page_shows_channels_frames_examples_and_that_they_may_be_gone(
    files: dict[str, bytes], published: dict[str, Any]
) -> None:
    page = html.unescape(files["reference.html"].decode())
    section = page.partition('<section id="streams">')[2].partition("</section>")[0]
    assert "no longer mentions them, and they may be gone" in section
    assert all(signature in section for signature in SAMPLES.values())
    for name, channel in published["channels"].items():
        assert f'id="channel-{name}"' in section
        assert " ".join(channel["description"].split()) in " ".join(section.split())
    for name, message in published["components"]["messages"].items():
        assert f'id="frame-{name}"' in section
        assert all(write_json(each["payload"]).strip() in section for each in message["examples"])


def test_contradictions_of_the_streams_are_in_the_table_and_on_the_page(
    files: dict[str, bytes], document: dict[str, Any], streams: dict[str, Any]
) -> None:
    found = contradictions_of_streams(document, streams)
    assert len(found) == 5
    table, page = (html.unescape(files[name].decode()) for name in ("contradictions.md", "reference.html"))
    assert all(f"`asyncapi.json#{entry.place}`" in table for entry in found)
    assert all(entry.evidence in page for entry in found)
