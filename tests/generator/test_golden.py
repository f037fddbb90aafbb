"""The smallest document makes exactly the files that are kept beside it.

After a wanted change of the generator, make them anew and read the difference before keeping it:

    python -m generator build --spec tests/generator/golden/spec --generated tests/generator/golden/generated
"""

from pathlib import Path

from generator.check import check

GOLDEN = Path(__file__).parent / "golden"


def test_golden_document_makes_the_golden_files() -> None:
    assert check(GOLDEN / "spec", GOLDEN / "generated") == []
