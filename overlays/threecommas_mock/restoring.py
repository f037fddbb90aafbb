"""The part of an exchange whose whole state can be kept, and gone on from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from threecommas_mock.api.document import Document
from threecommas_mock.api.rate_limits import RateLimiter
from threecommas_mock.dca_bots.service import DcaBots
from threecommas_mock.faults.schedule import Injection, Injections
from threecommas_mock.inspection import Inspectable
from threecommas_mock.settings import Adjustable
from threecommas_mock.snapshots.files import SnapshotReader, encode_snapshot, write_snapshot
from threecommas_mock.snapshots.snapshot import Snapshot
from threecommas_mock.streams.service import Streams


class RequestState(Protocol):
    """What counts requests and lets faults strike them."""

    next_request: int
    injections: Injections[Injection]


class Restorable(Adjustable, Inspectable):
    """An exchange that can be saved and go on as another one did."""

    _document: Document
    _limiter: RateLimiter | None
    _dca_bots: DcaBots
    _request_handler: RequestState
    _streams: Streams
    _keys: Sequence[str]

    def snapshot(self) -> Snapshot:
        """Return all of the state that answers depend on; see `threecommas_mock.snapshots.snapshot`."""
        with self._lock:
            return Snapshot(
                moment=self.now(),
                quotes=self.quotes(),
                **{name: room.store.state for name, room in self._rooms.items()},
                dca_bots=self._dca_bots.state,
                next_request=self._request_handler.next_request,
                limits=None if self._limiter is None else self._limiter.state,
                faults=tuple(self._request_handler.injections),
                accounts=self._desk.account_book.state,
                books=self._desk.books.state,
                web_mode=self._desk.web_mode,
                assumptions=self.assumptions,
            )

    def restore(self, snapshot: Snapshot) -> None:
        """Go on as an exchange did when *snapshot* was taken; its clock is set to that moment too.

        Raises FormatError, and changes nothing, if this exchange was made with other accounts or pairs.
        """
        with self._lock:
            pairs = [pair.symbol for pair in self._desk.market]
            snapshot.require_fit(
                accounts=self._desk.account_book.original, pairs=pairs, limited=self._limiter is not None
            )
            for index, injection in enumerate(snapshot.faults):
                self._document.require_operation(injection.operation, f"faults[{index}].operation")
            clock = self._desk.clock
            clock.advance((snapshot.moment - clock.now()).total_seconds())
            self._desk.market.restore(snapshot.quotes)
            stores = [(self._rooms[name].store, state) for name, state in snapshot.stores.items()]
            self._desk.restore(snapshot.accounts, snapshot.books, stores)
            self._deals.restored()
            self._dca_bots.restore(snapshot.dca_bots)
            if self._limiter is not None and snapshot.limits is not None:
                self._limiter.restore(snapshot.limits)
            self._request_handler.injections.restore(snapshot.faults)
            self._request_handler.next_request = snapshot.next_request
            self._streams.restart()
            self.web_mode, self.assumptions = snapshot.web_mode, snapshot.assumptions

    def save(self, path: Path) -> None:
        """Write a snapshot to a file, as JSON without secrets."""
        write_snapshot(self.snapshot_json(), path)

    def load(self, path: Path) -> None:
        """Restore what `save` wrote; FormatError says where and what if it is something else."""
        self.restore(self._reader().read(path))

    def snapshot_json(self) -> dict[str, Any]:
        """Return a snapshot as the JSON object that `save` writes."""
        return encode_snapshot(self.snapshot(), self._keys)

    def restore_json(self, value: Any) -> None:
        """Restore what `snapshot_json` returned."""
        self.restore(self._reader().decode(value))

    def _reader(self) -> SnapshotReader:
        return SnapshotReader(self._desk.account_book.original, self._keys)
