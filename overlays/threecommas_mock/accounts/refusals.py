"""The refusals of the operations on accounts, in documented words unless said otherwise."""

from __future__ import annotations

from threecommas_mock.api.errors import NotFound, Refusal


class Unavailable(Refusal):
    """The exchange of the account has no such thing (docs: Sell all to BTC, networks info, Convert dust)."""

    status = 403

    def __init__(self, what: str = "account") -> None:
        super().__init__(f"Forbidden. Unavailable for this {what}.", "")

    def body(self) -> dict[str, object]:
        """Make the JSON object of the answer, which has no description."""
        return {"error": self.error}


class AccountNotDeletable(Refusal):
    """Something is active on the account (docs, Delete an exchange account, 422)."""

    status = 422

    def __init__(self) -> None:
        super().__init__(
            "account_not_deletable",
            "There are active trading deals on this exchange. Close all trading operations and try again",
        )


class DustLimit(Refusal):
    """Dust was converted a short while ago (docs, Convert dust coins to BNB, 422)."""

    status = 422

    def __init__(self) -> None:
        super().__init__("bnb_dust_limit_error", "Small balances can be converted only once every 6h")


class ExchangeError(Refusal):
    """The exchange says no, in a hash of Ruby (docs, User deposit data, 422)."""

    status = 422

    def __init__(self, message: str) -> None:
        super().__init__("unknown_market_api_error", f'{{"code"=>-9000, "msg"=>"{message}"}}')


class VolumeNotFound(NotFound):
    """Nothing was traded then (docs, Get daily trading volume, Get monthly trading volume)."""

    def __init__(self, period: str) -> None:
        super().__init__("Volume data not found", f"No data available for the requested {period}")
