"""Report files: JSON or a page, as the name of the file ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from threecommas_mock.reports.report import Report
from threecommas_mock.reports.report_json import report_json
from threecommas_mock.reports.report_page import report_page

_WRITERS: dict[str, Callable[[Report], str]] = {
    ".json": lambda report: json.dumps(report_json(report), ensure_ascii=False, indent=2) + "\n",
    ".html": report_page,
}


def write_report(report: Report, path: Path) -> None:
    """Write *report* to a file that ends in .json or .html; raises ValueError for any other."""
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise ValueError(f"{path}: a report is a .json or an .html file")
    path.write_text(writer(report), "utf-8")
