"""The command `threecommas-mcp`: an assistant starts it and speaks with it over stdin and stdout."""

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from threecommas import ConfigurationError
from threecommas.version import installed_version

_EPILOG = """\
Without a key in the environment (THREECOMMAS_API_KEY, and THREECOMMAS_SECRET or THREECOMMAS_PRIVATE_KEY_FILE)
it works on a mock exchange in memory. Exit codes: 0 the assistant has ended it, 2 it cannot start.
"""


def main(argv: Sequence[str] | None = None, *, environ: Mapping[str, str] = os.environ) -> int:
    """Serve an assistant until it hangs up; return the exit code."""
    options = _parser().parse_args(argv)
    try:
        # fastmcp takes a second to load, and has an extra of its own.
        from threecommas_mcp.exchange import open_client  # noqa: PLC0415
        from threecommas_mcp.server import build_server  # noqa: PLC0415

        client, about = open_client(
            environ, mode=options.mode, allow_writes=options.allow_writes, max_total=options.max_total
        )
    except ImportError as missing:
        if missing.name not in ("fastmcp", "mcp_types", "pydantic"):
            raise
        return _failed(f"{missing.name} is not installed: pip install 'threecommas-sdk[mcp]'.")
    except ConfigurationError as error:
        return _failed(str(error))
    server = build_server(client, allow_writes=options.allow_writes, about=about)
    # Standard output belongs to the protocol.
    server.run("stdio", show_banner=False)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="threecommas-mcp",
        description="The operations of 3Commas as tools of an assistant (Model Context Protocol).",
        epilog=_EPILOG,
        # What lets writes through is asked for in full.
        allow_abbrev=False,
    )
    parser.add_argument("--allow-writes", action="store_true", help="offer writes too, not reads alone")
    parser.add_argument(
        "--mode", choices=("paper", "real"), default="paper", help="the accounts; paper if unsaid"
    )
    parser.add_argument(
        "--max-total", type=_amount, metavar="AMOUNT", help="what an order may be worth, in dollar coins"
    )
    parser.add_argument("--version", action="version", version=installed_version())
    return parser


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        amount = Decimal(0)
    if not (amount.is_finite() and amount > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not an amount above 0")
    return amount


def _failed(text: str) -> int:
    print(text, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
