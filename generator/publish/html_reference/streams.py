"""The streams as the reference shows them: channels, frames, and the schemas that no operation has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.document.json_io import write_json
from generator.document.operations import resolved
from generator.publish.contradictions import Contradiction, contradictions_of_streams
from generator.publish.html_reference.operations import ExampleView
from generator.publish.html_reference.schemas import SchemaView, notes_at, schema_views
from generator.publish.html_reference.types import TypeToken, component_of, words


@dataclass(frozen=True, slots=True)
class FrameView:
    """A frame, who sends it, and how sure that is; `evidence` is a word of `x-evidence`."""

    name: str
    sender: str
    summary: str
    description: str
    evidence: str
    source: str
    types: Sequence[TypeToken]
    examples: Sequence[ExampleView]
    notes: Sequence[Contradiction]


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A channel with the names of its frames; `permission` is "" and `signing` empty where nobody signs."""

    name: str
    summary: str
    description: str
    evidence: str
    source: str
    permission: str
    signing: Mapping[str, str]
    frames: Sequence[str]
    notes: Sequence[Contradiction]


@dataclass(frozen=True, slots=True)
class StreamView:
    """All that is said about the streams; `url` is the address of the websocket."""

    title: str
    description: str
    url: str
    about_server: str
    channels: Sequence[ChannelView]
    frames: Sequence[FrameView]
    schemas: Sequence[SchemaView]
    notes: Sequence[Contradiction]


def stream_view(document: Mapping[str, Any], streams: Mapping[str, Any]) -> StreamView:
    """Return the view of the bundled streams; a schema that they share with *document* is shown there."""
    entries = contradictions_of_streams(document, streams)
    server = next(iter(streams["servers"].values()))
    channels = streams["channels"]
    address = next(iter(channels.values()))["address"]
    known = document["components"]["schemas"]
    return StreamView(
        title=streams["info"]["title"],
        description=streams["info"]["description"],
        url=f"{server['protocol']}://{server['host']}{address}",
        about_server=server["description"],
        channels=[_channel(name, value, entries) for name, value in channels.items()],
        frames=_frames(streams, entries),
        # The operations of streams are no requests, and answer nothing.
        schemas=[view for view in schema_views({"paths": {}, **streams}, entries) if view.name not in known],
        notes=notes_at(entries, ""),
    )


def _channel(name: str, value: Mapping[str, Any], entries: Sequence[Contradiction]) -> ChannelView:
    return ChannelView(
        name=name,
        summary=value["summary"],
        description=value["description"],
        evidence=value["x-evidence"],
        source=value["x-source"],
        permission=value.get("x-permission", ""),
        signing=value.get("x-signing", {}),
        frames=list(value["messages"]),
        notes=[entry for entry in entries if entry.place.startswith(f"/channels/{name}")],
    )


def _frames(streams: Mapping[str, Any], entries: Sequence[Contradiction]) -> list[FrameView]:
    sent = {
        component_of(message["$ref"])
        for operation in streams["operations"].values()
        if operation["action"] == "send"
        for message in operation["messages"]
    }
    return [
        FrameView(
            name=name,
            sender="client" if name in sent else "server",
            summary=value["summary"],
            description=value["description"],
            evidence=value["x-evidence"],
            source=value["x-source"],
            types=words(value["payload"]),
            examples=[_example(streams, each["$ref"]) for each in value.get("examples", [])],
            notes=[entry for entry in entries if entry.place.startswith(f"/components/messages/{name}")],
        )
        for name, value in streams["components"]["messages"].items()
    ]


def _example(streams: Mapping[str, Any], reference: str) -> ExampleView:
    example = resolved(streams, {"$ref": reference})
    return ExampleView(component_of(reference), example["summary"], write_json(example["payload"]).strip())
