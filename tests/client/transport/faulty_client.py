"""A client's way to an exchange of its own, over a transport on which things go wrong."""

from typing import Any

from threecommas import ThreeCommasError
from threecommas_mock import Document, MockExchange
from threecommas_mock.defaults import MOCK_KEY, MOCK_SECRET

from tests.client.transport.fake_time import FakeTime
from tests.client.transport.faults import Fault, FaultyTransport

Faults = list[Fault | None]

DOCUMENT = Document.load()


class FaultyClient:
    """An exchange behind a faulty transport, time that flies, and a client's options for both."""

    def __init__(self) -> None:
        self.time = FakeTime()
        exchange = MockExchange(clock=self.time, document=DOCUMENT)
        self.transport = FaultyTransport(exchange, self.time, iter(()))

    def meets(self, faults: Faults, *, looks: Faults | None = None) -> None:
        """Let the next requests meet these faults, and the next GETs others if there are any."""
        self.transport.faults = iter(faults)
        self.transport.look_faults = None if looks is None else iter(looks)

    @property
    def options(self) -> dict[str, Any]:
        return {
            "api_key": MOCK_KEY,
            "secret": MOCK_SECRET,
            "base_url": MockExchange.base_url,
            "transport": self.transport,
            "timing": self.time.timing(),
            "rate_budget": None,
            "mode": "real",
        }

    def outcome(self, call: Any, use: Any, **options: Any) -> Any:
        """Return what a call of a new client returned or raised."""
        try:
            return call(use, **(self.options | options))
        except ThreeCommasError as error:
            return error
