"""The site holds together: it builds without a warning, no link is broken, and what is searched is found."""

import json
from pathlib import Path

import threecommas

from tests.guide.built_site import Page, broken_links, read_pages, remote_parts, search_entries
from tests.guide.conftest import CONFIGURATION, ROOT, build

DOCUMENT = json.loads((ROOT / "generated/threecommas_openapi/openapi.json").read_text("utf-8"))
OPERATIONS = [
    operation["operationId"]
    for methods in DOCUMENT["paths"].values()
    for operation in methods.values()
    if "operationId" in operation
]


def test_no_link_is_broken(site: Path, pages: dict[str, Page]) -> None:
    assert len(pages) > 20
    assert broken_links(site, pages) == []


def test_nothing_is_fetched_from_elsewhere(pages: dict[str, Page]) -> None:
    assert remote_parts(pages) == []


def test_broken_link_and_remote_script_are_seen(tmp_path: Path) -> None:
    anchors = "".join(f'<a href="{link}">' for link in ("#gone", "b.html", "#here"))
    (tmp_path / "a.html").write_text(f'<p id="here">{anchors}', "utf-8")
    (tmp_path / "c.html").write_text('<a href="a.html#there"><script src="https://x.invalid/y.js">', "utf-8")
    found = read_pages(tmp_path)
    assert broken_links(tmp_path, found) == ["a.html: #gone", "a.html: b.html", "c.html: a.html#there"]
    assert remote_parts(found) == ["c.html: https://x.invalid/y.js"]


def test_search_knows_each_operation_and_each_error_by_name(site: Path) -> None:
    known = {(entry["title"], entry["location"]) for entry in search_entries(site)}
    wanted = {(name, f"operations.html#{name}") for name in OPERATIONS}
    wanted |= {(name, f"api/errors.html#threecommas.errors.{name}") for name in threecommas.errors.__all__}
    assert wanted - known == set()


def test_each_operation_leads_into_the_reference(pages: dict[str, Page]) -> None:
    linked = {link.partition("#")[2] for link in pages["operations.html"].links if "reference.html#" in link}
    assert linked == set(OPERATIONS)


def test_each_public_name_has_its_place_in_the_api(pages: dict[str, Page]) -> None:
    ids = {each for page in pages.values() for each in page.ids}
    places = ("threecommas", "threecommas.errors", "threecommas_rest")
    assert [name for name in threecommas.__all__ if not {f"{place}.{name}" for place in places} & ids] == []


def test_link_to_a_heading_that_is_not_there_ends_the_build(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("[nowhere](#nowhere)\n", "utf-8")
    mine = "docs_dir: docs\nexclude_docs: ''\nnav:\nplugins: []\nhooks: []\nextra_css: []\n"
    (tmp_path / "mkdocs.yml").write_text(f"INHERIT: {CONFIGURATION}\n{mine}", "utf-8")
    done = build(tmp_path / "mkdocs.yml", tmp_path / "site")
    assert done.returncode == 1
    assert "there is no such anchor on this page" in done.stderr
