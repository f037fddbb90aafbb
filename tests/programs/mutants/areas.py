"""The areas of the sample: which code is changed, and which tests have to notice.

The first tests are those of the very thing. The others of the package follow, as they may notice too. The
slowest are left to the catalogue.
"""

from typing import NamedTuple

_CLIENT = ("tests/client", "tests/cli")
_MOCK = (
    "tests/mock",
    "--ignore=tests/mock/control/test_live_page.py",
    "--ignore=tests/mock/smart_trades/test_model.py",
)


class Area(NamedTuple):
    """Folders of code, and arguments of pytest."""

    folders: tuple[str, ...]
    tests: tuple[str, ...]


AREAS = {
    "guards": Area(("overlays/threecommas/guards",), ("tests/client/guards", *_CLIENT)),
    "create_once": Area(
        ("overlays/threecommas/create_once", "overlays/threecommas/smart_trades"),
        ("tests/client/smart_trades", *_CLIENT),
    ),
    "calculators": Area(("overlays/threecommas/calculators",), ("tests/client/calculators", *_CLIENT)),
    "deals": Area(
        ("overlays/threecommas_mock/deals", "overlays/threecommas_mock/dca"),
        ("tests/mock/dca", "tests/mock/deals", *_MOCK),
    ),
    "client": Area(("overlays/threecommas",), _CLIENT),
    "mock": Area(("overlays/threecommas_mock",), _MOCK),
}
