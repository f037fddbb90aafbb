"""What the mock tells of itself: that it is there, what time it is, and which mode counts."""

from datetime import UTC, datetime, timedelta

from threecommas_mock import MockExchange
from threecommas_mock.venue.clock import ManualClock

from tests.mock.asking import Asking
from tests.mock.signed_client import DOCUMENT

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_ping_is_answered() -> None:
    assert Asking(MockExchange(document=DOCUMENT)).get("/ver1/ping") == {"pong": "pong"}


def test_time_of_the_server_is_that_of_the_exchange() -> None:
    asking = Asking(MockExchange(document=DOCUMENT, clock=ManualClock(NOON)))
    assert asking.get("/ver1/time") == {"server_time": int(NOON.timestamp())}
    asking.exchange.advance(90)
    assert asking.get("/ver1/time") == {"server_time": int((NOON + timedelta(seconds=90)).timestamp())}


def test_changed_mode_counts_where_a_request_names_none() -> None:
    asking = Asking(MockExchange(document=DOCUMENT, web_mode="real"))

    def listed(mode: str | None) -> list[int]:
        return [each["id"] for each in asking.get("/ver1/accounts", mode=mode)]

    assert listed(None) == listed("real") != listed("paper")
    assert asking.post("/ver1/users/change_mode?mode=paper") is True
    assert listed(None) == listed("paper")
    assert asking.exchange.web_mode == "paper"
