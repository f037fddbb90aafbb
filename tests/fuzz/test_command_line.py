"""Whatever is typed after `threecommas`, it ends with a documented exit code and tells no secret."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from threecommas.cli.errors import Exit

from tests.cli.terminal import SECRET, Terminal
from tests.fuzz.mangled import as_bytes, mangled_bytes, mangled_json, texts
from tests.property.effort import generated
from tests.property.validity import DOCUMENT

ORDERS = [
    example["value"]
    for name, example in DOCUMENT["components"]["examples"].items()
    if name.startswith("create_")
]
COMMANDS = [
    *(["validate"], ["accounts", "list"], ["explain"], ["smart-trades", "list"], ["smart-trades", "get"]),
    *(
        ["smart-trades", "create"],
        ["smart-trades", "close-by-market"],
        ["smart-trades", "cancel"],
        ["smart-trades"],
        [],
    ),
]
OPTIONS = [
    *("--mode", "--max-total", "--type", "--account-id", "--pair", "--units", "--price", "--conditional"),
    *(
        "--price-type",
        "--trailing",
        "--take-profit",
        "--stop-loss",
        "--leverage",
        "--note",
        "--once",
        "--status",
    ),
    *("--page", "--per-page", "--limit", "--from", "--to", "--body", "--query", "--method", "--path"),
]
FLAGS = [
    "--read-only",
    "--dry-run",
    "--yes",
    "--json",
    "--help",
    "--all",
    "--version",
    "--no-such-option",
    "-",
]
VALUES = [
    *(
        "paper",
        "real",
        "smart_trade",
        "simple_buy",
        "smart_sell",
        "32455218",
        "USDT_BTC",
        "0.01",
        "bid",
        "last",
    ),
    *("value=63000,price_type=bid,order_type=limit", "percent=5,volume=50", "type=cross,value=3", "active"),
    *("30000001", "30000002", "GET", "/v2/smart_trades", "2024-08-06T14:42:25Z"),
]

# A value of an option cannot hold a zero byte, and a half character cannot be typed.
typed = st.sampled_from(VALUES) | texts.filter(lambda text: "\x00" not in text and "\ud800" not in text)
arguments = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(OPTIONS), typed),
        st.tuples(st.sampled_from(FLAGS)),
        st.tuples(typed),
    ),
    max_size=7,
).map(lambda parts: [word for part in parts for word in part])
files = st.one_of(mangled_json(ORDERS).map(as_bytes), mangled_bytes([as_bytes(order) for order in ORDERS]))


def ends_well(terminal: Terminal, words: list[str]) -> None:
    result = terminal.run("", *words, stdin="n\n")
    assert result.exception is None or isinstance(result.exception, SystemExit), words
    assert result.exit_code in set(Exit), words
    assert SECRET not in result.output
    assert "Traceback" not in result.output


def test_any_arguments_end_with_a_documented_code() -> None:
    terminal = Terminal()

    @generated(30, 800)
    @given(st.lists(st.sampled_from(FLAGS[:2]), max_size=1), st.sampled_from(COMMANDS), arguments)
    def check(first: list[str], command: list[str], rest: list[str]) -> None:
        ends_well(terminal, [*first, *command, *rest])

    check()


def test_any_order_file_ends_with_a_documented_code(tmp_path: Path) -> None:
    terminal, path = Terminal(), tmp_path / "order.json"

    @generated(25, 500)
    @given(files, st.lists(st.sampled_from(["--dry-run", "--read-only"]), max_size=1))
    def check(content: bytes, first: list[str]) -> None:
        path.write_bytes(content)
        ends_well(terminal, [*first, "smart-trades", "create", "--yes", "--body", str(path)])

    check()
