"""No key, secret or password stands in a variable of a frame of ours that an error of configuration shows.

What error trackers, rich and ``pytest --showlocals`` print is the repr of each local variable. The frames of
whoever calls are theirs.
"""

import importlib
import pkgutil
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

import httpx
import pytest
import threecommas
import typer
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from threecommas import AsyncThreeCommas, ConfigurationError, HmacSigner, RateBudget, RsaSigner, ThreeCommas
from threecommas.cli.context import CliContext, CliDependencies, command_session
from threecommas.messages.hidden import Hidden
from threecommas.signing.httpx_auth import SignatureAuth

from tests.client.transport.calls import API_KEY, SECRET

PASSWORD = "the-password-of-the-tests"
OURS = Path(threecommas.__file__).parent.parent


def pem_of(password: str | None = None, key: Any = None) -> bytes:
    key = key or rsa.generate_private_key(65537, 1024)
    lock: Any = BestAvailableEncryption(password.encode()) if password else None

    made: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock or NoEncryption())
    return made


PEM = pem_of()
LOCKED = pem_of(PASSWORD)
CURVE = pem_of(key=ec.generate_private_key(ec.SECP256R1()))
DAMAGED = PEM[:-100] + b"\n-----END PRIVATE KEY-----\n"
PEMS = [line for pem in (PEM, LOCKED, CURVE) for line in pem.decode().splitlines() if "-----" not in line]
SECRETS = (API_KEY, SECRET, PASSWORD, *PEMS)


class Showing:
    """A signer of somebody's own whose repr shows everything."""

    separator = HmacSigner("x").separator

    def sign(self, text: bytes) -> str:
        return ""

    def __repr__(self) -> str:
        return f"Showing({SECRET})"


ENVIRON = {"THREECOMMAS_API_KEY": API_KEY, "THREECOMMAS_SECRET": SECRET}


def environ(**variables: str) -> dict[str, Any]:
    return {"environ": {**ENVIRON, **{f"THREECOMMAS_{name}": value for name, value in variables.items()}}}


def keyed(**arguments: Any) -> dict[str, Any]:
    """Arguments of a client with its key given, each of which is also passed by whoever shows it all."""
    return {"api_key": API_KEY, "signer": Showing(), "environ": ENVIRON} | arguments


CLIENTS: dict[str, Callable[[Path], Mapping[str, Any]]] = {
    "mode of the environment": lambda folder: environ(MODE="papr"),
    "mode": lambda folder: keyed(mode="papr"),
    "no secret": lambda folder: environ(SECRET=""),
    "no key": lambda folder: environ(API_KEY=""),
    "both": lambda folder: environ(PRIVATE_KEY_FILE="key.pem"),
    "key in the name of the file": lambda folder: environ(SECRET="", PRIVATE_KEY_FILE=PEM.decode()),
    "no name of a file": lambda folder: environ(SECRET="", PRIVATE_KEY_FILE=f"{SECRET}\0"),
    "file is a folder": lambda folder: environ(SECRET="", PRIVATE_KEY_FILE=str(folder)),
    "damaged file": lambda folder: environ(SECRET="", PRIVATE_KEY_FILE=written(folder, DAMAGED)),
    "locked file": lambda folder: environ(SECRET="", PRIVATE_KEY_FILE=written(folder, LOCKED)),
    "file of another key": lambda folder: environ(SECRET="", PRIVATE_KEY_FILE=written(folder, CURVE)),
    "blanks in the secret": lambda folder: environ(SECRET=f"{SECRET} \n"),
    "secret that is no text": lambda folder: environ(SECRET=f"{SECRET}\ud800"),
    "blanks in the key": lambda folder: environ(API_KEY=f"{API_KEY} \n"),
    "secret is PEM": lambda folder: environ(SECRET=PEM.decode()),
    "address of the environment": lambda folder: environ(BASE_URL=f"https://user:{PASSWORD}@host/"),
    "address is the secret": lambda folder: environ(BASE_URL=SECRET),
    "address with a query": lambda folder: keyed(base_url=f"https://host/?key={SECRET}"),
    "address": lambda folder: keyed(base_url=f"http://example.org/{SECRET}"),
    "no address": lambda folder: keyed(base_url=f"https://host:{SECRET}"),
    "no signer": lambda folder: {"api_key": API_KEY, "environ": ENVIRON},
    "signer is the secret": lambda folder: keyed(signer=SECRET),
    "key is the signer": lambda folder: keyed(api_key=Showing()),
    "proxy": lambda folder: keyed(proxy=f"http://user:{PASSWORD}@proxy:no-port"),
    "proxy and transport": lambda folder: keyed(
        proxy=f"http://user:{PASSWORD}@proxy", transport=httpx.MockTransport(print)
    ),
    "transport": lambda folder: keyed(transport=5),
    "budget": lambda folder: keyed(rate_budget=f"redis://:{PASSWORD}@host"),
    "no budget": lambda folder: keyed(rate_budget=5),
    "timeout": lambda folder: keyed(timeout=-1),
    "deadline": lambda folder: keyed(deadline=-1),
    "max_total": lambda folder: keyed(max_total="much"),
    "limit of answers": lambda folder: keyed(max_response_bytes=0),
    "event hooks": lambda folder: keyed(event_hooks={"answer": []}),
}
OTHERS: dict[str, Callable[[], object]] = {
    "empty secret": lambda: HmacSigner(b"" + SECRET.encode()),  # type: ignore[arg-type]
    "blanks in a secret": lambda: HmacSigner(f"{SECRET} "),
    "PEM as secret": lambda: HmacSigner(PEM.decode()),
    "no PEM": lambda: RsaSigner(SECRET, password=PASSWORD),
    "no text": lambda: RsaSigner([PEM], password=PASSWORD),  # type: ignore[arg-type]
    "damaged": lambda: RsaSigner(DAMAGED, password=PASSWORD),
    "needless password": lambda: RsaSigner(PEM, password=PASSWORD),
    "wrong password": lambda: RsaSigner(LOCKED, password=f"{PASSWORD}!"),
    "password missing": lambda: RsaSigner(LOCKED.decode()),
    "another key": lambda: RsaSigner(CURVE),
    "auth": lambda: SignatureAuth(f"{API_KEY} ", Showing(), base_url=httpx.URL("https://host")),
    "auth without signer": lambda: SignatureAuth(API_KEY, SECRET, base_url=httpx.URL("https://host")),  # type: ignore[arg-type]
    "store": lambda: RateBudget(f"mysql://user:{PASSWORD}@host"),
    "port of a store": lambda: RateBudget(f"redis://user:{PASSWORD}@host:no-port/0"),
    "plan": lambda: RateBudget(f"redis://user:{PASSWORD}@host", plan="gold"),  # type: ignore[arg-type]
    "store that is not there": lambda: RateBudget(f"sqlite:////nowhere/{PASSWORD}/budget.db"),
}


