import contextlib
import io
import subprocess
from collections.abc import Callable, Iterator
from typing import Any
from urllib.error import HTTPError

import pytest
from threecommas import NotFoundError
from threecommas_mock import Credential, MockExchange, serve

from generator.publish.code_samples import samples
from generator.publish.example_calls import Call, all_calls

KEY, SECRET = "a-key", "a-secret"


@pytest.fixture
def address() -> Iterator[str]:
    exchange = MockExchange(credentials=[Credential(KEY, secret=SECRET)], signing="strict")
    with serve(exchange) as base_url:
        yield base_url


@pytest.fixture(scope="module")
def documented(document: dict[str, Any]) -> list[Call]:
    return list(all_calls(document))


def test_every_operation_is_called(documented: list[Call], document: dict[str, Any]) -> None:
    count = sum(len(item) for item in document["paths"].values())
    assert len({call.operation.id for call in documented}) == count


def test_curl_sample_is_accepted_by_the_exchange(
    documented: list[Call], document: dict[str, Any], address: str, tool: Callable[[str], str]
) -> None:
    tool("curl"), tool("openssl")
    for call in documented:
        program = text_of(document, call, "curl", address) + "-w '\\n%{http_code}'\n"
        done = subprocess.run([tool("bash"), "-c", program], check=True, capture_output=True, text=True)
        assert done.stdout.splitlines()[-1] in {"200", "201", "404"}, done.stdout


def test_python_sample_is_accepted_by_the_exchange(
    documented: list[Call], document: dict[str, Any], address: str
) -> None:
    for call in documented:
        assert run(text_of(document, call, "python", address), HTTPError).startswith(
            ("200", "201", "HTTP Error 404")
        )


def test_client_sample_is_accepted_by_the_exchange(
    documented: list[Call], document: dict[str, Any], address: str
) -> None:
    for call in documented:
        program = text_of(document, call, "sdk", address)
        program = program.replace(f'HmacSigner("{SECRET}")', f'HmacSigner("{SECRET}"), base_url="{address}"')
        printed = run(program, NotFoundError)
        # An answer is an object, a list, a bare true, or nothing at all.
        bare = printed.startswith(("[", "True", "None"))
        assert bare or "(" in printed or "not found" in printed.lower()


def test_sample_with_a_wrong_secret_is_refused(
    documented: list[Call], document: dict[str, Any], address: str
) -> None:
    program = text_of(document, documented[0], "python", address).replace(SECRET, "another")
    assert run(program, HTTPError).startswith("HTTP Error 401")


def text_of(document: dict[str, Any], call: Call, language: str, address: str) -> str:
    sample = next(each for each in samples(document, call) if each.language == language)
    origin = address.removesuffix("/public/api")
    text = sample.text.replace("your key", KEY).replace("your secret", SECRET).replace(call.origin, origin)
    return text.rstrip("\n") + (" " if language == "curl" else "\n")


def run(program: str, classify: type[Exception]) -> str:
    """Run a program and return what it printed, or what refused it."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(program, "sample", "exec"), {"__name__": "sample"})
    except classify as error:
        return str(error)
    return printed.getvalue()
