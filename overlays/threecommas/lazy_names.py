"""Names of a package that are imported when they are first asked for.

The client imports the packages of its rooms for their operations. Builders and rules need models that few
programs use; a program without them starts sooner.
"""

import importlib
from collections.abc import Callable, Mapping
from typing import Any


def lazy_names(package: str, places: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a package; `places` says in which of its modules each name stands.

    A name that is its own place is the module itself. Any other name raises AttributeError.
    """

    def find(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = importlib.import_module(f"{package}.{places[name]}")
        return module if places[name] == name else getattr(module, name)

    return find
