"""What a package index shows has no link that leads nowhere, and no address that nobody has."""

import re
from pathlib import Path

import pytest

from generator.document.yaml_io import read_yaml
from generator.release.index_metadata import addresses, readable_anywhere, relative_links

ROOT = Path(__file__).parents[2]
CASES = read_yaml((Path(__file__).parent / "data" / "pages.yaml").read_text("utf-8"))
KNOWN = {"API": "https://example.org/api"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_page_is_shown_with_links_that_lead_somewhere(case: dict[str, str]) -> None:
    shown = readable_anywhere(case["page"], case["address"])
    assert shown == case["shown"]
    assert relative_links(shown) == []


def test_readme_loses_no_word_and_no_file_where_nobody_knows_its_place() -> None:
    page = (ROOT / "README.md").read_text("utf-8")
    shown = readable_anywhere(page, "")
    assert relative_links(page) != []
    assert relative_links(shown) == []
    for target in relative_links(page):
        assert f"`{target.partition('#')[0]}`" in shown
    assert re.findall(r"^```.*?^```$", shown, re.DOTALL | re.MULTILINE) == re.findall(
        r"^```.*?^```$", page, re.DOTALL | re.MULTILINE
    )


def test_addresses_are_those_that_are_known() -> None:
    assert addresses(KNOWN, "") == KNOWN
    assert addresses(KNOWN, "https://example.org/traders/") == {
        **KNOWN,
        "Source": "https://example.org/traders",
        "Changelog": "https://example.org/traders/CHANGELOG.md",
    }
