"""The programs of the guide run as they stand."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from threecommas_mock import MockExchange

from tests.client.redis_server import running_redis
from tests.guide.programs import pages_with_programs, programs_of
from tests.readme.served import served_environment

# Programs that serve or wait have tests of their own.
OF_THEIR_OWN = {"first-bot.md", "webhook.md"}
PAGES = [page for page in pages_with_programs() if page not in OF_THEIR_OWN]
REDIS = "redis://127.0.0.1:6379/0"


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_redis(tmp_path_factory.mktemp("redis")) as address:
        yield address


@pytest.mark.parametrize("page", PAGES)
def test_programs_of_a_page_run_one_after_the_other(
    page: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    text = "\n\n".join(programs_of(page))
    if REDIS in text:
        text = text.replace(REDIS, request.getfixturevalue("redis"))
    names: dict[str, Any] = {}
    with served_environment(MockExchange()) as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        exec(compile(text, page, "exec"), names)
        for found in [each for name, each in names.items() if name.startswith("test_")]:
            found(*[MockExchange()] * len(inspect.signature(found).parameters))
        for client in (names.get("client"), *names.get("clients", {}).values()):
            if client is not None:
                client.http.close()


def test_pages_whose_programs_run_elsewhere_are_there() -> None:
    assert set(pages_with_programs()) >= OF_THEIR_OWN
