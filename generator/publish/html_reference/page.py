"""The reference: one HTML page that needs no network, with every operation, example and schema.

Script and style are in the page itself, and its content security policy allows nothing else, so that a key
typed into the signature calculator cannot leave it.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from generator.publish.contradictions import contradictions
from generator.publish.example_calls import JSON
from generator.publish.html_reference.operations import group_views, shared_answers
from generator.publish.html_reference.schemas import notes_at, schema_views
from generator.publish.html_reference.streams import stream_view
from generator.publish.rendering import template, text

_SIGNATURE = "/components/securitySchemes/Signature"
# In this order: the last one starts the others.
_SCRIPTS = ("reference_calculator.js", "reference_search.js", "reference.js")


@dataclass(frozen=True, slots=True)
class Program:
    """A quick start in another language: the name of the language, of the file, and its text."""

    language: str
    file: str
    text: str


def render_reference(
    document: Mapping[str, Any],
    programs: Sequence[Program] = (),
    *,
    streams: Mapping[str, Any] | None = None,
) -> bytes:
    """Return the page; the same documents and programs give the same bytes."""
    entries = contradictions(document)
    signature = document["components"]["securitySchemes"]["Signature"]
    style, script = text("reference.css"), "\n".join(map(text, _SCRIPTS))
    page = template("reference.html.jinja").render(
        info=document["info"],
        server=document["servers"][0],
        groups=group_views(document, entries),
        shared=shared_answers(document, entries),
        schemas=schema_views(document, entries),
        signature=signature,
        sample=_sample(signature["x-signing"]["vectors"]),
        origin="://".join(urlsplit(document["servers"][0]["url"])[:2]),
        signature_notes=notes_at(entries, _SIGNATURE),
        programs=programs,
        streams=stream_view(document, streams) if streams else None,
        style=Markup(style),  # noqa: S704 - both are files of this package
        script=Markup(script),  # noqa: S704
        policy=_policy(style, script),
    )
    return page.encode()


def _sample(vectors: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    """Return the vector of a JSON body, the case that most get wrong; the calculator starts with it."""
    return next(
        each for each in vectors if each.get("content_type") == JSON and each["key"] == "system-generated"
    )


def _policy(style: str, script: str) -> str:
    return f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'"


def _hash(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"
