"""Work out the vectors anew: `python tests/vectors`, after arguments or bodies were edited."""

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.property.validity import response_schema  # noqa: E402
from tests.vectors.decoded import value_of  # noqa: E402
from tests.vectors.signed import sent, signed  # noqa: E402

Json = dict[str, Any]


def main() -> None:
    """Rewrite the two files that have something to work out; the others say all themselves."""
    keys = json.loads((HERE / "keys.json").read_text("utf-8"))
    requests, answers = HERE / "requests.json", HERE / "answers.json"
    cases = json.loads(requests.read_text("utf-8"))
    _write(requests, [case | {"sent": sent(case), "signed": signed(sent(case), keys)} for case in cases])
    _write(answers, [_read(case) for case in json.loads(answers.read_text("utf-8"))])


def _read(case: Json) -> Json:
    schema = response_schema(case["operation_id"], case["status"])
    return case | {"value": value_of(schema, case["body"])}


def _write(path: Path, cases: list[Json]) -> None:
    path.write_text(json.dumps(cases, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
