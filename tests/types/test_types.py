"""What type checkers and editors know of the client: strict checkers pass a sample, and find each slip."""

import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from threecommas import AsyncThreeCommas, HmacSigner, ThreeCommas, errors, models, orders
from threecommas_rest.operations import METHODS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

# File and line of each complaint.
Complaints = dict[tuple[str, int], str]


def mypy(file: str) -> Complaints:
    """What mypy --strict says of a file."""
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", str(HERE / file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode in {0, 1}, done.stderr
    found = re.findall(r"(\w+\.py):(\d+): error: (.*)", done.stdout)
    assert bool(found) == bool(done.returncode), done.stdout + done.stderr
    return {(name, int(line)): text for name, line, text in found}


def pyright(file: str) -> Complaints:
    """What pyright says of a file in its strict mode, by the edition of it that needs no download."""
    command = [sys.executable, "-m", "basedpyright", "--outputjson", "-p", str(HERE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode in {0, 1}, done.stderr
    answer = json.loads(done.stdout)
    assert answer["summary"]["filesAnalyzed"] == 3, "a sample was not read"
    return {
        (Path(one["file"]).name, one["range"]["start"]["line"] + 1): one["message"]
        for one in answer["generalDiagnostics"]
        if Path(one["file"]).name == file
    }


def slips() -> set[tuple[str, int]]:
    """The lines marked as wrong."""
    lines = (HERE / "wrong.py").read_text("utf-8").splitlines()
    return {("wrong.py", number) for number, line in enumerate(lines, 1) if "# wrong" in line}


@pytest.mark.parametrize("sample", ["sample.py", "resources.py"])
@pytest.mark.parametrize("checker", [mypy, pyright], ids=lambda checker: checker.__name__)
def test_strict_checker_passes_the_sample(checker: Callable[[str], Complaints], sample: str) -> None:
    assert checker(sample) == {}


def every_method() -> str:
    """Return a program that hands on each method of both clients, the async ones as such."""
    of = {
        "ThreeCommas": "Callable[..., object]",
        "AsyncThreeCommas": "Callable[..., Awaitable[object]]",
    }
    lines = ["# pyright: strict", "from collections.abc import Awaitable, Callable"]
    lines += [f"from threecommas import {', '.join(of)}"]
    for client, kind in of.items():
        lines += [f"def of_{client.lower()}(client: {client}) -> list[{kind}]:"]
        lines += [f"    return [{', '.join(f'client.{name}' for name in METHODS)}]"]
    return "\n".join(lines) + "\n"


def test_strict_checkers_know_every_method_of_both_clients(tmp_path: Path) -> None:
    program = tmp_path / "every_method.py"
    program.write_text(every_method(), "utf-8")
    for line in (["mypy", "--strict"], ["basedpyright"]):
        done = subprocess.run(
            [sys.executable, "-m", *line, str(program)], capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("call", ["client.{}.", "await client.{}."], ids=["sync", "async"])
def test_samples_use_every_resource_that_goes_beyond_requests(call: str) -> None:
    samples = (HERE / "sample.py").read_text("utf-8") + (HERE / "resources.py").read_text("utf-8")
    # Another one, which the document alone makes, is in the program of all methods.
    rooms = {path.parent.name for path in Path(inspect.getfile(ThreeCommas)).parent.glob("*/resource.py")}
    resources = rooms | {"market_data", "simple_trades"}
    assert {name for name in resources if call.format(name) not in samples} == set()


@pytest.mark.parametrize("checker", [mypy, pyright], ids=lambda checker: checker.__name__)
def test_strict_checker_finds_each_slip_and_nothing_else(checker: Callable[[str], Complaints]) -> None:
    assert len(slips()) == 16
    assert set(checker("wrong.py")) == slips()


def public_callables() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public function, class and method a program can call, with its name."""
    signer = HmacSigner("secret")
    things: list[object] = [ThreeCommas("key", signer), AsyncThreeCommas("key", signer)]
    for client in list(things):
        things += [
            value for value in vars(client).values() if type(value).__module__.startswith("threecommas")
        ]
    for thing in things:
        yield type(thing).__name__, type(thing)
        for name, method in inspect.getmembers(thing, callable):
            if not name.startswith("_"):
                yield f"{type(thing).__name__}.{name}", method
    for name in [*errors.__all__, *models.__all__, *orders.__all__]:
        value = getattr(errors, name, None) or getattr(models, name, None) or getattr(orders, name)
        if inspect.isfunction(value) or (inspect.isclass(value) and not issubclass(value, str | Exception)):
            yield name, value


def test_no_public_signature_takes_unnamed_arguments() -> None:
    catch_all = {inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL}
    found = dict(public_callables())
    assert {"ThreeCommas", "AsyncSmartTrades.create", "smart_trade", "CreateSmartTrade"} <= found.keys()
    loose = {
        name
        for name, value in found.items()
        if {parameter.kind for parameter in inspect.signature(value).parameters.values()} & catch_all
    }
    assert loose == set()
