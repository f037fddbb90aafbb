"""Files of candles: every usual form comes out the same, and what cannot be is named by line and column."""

import tracemalloc
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from threecommas_mock import Candle, SeriesError, read_candles

from tests.mock.signed_client import cases

READ = cases("candles")
REFUSED = cases("candles_refused")
HEADER = "time,open,high,low,close,volume"


def written(folder: Path, lines: list[str], end: str = "\n") -> Path:
    path = folder / "candles.csv"
    text = "".join(f"{line}{end}" for line in lines)
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return path


def expected(candle: list[Any]) -> Candle:
    start, *numbers = candle
    values: Any = [None if one is None else Decimal(one) for one in numbers]
    return Candle(datetime.fromisoformat(start), *values)


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("name", READ)
def test_every_form_gives_the_same_candles(name: str, end: str, tmp_path: Path) -> None:
    case = READ[name]
    file = read_candles(written(tmp_path, case["content"], end))
    assert file.form == case["form"]
    assert file.interval == timedelta(seconds=case["seconds"])
    assert list(file) == [expected(candle) for candle in case["candles"]]
    assert list(file) == list(file)


@pytest.mark.parametrize("name", REFUSED)
def test_file_that_cannot_be_used_is_refused_with_line_and_column(name: str, tmp_path: Path) -> None:
    case = REFUSED[name]
    path = written(tmp_path, case["content"])
    with pytest.raises(SeriesError) as error:
        list(read_candles(path))
    assert (error.value.file, error.value.line, error.value.field) == (path, case["line"], case["field"])
    assert case["says"] in str(error.value)


def test_gap_is_kept_if_asked(tmp_path: Path) -> None:
    path = written(tmp_path, [HEADER, "0,5,6,4,5,1", "60,5,6,4,5,1", "240,5,6,4,5,1"])
    file = read_candles(path, gaps="keep")
    assert [candle.start.minute for candle in file] == [0, 1, 4]


def test_path_may_be_text(tmp_path: Path) -> None:
    path = written(tmp_path, [HEADER, "0,5,6,4,5,1", "60,5,6,4,5,1"])
    assert list(read_candles(str(path))) == list(read_candles(path))


def test_interval_of_one_candle_can_be_given(tmp_path: Path) -> None:
    file = read_candles(written(tmp_path, [HEADER, "0,5,6,4,5,1"]), interval=timedelta(hours=1))
    assert (file.interval, len(list(file))) == (timedelta(hours=1), 1)


def test_date_is_its_midnight_in_utc(tmp_path: Path) -> None:
    file = read_candles(written(tmp_path, [HEADER, "2024-08-06,5,6,4,5,1", "2024-08-07,5,6,4,5,1"]))
    assert [candle.start for candle in file] == [datetime(2024, 8, day, tzinfo=UTC) for day in (6, 7)]


def test_digits_are_kept(tmp_path: Path) -> None:
    price = "0.10000000000000000000000000000000001"
    lines = [f"{time},{price},{price},{price},{price}" for time in (0, 60)]
    assert {str(candle.open) for candle in read_candles(written(tmp_path, lines))} == {price}


@pytest.mark.parametrize("newest_first", [False, True])
def test_large_file_is_never_whole_in_memory(newest_first: bool, tmp_path: Path) -> None:
    lines = [f"{60 * place},55000.10,55200.00,54900.50,55100.00,12.5" for place in range(40_000)]
    path = written(tmp_path, [HEADER, *(reversed(lines) if newest_first else lines)])
    file = read_candles(path)
    assert file.newest_first is newest_first
    tracemalloc.start()
    try:
        starts = sum(1 for _ in file)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert starts == len(lines)
    assert most < path.stat().st_size / 2
