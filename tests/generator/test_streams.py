"""The files of the streams become one AsyncAPI document, which shares the schemas of the other one."""

from pathlib import Path
from typing import Any

import pytest

from generator.document.bundle import bundle
from generator.document.files import read_spec, read_streams
from generator.document.json_pointer import follow
from generator.document.streams import asyncapi, bundle_streams
from tests.generator.test_bundle import references

HERE = Path(__file__).parent


def bundled(spec: Path) -> dict[str, Any]:
    files = read_spec(spec)
    streams = read_streams(spec, files)
    assert streams is not None
    return bundle_streams(streams, bundle(files))


@pytest.fixture(scope="module")
def streams() -> dict[str, Any]:
    return asyncapi(bundled(HERE / "toy"))


def test_every_reference_of_the_streams_leads_somewhere(streams: dict[str, Any]) -> None:
    found = references(streams)
    assert len(found) > 8
    assert all(follow(streams, reference.removeprefix("#")) for reference in found)


def test_operations_name_the_messages_of_their_channel(streams: dict[str, Any]) -> None:
    operation = streams["operations"]["subscribe_to_orders"]
    assert operation["channel"] == {"$ref": "#/channels/Orders"}
    assert operation["messages"] == [{"$ref": "#/channels/Orders/messages/Subscribe"}]
    assert operation["reply"]["messages"] == [{"$ref": "#/channels/Orders/messages/OrderChanged"}]


def test_streams_hold_of_the_other_document_what_they_lead_to_and_no_more(streams: dict[str, Any]) -> None:
    shared = bundle(read_spec(HERE / "toy"))["components"]["schemas"]
    schemas = streams["components"]["schemas"]
    assert set(schemas) & set(shared) == {"KnownSide", "Labels", "Side"}
    assert set(schemas) - set(shared) == {"OrderFrame", "SubscribeFrame", "Wanted"}


def test_schemas_are_said_as_draft_7_has_them(streams: dict[str, Any]) -> None:
    reason = streams["components"]["schemas"]["OrderFrame"]["properties"]["reason"]
    assert reason == {
        "description": "What changed it.",
        "examples": ["buy"],
        "allOf": [{"$ref": "#/components/schemas/Side"}],
    }


def test_messages_have_their_names_and_examples(streams: dict[str, Any]) -> None:
    message = streams["components"]["messages"]["Subscribe"]
    example = {
        "name": "subscribe",
        "summary": "Orders of one pair",
        "payload": {"identifier": '{"pair":"USDT_BTC"}'},
    }
    assert (message["name"], message["examples"]) == ("Subscribe", [example])


def test_streams_have_the_version_of_the_other_document(streams: dict[str, Any]) -> None:
    assert streams["info"]["version"] == "1.0.0"


def test_document_of_the_operations_knows_nothing_of_the_streams() -> None:
    files = read_spec(HERE / "toy")
    assert not [file for file in files.files if file.startswith("streams/")]
    assert "SubscribeFrame" not in bundle(files)["components"]["schemas"]


def test_document_without_streams_has_none() -> None:
    spec = HERE / "golden/spec"
    assert read_streams(spec, read_spec(spec)) is None


@pytest.mark.parametrize(
    ("place", "file"),
    [
        ("/channels/Orders/summary", "toy/streams/channels/Orders.yaml"),
        ("/operations/receive_orders", "toy/streams/operations/receive_orders.yaml"),
        ("/components/messages/Subscribe", "toy/streams/messages/Subscribe.yaml"),
        ("/components/schemas/Labels", "toy/schemas/Labels.yaml"),
        ("/info/title", "toy/streams/asyncapi.yaml"),
    ],
)
def test_place_in_the_streams_is_traced_to_its_file(place: str, file: str) -> None:
    files = read_streams(HERE / "toy", read_spec(HERE / "toy"))
    assert files is not None
    assert files.origin(place)[0] == file
