"""API keys: who signs, how, and what the key may do.

How a signature is computed and compared is in `signing`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

NO_PERMISSION_NEEDED = "NONE"


@dataclass(frozen=True)
class Credential:
    """One API key of one user, with a *secret* (HMAC, system generated) or a *public_key* (RSA, PEM).

    *permissions* are names such as ``SMART_TRADES_READ``, as the document's `x-permission` has them; None
    stands for all there are.
    """

    key: str = field(repr=False)
    user: int = 1
    secret: str | None = field(default=None, repr=False)
    public_key: str | None = field(default=None, repr=False)
    permissions: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if (self.secret is None) == (self.public_key is None):
            raise ValueError(
                f"key {self.key!r}: give either secret (HMAC) or public_key (RSA), not both or none"
            )
        if self.public_key is not None:
            self.rsa  # noqa: B018  (a PEM that cannot be read is an error now, not at the first request)

    @cached_property
    def rsa(self) -> RSAPublicKey:
        """The parsed public key; ValueError if the PEM holds anything but an RSA public key."""
        loaded = load_pem_public_key((self.public_key or "").encode())
        if not isinstance(loaded, RSAPublicKey):
            raise ValueError(
                f"key {self.key!r}: public_key holds a {type(loaded).__name__}, not an RSA public key"
            )
        return loaded

    def may(self, permission: str) -> bool:
        """Whether the key carries *permission*; `NONE` asks for a valid signature only (docs: validate)."""
        if permission == NO_PERMISSION_NEEDED or self.permissions is None:
            return True
        return permission in self.permissions


class Keyring:
    """The keys an exchange knows."""

    def __init__(self, credentials: Iterable[Credential]) -> None:
        self._by_key: dict[str, Credential] = {}
        for credential in credentials:
            if credential.key in self._by_key:
                raise ValueError(f"key {credential.key!r} is given twice")
            self._by_key[credential.key] = credential

    def __iter__(self) -> Iterator[Credential]:
        return iter(self._by_key.values())

    def find(self, key: str) -> Credential | None:
        """Return the credential with this key, if any."""
        return self._by_key.get(key)
