"""The calls as a Postman collection (format 2.1) that signs itself.

A folder per tag, a request per documented call, the operation's own answers saved beside it (not the refusals
that all operations share). The script signs with HMAC; Postman's sandbox has no RSA.
"""

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote_plus

from generator.document.operations import DocumentedOperation, operations
from generator.publish.example_calls import (
    JSON,
    Call,
    Parameter,
    all_arguments,
    calls,
    media_examples,
    parameters,
    sent_texts,
)
from generator.publish.rendering import text

# The value is an identifier of the format that Postman compares, not an address that is asked.
_FORMAT = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_SECRETS = ("api_key", "api_secret")
_IDENTIFIED = re.compile(r"/(\w+)s/\{id\}")
_NAMED = re.compile(r"\{\{(\w+)\}\}")


def postman_collection(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the collection; the same document gives the same identifiers."""
    info = document["info"]
    identifier = uuid.uuid5(uuid.NAMESPACE_URL, f"{info['title']} {info['version']}")
    return {
        "info": {
            "_postman_id": str(identifier),
            "name": info["title"],
            "description": f"{info.get('description', '')}\n\n{text('postman_description.txt')}".strip(),
            "schema": _FORMAT,
        },
        "item": [_folder(document, tag) for tag in document["tags"]],
        "event": [_script("prerequest", text("postman_sign.js"))],
        "variable": _variables(document),
    }


def _folder(document: Mapping[str, Any], tag: Mapping[str, str]) -> dict[str, Any]:
    tagged = [operation for operation in operations(document) if tag["name"] in operation.value["tags"]]
    items = [_item(document, operation) for operation in tagged]
    return {"name": tag["name"], "description": tag["description"], "item": items}


def _item(document: Mapping[str, Any], operation: DocumentedOperation) -> dict[str, Any]:
    """Return the request of an operation, or a folder of them if several bodies are documented."""
    made = list(calls(document, operation))
    summary = operation.value["summary"]
    requests = [_request_item(document, call) for call in made]
    requests[0]["response"] = list(_answers(document, made[0]))
    if len(made) == 1:
        return {**requests[0], "name": summary}
    return {"name": summary, "description": operation.value["description"], "item": requests}


def _request_item(document: Mapping[str, Any], call: Call) -> dict[str, Any]:
    name = call.example.summary.removesuffix(".") if call.example else call.operation.value["summary"]
    return {"name": name, "request": _request(document, call), "response": []}


def _request(document: Mapping[str, Any], call: Call) -> dict[str, Any]:
    given = parameters(document, call.operation)
    request: dict[str, Any] = {
        "method": call.method,
        "header": [member for each in given if each.location == "header" for member in _optional(each)],
        "url": _url(document, call),
        "description": call.operation.value["description"],
    }
    if call.body:
        request["header"].append({"key": "Content-Type", "value": JSON})
        request["body"] = {"mode": "raw", "raw": call.body, "options": {"raw": {"language": "json"}}}
    return request


def _url(document: Mapping[str, Any], call: Call) -> dict[str, Any]:
    path = _with_variables(call.operation.url)
    asked = {each.name for each in all_arguments(document, call.operation)}
    given = [each for each in parameters(document, call.operation) if each.location == "query"]
    query = [member for each in given for member in _optional(each)]
    for member in query:
        if member["key"] in asked:
            # Written as in a URL: a moment has colons.
            member |= {"disabled": False, "value": quote_plus(member["value"])}
    shown = "&".join(f"{member['key']}={member['value']}" for member in query if not member["disabled"])
    raw = "{{base_url}}" + path + (f"?{shown}" if shown else "")
    url = {"raw": raw, "host": ["{{base_url}}"], "path": path.strip("/").split("/")}
    return {**url, "query": query} if query else url


def _optional(parameter: Parameter) -> list[dict[str, Any]]:
    """Return a member for each value, none of them sent until somebody turns it on."""
    name, about = parameter.name, parameter.description
    values = sent_texts(parameter.example)
    return [{"key": name, "value": value, "description": about, "disabled": True} for value in values]


def _answers(document: Mapping[str, Any], call: Call) -> Iterator[dict[str, Any]]:
    for status, answer in call.operation.value["responses"].items():
        for example in media_examples(document, answer):
            yield {
                "name": f"{status} {example.name}",
                "originalRequest": _request(document, call),
                "status": HTTPStatus(int(status)).phrase,
                "code": int(status),
                "_postman_previewlanguage": "json",
                "header": [{"key": "Content-Type", "value": JSON}],
                "cookie": [],
                "body": json.dumps(example.value, indent=2, ensure_ascii=False),
            }


def _with_variables(url: str) -> str:
    """Return the path with {{variables}}; an {id} is named after what it numbers: trades/{{trade_id}}."""
    return _IDENTIFIED.sub(r"/\1s/{\1_id}", url).replace("{", "{{").replace("}", "}}")


def _variables(document: Mapping[str, Any]) -> list[dict[str, str]]:
    paths: dict[str, str] = {}
    for operation in operations(document):
        given = [each for each in parameters(document, operation) if each.location == "path"]
        names = _NAMED.findall(_with_variables(operation.url))
        paths |= dict(zip(names, ["".join(sent_texts(each.example)) for each in given], strict=True))
    values = {"base_url": document["servers"][0]["url"], **dict.fromkeys(_SECRETS, ""), **paths}
    return [{"key": key, "value": value, "type": "string"} for key, value in values.items()]


def _script(moment: str, program: str) -> dict[str, Any]:
    return {"listen": moment, "script": {"type": "text/javascript", "exec": program.splitlines()}}
