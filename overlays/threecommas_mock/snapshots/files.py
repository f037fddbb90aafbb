"""Snapshots as JSON, to look at and to keep in files: no secret, no key, nothing that is run when it is read.

Accounts appear by their id, and in full if they were connected or changed after the exchange was made. Keys
appear by their place among the credentials, so the exchange that reads a snapshot has to have the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from threecommas_mock.faults.json import fault_codec
from threecommas_mock.json_codec import FormatError, JsonCodec, plain
from threecommas_mock.snapshots.snapshot import KINDS, Snapshot, require_accounts
from threecommas_mock.venue.account_book import AccountsState
from threecommas_mock.venue.accounts import Account

FORMAT = "threecommas_mock snapshot"
VERSION = 9
"""Rises whenever an older mock could not read what a newer one writes, or would read it wrongly."""

_WITH_ACCOUNTS = {*KINDS, "dca_bots"}


class SnapshotReader:
    """Reads what `encode_snapshot` wrote, for an exchange made with these *accounts* and API *keys*."""

    def __init__(self, accounts: Mapping[int, Account], keys: Sequence[str]) -> None:
        self._original = accounts
        self._keys: dict[int | None, str | None] = {None: None, **dict(enumerate(keys))}

    def read(self, path: Path) -> Snapshot:
        """Read a file; FormatError says where and what if it is no snapshot."""
        try:
            return self.decode(json.loads(path.read_text("utf-8")))
        except FormatError as error:
            raise FormatError(error.field, f"{error.problem} (in {path})") from None
        except (ValueError, RecursionError) as error:
            raise FormatError("", f"{path} is not JSON: {error}") from None

    def decode(self, value: Any) -> Snapshot:
        """Return the snapshot that a JSON object stands for."""
        sections = _sections(value)
        accounts = self._accounts(sections["accounts"])
        known = accounts.applied_to(self._original)
        for name in _WITH_ACCOUNTS & sections.keys():
            sections[name] = _resolved(sections[name], f"{name}.items", "account", known)
        if "limits" in sections:
            sections["limits"] = _resolved(sections["limits"], "limits.windows", "credential", self._keys)
        snapshot: Snapshot = _codec().decode(Snapshot, {**sections, "accounts": accounts})
        return snapshot

    def _accounts(self, value: Any) -> AccountsState:
        state: AccountsState = _accounts_codec().decode(AccountsState, value, "accounts")
        state = replace(state, changed=tuple(map(self._with_key, state.changed)))
        require_accounts(state, self._original)
        return state

    def _with_key(self, account: Account) -> Account:
        """Give an account the key it is made with, which stands in no file."""
        own = self._original.get(account.id)
        if own is None or account.key_digest is not None:
            return account
        return replace(account, exchange_key=own.exchange_key)


def encode_snapshot(snapshot: Snapshot, keys: Sequence[str]) -> dict[str, Any]:
    """Return *snapshot* as JSON object, of an exchange whose API keys are *keys*."""
    value = _codec().encode(snapshot)
    for window in value["limits"]["windows"] if value["limits"] else ():
        key = window["credential"]
        window["credential"] = None if key is None else keys.index(key)
    return {"format": FORMAT, "version": VERSION, **value}


def write_snapshot(value: Mapping[str, Any], path: Path) -> None:
    """Write an encoded snapshot; what was in the file stays until all of it is written."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", "utf-8")
    beside.replace(path)


def _sections(value: Any) -> dict[str, Any]:
    """Return the fields of a snapshot of this version."""
    sections = dict(_codec().decode(dict[str, Any], value))
    for name in ("format", "version", "accounts"):
        if name not in sections:
            raise FormatError(name, "is missing")
    if sections.pop("format") != FORMAT:
        raise FormatError("format", f"expected {FORMAT!r}")
    version = sections.pop("version")
    if version != VERSION:
        raise FormatError("version", f"expected {VERSION}, not {version!r}: use the mock that wrote it")
    return sections


def _resolved(section: Any, place: str, member: str, known: Mapping[Any, Any]) -> Any:
    """Return a section where *member* of each item at *place* is what its number stands for.

    What has another form is left as it is, and refused when it is decoded.
    """
    name = place.rpartition(".")[2]
    if not isinstance(section, dict) or not isinstance(section.get(name), list):
        return section
    items = [dict(item) if isinstance(item, dict) else item for item in section[name]]
    for index, item in enumerate(items):
        if isinstance(item, dict) and member in item:
            number = _codec().decode(int | None, item[member], f"{place}[{index}].{member}")
            if number not in known:
                problem = f"{number} is no {member} of this exchange"
                raise FormatError(f"{place}[{index}].{member}", problem)
            item[member] = known[number]
    return {**section, name: items}


@cache
def _codec() -> JsonCodec:
    """Return the codec of snapshots, to which accounts are numbers; what it reads has accounts already."""
    codec = fault_codec()
    codec.hooks.register_unstructure_hook(Account, attrgetter("id"))
    codec.hooks.register_unstructure_hook(AccountsState, _accounts_codec().encode)
    for kind in (Account, AccountsState):
        codec.hooks.register_structure_hook(kind, lambda value, _: value)
    return codec


@cache
def _accounts_codec() -> JsonCodec:
    """Return the codec of accounts in full, except for the key they are made with."""
    codec, left_out = JsonCodec(), override(omit=True)
    write = make_dict_unstructure_fn(Account, codec.hooks, exchange_key=left_out)
    read = make_dict_structure_fn(Account, codec.hooks, _cattrs_forbid_extra_keys=True, exchange_key=left_out)
    codec.hooks.register_unstructure_hook(Account, write)
    codec.hooks.register_structure_hook(Account, lambda value, _: read(plain(value, dict), Account))
    return codec
