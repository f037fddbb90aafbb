"""The site in a real browser, without a server: quiet, searched, on a phone, in the dark, for everybody."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mock.chromium import Page, browser

AXE = Path(__file__).parents[1] / "publish/tools/node_modules/axe-core/axe.min.js"
# Each button that copies is a landmark of the theme's, all without a name.
CHECK = """axe.run({exclude: [['.md-code__nav']]}, {preload: false, resultTypes: ['violations']}).then(
    ({violations}) => violations.map(({id, nodes}) => `${id}: ${nodes.map(node => node.html).join(' ')}`))"""
LOOKS = [(1300, "light"), (1300, "dark"), (390, "light"), (390, "dark")]
# One page of each kind: a guide, a picture, tables, docstrings.
KINDS = ["first-bot.html", "how-it-fits.html", "moving.html", "api/index.html"]
FOUND = "[...document.querySelectorAll('.md-search-result__link')].map(each => each.getAttribute('href'))"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    # As with a mouse: without one the theme does not care for the keyboard either.
    mouse = "--blink-settings=primaryHoverType=2,availableHoverTypes=2"
    with browser(tmp_path_factory.mktemp("profile"), mouse) as page:
        page.listen()
        yield page


@pytest.fixture
def page(chromium: Page, site: Path) -> Page:
    """The first page of the site."""
    chromium.problems.clear()
    chromium.wear(1300)
    chromium.open("about:blank")
    chromium.open((site / "index.html").as_uri())
    return chromium


@pytest.mark.parametrize(
    ("name", "place"), [("RateLimitError", "api/errors.html"), ("list_deals", "operations.html")]
)
def test_search_leads_to(name: str, place: str, page: Page) -> None:
    page.press("/")
    page.run(f"void (document.querySelector('.md-search__input').value = {json.dumps(name)})")
    page.run("void document.querySelector('.md-search__input').dispatchEvent(new Event('keyup'))")
    page.wait_for(f"{FOUND}.some(href => href.includes({json.dumps(f'{place}?h=')}))")
    assert page.problems == []


def test_colours_stay_as_they_were_chosen(page: Page, site: Path) -> None:
    page.run("void document.querySelectorAll('[name=__palette]')[2].click()")
    page.wait_for("document.body.dataset.mdColorScheme === 'slate'")
    page.open((site / "client.html").as_uri())
    assert page.run("document.body.dataset.mdColorScheme") == "slate"
    page.run("localStorage.clear()")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_pages_are_quiet_fit_and_can_be_used_by_everybody(
    width: int, scheme: str, page: Page, site: Path
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed")
    page.wear(width, scheme)
    for name in KINDS:
        page.open((site / name).as_uri())
        assert page.run("document.documentElement.scrollWidth") <= width
        page.run(AXE.read_text("utf-8") + "; undefined")
        assert page.run(CHECK) == []
    assert page.problems == []
