"""The reference in a real browser: searched, copied from, on a phone, in the dark, and by everybody."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mock.chromium import Page, browser

HERE = Path(__file__).parent
AXE = HERE / "tools/node_modules/axe-core/axe.min.js"
SEARCHES = json.loads((HERE / "data/searches.json").read_text("utf-8"))
ADVICE = json.loads((HERE / "data/calculator_advice.json").read_text("utf-8"))
CHECK = """axe.run({resultTypes: ['violations']}).then(({violations}) => violations.map(
    ({id, nodes}) => `${id}: ${nodes.map(node => node.html).join(' ')}`))"""
# The rest is made by the same lines of the same templates.
SHORTER = """void [...document.querySelectorAll('article')].filter((article, at, all) =>
    all.slice(0, at).filter(({className}) => className === article.className).length > 5)
    .forEach(article => article.remove())"""


@pytest.fixture(scope="module")
def opened(files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Page, str]]:
    folder = tmp_path_factory.mktemp("reference")
    file = folder / "reference.html"
    file.write_bytes(files["reference.html"])
    with browser(folder / "profile") as page:
        yield page, file.as_uri()


@pytest.fixture
def page(opened: tuple[Page, str]) -> Iterator[Page]:
    """The reference as somebody finds it who was never there."""
    page, address = opened
    page.wear(1300)
    page.open("about:blank")
    page.open(address)
    page.run("localStorage.clear()")
    yield page
    page.open("about:blank")


@pytest.fixture
def emptied(opened: tuple[Page, str]) -> Page:
    """The reference with nothing searched and nothing calculated, opened once for all that do no more."""
    page, address = opened
    if page.run("location.href") == "about:blank":
        page.wear(1300)
        page.open(address)
    page.run("void (byId('calculate').reset(), document.activeElement.blur(), location.hash = '')")
    search(page, "")
    return page


def search(page: Page, query: str) -> None:
    page.run(f"byId('search').value = {json.dumps(query)}")
    page.run("void byId('search').dispatchEvent(new Event('input'))")


@pytest.mark.parametrize("case", SEARCHES, ids=lambda case: case["query"])
def test_search_finds(case: dict[str, str], emptied: Page) -> None:
    emptied.press("/")
    assert emptied.run("document.activeElement.id") == "search"
    search(emptied, case["query"])
    first = emptied.run("(({hash, textContent}) => [hash, textContent])(document.querySelector('#found a'))")
    assert first[0] == f"#{case['first']}"
    assert case["why"] in first[1]
    assert "#" not in first[1]


def test_enter_goes_to_the_first_hit_and_escape_closes_the_search(page: Page) -> None:
    page.press("/")
    search(page, "set_note")
    page.press("ArrowDown")
    assert page.run("document.activeElement.closest('#found') !== null")
    page.press("Escape")
    assert page.run("byId('results').hidden")
    page.press("/")
    page.press("Enter")
    page.wait_for("location.hash === '#set_smart_trade_note' && byId('results').hidden")


def test_word_that_is_nowhere_finds_nothing(emptied: Page) -> None:
    search(emptied, "nowhere_at_all")
    assert emptied.text("#count") == "0 found"


def test_deep_link_arrives_at_once_and_opens_what_it_leads_into(opened: tuple[Page, str], page: Page) -> None:
    address = opened[1]
    page.open("about:blank")
    page.open(f"{address}#schema-KnownDealStatus")
    top = "byId('schema-KnownDealStatus').getBoundingClientRect().top"
    assert 0 <= page.run(top) < 200
    page.run("void (document.querySelector('.within details').open = false)")
    page.run("void (document.querySelector('.within .scroll').id = 'inside')")
    page.run("void (location.hash = '#inside')")
    page.wait_for("document.querySelector('.within details').open")


def test_members_of_an_answer_are_shown_where_they_are_asked_for(page: Page) -> None:
    page.run("void (document.querySelector('#get_deal .shape').open = true)")
    page.wait_for("document.querySelector('#get_deal .shape table') !== null")
    assert "bought_average_price" in page.text("#get_deal .shape")


def test_copied_code_is_what_is_shown(page: Page) -> None:
    page.allow("clipboardReadWrite", "clipboardSanitizedWrite")
    page.run("void document.querySelector('#get_deal .sample .copy').click()")
    page.wait_for("document.querySelector('#get_deal .sample .copy').textContent === 'Copied'")
    shown = page.run("document.querySelector('#get_deal .sample pre').textContent")
    assert page.run("navigator.clipboard.readText()") == shown


def test_language_that_was_chosen_stays_chosen(opened: tuple[Page, str], page: Page) -> None:
    page.run("void document.querySelector('#get_deal .sample[data-language=python] summary').click()")
    page.open("about:blank")
    page.open(opened[1])
    opened_samples = "[...document.querySelectorAll('.sample[open]')].map(({dataset}) => dataset.language)"
    assert set(page.run(opened_samples)) == {"python"}


@pytest.mark.parametrize("case", ADVICE, ids=lambda case: f"{case['field']} {case['value']!r}")
def test_calculator_warns_of_what_makes_a_signature_wrong(case: dict[str, str], emptied: Page) -> None:
    emptied.run(f"void (byId('calculate').elements.{case['field']}.value = {json.dumps(case['value'])})")
    emptied.run("calculate()")
    assert emptied.run("byId('advice').hidden") == (not case["says"])
    assert case["says"] in emptied.run("byId('advice').textContent")
    wrong = emptied.run("[...document.querySelectorAll('[aria-invalid=true]')].map(({name}) => name)")
    assert wrong == [case["field"]] * bool(case["says"])


def test_columns_have_their_labels_on_a_phone_and_nothing_is_cut_off(page: Page) -> None:
    page.wear(390)
    label = "getComputedStyle(document.querySelector('#list_deals td:nth-of-type(3)'), '::before').content"
    page.wait_for(f"{label} === '\"Meaning\"'")
    assert page.run("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize(
    ("width", "scheme"), [(1300, "light"), (1300, "dark"), (390, "light"), (390, "dark")]
)
def test_everybody_can_use_the_page(width: int, scheme: str, page: Page) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed")
    page.wear(width, scheme)
    page.run(SHORTER)
    page.run("void (byId('calculate').elements.target.value = 'https://a b')")
    page.run("calculate()")
    page.run("void (document.querySelector('.shape').open = true)")
    search(page, "429")
    page.run(AXE.read_text("utf-8") + "; undefined")
    assert page.run(CHECK) == []