def written(folder: Path, pem: bytes) -> str:
    file = folder / "key.pem"
    file.write_bytes(pem)
    return str(file)


def command(options: Mapping[str, Any]) -> None:
    """Do what the command does with a client, and raise what it ends with."""
    session = CliContext(
        dependencies=CliDependencies(environ=options["environ"]),
        mode=None,
        read_only=False,
        dry_run=False,
        max_total=None,
    )
    context = typer.Context(typer.main.get_command(typer.Typer(callback=lambda: None)), obj=session)
    with command_session(context, as_json=False):
        pass


def frames(error: BaseException) -> Iterator[FrameType]:
    """Yield each frame that an error came through, and those of the errors it was raised for."""
    seen: list[BaseException] = []
    following: list[BaseException | None] = [error]
    while following:
        one = following.pop()
        if one is None or one in seen:
            continue
        seen.append(one)
        yield from (frame for frame, _ in traceback.walk_tb(one.__traceback__))
        following += [one.__cause__, one.__context__]


def shown(error: BaseException) -> list[str]:
    """Return the variables of our frames that show a secret, and the error itself if it does."""
    ours = [frame for frame in frames(error) if OURS in Path(frame.f_code.co_filename).parents]
    assert ours
    variables = [
        f"{frame.f_code.co_qualname}: {name} = {value!r}"
        for frame in ours
        for name, value in frame.f_locals.items()
    ]
    texts = [*variables, *traceback.format_exception(error, chain=False)[-1:], repr(error), repr(vars(error))]
    return [text for text in texts if any(secret in text for secret in SECRETS)]


def raised(make: Callable[[], object], kind: type[BaseException] = ConfigurationError) -> BaseException:
    with pytest.raises(kind) as info:
        make()
    return info.value


@pytest.mark.parametrize("name", CLIENTS)
@pytest.mark.parametrize("make", [ThreeCommas, AsyncThreeCommas])
def test_client_that_cannot_be_made_shows_no_secret(make: Any, name: str, tmp_path: Path) -> None:
    options = CLIENTS[name](tmp_path)
    assert shown(raised(lambda: make(**options))) == []


@pytest.mark.parametrize("name", OTHERS)
def test_what_cannot_be_made_of_a_secret_does_not_show_it(name: str) -> None:
    assert shown(raised(OTHERS[name])) == []


@pytest.mark.parametrize("name", CLIENTS)
def test_command_that_cannot_make_a_client_shows_no_secret(name: str, tmp_path: Path) -> None:
    options = CLIENTS[name](tmp_path)
    # What is not of the environment, a command cannot be given.
    if options.keys() == {"environ"}:
        assert shown(raised(lambda: command(options), typer.Exit)) == []


def test_environment_of_the_process_is_shown_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRON.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("THREECOMMAS_MODE", "papr")
    assert shown(raised(ThreeCommas)) == []


def test_half_made_object_has_a_repr_and_shows_nothing() -> None:
    kinds = {
        kind
        for module in pkgutil.walk_packages(threecommas.__path__, "threecommas.")
        if not module.name.endswith("__main__")
        for kind in vars(importlib.import_module(module.name)).values()
        if isinstance(kind, type) and kind.__module__.startswith("threecommas.") and "__repr__" in vars(kind)
    }
    # A named tuple is made as a whole, so there is no half of one.
    by_hand = {kind for kind in kinds if not hasattr(kind, "__dataclass_fields__")} - named_tuples(kinds)
    assert {HmacSigner, RsaSigner, SignatureAuth, Hidden} <= by_hand
    for kind in by_hand | {ThreeCommas, AsyncThreeCommas}:
        shown = repr(kind.__new__(kind)).strip("<")
        assert shown.startswith((kind.__name__.removeprefix("Shown"), "hidden", "threecommas"))


def named_tuples(kinds: set[type]) -> set[type]:
    return {kind for kind in kinds if issubclass(kind, tuple)}


@pytest.mark.parametrize("make", [lambda: HmacSigner(f"{SECRET} "), lambda: RsaSigner(DAMAGED)])
def test_signer_whose_making_failed_can_be_shown(make: Callable[[], object]) -> None:
    halves = [
        frame.f_locals["self"]
        for frame in frames(raised(make))
        if frame.f_code.co_qualname.endswith("Signer.__init__")
    ]
    assert [repr(half).partition("(")[0] for half in halves] == [type(half).__name__ for half in halves]
    assert len(halves) == 1
