"""The request that connects an account.

It is held to what its exchange asks for in the form of `market_list`.
"""

from __future__ import annotations

from typing import Any

from threecommas_rest import models
from threecommas_rest.types import UNSET

from threecommas.errors import EncodeError
from threecommas.messages.hidden import Hidden

_KEYS = ("api_key", "secret", "customer_id", "passphrase", "subaccount_name", "address")


def new_account(
    market: models.Market, *, name: str, types: list[str] | None = None, **keys: str
) -> models.CreateAccount:
    """Return the body for ``client.accounts.create``; raise `EncodeError` for a key that lacks.

    `market` is the exchange, an element of ``client.market_data.markets()``. `keys` are what it asks for:
    ``api_key``, ``secret``, ``customer_id``, ``passphrase``, ``subaccount_name`` or ``address``; one that it
    does not ask for is an error too. `types` are the types of account to open with them, as
    ``client.accounts.types_to_connect`` answers them.
    """
    given: Hidden[dict[str, Any]] = Hidden({**keys})
    # A traceback that shows variables, as error trackers make them, would show these.
    del keys
    _check(market, given)
    return models.CreateAccount(
        type=market.market_code, name=name, types_to_create=UNSET if types is None else types, **given.value
    )


def _check(market: models.Market, given: Hidden[dict[str, Any]]) -> None:
    """Raise `EncodeError` for a key that lacks, is too much or is no text."""
    named = frozenset(given.value)
    for key in sorted(named - set(_KEYS)):
        raise EncodeError(f"is none of {', '.join(_KEYS)}", path=key)
    required, optional = _fields(market)
    for key in required:
        if not given.value.get(key):
            raise EncodeError(f"is missing: {market.market_name} asks for {', '.join(required)}", path=key)
    for key in sorted(named - {*required, *optional}):
        known = ", ".join([*required, *optional]) or "nothing"
        raise EncodeError(f"is too much: {market.market_name} asks for {known}", path=key)
    for key in sorted(named):
        if not isinstance(given.value[key], str):
            raise EncodeError("must be text", path=key)


def _fields(market: models.Market) -> tuple[list[str], list[str]]:
    """Return what the exchange needs and what it takes; without a form nobody knows, so it is an error."""
    if not isinstance(market, models.Market):
        wanted = "must be the exchange, an element of client.market_data.markets()"
        raise EncodeError(f"{wanted}, got a {type(market).__name__}", path="market")
    form = market.form_fields
    if not isinstance(form, models.ConnectionFields):
        raise EncodeError(f"{market.market_name} says nothing about its keys", path="market")
    return [each.field for each in form.required], [each.field for each in form.optional]
