"""Accounts out of request bodies: connected anew, or changed. No secret of the exchange is kept.

An account that is connected anew is like the first of its type that the exchange was made with: same fees,
same leverage, and the funds that one started with, or none, as `Assumptions.new_account_funds` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from threecommas_mock.accounts.exchanges import connectable, connection, types_of
from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.api.body_values import Body, get_bool, get_text
from threecommas_mock.api.errors import FieldErrors, InvalidParameters
from threecommas_mock.venue.accounts import Account, digest
from threecommas_mock.venue.key_fields import key_fields

_BAD_VALUE = "does not have a valid value"
_CONNECTED = "This account is already connected!"  # docs, Add exchange account, 400


def types_to_connect(
    given: Mapping[str, Any], own: Sequence[Account], known: Iterable[Account]
) -> list[dict[str, Any]]:
    """Write the types of account that keys can open; available are those that this exchange has."""
    models = _models(str(given["type"]), known)
    key = given.get("api_key")
    return [
        connection(code, key is not None and _is_connected(own, code, key), code in models)
        for code in types_of(str(given["type"]))
    ]


def new_accounts(
    body: Body,
    own: Sequence[Account],
    known: Iterable[Account],
    *,
    user: int,
    numbers: Iterable[int],
    now: datetime,
    assumptions: Assumptions,
) -> list[Account]:
    """Make the accounts that a body asks for, or raise InvalidParameters."""
    models = _models(body["type"], known)
    wanted = _wanted(body, models)
    _require_name(body)
    missing: FieldErrors = {name: ["is missing"] for name in key_fields(body["type"]) if not body.get(name)}
    if missing:
        raise InvalidParameters(missing)
    if any(_is_connected(own, code, body["api_key"]) for code in wanted):
        raise InvalidParameters({"api_key": [_CONNECTED]})
    keeps = assumptions.new_account_funds == "as_its_type"
    return [
        replace(
            models[code],
            id=number,
            name=body["name"],
            owner=user,
            exchange_key=None,
            key_digest=digest(body["api_key"]),
            subaccount_name=get_text(body, "subaccount_name"),
            funds=models[code].funds if keeps else {},
            include_in_summary=True,
            created_at=now,
            updated_at=now,
        )
        for code, number in zip(wanted, numbers, strict=False)
    ]


def updated(account: Account, body: Body, own: Iterable[Account], now: datetime) -> Account:
    """Return *account* as a body wants it; what is left out stays."""
    changed = account
    if "name" in body:
        changed = renamed(changed, body["name"], now)
    if body.get("api_key"):
        others = [each for each in own if each.id != account.id]
        if _is_connected(others, account.type, body["api_key"]):
            raise InvalidParameters({"api_key": [_CONNECTED]})
        changed = replace(changed, exchange_key=None, key_digest=digest(body["api_key"]))
    if "include_in_summary" in body:
        changed = replace(changed, include_in_summary=get_bool(body, "include_in_summary"))
    if "subaccount_name" in body:
        changed = replace(changed, subaccount_name=body["subaccount_name"])
    return replace(changed, updated_at=now)


def renamed(account: Account, name: str, now: datetime) -> Account:
    """Return *account* under another name."""
    _require_name({"name": name})
    return replace(account, name=name, updated_at=now)


def _models(code: str, known: Iterable[Account]) -> dict[str, Account]:
    """Return the types that keys of an exchange can open here, or refuse an exchange that is unknown."""
    models = connectable(known)
    if code not in models:
        raise InvalidParameters({"type": [_BAD_VALUE]})  # docs, Available market subtypes, 400
    return {each: models[each] for each in types_of(code) if each in models}


def _wanted(body: Body, models: Mapping[str, Account]) -> list[str]:
    wanted = list(dict.fromkeys(body.get("types_to_create") or [body["type"]]))
    if any(code not in models for code in wanted):
        raise InvalidParameters({"types_to_create": [_BAD_VALUE]})
    return wanted


def _require_name(body: Mapping[str, Any]) -> None:
    """Refuse a name of nothing but blanks (inferred; the words are those of other fields)."""
    if not body["name"].strip():
        raise InvalidParameters({"name": ["can't be blank"]})


def _is_connected(own: Iterable[Account], code: str, key: str) -> bool:
    return any(each.type == code and each.has_key(key) for each in own)
