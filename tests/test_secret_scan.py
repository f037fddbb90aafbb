"""The scan that stands behind all tests of this folder finds what it is meant to find."""

import logging
import pickle
import subprocess
import sys
from typing import Any

import pytest
import threecommas_openapi
from threecommas import Difference, errors, models
from threecommas.errors.classification import classify
from threecommas.messages.request import RequestInfo, TransportFailure
from threecommas.messages.response import ReceivedResponse
from threecommas.messages.signature import SignatureExplanation
from threecommas_rest import OPERATIONS

from tests.secret_scan import SecretScan

PLANTED = "a-secret-that-was-planted-here"


class LeakyError(Exception):
    def __init__(self, secret: str) -> None:
        super().__init__("nothing to see")
        self.secret = secret


class Holder:
    def __repr__(self) -> str:
        return f"Holder({PLANTED})"


def failing() -> None:
    try:
        raise ValueError(PLANTED)
    except ValueError as error:
        raise KeyError("nothing to see") from error


@pytest.mark.parametrize(
    "thing",
    [
        PLANTED,
        [PLANTED],
        Holder(),
        LeakyError(PLANTED),
        ValueError(PLANTED),
        PLANTED.encode().hex(),
        # Cut off, as long lines are, and between letters of its own kind.
        PLANTED[:20],
        f"here{PLANTED}there",
    ],
)
def test_secret_in_anything_is_found(thing: object) -> None:
    scan = SecretScan([PLANTED])
    scan.look_at(thing)
    assert scan.found


def test_secret_in_the_cause_of_an_error_is_found() -> None:
    scan = SecretScan([PLANTED])
    with pytest.raises(KeyError) as info:
        failing()
    scan.look_at(info.value)
    assert scan.found


@pytest.mark.parametrize(
    "log",
    [
        lambda log: log.debug(f"line with {PLANTED}"),
        lambda log: log.debug("line with %s", {"key": PLANTED}),
        lambda log: log.error("line", exc_info=ValueError(PLANTED)),
    ],
)
def test_secret_in_a_log_line_is_found(log: Any) -> None:
    scan, logger = SecretScan([PLANTED]), logging.Logger("of the test")
    logger.addHandler(scan)
    log(logger)
    assert scan.found


def test_what_holds_no_secret_passes() -> None:
    scan = SecretScan([PLANTED])
    for thing in ("nothing", ValueError("nothing"), {"nothing": 1}):
        scan.look_at(thing)
    assert scan.found == []
    assert scan.scanned > 3


CALL = RequestInfo(operation=OPERATIONS["validate"], method="GET", path="/public/api/ver1/validate")
EXPLANATION = SignatureExplanation(
    method="GET",
    url="https://example.org",
    target=b"/",
    body=b"",
    content_type="",
    signer="S",
    separator="J",
    signed_text=b"/",
)
EXAMPLES = threecommas_openapi.load()["components"]["examples"]
SMART_TRADE = models.SmartTrade.from_dict(EXAMPLES["smart_trade_created"]["value"])
MADE: dict[str, Any] = {
    "NotSentError": (CALL, "reason"),
    "GuardError": (CALL, "reason", "guard"),
    "DryRunError": (CALL, EXPLANATION, {}),
    "RateBudgetExceededError": (CALL, "limit", 1.5),
    "RateBudgetStoreError": ("reason",),
    "NoResponseError": (CALL, TransportFailure(cause="ReadTimeout"), "advice"),
    "NotExecutedError": (CALL, TransportFailure(cause="ReadTimeout", text="text")),
    "ResponseTooLargeError": (CALL, TransportFailure(cause="ResponseTooLarge", status=200, limit=10)),
    "OutcomeUnknownError": (CALL, TransportFailure(cause="ReadTimeout", status=201)),
    "DuplicateOrderError": ("key", (1, 2), (2,)),
    "OrderMismatchError": ("key", 1, (Difference("pair", "USDT_BTC", None),)),
    "UnconfirmedOrderError": ("key", SMART_TRADE, "reason"),
}


@pytest.mark.parametrize("name", MADE)
def test_error_that_was_pickled_says_and_knows_the_same(name: str) -> None:
    error = getattr(errors, name)(*MADE[name])
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (str(again), vars(again)) == (str(error), vars(error))


def test_every_error_without_an_answer_is_made_here() -> None:
    without_answer = (
        errors.NotSentError,
        errors.NoResponseError,
        errors.RateBudgetStoreError,
        errors.DuplicateOrderError,
        errors.OrderMismatchError,
        errors.UnconfirmedOrderError,
    )
    found = {name for name in errors.__all__ if issubclass(getattr(errors, name), without_answer)}
    assert found == MADE.keys()


def test_remembered_ban_says_that_nothing_was_sent() -> None:
    answer = ReceivedResponse(operation=None, method="GET", path="/", status=418, from_ban_memory=True)
    assert "was not sent, because an earlier request was answered 418." in str(classify(answer))


def test_what_most_programs_never_need_is_not_loaded_with_the_client() -> None:
    program = (
        "import sys, threecommas\n"
        "threecommas.ThreeCommas('key', threecommas.HmacSigner('secret')).http.close()\n"
        "late = {'pyrate_limiter', 'redis', 'sqlite3', 'asyncio', 'cryptography'}\n"
        "print(late & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
