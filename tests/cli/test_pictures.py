"""The pictures of `threecommas stats`, which need the extra `pandas`."""

import re
from pathlib import Path

from tests.cli.closed_trades import closed_trades
from tests.cli.terminal import Terminal


def test_chart_is_written_as_picture_and_as_page(tmp_path: Path) -> None:
    png, page = tmp_path / "chart.png", tmp_path / "chart.html"
    result = closed_trades().run("stats --png", str(png), "--html", str(page))
    assert result.exit_code == 0, result.output
    assert png.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    text = page.read_text("utf-8")
    assert text.count("<svg") == 1
    assert text.count("<table>") == 2
    assert "Slow &amp; &lt;b&gt;steady #" in text


def test_page_needs_no_network(tmp_path: Path) -> None:
    page = tmp_path / "chart.html"
    closed_trades().run("stats --html", str(page))
    asked_for = re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?([^"')>\s]+)""", page.read_text("utf-8"))
    assert [each for each in asked_for if not each.startswith("#")] == []


def test_page_without_profit_says_so(tmp_path: Path) -> None:
    page, png = tmp_path / "chart.html", tmp_path / "chart.png"
    assert Terminal().run("stats --html", str(page), "--png", str(png)).exit_code == 0
    assert "Nothing was closed." in page.read_text("utf-8")
    assert png.exists()
