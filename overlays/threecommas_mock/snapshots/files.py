"""Snapshots as JSON, to look at and to keep in files: no secret, no key, nothing that is run when it is read.

Accounts appear by their id, and in full if they were connected or changed after the exchange was made. Keys
appear by their place among the credentials, so the exchange that reads a snapshot has to have the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from threecommas_mock.api.rate_limits import LimiterState, Window
from threecommas_mock.dca_bots.entity import Bot
from threecommas_mock.dca_bots.state import BotsState
from threecommas_mock.faults.json import decode_injection, encode_injection
from threecommas_mock.faults.schedule import Injection
from threecommas_mock.json_codec import FormatError, decode, encode
from threecommas_mock.snapshots.snapshot import KINDS, Snapshot, require_accounts
from threecommas_mock.venue.account_book import AccountsState
from threecommas_mock.venue.accounts import Account
from threecommas_mock.venue.store import StoreState

FORMAT = "threecommas_mock snapshot"
VERSION = 8
"""Rises whenever an older mock could not read what a newer one writes, or would read it wrongly."""


class SnapshotReader:
    """Reads what `encode_snapshot` wrote, for an exchange made with these *accounts* and API *keys*."""

    def __init__(self, accounts: Mapping[int, Account], keys: Sequence[str]) -> None:
        self._original = accounts
        self._accounts = dict(accounts)
        self._keys = keys

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
        sections = _sections(
            value, "", "format", "version", "accounts", *KINDS, "dca_bots", "limits", "faults"
        )
        if sections.pop("format") != FORMAT:
            raise FormatError("format", f"expected {FORMAT!r}")
        version = sections.pop("version")
        if version != VERSION:
            raise FormatError("version", f"expected {VERSION}, not {version!r}: use the mock that wrote it")
        accounts = self._changes(sections.pop("accounts"))
        require_accounts(accounts, self._original)
        self._accounts = accounts.applied_to(self._original)
        given = {
            "accounts": accounts,
            **{name: self._store(name, sections.pop(name)) for name in KINDS},
            "dca_bots": self._bots(sections.pop("dca_bots")),
            "limits": self._limits(sections.pop("limits")),
            "faults": _faults(sections.pop("faults")),
        }
        snapshot: Snapshot = decode(Snapshot, sections, "", given)
        return snapshot

    def _changes(self, value: Any) -> AccountsState:
        sections = _sections(value, "accounts", "changed")
        items = _items(sections.pop("changed"), "accounts.changed")
        read = tuple(self._account(item, place) for item, place in items)
        state: AccountsState = decode(AccountsState, sections, "accounts", {"changed": read})
        return state

    def _account(self, value: Any, place: str) -> Account:
        """Read an account; the key it is made with stands in no file."""
        sections = _sections(value, place, "id", "key_digest")
        own = self._original.get(decode(int, sections["id"], f"{place}.id"))
        key = None if own is None or sections["key_digest"] is not None else own.exchange_key
        account: Account = decode(Account, sections, place, {"exchange_key": key})
        return account

    def _store(self, name: str, value: Any) -> StoreState[Any]:
        sections = _sections(value, name, "items")
        items = _items(sections.pop("items"), f"{name}.items")
        read = tuple(self._item(KINDS[name].type, item, place) for item, place in items)
        state: StoreState[Any] = decode(StoreState, sections, name, {"items": read})
        return state

    def _bots(self, value: Any) -> BotsState:
        sections = _sections(value, "dca_bots", "items")
        items = _items(sections.pop("items"), "dca_bots.items")
        read = tuple(self._item(Bot, item, place) for item, place in items)
        state: BotsState = decode(BotsState, sections, "dca_bots", {"items": read})
        return state

    def _item(self, kind: Any, value: Any, place: str) -> Any:
        sections = _sections(value, place, "account")
        number = decode(int, sections.pop("account"), f"{place}.account")
        if number not in self._accounts:
            raise FormatError(f"{place}.account", f"{number} is not an account of this exchange")
        return decode(kind, sections, place, {"account": self._accounts[number]})

    def _limits(self, value: Any) -> LimiterState | None:
        if value is None:
            return None
        sections = _sections(value, "limits", "windows")
        windows = tuple(
            self._window(window, place) for window, place in _items(sections.pop("windows"), "limits.windows")
        )
        state: LimiterState = decode(LimiterState, sections, "limits", {"windows": windows})
        return state

    def _window(self, value: Any, place: str) -> Window:
        sections = _sections(value, place, "credential")
        index: int | None = decode(int | None, sections.pop("credential"), f"{place}.credential")
        if index is not None and not 0 <= index < len(self._keys):
            raise FormatError(f"{place}.credential", f"this exchange has {len(self._keys)} credentials")
        window: Window = decode(
            Window, sections, place, {"key": None if index is None else self._keys[index]}
        )
        return window


def encode_snapshot(snapshot: Snapshot, keys: Sequence[str]) -> dict[str, Any]:
    """Return *snapshot* as JSON object, of an exchange whose API keys are *keys*."""
    value: dict[str, Any] = encode(snapshot)
    kept: dict[str, tuple[Any, ...]] = {name: store.items for name, store in snapshot.stores.items()}
    for name, items in {**kept, "dca_bots": snapshot.dca_bots.items}.items():
        for item, written in zip(items, value[name]["items"], strict=True):
            written["account"] = item.account.id
    for account in value["accounts"]["changed"]:
        del account["exchange_key"]
    for window in value["limits"]["windows"] if value["limits"] else ():
        key = window.pop("key")
        window["credential"] = None if key is None else keys.index(key)
    value["faults"] = [encode_injection(injection) for injection in snapshot.faults]
    return {"format": FORMAT, "version": VERSION, **value}


def write_snapshot(value: Mapping[str, Any], path: Path) -> None:
    """Write an encoded snapshot; what was in the file stays until all of it is written."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", "utf-8")
    beside.replace(path)


def _faults(value: Any) -> tuple[Injection, ...]:
    return tuple(decode_injection(item, place) for item, place in _items(value, "faults"))


def _sections(value: Any, place: str, *names: str) -> dict[str, Any]:
    """Return the fields of an object, among which there must be *names*."""
    if not isinstance(value, dict):
        raise FormatError(place, "expected an object")
    for name in names:
        if name not in value:
            raise FormatError(f"{place}.{name}" if place else name, "is missing")
    return dict(value)


def _items(value: Any, place: str) -> list[tuple[Any, str]]:
    if not isinstance(value, list):
        raise FormatError(place, "expected an array")
    return [(item, f"{place}[{index}]") for index, item in enumerate(value)]
