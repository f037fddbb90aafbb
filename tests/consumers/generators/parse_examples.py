"""Reads the answers of the document with the models made by datamodel-code-generator, and writes them back.

Prints how many came back equal. Fractions are compared as text: none may have passed through a float.
"""

import json
import re
import sys
from pathlib import Path

import models

document = json.loads(Path(sys.argv[1]).read_text("utf-8"), parse_float=str)
equal = 0
for name, example in document["components"]["examples"].items():
    if not isinstance(example["value"], dict) or "basic_type" not in str(example["value"].get("status")):
        continue
    parsed = models.SmartTrade.model_validate(example["value"])
    written = parsed.model_dump_json(exclude_unset=True, by_alias=True)
    # Pydantic writes microseconds where 3Commas writes milliseconds.
    written = re.sub(r"([.][0-9]{3})000Z", r"\1Z", written)
    if json.loads(written) != example["value"]:
        raise SystemExit(f"{name} changed: {written}")
    equal += 1
print(equal)
