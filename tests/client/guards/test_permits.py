"""The permits of a request hear what became of it: done, refused, or what nobody knows."""

from http import HTTPStatus

import httpx
import pytest
from threecommas.guards.permits import Outcome, Permits

REFUSED = {400, 401, 403, 404, 405, 418, 422, 429}


class Heard:
    """A permit that keeps what it hears."""

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []

    def settle(self, outcome: Outcome, response: httpx.Response | None) -> None:
        self.outcomes.append(outcome)


@pytest.mark.parametrize(
    "status", sorted({int(each) for each in HTTPStatus if each >= 200} | {402, 406, 430})
)
def test_only_an_answer_that_says_no_counts_as_refused(status: int) -> None:
    heard, permits = Heard(), Permits()
    permits.add(heard)
    with permits:
        permits.answered(httpx.Response(status))
    expected = "done" if status < 300 else "refused" if status in REFUSED else "unknown"
    assert heard.outcomes == [expected]
