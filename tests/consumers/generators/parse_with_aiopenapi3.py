"""Reads the answers of the document, 3.1 or 3.0.3, with the models that aiopenapi3 makes of it.

Prints how many it took; it ends with the first that it refuses.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aiopenapi3 import OpenAPI

document = json.loads(Path(sys.argv[1]).read_text("utf-8"))
api = OpenAPI("http://localhost/openapi.json", document)


def answers() -> Iterator[tuple[str, str, str, Any]]:
    """Yield path, method, status and value of each documented answer with a body."""
    examples = document["components"]["examples"]
    for path, item in document["paths"].items():
        for method, operation in item.items():
            for status, response in operation["responses"].items():
                content = response.get("content", {}).get("application/json", {})
                for example in content.get("examples", {}).values():
                    name = example.get("$ref", "").rpartition("/")[2]
                    yield path, method, status, examples.get(name, example)["value"]


taken = 0
for path, method, status, value in answers():
    content = getattr(api.paths[path], method).responses[status].content["application/json"]
    content.schema_.get_type().model_validate(value)
    taken += 1
print(taken)
