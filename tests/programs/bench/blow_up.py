"""A document of any number of operations: the paths of ours under other names, until it is enough."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

METHODS = ("get", "put", "post", "delete", "patch")


def blow_up(spec: Path, copy: Path, operations: int) -> None:
    """Write the document in the folder *spec* to *copy*, with as many operations as are asked for."""
    shutil.copytree(spec, copy)
    root = read(copy / "openapi.yaml")
    originals = {url: read(spec / f"paths{url}.yaml") for url in root["paths"]}
    left = operations - sum(len(methods_of(item)) for item in originals.values())
    for url, item in copies(originals):
        if left <= 0:
            break
        for surplus in methods_of(item)[left:]:
            del item[surplus]
        left -= len(methods_of(item))
        write(copy / f"paths{url}.yaml", item)
        root["paths"][url] = {"$ref": f"paths{url}.yaml"}
    write(copy / "openapi.yaml", root)


def copies(originals: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield URL and content of one copy after the other, without end."""
    for number in itertools.count(2):
        for url, item in originals.items():
            yield renamed_url(url, number), renamed(item, number)


def renamed_url(url: str, number: int) -> str:
    """Return the URL with a number behind its second part, the first that is not the API's version."""
    empty, version, name, *rest = url.split("/")
    return "/".join([empty, version, f"{name}_{number}", *rest])


def renamed(item: dict[str, Any], number: int) -> dict[str, Any]:
    """Return the operations of a path under other names."""
    return {key: renamed_operation(value, number) if key in METHODS else value for key, value in item.items()}


def renamed_operation(operation: dict[str, Any], number: int) -> dict[str, Any]:
    """Return the operation under another id, as a method of another resource or of the client itself."""
    resource, method = operation["x-sdk"]["resource"], operation["x-sdk"]["method"]
    if resource is None:
        place = {"resource": None, "method": f"{method}_{number}"}
    else:
        first, *rest = resource.split(".")
        place = {"resource": ".".join([f"{first}_{number}", *rest]), "method": method}
    return {**operation, "operationId": f"{operation['operationId']}_{number}", "x-sdk": place}


def methods_of(item: dict[str, Any]) -> list[str]:
    """Return the methods of a path."""
    return [key for key in item if key in METHODS]


def read(path: Path) -> dict[str, Any]:
    """Return what a YAML file says."""
    content: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return content


def write(path: Path, content: dict[str, Any]) -> None:
    """Write a YAML file with the keys in their order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110), "utf-8")
