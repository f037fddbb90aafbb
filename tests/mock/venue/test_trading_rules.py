"""Commission, lot and limits of an account type hold for its accounts, and for no others."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from threecommas_mock import MockExchange, TradingRules, defaults

from tests.mock.signed_client import DOCUMENT, SignedClient

SPOT = next(account for account in defaults.accounts() if account.id == 32455218)
FUTURES = next(account for account in defaults.accounts() if account.id == defaults.FUTURES_ACCOUNT_ID)
PAPER = next(account for account in defaults.accounts() if account.id == 1)
TYPES = {"spot": SPOT, "futures": FUTURES, "paper": PAPER}
# One ETH costs 3282.47 dollars, as coin and as contract.
COIN = next(pair for pair in defaults.pairs() if pair.symbol == "USDT_ETH")
CONTRACT = replace(COIN, symbol="USDT_ETHUSDT", contract=True)
NARROW = TradingRules(
    commission=Decimal("0.01"),
    lot=Decimal("0.5"),
    min_units=Decimal(1),
    max_units=Decimal(3),
    min_total=Decimal(5000),
    max_total=Decimal(9000),
)


def client(trading_rules: dict[str, TradingRules]) -> SignedClient:
    return SignedClient(MockExchange(pairs=[COIN, CONTRACT], document=DOCUMENT, trading_rules=trading_rules))


def body(account: int, units: str) -> dict[str, Any]:
    return {
        "account_id": account,
        "pair": CONTRACT.symbol if account == FUTURES.id else COIN.symbol,
        "position": {"type": "buy", "order_type": "market", "units": {"value": units}},
        "take_profit": {"enabled": False},
        "stop_loss": {"enabled": False},
    }


@pytest.mark.parametrize("name", TYPES)
def test_commission_and_lot_are_those_of_the_account_type(name: str) -> None:
    account = TYPES[name]
    asking = client({account.type: NARROW})
    data = asking.at_rest(body(account.id, "2.3"))["data"]
    assert (data["entered_amount"], data["entered_total"]) == ("2.0", "6630.5894")
    assert Decimal(str(data["commission"])) == Decimal("0.01")
    for other in TYPES.values():
        if other is not account:
            found = asking.at_rest(body(other.id, "2.3"))["data"]
            assert (found["entered_amount"], found["entered_total"]) == ("2.3", "7557.230681")
            assert Decimal(str(found["commission"])) == Decimal("0.001")


@pytest.mark.parametrize("name", TYPES)
@pytest.mark.parametrize(
    ("units", "complaint"),
    [
        ("0.5", {"units_to_buy": ["must be greater than or equal to 1.0"]}),
        ("1.4", {"position.total": ["must be greater than or equal to 5000.0"]}),
        ("3", {"position.total": ["must be less than or equal to 9000.0"]}),
        ("3.5", {"units_to_buy": ["must be less than or equal to 3.0"]}),
    ],
)
def test_order_outside_the_limits_of_the_account_type_is_refused(
    name: str, units: str, complaint: dict[str, list[str]]
) -> None:
    account = TYPES[name]
    asking = client({account.type: NARROW})
    answer = asking.send("POST", "", json=body(account.id, units))
    assert answer.status_code == 422
    assert complaint.items() <= answer.json()["error_attributes"].items()
    for other in TYPES.values():
        if other is not account:
            assert asking.send("POST", "", json=body(other.id, units)).status_code == 201


def test_added_funds_are_held_against_the_limits_of_the_account_type() -> None:
    asking = client({PAPER.type: replace(NARROW, min_total=Decimal(4000))})
    number = asking.at_rest(body(PAPER.id, "2"))["id"]
    extra = {"order_type": "market", "units": {"value": "1.4"}}
    answer = asking.send("POST", f"/{number}/add_funds", json=extra)
    assert answer.json()["error_attributes"] == {"total": ["must be greater than or equal to 4000.0"]}


def test_rates_show_the_limits_of_the_account_type() -> None:
    asking = client({SPOT.type: NARROW})
    for path in ("accounts/currency_rates", "accounts/currency_rates_with_leverage_data"):
        shown = [
            asking._http.get(
                f"/ver1/{path}", params={"market_code": account.type, "pair": pair.symbol}
            ).json()
            for account, pair in ((SPOT, COIN), (FUTURES, CONTRACT))
        ]
        names = ("lotStep", "minLotSize", "maxLotSize", "minTotal", "maxTotal")
        assert [[rates[name] for name in names] for rates in shown] == [
            ["0.5", "1.0", "3.0", "5000.0", "9000.0"],
            ["0.0001", "0.0001", "9000000.0", "1.125", "9000000.0"],
        ]


def test_terms_of_a_type_that_no_account_has_are_refused() -> None:
    with pytest.raises(
        ValueError, match=r"no account is of type 'paper'; there are binance, .*paper_trading"
    ):
        MockExchange(document=DOCUMENT, trading_rules={"paper": NARROW})


@pytest.mark.parametrize(
    ("trading_rules", "error"),
    [
        ({"lot": Decimal(0)}, "lot: "),
        ({"lot": Decimal("NaN")}, "lot: .*finite"),
        ({"min_total": Decimal(-1)}, "min_total: .*not below zero"),
        ({"commission": Decimal(1)}, "commission: .*below 1"),
        ({"commission": 0.001}, "commission: must be a Decimal"),
        ({"min_units": Decimal(2), "max_units": Decimal(1)}, "min_units: 2 is above max_units, which is 1"),
    ],
)
def test_terms_nobody_could_keep_are_refused(trading_rules: dict[str, Any], error: str) -> None:
    with pytest.raises((TypeError, ValueError), match=error):
        TradingRules(**trading_rules)
