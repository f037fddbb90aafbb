"""The README keeps its word: its session runs, its curl line is answered, it stays short."""

import itertools
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from threecommas_mock import MockExchange

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
SESSIONS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
CURL = re.search(r"^ +(curl .*?)\n\n", README, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("session", SESSIONS)
def test_session_runs_as_it_stands(session: str) -> None:
    exec(compile(session, "README.md", "exec"), {})


def test_curl_line_is_answered_with_the_promised_body() -> None:
    assert CURL is not None
    words = shlex.split(CURL[1].replace("\\\n", " "))
    headers = dict(word.split(": ") for flag, word in itertools.pairwise(words) if flag == "-H")
    with httpx.Client(transport=MockExchange().transport()) as http:
        answer = http.get("https://threecommas.mock" + urlsplit(words[-1]).path, headers=headers)
    assert f"`{answer.text}`" in README


@pytest.mark.parametrize("path", list(ROOT.glob("*.md")), ids=lambda path: path.name)
def test_files_named_in_links_exist(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_readme_stays_under_200_lines() -> None:
    assert len(README.splitlines()) < 200
