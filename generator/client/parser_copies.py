"""openapi-python-client without its copies of everything: they are most of its time for a large document.

For each endpoint it copies three times all classes that are reachable from there, changes the endpoint's own
attributes in the copy and lets go of the original. A copy of the endpoint alone serves as well.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from openapi_python_client.parser import openapi


@contextmanager
def plain_copies() -> Iterator[None]:
    """Let documents be parsed with copies of the endpoints alone."""
    module: Any = openapi
    stock = module.deepcopy
    module.deepcopy = copy.copy
    try:
        yield
    finally:
        module.deepcopy = stock
