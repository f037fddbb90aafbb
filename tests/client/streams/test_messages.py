"""Messages become the models of the document: none is lost for what it lacks, and news are noticed."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from threecommas import UNSET, DeviationNotice
from threecommas.messages.hidden import Hidden
from threecommas.models import Deal
from threecommas.streams.channels import DEALS
from threecommas.streams.decoding import read_message
from threecommas.streams.frames import read_frame

from tests.client.streams.stream_server import StreamServer
from tests.client.streams.test_watch import found_by
from tests.client.transport.calls import API_KEY, CALLS

# Recorded in May 2022 by a user of the streams, with other numbers and names.
RECORDED = json.loads((Path(__file__).parent / "data" / "deal_2022.json").read_text("utf-8"))
LIFE: dict[int, Any] = {RECORDED["id"]: [(0.0, "created"), (10.0, "bought")]}


def test_recorded_message_is_read_though_it_lacks_what_later_years_added() -> None:
    notices: list[Any] = []
    made: Any = read_message(
        DEALS,
        Deal,
        RECORDED,
        url="wss://stream.example",
        on_deviations=lambda *all_of_it: notices.append(all_of_it),
    )
    assert (made.id, str(made.status), made.pair) == (RECORDED["id"], "bought", "USD_KAVA")
    assert str(made.bought_average_price) == RECORDED["bought_average_price"]
    assert made.updated_at.isoformat() == "2022-05-31T11:34:54.453000+00:00"
    for later in ("note", "close_strategy_list", "market_type"):
        assert later not in RECORDED
        assert getattr(made, later) is UNSET
    assert all(each.kind[2] != "nothing" for _, _, noted in notices for each in noted)


def test_absent_member_is_no_news() -> None:
    notices: list[Any] = []
    said = {"id": 1, "status": "bought", "bot_name": 7}
    made: Any = read_message(
        DEALS,
        Deal,
        said,
        url="wss://stream.example",
        on_deviations=lambda *all_of_it: notices.append(all_of_it),
    )
    assert "nothing" in {each.came for each in made.deviations}
    [(_, _, noted)] = notices
    assert [each.kind[0] for each in noted] == ["bot_name"]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("strict", [False, True])
def test_recorded_message_is_a_change(call: Any, strict: bool) -> None:
    server = StreamServer(LIFE)
    server.told = lambda number, moment, status: (
        RECORDED
        | {  # type: ignore[method-assign]
            "status": status,
            "updated_at": server.moment(moment),
        }
    )
    found = found_by(server, call, strict=strict)
    assert [each.status for each in found] == ["created", "bought"]
    assert found[1].new.bot_name == "Bot I"


@pytest.mark.parametrize("call", CALLS)
def test_member_of_another_kind_is_noticed_once_and_without_the_key(
    call: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = StreamServer({1: [(0.0, "created"), (10.0, "bought"), (20.0, "created")]})
    server.members = {"bot_name": 7, "brand_new": 1}
    notices: list[DeviationNotice] = []
    found = found_by(server, call, on_deviation=notices.append)
    assert [each.new.additional_properties.get("brand_new") for each in found] == [None, 1, 1]
    [notice] = [each for each in notices if each.operation_id == "stream DealsChannel"]
    assert (notice.pattern, notice.expected, notice.came) == ("bot_name", "text", "integer")
    assert json.loads(str(notice.exchange()["response_body"]))["brand_new"] == 1
    for shown in (caplog.text, repr(notice), str(notice.exchange()), repr(vars(notice.response))):
        assert API_KEY not in shown
        assert "signature" not in shown


@pytest.mark.parametrize("body", [None, 7, [], "text", {}, {"id": "x"}, {"id": 1}, {"id": 1, "status": 7}])
def test_message_that_says_nothing_hides_no_other(body: Any) -> None:
    server = StreamServer({1: [(0.0, "created"), (10.0, "bought"), (20.0, "created")]})
    plain = server.told
    server.told = lambda number, moment, status: body if moment == 10 else plain(number, moment, status)  # type: ignore[method-assign]
    found = found_by(server, CALLS[0])
    assert [each.status for each in found] == ["created"]
    assert found[0].updated_at.second == 0


@pytest.mark.parametrize("odd", ["Infinity", "-Infinity", "NaN", "1e400", "1e9999999999", r'"\ud800"'])
def test_member_that_has_no_form_in_json_is_noticed(odd: str) -> None:
    server = StreamServer({1: [(0.0, "created"), (10.0, "bought")]})
    server.members = {"id": read_frame(Hidden(f'{{"message": {odd}}}')).body}
    notices: list[DeviationNotice] = []
    assert [each.status for each in found_by(server, CALLS[0], on_deviation=notices.append)] == ["created"]
    [notice] = [each for each in notices if each.operation_id == "stream DealsChannel"]
    assert notice.pattern == "id"
    assert "bought" in str(notice.exchange()["response_body"])


def test_message_that_is_nested_too_deeply_is_passed_by(caplog: pytest.LogCaptureFixture) -> None:
    deep: Any = 1
    for _ in range(200):
        deep = [deep]
    assert read_message(DEALS, Deal, {"id": deep}, url="wss://stream.example", on_deviations=None) is None
    assert "nested too deeply" in caplog.text
