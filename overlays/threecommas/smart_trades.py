"""The SmartTrades of a client: the generated operations, and `create_once`."""

from dataclasses import dataclass, field

import httpx
from threecommas_rest.async_resources import AsyncSmartTrades as AsyncOperations
from threecommas_rest.models import CreateSmartTrade, SmartTrade
from threecommas_rest.resources import SmartTrades as Operations

from threecommas.errors import ConfigurationError
from threecommas.guards import Mode
from threecommas.key_search import Ask
from threecommas.once import Creation, Keys, Once
from threecommas.steps import Sleep, Timing, drive, drive_async


@dataclass(frozen=True, slots=True, kw_only=True)
class Creating:
    """What the creations of one client share."""

    once: Once
    timing: Timing
    mode: Mode | None
    keys: Keys = field(default_factory=Keys)

    def creation(self, body: CreateSmartTrade, key: str) -> Creation:
        """Return a new creation; raise `EncodeError` for a body or a key that cannot be sent."""
        # Without a mode the list is that of the mode chosen in the web application (gitbook, "Account
        # mode"), while the account decides where an order goes (docs issue 146): it might never be found.
        if self.mode is None:
            raise ConfigurationError(
                "create_once has to know in which mode to look for the order. Make the client with "
                "mode='real' or mode='paper', whichever the account belongs to."
            )
        return Creation(body, key, once=self.once, keys=self.keys, now=self.timing.now)


class SmartTrades(Operations):
    """SmartTrades, which hold a position together with its take profit and stop loss."""

    def __init__(self, http: httpx.Client, creating: Creating) -> None:
        super().__init__(http)
        self._creating = creating

    def create_once(self, body: CreateSmartTrade, *, key: str, interrupted: bool = False) -> SmartTrade:
        """Create a SmartTrade exactly once, however often this is called with the same key.

        `key` is your name for the order: 1 to 64 letters, digits and any of ``. _ : -``, new for each order
        on an account and pair. It is put at the end of the note, which keeps your own text up to 300
        characters together (see `threecommas.split_note`). The list is searched for it before the order is
        sent, so each call needs one request more, SMART_TRADES_READ besides SMART_TRADES_WRITE, and a client
        with the `mode` that the account belongs to. After an attempt of unknown outcome the search goes on
        for a minute before the order is sent again; how patiently is set by `threecommas.Once`.

        Set `interrupted` if another process may have sent this order in the last minutes: then the first
        search is as patient. Whoever changes the note in the meantime takes the key away.

        Raises:
            OutcomeUnknownError: It is not known whether the order exists. Call this again with the key.
            DuplicateOrderError: Several SmartTrades have the key, as one arrived after the search.
            DecodeError: The order exists, but its answer is not as documented.
            EncodeError: The key or a field cannot be sent; nothing has left.
            ConfigurationError: The client has no mode, or the key is in use by another call.
            ThreeCommasError: As for `create`; the order does not exist.
        """
        return drive(self._creating.creation(body, key).flow(interrupted=interrupted), self._perform)

    def _perform(self, step: Ask | Sleep) -> object:
        if isinstance(step, Ask):
            return self._send(step.request, step.parse)
        self._creating.timing.sleep(step.seconds)
        return None


class AsyncSmartTrades(AsyncOperations):
    """SmartTrades, which hold a position together with its take profit and stop loss."""

    def __init__(self, http: httpx.AsyncClient, creating: Creating) -> None:
        super().__init__(http)
        self._creating = creating

    async def create_once(self, body: CreateSmartTrade, *, key: str, interrupted: bool = False) -> SmartTrade:
        """Create a SmartTrade exactly once, however often this is called: as `SmartTrades.create_once`."""
        flow = self._creating.creation(body, key).flow(interrupted=interrupted)
        return await drive_async(flow, self._perform)

    async def _perform(self, step: Ask | Sleep) -> object:
        if isinstance(step, Ask):
            return await self._send(step.request, step.parse)
        await self._creating.timing.async_sleep(step.seconds)
        return None
