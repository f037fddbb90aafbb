"""The command `threecommas-mock`: serve a mock exchange and print how to reach it."""

from __future__ import annotations

import argparse
import hmac
import os
import signal
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from threecommas_mock import defaults, replay_command
from threecommas_mock.api.credentials import Credential
from threecommas_mock.api.document import Document, DocumentMissingError
from threecommas_mock.api.router import PREFIX
from threecommas_mock.api.signatures import Strictness
from threecommas_mock.control.api import PATH
from threecommas_mock.exchange import MockExchange
from threecommas_mock.idle_options import refuse_idle_options
from threecommas_mock.server import base_url, run, stream_url
from threecommas_mock.venue.accounts import Account, Mode
from threecommas_mock.venue.clock import ManualClock, SystemClock
from threecommas_mock.venue.market import UnknownPairError

_ENVIRONMENT = "THREECOMMAS_MOCK_"


def main(arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> int:
    """Run the command; gives the exit code. Exits with 2 for a bad option, with 1 if it cannot start."""
    parser = _parser(os.environ if environment is None else environment)
    options = parser.parse_args(arguments)
    try:
        refuse_idle_options(options, _parser({}).parse_args([]))
        credentials = _credentials(options)
        document = Document.load(options.document)
        exchange = MockExchange(
            accounts=_accounts(options),
            credentials=credentials,
            clock=SystemClock() if options.prices is None else ManualClock(),
            signing=options.signing,
            document=document,
            rate_limits="documented" if options.rate_limits == "documented" else None,
            control=options.control == "on",
            web_mode=options.web_mode,
        )
        replay_command.prepared(exchange, options)
        with socket.create_server((options.host, options.port)) as listener:
            _leave_at_signals()
            address = base_url(options.host, listener.getsockname()[1])
            sample, control = document.sample_path(), options.control == "on"
            print(greeting(credentials, address, sample, control=control), flush=True)
            with replay_command.playing(exchange, options, _tell):
                run(exchange, listener)
    except (DocumentMissingError, OSError, OverflowError, ValueError) as error:
        parser.exit(1, f"threecommas-mock: {error}\n")
    except UnknownPairError as error:
        parser.exit(1, f"threecommas-mock: --pair: {error.args[0]}\n")
    return 0


def _leave_at_signals() -> None:
    """Let a signal end the command as its end would, so that state and report are written.

    It has to be there before the server starts, which hands its signals on to what was there before it.
    """

    def leave(number: int, frame: object) -> None:
        raise SystemExit(0)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)


def greeting(
    credentials: Sequence[Credential], address: str, sample: str | None, *, control: bool = False
) -> str:
    """Say where the mock is, its keys and a request to try; a secret is shown if it is the default.

    *sample* is the path of the request to try, None for none.
    """
    lines = [f"3Commas mock at {address}", f"  streams     {stream_url(address)}"]
    if control:
        lines.append(f"  control     {address.removesuffix(PREFIX)}{PATH} (from this machine)")
    for credential in credentials:
        lines.append(f"  API key     {credential.key}")
        if credential.secret is None:
            lines.append("  public key  as given; sign with the private key that belongs to it")
        else:
            shown = credential.secret == defaults.MOCK_SECRET
            lines.append(f"  API secret  {credential.secret if shown else 'as given'}")
            if sample is not None:
                lines.append(f"  try         {_curl(credential.key, credential.secret, address, sample)}")
    return "\n".join(lines)


def _curl(key: str, secret: str, address: str, path: str) -> str:
    signature = hmac.new(secret.encode(), f"{PREFIX}{path}".encode(), sha256).hexdigest()
    return f"curl -H 'Apikey: {key}' -H 'Signature: {signature}' {address}{path}"


