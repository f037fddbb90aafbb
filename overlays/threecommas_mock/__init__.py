"""A stateful mock of 3Commas: SmartTrades that live, real signatures, no network.

In process it is a transport for httpx; over HTTP it is the command `threecommas-mock`. It knows nothing of
the client it tests, only the OpenAPI document and the facts behind it. It needs the extra `mock`:
pip install "threecommas-sdk[mock]".

    exchange.set_price("USDT_BTC", "49000")                      # prices and time move when told to
    exchange.fail_next(faults.Timeout(after_effect=True), operation="create_smart_trade")
    before = exchange.snapshot()                                 # and exchange.restore(before)

What can fail is listed in `faults`; how other programs here do the same is in `control.api`.
"""

from __future__ import annotations

import threecommas_mock._requirements  # noqa: F401  (before all others, which import what it looks for)
from threecommas_mock import faults
from threecommas_mock.api.assumptions import Assumptions
from threecommas_mock.api.credentials import Credential
from threecommas_mock.api.document import Document
from threecommas_mock.api.signatures import Join, Strictness
from threecommas_mock.candles.candle import Candle
from threecommas_mock.candles.csv_files import CandleFile, read_candles
from threecommas_mock.exchange import MockExchange
from threecommas_mock.journal.entry import Entry
from threecommas_mock.journal.journal import Journal
from threecommas_mock.json_codec import FormatError
from threecommas_mock.replay.paced import PacedReplay
from threecommas_mock.replay.replay import Replay, ReplayError
from threecommas_mock.reports.report import Report
from threecommas_mock.reports.report_files import write_report
from threecommas_mock.reports.report_json import report_json
from threecommas_mock.reports.report_page import report_page
from threecommas_mock.server import serve, stream_url
from threecommas_mock.snapshots.snapshot import Snapshot
from threecommas_mock.streams.stream import Stream, StreamClosedError
from threecommas_mock.venue.accounts import Account, Fees, Mode
from threecommas_mock.venue.balances import Balance
from threecommas_mock.venue.clock import (
    Clock,
    FrozenClock,
    FrozenClockError,
    ManualClock,
    ScaledClock,
    SystemClock,
)
from threecommas_mock.venue.market import Limits, Pair, Quote, UnknownPairError
from threecommas_mock.venue.price_files import SeriesError
from threecommas_mock.venue.price_series import Point, random_walk, read_series
from threecommas_mock.venue.trading_rules import TradingRules

__all__ = [
    "Account",
    "Assumptions",
    "Balance",
    "Candle",
    "CandleFile",
    "Clock",
    "Credential",
    "Document",
    "Entry",
    "Fees",
    "FormatError",
    "FrozenClock",
    "FrozenClockError",
    "Join",
    "Journal",
    "Limits",
    "ManualClock",
    "MockExchange",
    "Mode",
    "PacedReplay",
    "Pair",
    "Point",
    "Quote",
    "Replay",
    "ReplayError",
    "Report",
    "ScaledClock",
    "SeriesError",
    "Snapshot",
    "Stream",
    "StreamClosedError",
    "Strictness",
    "SystemClock",
    "TradingRules",
    "UnknownPairError",
    "faults",
    "random_walk",
    "read_candles",
    "read_series",
    "report_json",
    "report_page",
    "serve",
    "stream_url",
    "write_report",
]
