"""State that is kept: an exchange that goes on from a snapshot answers what the other one answers."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from threecommas_mock import Assumptions, FormatError, MockExchange, SystemClock, defaults
from threecommas_mock.faults import Duplicate, ExtraField, Fault, Reset, ServerError, UnknownEnumValue
from threecommas_mock.http.messages import Response
from threecommas_mock.snapshots.files import SnapshotReader, encode_snapshot

from tests.mock.asking import Asking
from tests.mock.signed_client import DATA, DOCUMENT, PLAIN, SignedClient, cases
from tests.mock.smart_trades.test_lives import market
from tests.mock.story import play

STORIES, LIVES = cases("stories"), cases("lives")
BAD = yaml.safe_load((DATA / "bad_snapshots.yaml").read_text("utf-8"))
BODY = PLAIN


def made(**options: Any) -> MockExchange:
    return MockExchange(document=DOCUMENT, **options)


def bytes_of(exchange: MockExchange) -> list[tuple[bytes, str | None]]:
    """What was answered last, with the numbers of the answers."""
    return [(entry.reply.body, entry.reply.headers.get("X-Request-Id")) for entry in exchange.journal]


@pytest.mark.parametrize("name", STORIES)
def test_story_goes_on_from_any_moment_as_if_nothing_had_been(name: str, tmp_path: Path) -> None:
    client, copies = SignedClient(made()), []
    number = client.create(STORIES[name]["create"])
    story = STORIES[name]["story"]
    for index, moment in enumerate(story):
        client.exchange.save(tmp_path / f"{index}.json")
        copies.append(len(client.exchange.journal))
        play(client, number, moment)
    for index, answered in enumerate(copies):
        copy = SignedClient(made())
        copy.exchange.load(tmp_path / f"{index}.json")
        for moment in story[index:]:
            play(copy, number, moment)
        assert bytes_of(copy.exchange) == bytes_of(client.exchange)[answered:]


@pytest.mark.parametrize("name", LIVES)
def test_life_is_lived_again_after_a_restore(name: str) -> None:
    client = SignedClient(market(LIVES[name]["market"]))
    birth, *moments = LIVES[name]["life"]
    number = client.send("POST", "", json=birth["create"]).json()["id"]
    middle = len(moments) // 2
    for moment in moments[:middle]:
        play(client, number, moment)
    snapshot, before = client.exchange.snapshot(), len(client.exchange.journal)
    for moment in moments[middle:]:
        play(client, number, moment)
    once = bytes_of(client.exchange)[before:]
    client.exchange.restore(snapshot)
    assert client.exchange.snapshot() == snapshot
    before = len(client.exchange.journal)
    for moment in moments[middle:]:
        play(client, number, moment)
    assert bytes_of(client.exchange)[before:] == once


def test_snapshot_read_from_json_is_the_one_that_was_written() -> None:
    exchange = busy()
    snapshot = exchange.snapshot()
    keys = [credential.key for credential in exchange.credentials]
    accounts = {account.id: account for account in defaults.accounts()}
    text = json.dumps(encode_snapshot(snapshot, keys))
    assert SnapshotReader(accounts, keys).decode(json.loads(text)) == snapshot


def test_mode_of_the_web_application_is_kept_and_restored(tmp_path: Path) -> None:
    exchange, copy = made(web_mode="paper"), made()
    before = copy.snapshot()
    exchange.save(tmp_path / "state.json")
    copy.load(tmp_path / "state.json")
    assert copy.web_mode == "paper"
    copy.restore(before)
    assert copy.web_mode == "real"


def test_choices_are_kept_and_restored(tmp_path: Path) -> None:
    exchange, copy = made(assumptions=Assumptions(closed_at="while_waiting", liquidation=False)), made()
    exchange.save(tmp_path / "state.json")
    copy.load(tmp_path / "state.json")
    assert copy.assumptions == exchange.assumptions != MockExchange().assumptions


def test_delay_goes_on_where_it_was() -> None:
    delay = timedelta(seconds=10)
    client, copy = SignedClient(made(delay=delay)), SignedClient(made(delay=delay))
    number = client.create(BODY)
    client.exchange.advance(9)
    copy.exchange.restore(client.exchange.snapshot())
    assert copy.get(number)["status"]["type"] == "created"
    copy.exchange.advance(1)
    assert copy.get(number)["status"]["type"] == "waiting_position"


def test_clock_goes_to_the_moment_of_the_snapshot_and_runs_on_from_there() -> None:
    exchange = made()
    snapshot = exchange.snapshot()
    exchange.advance(3600.000001)
    exchange.restore(snapshot)
    assert exchange.snapshot().moment == snapshot.moment
    real = made(clock=SystemClock())
    real.restore(snapshot)
    assert timedelta() <= real.snapshot().moment - snapshot.moment < timedelta(minutes=5)


def test_rate_limits_remember_what_was_taken() -> None:
    client, copy = SignedClient(made(rate_limits="documented")), SignedClient(made(rate_limits="documented"))
    for _ in range(100):
        client.send("GET", "/7")
    copy.exchange.restore(client.exchange.snapshot())
    assert copy.send("GET", "/7").status_code == 429
    copy.exchange.restore(made(rate_limits="documented").snapshot())
    assert copy.send("GET", "/7").status_code == 404


def test_faults_strike_on_as_they_would_have() -> None:
    client, copy = SignedClient(made()), SignedClient(made())
    client.exchange.inject(ServerError(), probability=0.5, seed=3)
    client.exchange.fail_next(ServerError(503), times=3)

    def statuses(of: SignedClient) -> list[int]:
        return [of.send("GET", "").status_code for _ in range(30)]

    statuses(client)
    copy.exchange.restore(client.exchange.snapshot())
    assert statuses(copy) == statuses(client)


def test_nothing_secret_is_in_the_file(tmp_path: Path) -> None:
    exchange = busy()
    exchange.save(tmp_path / "state.json")
    written = (tmp_path / "state.json").read_text("utf-8")
    assert defaults.MOCK_KEY not in written + repr(exchange.snapshot())
    assert defaults.MOCK_SECRET not in written + repr(exchange.snapshot())
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_fault_of_a_class_of_ones_own_cannot_be_written(tmp_path: Path) -> None:
    class Own(Fault):
        def apply(self, reply: Response) -> Response:
            return reply

    exchange = made()
    exchange.fail_next(Own())
    with pytest.raises(ValueError, match="Own cannot be written as JSON: it is none of latency"):
        exchange.save(tmp_path / "state.json")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["says"])
def test_file_that_does_not_fit_is_refused_by_place_and_changes_nothing(
    case: dict[str, Any], tmp_path: Path
) -> None:
    exchange, path = busy(), tmp_path / "state.json"
    exchange.save(path)
    path.write_text(json.dumps(changed(json.loads(path.read_text("utf-8")), case)), "utf-8")
    before = exchange.snapshot()
    with pytest.raises(FormatError) as refused:
        exchange.load(path)
    assert case["says"] in str(refused.value)
    assert str(refused.value).startswith(refused.value.field)
    assert exchange.snapshot() == before


def test_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_text("{", "utf-8")
    with pytest.raises(FormatError, match=r"state\.json is not JSON"):
        made().load(path)
    path.write_text("[]", "utf-8")
    with pytest.raises(FormatError, match="expected an object"):
        made().load(path)


def test_exchange_with_other_accounts_cannot_go_on() -> None:
    exchange = busy()
    accounts = [account for account in defaults.accounts() if account.id != 1]
    with pytest.raises(FormatError, match=r"accounts.made_with: 1 is in only one of snapshot and exchange"):
        made(accounts=accounts, rate_limits="documented").restore(exchange.snapshot())


def busy() -> MockExchange:
    """Make an exchange with two SmartTrades, one at rest, faults of some kinds and a rate limit.

    One account was connected, and one removed.
    """
    client = SignedClient(made(rate_limits="documented"))
    accounts = Asking(client.exchange)
    accounts.post("/ver1/accounts/new", {"type": "binance", "name": "New", "api_key": "k", "secret": "s"})
    accounts.post("/ver1/accounts/32884189/remove")
    client.at_rest(BODY)
    client.create(BODY)
    client.exchange.fail_next(Reset(at=5), operation="create_smart_trade")
    for fault in (Duplicate(), ExtraField("a", None), ExtraField("a", 7), UnknownEnumValue("b", "c")):
        client.exchange.inject(fault, probability=0.25, seed=7)
    return client.exchange


def changed(value: Any, case: dict[str, Any]) -> Any:
    *path, last = [int(name) if name.isdigit() else name for name in case["at"].split(".")]
    place = value
    for name in path:
        place = place[name]
    if "value" in case:
        place[last] = case["value"]
    else:
        del place[last]
    return value
