"""What becomes of a SmartTrade, poll by poll: statuses, flags and sums of every kind of order."""

from typing import Any

import pytest
from threecommas_mock import MockExchange

from tests.mock.signed_client import SignedClient, cases
from tests.mock.story import play, see

STORIES = cases("stories")


@pytest.mark.parametrize("name", STORIES)
def test_story_goes_as_told(name: str) -> None:
    client = SignedClient(MockExchange())
    number = client.create(STORIES[name]["create"])
    for index, moment in enumerate(STORIES[name]["story"]):
        answer = play(client, number, moment)
        expected: dict[str, Any] = moment.get("see", {})
        found = {path: see(answer.json(), path) for path in expected} if answer is not None else {}
        assert found == expected, f"moment {index}: {moment}"
