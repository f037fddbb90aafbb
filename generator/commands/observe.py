"""`python -m generator observe`: what recorded or passing traffic says that the document does not.

Exit code 0 if nothing differs, 1 if something does, 2 if the input cannot be used. Of several files
those that can be read are reported all the same; the exit code is 2 then, and each of the others is named.
"""

import argparse
import contextlib
import os
import re
import signal
import sys
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from generator.document.findings import Finding, InvalidSpecError
from generator.observe.document import Document, read_document
from generator.observe.observer import OUTSIDE, Observer
from generator.observe.proposal.patch import propose
from generator.observe.proxy import LOOPBACK, read_upstream, recording_proxy
from generator.observe.recordings.bare_bodies import answer_of
from generator.observe.recordings.files import bare_body, read_traffic
from generator.observe.recordings.located_json import RULE
from generator.observe.rendering import FORMATS
from generator.observe.report import Report

_CHECKOUT = Path(__file__).parents[2]
_PATCH = "observe.patch"
_AS_HELP = (
    'take the files for bodies of answers alone, of this operation: its operationId, or "GET /ver1/bots"'
)


def main(argv: Sequence[str]) -> int:
    """Run the command; return the exit code."""
    parser = _parser()
    options = parser.parse_args(argv)
    if bool(options.traffic) == (options.proxy is not None):
        parser.error("give either files of recorded traffic or --proxy PORT")
    if options.proxy is not None and options.operation:
        parser.error("--as is for files: the proxy sees which operation is called")
    if options.status is not None and not options.operation:
        parser.error("--status is for bodies alone: give --as too")
    try:
        document = read_document(options.document)
        observer = Observer(document)
        if options.proxy is None:
            unreadable = _read(options, document, observer)
        else:
            unreadable = []
            _serve(options, document, observer)
        return _finish(options, document, observer.report(), unreadable)
    except InvalidSpecError as refused:
        print(refused, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m generator observe",
        description="Compare real traffic with the document and report what differs, free of secrets.",
    )
    add = parser.add_argument
    add("traffic", nargs="*", type=Path, metavar="TRAFFIC", help="HAR, VCR cassette, plain JSON, or a folder")
    add("--as", dest="operation", metavar="OPERATION", help=_AS_HELP)
    add("--status", type=_status, metavar="CODE", help="the status of those bodies (the documented success)")
    add(
        "--document",
        type=Path,
        default=_CHECKOUT / "generated" / "threecommas_openapi" / "openapi.json",
        help="the bundled document",
    )
    add("--format", choices=FORMATS, default="text", help="how the report is written (text)")
    add("--only-called", action="store_true", help="leave out documented operations that were not called")
    add("--output", type=Path, metavar="FILE", help="write the report there; the proxy keeps it up to date")
    add("--propose", metavar="DIR", help=f"write {_PATCH} for spec/ into DIR, or to standard output with -")
    add("--spec", type=Path, default=_CHECKOUT / "spec", help="the folder the patch is for")
    add("--proxy", type=int, metavar="PORT", help="record what passes through this port of this machine")
    add("--upstream", metavar="URL", help="where the proxy passes requests on to (the document's server)")
    return parser


def _status(text: str) -> int:
    if not re.fullmatch("[1-5][0-9][0-9]", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no status code")
    return int(text)


def _read(options: argparse.Namespace, document: Document, observer: Observer) -> list[Finding]:
    """Observe what the files hold; return what is wrong with those that cannot be read."""
    read = None
    if options.operation:
        holder = answer_of(document, options.operation, options.status)
        read = partial(bare_body, holder=holder)
    traffic = read_traffic(options.traffic, read)
    if traffic.unreadable and not traffic.exchanges:
        raise InvalidSpecError(traffic.unreadable)
    for exchange in traffic.exchanges:
        observer.observe(exchange)
    _refuse_nothing(observer.report(), document, traffic.unreadable)
    return traffic.unreadable


def _finish(
    options: argparse.Namespace, document: Document, report: Report, unreadable: Sequence[Finding]
) -> int:
    _write_report(options, report)
    if options.propose:
        patch = propose(report, document, options.spec)
        if options.propose == "-":
            sys.stdout.write(patch)
        else:
            _write(Path(options.propose) / _PATCH, patch)
    if unreadable:
        raise InvalidSpecError(unreadable)
    return 1 if report.findings else 0


def _write_report(options: argparse.Namespace, report: Report) -> None:
    text = FORMATS[options.format](report.of_called() if options.only_called else report)
    if options.output:
        _write(options.output, text)
    else:
        # Standard output belongs to the patch if that is asked for.
        (sys.stderr if options.propose == "-" else sys.stdout).write(text)


def _write(path: Path, text: str) -> None:
    """Write a file so that whoever reads it meanwhile sees the old one or the new one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.part")
        draft.write_text(text, "utf-8")
        os.replace(draft, path)
    except OSError as error:
        reason = f"cannot be written: {error.strerror}"
        raise InvalidSpecError([Finding(str(path), "", RULE, reason, "Name a place that can be.")]) from None


def _refuse_nothing(report: Report, document: Document, unreadable: Sequence[Finding]) -> None:
    """Raise InvalidSpecError if no exchange is for this API: silence would look like agreement."""
    if report.exchanges == report.left_out.get(OUTSIDE, 0):
        reason = f"none of {report.exchanges} exchanges goes below {' or '.join(document.base_paths) or '/'}"
        raise InvalidSpecError(
            [*unreadable, Finding("TRAFFIC", "", RULE, reason, "Record calls of this API.")]
        )


def _serve(options: argparse.Namespace, document: Document, observer: Observer) -> None:
    """Pass on requests until the program is told to stop."""
    writing = threading.Lock()

    def keep() -> None:
        with writing:
            if options.output:
                _write_report(options, observer.report())

    def keep_or_say_why_not() -> None:
        try:
            keep()
        except InvalidSpecError as refused:
            print(refused, file=sys.stderr)

    keep()
    upstream = read_upstream(options.upstream or _server(document))
    with recording_proxy(options.proxy, upstream, observer, after=keep_or_say_why_not) as server:
        address = f"http://{LOOPBACK}:{server.server_port}{document.base_paths[0]}"
        print(f"Set the base URL to {address}; stop with Ctrl-C.", file=sys.stderr, flush=True)
        # Service managers stop a program with SIGTERM, and a shell starts one in the background with SIGINT
        # ignored; told either way, the report is still owed.
        for told in (signal.SIGINT, signal.SIGTERM):
            signal.signal(told, _stop)
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()


def _server(document: Document) -> str:
    servers = document.content.get("servers") or [{"url": ""}]
    address = urlsplit(servers[0]["url"])
    return f"{address.scheme}://{address.netloc}"


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt
