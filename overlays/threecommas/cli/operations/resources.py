"""The resources of the client, such as ``smart_trades.trades``, and the methods of each."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, get_type_hints

from threecommas_rest import Client
from threecommas_rest.operations import METHODS


def resources(above: str = "") -> list[str]:
    """Return the resources right below another one, or below the client, in the order of the document."""
    prefix = f"{above}." if above else ""
    below = (name.removeprefix(prefix) for name in METHODS if name.startswith(prefix))
    return list(dict.fromkeys(prefix + name.partition(".")[0] for name in below if "." in name))


def methods(resource: str = "") -> list[str]:
    """Return the methods of a resource, or those of the client itself, such as ``deals.list``."""
    return [name for name in METHODS if name.rpartition(".")[0] == resource]


def resource_words(resource: str) -> str:
    """Return what a resource is, in a sentence of the document."""
    above, _, name = resource.rpartition(".")
    return str(getattr(_class(above), name).__doc__)


def iterator_name(method: str) -> str | None:
    """Return the method that goes through all pages of a list, None if there is none."""
    resource, _, name = method.rpartition(".")
    found = "iterate" if name == "list" else f"iterate_{name}"
    return f"{resource}.{found}".strip(".") if hasattr(_class(resource), found) else None


def bound_method(client: Client, method: str) -> Callable[..., Any]:
    """Return a method of a client by its name, such as ``deals.list``."""
    found: Callable[..., Any] = attrgetter(method)(client)
    return found


def _class(resource: str) -> Any:
    found: Any = Client
    for step in filter(None, resource.split(".")):
        # An attribute that makes the resource when it is first used.
        found = get_type_hints(getattr(found, step).func)["return"]
    return found
