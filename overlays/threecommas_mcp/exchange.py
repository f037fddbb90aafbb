"""Where the tools trade: 3Commas with the key of the environment, or a mock exchange in this process."""

from collections.abc import Mapping
from decimal import Decimal

from threecommas import AsyncThreeCommas, ConfigurationError, HmacSigner, Mode
from threecommas.configuration.environment import API_KEY, PRIVATE_KEY_FILE, SECRET

_MOCK = "This is a mock exchange in memory: prices stand still, nothing costs money, all is gone at the end."
_ACCOUNTS = {
    "paper": "Paper accounts alone: no money is at stake.",
    "real": "Real accounts: money is at stake.",
}


def open_client(
    environ: Mapping[str, str], *, mode: Mode, allow_writes: bool, max_total: Decimal | None
) -> tuple[AsyncThreeCommas, str]:
    """Return the client of the tools, and a sentence that says where it trades.

    Raises `ConfigurationError` where there is neither a key nor a mock, or the arguments do not fit together.
    """
    has_key = any(environ.get(name) for name in (API_KEY, SECRET, PRIVATE_KEY_FILE))
    if mode == "real" and allow_writes and max_total is None:
        raise ConfigurationError("Writes in mode real need --max-total: what one order may be worth.")
    if mode == "real" and not has_key:
        raise ConfigurationError(f"Mode real needs a key: set {API_KEY} and {SECRET}.")
    if has_key:
        client = AsyncThreeCommas(environ=environ, mode=mode, read_only=not allow_writes, max_total=max_total)
        return client, _ACCOUNTS[mode]
    return _mock_client(allow_writes=allow_writes, max_total=max_total), _MOCK


def _mock_client(*, allow_writes: bool, max_total: Decimal | None) -> AsyncThreeCommas:
    # Deferred, because who has a key does without it.
    try:
        from threecommas_mock import MockExchange  # noqa: PLC0415
    except ImportError:
        raise ConfigurationError(
            f"There is no key: set {API_KEY} and {SECRET}. And there is no mock: "
            "pip install 'threecommas-sdk[mock]'."
        ) from None
    exchange = MockExchange(web_mode="paper")
    credential = exchange.credentials[0]
    return AsyncThreeCommas(
        credential.key,
        HmacSigner(credential.secret or ""),
        base_url=exchange.base_url,
        transport=exchange.async_transport(),
        mode="paper",
        read_only=not allow_writes,
        max_total=max_total,
        environ={},
    )
