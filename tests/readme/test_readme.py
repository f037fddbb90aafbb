"""The READMEs keep their word: their programs run, their links lead somewhere, their sentences are short."""

import itertools
import re
import shlex
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from threecommas_mock import MockExchange

from tests.readme.prose import sentences, words
from tests.readme.served import served_environment

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("overlays/*/README.md")), *ROOT.glob("generator/README.md")]
# Pages whose programs, if they have any, run elsewhere.
OTHERS = [ROOT / "CHANGELOG.md", ROOT / "spec" / "README.md", *sorted(ROOT.glob("overlays/*/MANUAL.md"))]
OTHERS += sorted(ROOT.glob("overlays/threecommas/guide/**/*.md"))
OF_TESTS = [ROOT / "tests" / each for each in ("README.md", "consumers/README.md", "vectors/README.md")]
CURL = re.search(r"^ +(curl .*?)\n\n", README, re.DOTALL | re.MULTILINE)


def programs(page: Path) -> list[str]:
    return re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)


@pytest.fixture
def key_of_a_served_exchange(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with served_environment(MockExchange()) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield


@pytest.mark.usefixtures("key_of_a_served_exchange")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_programs_of_a_page_run_one_after_the_other(page: Path) -> None:
    names: dict[str, Any] = {}
    with ExitStack() as stack:
        for program in programs(page):
            exec(compile(program, str(page), "exec"), names)
            if "client" in names:
                stack.callback(names["client"].http.close)


def test_order_of_the_readme_goes_to_the_exchange_in_the_program_too() -> None:
    with_key, without_key = programs(ROOT / "README.md")
    order = with_key.partition('max_total="1000")\n')[2]
    names: dict[str, Any] = {}
    exec(compile(f"from threecommas import orders\n{without_key}\n{order}", "README.md", "exec"), names)
    assert names["trade"].status.title == "Waiting Targets"


def test_curl_line_is_answered_with_the_promised_body() -> None:
    assert CURL is not None
    line = shlex.split(CURL[1].replace("\\\n", " "))
    headers = dict(word.split(": ") for flag, word in itertools.pairwise(line) if flag == "-H")
    with httpx.Client(transport=MockExchange().transport()) as http:
        answer = http.get("https://threecommas.mock" + urlsplit(line[-1]).path, headers=headers)
    assert f"`{answer.text}`" in README


@pytest.mark.parametrize("page", [*PAGES, *OTHERS, *OF_TESTS], ids=lambda page: str(page.relative_to(ROOT)))
def test_files_and_headings_named_in_links_exist(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", page.read_text("utf-8"))
    assert [link for link in links if not leads_somewhere(page, *link)] == []


def leads_somewhere(page: Path, file: str, heading: str) -> bool:
    target = page.parent / file if file else page
    if not target.exists() or not heading:
        return target.exists()
    headings = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
    return heading in [re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings]


@pytest.mark.parametrize("page", [*PAGES, *OTHERS, *OF_TESTS], ids=lambda page: str(page.relative_to(ROOT)))
def test_sentences_of_a_page_have_twelve_words_at_most_on_average(page: Path) -> None:
    counted = [words(sentence) for sentence in sentences(page.read_text("utf-8"))]
    assert sum(counted) / len(counted) <= 12


def test_readme_has_120_lines_at_most() -> None:
    assert len(README.splitlines()) <= 120
