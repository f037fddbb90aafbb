"""Accounts in snapshots: an exchange that goes on has those that were connected, changed or removed."""

import json
from dataclasses import replace

import pytest
from threecommas_mock import FormatError, MockExchange, defaults

from tests.mock.accounts.funded import BINANCE, OWN_KEY, SMART, asking, market_trade, totals
from tests.mock.asking import Asking
from tests.mock.signed_client import DOCUMENT

NEW = {"type": "binance", "name": "New", "api_key": "new-key", "secret": "new-secret"}
FUNDS = {BINANCE: {"USDT": "10000", "BTC": "1"}}


def changed() -> tuple[Asking, int]:
    """Make an exchange with an account more, one fewer and one renamed; gives the number of the first."""
    client = asking(FUNDS)
    number = int(client.post("/ver1/accounts/new", NEW)["id"])
    client.send("POST", f"/ver1/accounts/{BINANCE}/rename", name="renamed")
    client.post("/ver1/accounts/32884189/remove")
    client.post("/v2/smart_trades", SMART | {"account_id": number})
    market_trade(client, number, "0.01")
    return client, number


def test_exchange_goes_on_with_the_accounts_of_the_snapshot() -> None:
    client, number = changed()
    copy = asking(FUNDS)
    copy.exchange.restore_json(json.loads(json.dumps(client.exchange.snapshot_json())))
    assert copy.exchange.snapshot() == client.exchange.snapshot()
    assert copy.exchange.accounts == client.exchange.accounts
    assert totals(copy, number) == totals(client, number) != {}
    listed = [each.send("GET", "/ver1/accounts", mode="real").json() for each in (client, copy)]
    assert listed[0] == listed[1]
    taken = NEW | {"name": "Twice"}
    assert copy.refused("POST", "/ver1/accounts/new", taken)[0] == 400
    found = copy.send("GET", "/ver1/accounts", mode="real", api_key=OWN_KEY).json()
    assert [each["id"] for each in found] == [BINANCE]
    following = {"api_key": "next-key", "name": "Next"}
    assert copy.post("/ver1/accounts/new", NEW | following)["id"] == number + 1


def test_exchange_goes_back_to_the_accounts_it_had() -> None:
    client = asking(FUNDS)
    before = client.exchange.snapshot()
    number = client.post("/ver1/accounts/new", NEW)["id"]
    client.post(f"/ver1/accounts/{BINANCE}/remove")
    client.exchange.restore(before)
    assert client.exchange.snapshot() == before
    assert client.send("GET", f"/ver1/accounts/{number}").status_code == 404
    assert totals(client, BINANCE) == {"USDT": 10000, "BTC": 1}


def test_file_has_no_key_of_the_exchange() -> None:
    client, _ = changed()
    written = json.dumps(client.exchange.snapshot_json())
    assert [text for text in (OWN_KEY, "new-key", "new-secret") if text in written] == []


def test_exchange_whose_account_differs_cannot_go_on() -> None:
    client, _ = changed()
    accounts = [replace(each, market="Elsewhere") for each in defaults.accounts()]
    other = MockExchange(document=DOCUMENT, accounts=accounts)
    with pytest.raises(FormatError, match=r"accounts.changed\[0\]: 32455218 is another account"):
        other.restore(client.exchange.snapshot())
    with pytest.raises(FormatError, match=r"accounts.changed\[0\]: 32455218 is another account"):
        other.restore_json(client.exchange.snapshot_json())


@pytest.mark.parametrize("made", [None, {"USDT": "10000"}, {"USDT": "9999", "BTC": "1"}], ids=str)
def test_exchange_with_other_funds_cannot_go_on(made: dict[str, str] | None) -> None:
    state = asking(FUNDS).exchange.snapshot()
    written = asking(FUNDS).exchange.snapshot_json()
    other = asking({} if made is None else {BINANCE: made}).exchange
    before = other.snapshot()
    gives = "unlimited funds" if made is None else ",".join("=".join(each) for each in made.items())
    says = rf"funds: account {BINANCE} began with USDT=10000,BTC=1 there, and with {gives} here"
    with pytest.raises(FormatError, match=says):
        other.restore(state)
    with pytest.raises(FormatError, match=says):
        other.restore_json(json.loads(json.dumps(written)))
    assert other.snapshot() == before


def test_snapshot_names_the_funds_of_every_account() -> None:
    written = asking(FUNDS).exchange.snapshot_json()
    del written["accounts"]["made_with"][0]
    with pytest.raises(FormatError, match=r"accounts.made_with: \d+ is in only one of snapshot and exchange"):
        asking(FUNDS).exchange.restore_json(written)
