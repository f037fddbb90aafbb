"""The replay of the command `threecommas-mock --prices FILE`: its options, its start and its end."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import dropwhile
from pathlib import Path
from threading import Thread

from threecommas_mock.candles.candle import PATH_RULES
from threecommas_mock.candles.csv_files import CandleFile, read_candles
from threecommas_mock.exchange import MockExchange
from threecommas_mock.replay.paced import MAX, PacedReplay, read_speed
from threecommas_mock.reports.report_files import write_report

Add = Callable[..., None]
"""Adds an option: name, meaning, default, and what argparse takes besides."""

Tell = Callable[[str], object]
"""Shows a line of text."""

_SECONDS = 30.0


def add_options(add: Add) -> None:
    """Add the options of a replay."""
    add("--prices", "CSV file of candles of an exchange, to replay", type=Path, metavar="FILE")
    add("--pair", "pair that the candles are of (default %(default)s)", default="USDT_BTC")
    add(
        "--speed",
        f"times as fast as real time, or {MAX} (default %(default)s)",
        default="60",
        type=_speed,
    )
    add(
        "--candle-path",
        f"prices in a candle: {', '.join(PATH_RULES)} (default %(default)s)",
        default=PATH_RULES[0],
        type=_among(*PATH_RULES),
        metavar="WORD",
    )
    add("--seed", "seed of the path random (default %(default)s)", default="0", type=int)
    add(
        "--gaps",
        "missing candles: refuse, or keep the price (default %(default)s)",
        default="refuse",
        type=_among("refuse", "keep"),
        metavar="WORD",
    )
    add(
        "--paused",
        "on: wait for a word of control (default %(default)s)",
        default="off",
        nargs="?",
        const="on",
        type=_among("on", "off"),
        metavar="on|off",
    )
    add("--state", "file to go on from, and to save to in the end", type=_file, metavar="FILE")
    add("--report", "report in the end, .json or .html; without ending both", type=_report, metavar="FILE")


def prepared(exchange: MockExchange, options: argparse.Namespace) -> PacedReplay | None:
    """Load the state and make the replay that is asked for; None without candles.

    Candles from before the time of a state are left out. Raises OSError or ValueError.
    """
    going_on = options.state is not None and options.state.exists()
    if going_on:
        exchange.load(options.state)
    if options.prices is None:
        return None
    file: CandleFile = read_candles(options.prices, gaps=options.gaps)
    now = exchange.now()
    candles = dropwhile(lambda candle: going_on and candle.start < now, file)
    replay = exchange.replay(
        candles, pair=options.pair, path=options.candle_path, seed=options.seed, interval=file.interval
    )
    exchange.playback = PacedReplay(replay, speed=options.speed, paused=options.paused == "on")
    return exchange.playback


@contextmanager
def playing(exchange: MockExchange, options: argparse.Namespace, tell: Tell) -> Iterator[None]:
    """Let the replay of *exchange* go on in a thread while the context is open, then save what is asked for.

    *tell* is told what was written, and why the replay ended early.
    """
    playback = exchange.playback
    if playback is None and options.state is None:
        yield
        return

    def go_on(paced: PacedReplay) -> None:
        paced.run()
        error = paced.state()["error"]
        if error is not None:
            tell(f"replay stopped: {error}")
        _write(paced, options.report, tell)

    thread = None if playback is None else Thread(target=go_on, args=(playback,), daemon=True)
    if thread is not None:
        thread.start()
    try:
        yield
    finally:
        if playback is not None and thread is not None:
            playback.stop()
            thread.join(_SECONDS)
        if options.state is not None:
            exchange.save(options.state)
            tell(f"state saved to {options.state}")


def _write(paced: PacedReplay, path: Path | None, tell: Tell) -> None:
    if path is None:
        return
    for file in [path] if path.suffix else [path.with_suffix(".json"), path.with_suffix(".html")]:
        try:
            write_report(paced.report(), file)
        except OSError as error:
            tell(f"report not written: {error}")
        else:
            tell(f"report written to {file}")


def _file(text: str) -> Path:
    """Return the path of a file that can be written, so that nobody hears of it in the end."""
    path = Path(text)
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"is a folder, name a file in it: {path}")
    if not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {path.parent}")
    return path


def _report(text: str) -> Path:
    path = _file(text)
    if path.suffix not in ("", ".json", ".html"):
        raise argparse.ArgumentTypeError(f"{path}: a report is a .json or an .html file")
    return path


def _among(*known: str) -> Callable[[str], str]:
    """Return what reads one of some words; argparse would not check those of the environment by itself."""

    def read(text: str) -> str:
        if text not in known:
            raise argparse.ArgumentTypeError(f"must be {' or '.join(known)}, got {text!r}")
        return text

    return read


def _speed(text: str) -> str:
    try:
        read_speed(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text
