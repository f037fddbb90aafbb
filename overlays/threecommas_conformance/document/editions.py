"""The edition of the document for one server, without the parts that are not sent there."""

import copy

from threecommas_conformance.document.operations import METHODS, Json, resolved

_MODE = "Forced-Mode"


def document_for_server(document: Json, *, base_path: str, only_reads: bool, forced_mode: bool) -> Json:
    """Return the document for one server.

    `base_path` is the path of its base URL. `only_reads` leaves out every method but GET. `forced_mode`
    leaves out the header of that name: it is then put on each request and must not be generated.
    """
    edition = copy.deepcopy(document)
    edition["servers"] = [{"url": base_path}]
    for item in edition["paths"].values():
        for method in METHODS:
            if method in item and only_reads and method != "get":
                del item[method]
            elif method in item and forced_mode:
                item[method]["parameters"] = [
                    each
                    for each in item[method].get("parameters", ())
                    if resolved(each, document)["name"] != _MODE
                ]
    edition["paths"] = {path: item for path, item in edition["paths"].items() if item.keys() & set(METHODS)}
    return _without_loose_links(edition)


def _without_loose_links(edition: Json) -> Json:
    """Take out the links that lead to an operation which is left out."""
    described = [item[method] for item in edition["paths"].values() for method in METHODS if method in item]
    names = {operation["operationId"] for operation in described}
    links = edition["components"].get("links", {})
    kept = {f"#/components/links/{name}" for name, link in links.items() if link["operationId"] in names}
    for response in (each for operation in described for each in operation["responses"].values()):
        shown = response.pop("links", {})
        if left := {name: link for name, link in shown.items() if link["$ref"] in kept}:
            response["links"] = left
    return edition
