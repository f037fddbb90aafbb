"""Keys of the tests, which the official documents print and which open nothing; stores of a shared budget."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from threecommas import HmacSigner, RsaSigner, Signer
from threecommas_rest import decoding

from tests.client.redis_server import running_redis

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
        monkeypatch.delitem(sys.modules, "threecommas_rest.readers", raising=False)
    decoding._readers.cache_clear()
    assert (decoding._readers() is None) == (request.param == "without msgspec")
    yield request.param
    decoding._readers.cache_clear()


@pytest.fixture(params=["memory", "sqlite", "redis"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    match request.param:
        case "memory":
            return "memory://"
        case "sqlite":
            return f"sqlite:///{tmp_path / 'budget.db'}"
    return str(request.getfixturevalue("redis_url"))


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """Address of a real Redis that is empty."""
    import redis

    with redis.Redis.from_url(redis_server) as server:
        server.flushall()
    return redis_server


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a real Redis of the tests' own."""
    with running_redis(tmp_path_factory.mktemp("redis")) as address:
        yield address
