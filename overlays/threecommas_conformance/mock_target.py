"""The mock exchange in this process as a target. No other module of the suite knows the mock."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from threecommas.errors import ConfigurationError
from threecommas.signing import HmacSigner

from threecommas_conformance.target import Target


@contextmanager
def mock() -> Iterator[Target]:
    """Make a new mock exchange in this process; gives the target that leads to it.

    Raises `ConfigurationError` where the mock is not installed.
    """
    # Deferred, because a run against another server does without it.
    try:
        from threecommas_mock import MockExchange  # noqa: PLC0415
    except ImportError:
        raise ConfigurationError(
            "The mock is not installed: pip install 'threecommas-sdk[mock]', or give --url."
        ) from None
    # A run prefers an account of the simulator, and lists have to show the orders it makes there.
    exchange = MockExchange(journal_capacity=1, web_mode="paper")
    credential = exchange.credentials[0]
    secret = credential.secret or ""
    with exchange.transport() as transport:
        yield Target(
            base_url=httpx.URL(exchange.base_url),
            api_key=credential.key,
            signer=HmacSigner(secret),
            transport=transport,
            secrets=(secret,),
            in_process=True,
        )