def _parser(environment: Mapping[str, str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="threecommas-mock",
        usage="%(prog)s [OPTIONS]",
        formatter_class=lambda prog: argparse.HelpFormatter(prog, max_help_position=26),
        description="Serve a mock of the 3Commas API, or replay candles on it.",
        epilog=f"The environment has options too: --api-key is {_ENVIRONMENT}API_KEY, and so on.",
        allow_abbrev=False,
    )

    def add(name: str, meaning: str, *, default: str | None = None, **settings: object) -> None:
        variable = _ENVIRONMENT + name.removeprefix("--").replace("-", "_").upper()
        parser.add_argument(name, help=meaning, default=environment.get(variable, default), **settings)  # type: ignore[arg-type]

    _add_address_and_keys(add)
    _add_behaviour(add)
    replay_command.add_options(add)
    add("--document", "OpenAPI document to use instead of the one within", type=Path, metavar="FILE")
    return parser


def _add_address_and_keys(add: Callable[..., None]) -> None:
    add("--host", "address to listen on (default %(default)s)", default="127.0.0.1")
    add("--port", "port to listen on, 0 for a free one (default %(default)s)", default="8080", type=int)
    add("--api-key", "key with a secret (default %(default)s)", default=defaults.MOCK_KEY, metavar="KEY")
    add("--secret", "secret of that key (default printed at start)", default=defaults.MOCK_SECRET)
    add("--public-key-file", "PEM file of a public key, to sign with RSA too", type=Path, metavar="FILE")
    add("--rsa-api-key", "its key (default %(default)s)", default=defaults.MOCK_RSA_KEY, metavar="KEY")


def _add_behaviour(add: Callable[..., None]) -> None:
    add(
        "--signing",
        "strict: as published; lenient: also as clients sign (default %(default)s)",
        default=Strictness.LENIENT.value,
        type=_strictness,
        metavar="WORD",
    )
    add(
        "--rate-limits",
        "documented: answer 429 and 418 by the documented numbers; none: never (default %(default)s)",
        default="none",
        type=_rate_limits,
        metavar="WORD",
    )
    add(
        "--web-mode",
        "real or paper: what is listed without Forced-Mode (default %(default)s)",
        default=Mode.REAL.value,
        type=_mode,
        metavar="MODE",
    )
    add(
        "--funds",
        "what each account starts with, such as USDT=10000,BTC=0.5 (default: no limit)",
        type=_funds,
    )
    add("--account", "the one account that --funds limits (default: all)", type=int, metavar="ID")
    add(
        "--control",
        f"on: let programs of this machine turn time, prices and faults at {PATH} (default %(default)s)",
        default="off",
        nargs="?",
        const="on",
        type=_on_off,
        metavar="on|off",
    )


def _strictness(text: str) -> Strictness:
    try:
        return Strictness(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be strict or lenient, got {text!r}") from None


def _mode(text: str) -> Mode:
    try:
        return Mode(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be real or paper, got {text!r}") from None


def _on_off(text: str) -> str:
    if text not in ("on", "off"):
        raise argparse.ArgumentTypeError(f"must be on or off, got {text!r}")
    return text


def _rate_limits(text: str) -> str:
    if text not in ("documented", "none"):
        raise argparse.ArgumentTypeError(f"must be documented or none, got {text!r}")
    return text


def _funds(text: str) -> dict[str, Decimal]:
    try:
        pairs = [item.split("=") for item in text.split(",")]
        funds = {currency.strip(): Decimal(amount.strip()) for currency, amount in pairs}
        replace(defaults.accounts()[0], funds=funds)  # refuses what no account could have
    except (ValueError, ArithmeticError):
        raise argparse.ArgumentTypeError(f"must be such as USDT=10000,BTC=0.5, got {text!r}") from None
    return funds


def _accounts(options: argparse.Namespace) -> list[Account]:
    known = defaults.accounts()
    if options.account is not None and options.account not in {account.id for account in known}:
        raise ValueError(f"--account: no account {options.account}; known are {[each.id for each in known]}")
    return [
        replace(account, funds=options.funds) if options.account in (None, account.id) else account
        for account in known
    ]


def _tell(text: str) -> None:
    print(text, flush=True)


def _credentials(options: argparse.Namespace) -> list[Credential]:
    credentials = [Credential(options.api_key, user=defaults.USER, secret=options.secret)]
    if options.public_key_file is not None:
        pem = options.public_key_file.read_text(encoding="ascii")
        credentials.append(Credential(options.rsa_api_key, user=defaults.USER, public_key=pem))
    return credentials


if __name__ == "__main__":
    raise SystemExit(main())
