"""How far one order goes through the rooms of a package, measured by a profile hook."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import httpx
import pytest
import threecommas
import threecommas_mock
from threecommas import HmacSigner, ThreeCommas, orders
from threecommas_mock import MockExchange

from tests.layers.rooms_visited import files_entered, moves, room
from tests.mock.signed_client import GUARDED, Signature

Work = Callable[[], object]


def create_on_the_mock() -> Work:
    """Return a create as bytes on the running mock: from its app to its answer."""
    exchange = MockExchange()
    key = exchange.credentials[0]
    auth = Signature(key.key, key.secret or "")
    http = httpx.Client(transport=exchange.transport(), base_url=exchange.base_url, auth=auth)
    return lambda: http.post("/v2/smart_trades", json=GUARDED).raise_for_status()


def create_by_the_client() -> Work:
    """Return a create by the client: from its method to the SmartTrade."""
    exchange = MockExchange()
    key = exchange.credentials[0]
    client = ThreeCommas(
        key.key, HmacSigner(key.secret or ""), base_url=exchange.base_url, transport=exchange.transport()
    )
    order = orders.smart_trade(account_id=1, pair="USDT_BTC", position=orders.Market(units="0.01"))
    return lambda: client.smart_trades.create(order)


def files_of(package: ModuleType, work: Work) -> list[Path]:
    """Return the files that the second run enters; the first one builds what is kept."""
    work()
    return files_entered(Path(package.__file__ or "").parent, work)


def test_create_on_the_mock_moves_from_room_to_room_at_most_125_times() -> None:
    files = files_of(threecommas_mock, create_on_the_mock())
    assert {"api", "smart_trades", "venue"} < set(map(room, files))
    assert moves(files) <= 125


def test_create_by_the_client_enters_at_most_12_rooms() -> None:
    rooms = set(map(room, files_of(threecommas, create_by_the_client())))
    assert {"transport", "signing"} < rooms
    assert len(rooms) <= 12


def test_moves_are_counted_between_rooms_and_not_within_one(tmp_path: Path) -> None:
    for name in ("a/one", "a/two", "b/three"):
        file = tmp_path / f"{name}.py"
        file.parent.mkdir(exist_ok=True)
        file.write_text("def run():\n    pass\n", "utf-8")
    found: dict[str, Work] = {}
    for name in ("a/one", "a/two", "b/three"):
        space: dict[str, Work] = {}
        path = tmp_path / f"{name}.py"
        exec(compile(path.read_text("utf-8"), str(path), "exec"), space)
        found[name] = space["run"]
    files = files_entered(
        tmp_path, lambda: [found[name]() for name in ("a/one", "a/two", "b/three", "a/one")]
    )
    assert [str(file) for file in files] == ["a/one.py", "a/two.py", "b/three.py", "a/one.py"]
    assert moves(files) == 2


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_hook_is_gone_after_an_error(error: type[BaseException]) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(error):
        files_entered(Path(), fail)
    assert files_entered(Path(__file__).parent, lambda: None) != []
