"""The report as HAR 1.2: every request with its answer, without keys, secrets and signatures."""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from threecommas_conformance.reports.report import Report
from threecommas_conformance.traffic.interactions import Headers, Interaction


def har(report: Report) -> str:
    """Return the requests of a report as JSON text, in the order in which they were sent."""
    creator = {"name": "threecommas-conformance", "version": "1"}
    entries = [_entry(interaction) for interaction in report.interactions]
    log = {"version": "1.2", "creator": creator, "entries": entries}
    return json.dumps({"log": log}, indent=1, ensure_ascii=False) + "\n"


def _entry(interaction: Interaction) -> dict[str, Any]:
    return {
        "startedDateTime": interaction.started.isoformat(timespec="milliseconds"),
        "time": interaction.milliseconds,
        "request": _request(interaction),
        "response": _response(interaction),
        "cache": {},
        "timings": {"send": 0, "wait": interaction.milliseconds, "receive": 0},
        # Names of our own begin with an underscore, as the format asks.
        "_operation": interaction.operation,
        "_phase": interaction.phase,
    }


def _request(interaction: Interaction) -> dict[str, Any]:
    described: dict[str, Any] = {
        "method": interaction.method,
        "url": interaction.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(interaction.headers),
        "queryString": _pairs(tuple(parse_qsl(urlsplit(interaction.url).query, keep_blank_values=True))),
        "headersSize": -1,
        "bodySize": len(interaction.body.encode()),
    }
    if interaction.body:
        described["postData"] = {
            "mimeType": _value(interaction.headers, "content-type"),
            "text": interaction.body,
        }
    return described


def _response(interaction: Interaction) -> dict[str, Any]:
    return {
        "status": interaction.status,
        "statusText": "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _pairs(interaction.answer_headers),
        "content": {
            "size": len(interaction.answer.encode()),
            "mimeType": _value(interaction.answer_headers, "content-type"),
            "text": interaction.answer,
        },
        "redirectURL": _value(interaction.answer_headers, "location"),
        "headersSize": -1,
        "bodySize": -1,
    }


def _value(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _pairs(items: Headers) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in items]
