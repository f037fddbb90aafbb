"""The server of a run: its address, the key, and the permissions there.

A server on this machine is the user's own: anything may be sent to it. Any other may be 3Commas, with money
behind it. It is only read, and in paper mode, until somebody has permitted more in words.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import httpx
from threecommas.configuration.connection import checked_url, is_loopback
from threecommas.configuration.environment import SECRET, Given, Settings
from threecommas.errors import ConfigurationError
from threecommas.signing import Signer

MAY_WRITE = "orders may be placed and closed on this server"
MAY_BE_REAL = "accounts with real money may be used"
SENTENCES = (MAY_WRITE, MAY_BE_REAL)
"""The exact words that permit more than paper reads on a server elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One server. `transport` is what requests go through, None for the network.

    `secrets` are texts that must not turn up in a report, besides the API key itself.
    """

    base_url: httpx.URL
    api_key: str = field(repr=False)
    signer: Signer = field(repr=False)
    transport: httpx.BaseTransport | None = field(default=None, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    permissions: frozenset[str] = frozenset()
    in_process: bool = False

    def __post_init__(self) -> None:
        if unknown := self.permissions - set(SENTENCES):
            known = " or ".join(f"'{sentence}'" for sentence in SENTENCES)
            raise ConfigurationError(f"{sorted(unknown)[0]!r} is not a permission. Give {known}.")

    @property
    def is_local(self) -> bool:
        """Whether the server is in this process or on this machine."""
        return self.in_process or is_loopback(self.base_url.host)

    @property
    def only_reads(self) -> bool:
        """Whether nothing but GET is sent."""
        return not (self.is_local or MAY_WRITE in self.permissions)

    @property
    def forces_paper(self) -> bool:
        """Whether each request carries ``Forced-Mode: paper``."""
        return not (self.is_local or MAY_BE_REAL in self.permissions)


def target_from_environment(
    environ: Mapping[str, str],
    *,
    url: str | None,
    permissions: Collection[str] = (),
    transport: httpx.BaseTransport | None = None,
) -> Target:
    """Return the target that a URL, or else THREECOMMAS_BASE_URL, leads to, with the environment's key.

    Raises `ConfigurationError` naming the variable, the URL or the sentence that cannot be used.
    """
    given = Given(base_url=url, environ=environ)
    # A traceback that shows variables would show it.
    del environ
    settings = Settings.resolve(given)
    return Target(
        base_url=checked_url(settings.base_url, allow_http=False),
        api_key=settings.api_key,
        signer=settings.signer,
        transport=transport,
        secrets=tuple(filter(None, (given.variable(SECRET).value,))),
        permissions=frozenset(permissions),
    )
