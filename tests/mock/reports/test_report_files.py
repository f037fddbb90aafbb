"""Reports as files: the JSON adds up and has the documented shape, the page needs nothing but itself."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal, localcontext
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from threecommas_mock import Report, report_json, report_page, write_report
from threecommas_mock.replay.replay import Plan
from threecommas_mock.reports import report_json as module
from threecommas_mock.reports import report_page as page_module

from tests.mock.asking import Asking
from tests.mock.chromium import Page, browser
from tests.mock.replay.market import SPOT, candles_of
from tests.mock.replay.scenes import Scene, scenes
from tests.mock.replay.trades import ACTIONS

WAYS = [(0, 400, 300, 5), (0, 100, 900, 1), (0, 900, 0, 9), (300, 600, 200, 8), (0, 0, 1200, 0)]
NAMES = ("nonstop bot", "bot with a stop and a pause", "grid bot", "SmartTrade at market")


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}


@pytest.fixture(scope="module")
def report() -> Report:
    scene = Scene(SPOT, ACTIONS, candles_of(WAYS * 12), [(0, name) for name in NAMES], Plan(), 0)
    return scene.lived()[1].report()


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as page:
        yield page


def added(values: Any, name: str) -> Decimal:
    return sum((Decimal(value[name]) for value in values), Decimal(0))


@settings(max_examples=15, deadline=None)
@given(scene=scenes())
def test_amounts_of_the_json_add_up_to_the_last_digit(scene: Scene) -> None:
    found = json.loads(json.dumps(report_json(scene.lived()[1].report())))
    worth, total = found["worth"], found["total"]
    with localcontext(prec=1000):
        parts = (worth["start"], worth["held"], total["profit"], worth["other"])
        assert Decimal(worth["end"]) == sum(map(Decimal, parts))
        for name in ("fees", "realised", "open", "profit"):
            assert Decimal(total[name]) == added(found["entries"], name)
            deals = [entry for entry in found["entries"] if entry["bot_id"] is not None]
            assert added(found["bots"], name) == added(deals, name)


def test_shape_of_the_json_is_the_documented_one(report: Report) -> None:
    found = report_json(report)
    documented = set(re.findall(r"\w+", (module.__doc__ or "").partition("UTC.")[2]))
    names = set(found)
    for part in ("total", "worth", "drawdown"):
        names |= set(found[part])
    for part in ("accounts", "bots", "entries"):
        names |= set(found[part][0])
    names |= set(next(entry["fills"][0] for entry in found["entries"] if entry["fills"]))
    assert names - documented == set()


def test_file_is_json_or_page_by_its_ending(report: Report, tmp_path: Path) -> None:
    write_report(report, tmp_path / "a.json")
    write_report(report, tmp_path / "a.HTML")
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == report_json(report)
    assert (tmp_path / "a.HTML").read_text("utf-8") == report_page(report)
    with pytest.raises(ValueError, match=r"is a \.json or an \.html file"):
        write_report(report, tmp_path / "a.txt")


def test_report_without_limited_funds_says_why_it_has_no_worth(report: Report) -> None:
    client = Asking()
    unlimited = client.exchange.replay(candles_of(WAYS), pair=SPOT).run()
    found = report_json(unlimited)["worth"]
    assert found["curve"] == []
    for text in (found["why_none"], report_page(unlimited)):
        assert "No account has limited funds" in text
        assert "--funds USDT=10000" in text
    assert report_json(report)["worth"]["why_none"] is None
    assert "limited funds" not in report_page(report)


def test_page_loads_nothing_and_shows_names_as_text(report: Report) -> None:
    tags, page = Tags(), report_page(report)
    tags.feed(page)
    assert not tags.found & {"script", "link", "img", "iframe", "b"}
    assert not tags.attributes & {"src", "href", "onload", "onclick"}
    assert not re.search(r"https?:|url\(|@import", page)
    assert "&lt;b&gt;bold" in page


def test_page_shows_the_newest_entries_and_tells_how_many_are_left(
    report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module, "MOST_ROWS", 2)
    page = report_page(report)
    assert f"the newest 2, {len(report.entries) - 2} more in the JSON" in page


@pytest.mark.parametrize("width", [360, 1280])
def test_page_fits_phone_and_desktop_in_light_and_dark(
    report: Report, chromium: Page, tmp_path: Path, width: int
) -> None:
    file = tmp_path / "report.html"
    write_report(report, file)
    chromium.open(file.as_uri())
    grounds = set()
    for scheme in ("light", "dark"):
        chromium.wear(width, scheme)
        assert chromium.run("document.documentElement.scrollWidth <= innerWidth") is True
        grounds.add(chromium.run("getComputedStyle(document.body).backgroundColor"))
    assert len(grounds) == 2
    assert "Time with a position" in chromium.text("dl")
