"""Keys of the tests: the samples that the official documents print, which open nothing."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from threecommas import HmacSigner, RsaSigner, Signer
from threecommas_rest import decoding

DATA = Path(__file__).with_name("data")


@pytest.fixture(scope="session")
def api_key() -> str:
    return "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A"


@pytest.fixture(scope="session")
def secret() -> str:
    return "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j"


@pytest.fixture(scope="session")
def pem() -> bytes:
    return (DATA / "published_rsa_key.pem").read_bytes()


@pytest.fixture(scope="session")
def signers(secret: str, pem: bytes) -> dict[str, Signer]:
    """A signer for each type of key, as the documents describe it."""
    return {"hmac": HmacSigner(secret), "rsa": RsaSigner(pem)}


@pytest.fixture(params=["with msgspec", "without msgspec"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Both ways of decoding an answer, of which the second is that of a place without msgspec."""
    if request.param == "without msgspec":
        monkeypatch.setitem(sys.modules, "msgspec", None)
        monkeypatch.delitem(sys.modules, "threecommas_rest.wire", raising=False)
    decoding._wire.cache_clear()
    assert (decoding._wire() is None) == (request.param == "without msgspec")
    yield request.param
    decoding._wire.cache_clear()
