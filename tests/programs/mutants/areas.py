"""The areas of the sample: which code is changed, and which tests have to notice.

Of an area that is looked at closely these are the tests of the very thing. What is left out may notice too.
The slowest, such as those that go any way through the machine of deals, are left to the catalogue.
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
    "guards": Area(
        ("overlays/threecommas/guards",), ("tests/client/guards", "tests/client/dca_bots/test_guards.py")
    ),
    "create_once": Area(
        ("overlays/threecommas/create_once", "overlays/threecommas/smart_trades"),
        ("tests/client/smart_trades",),
    ),
    "calculators": Area(("overlays/threecommas/calculators",), ("tests/client/calculators",)),
    "deals": Area(
        ("overlays/threecommas_mock/deals", "overlays/threecommas_mock/dca"),
        (
            "tests/mock/dca",
            "tests/mock/deals",
            "tests/mock/dca_bots",
            "--ignore=tests/mock/deals/test_model.py",
        ),
    ),
    "client": Area(("overlays/threecommas",), _CLIENT),
    "mock": Area(("overlays/threecommas_mock",), _MOCK),
}
