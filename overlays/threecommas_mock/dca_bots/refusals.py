"""The refusals of bots that are more than a bad field."""

from __future__ import annotations

from threecommas_mock.api.errors import Refusal


class ForbiddenInState(Refusal):
    """The state of the bot forbids it (docs: Delete and Disable DCA Bot, 403 without a description)."""

    status = 403

    def __init__(self) -> None:
        super().__init__("Forbidden", "")

    def body(self) -> dict[str, object]:
        """Make the JSON object of the answer."""
        return {"error": self.error}


class OpenDealForPair(Refusal):
    """The pair has a deal of the bot already; status and words as users report them from start_new_deal."""

    status = 500
    decided_by = "open_deal_for_pair"

    def __init__(self) -> None:
        super().__init__("unknown_error", "Unknown error occurred#Exceptions::OpenDealPresentForThisPair")


class NoDealNow(Refusal):
    """A deal is not opened now; the status is reported for a disabled bot, the words are inferred."""

    status = 422

    def __init__(self, why: str) -> None:
        super().__init__("unprocessable_entity", f"The deal was not started: {why}")
