"""A built site, read from its files: pages, what they link to, and what their search knows."""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

# Attributes by which a browser fetches something as it opens the page.
_FETCHED = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("link", "href")}
_NAMED = {"canonical", "next", "prev"}
_HERE = "https://site.invalid/"


@dataclass
class Page(HTMLParser):
    """A page: the ids in it, the links of it, and what it fetches."""

    path: str
    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given[name] for name in ("id", "name") if name in given}
        self.links += [given[name] for name in ("href", "src") if given.get(name)]
        if given.get("rel") not in _NAMED:
            self.fetched += [given[name] for name in given if (tag, name) in _FETCHED]


def read_pages(site: Path) -> dict[str, Page]:
    """Return each page of a site by its path."""
    pages = {}
    for file in sorted(site.rglob("*.html")):
        page = pages[file.relative_to(site).as_posix()] = Page(file.relative_to(site).as_posix())
        page.feed(file.read_text("utf-8"))
    return pages


def broken_links(site: Path, pages: dict[str, Page]) -> list[str]:
    """Return each link inside the site that leads to no file of it, or to no place in a page."""
    return [
        f"{page.path}: {link}"
        for page in pages.values()
        for link in page.links
        if not _leads(site, pages, page, link)
    ]


def remote_parts(pages: dict[str, Page]) -> list[str]:
    """Return what pages fetch from elsewhere."""
    return [
        f"{page.path}: {part}" for page in pages.values() for part in page.fetched if urlsplit(part).netloc
    ]


def search_entries(site: Path) -> list[dict[str, Any]]:
    """Return what the search knows: a title, a place and a text for each section."""
    entries: list[dict[str, Any]] = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    return entries


def _leads(site: Path, pages: dict[str, Page], page: Page, link: str) -> bool:
    target = urlsplit(urljoin(_HERE + page.path, link))
    if not target.geturl().startswith(_HERE):
        return True
    path = unquote(target.path).lstrip("/")
    if path not in pages:
        return not target.fragment and (site / path).exists()
    return not target.fragment or unquote(target.fragment) in pages[path].ids
