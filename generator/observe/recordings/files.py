"""Files of recorded traffic, told apart by what they hold and not by their names.

A file that cannot be read says nothing, not even by what stands above its fault. It does not hide the others.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from generator.document.findings import Finding, InvalidSpecError
from generator.observe.http_transactions import HttpTransaction, is_deep, value_bytes
from generator.observe.recordings.cassettes import cassette_exchanges, is_cassette, read_cassette
from generator.observe.recordings.har import har_exchanges, is_har
from generator.observe.recordings.located_json import RULE, Entry
from generator.observe.recordings.plain_json import is_plain, plain_exchanges

_SUFFIXES = {".har", ".json", ".yaml", ".yml"}
_FORMS = ((is_har, har_exchanges), (is_cassette, cassette_exchanges), (is_plain, plain_exchanges))


# From a file to the exchanges in it, or InvalidSpecError.
ReadFile = Callable[[Path], Iterable[HttpTransaction]]


@dataclass(slots=True)
class Traffic:
    """What files hold: their exchanges, and a finding for each file that cannot be read."""

    exchanges: list[HttpTransaction] = field(default_factory=list)
    unreadable: list[Finding] = field(default_factory=list)


def read_traffic(paths: Sequence[Path], read: ReadFile | None = None) -> Traffic:
    """Return what files and folders hold; *read* takes one file, as recorded traffic if it is not given."""
    traffic = Traffic()
    for path in paths:
        try:
            files = _files(path)
        except InvalidSpecError as refused:
            traffic.unreadable += refused.findings
            continue
        for file in files:
            try:
                # All of a file or nothing: half of it would pass for the whole.
                traffic.exchanges += list((read or recorded_exchanges)(file))
            except InvalidSpecError as refused:
                traffic.unreadable += refused.findings
    return traffic


def bare_body(path: Path, holder: HttpTransaction) -> Iterator[HttpTransaction]:
    """Yield the exchange of a file that is the body of an answer and nothing else; *holder* says whose."""
    content = _content(path)
    if is_deep(content):
        raise _refused(path, "is nested too deeply", "Leave out the part that is.")
    # An empty list is a body: recorded traffic of no exchange at all needs no --as.
    if content and any(fits(content) for fits, _ in _FORMS):
        raise _refused(path, "holds whole exchanges, not the body of an answer", "Read it without --as.")
    try:
        yield replace(holder, origin=str(path), response_body=value_bytes(content))
    except TypeError:
        # YAML knows moments and bytes, which are no values of JSON.
        raise _refused(path, "is no JSON", "Save the body as it was answered.") from None


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    # A link that leads nowhere is a file that cannot be read, which is told. What is no file is left alone.
    files = sorted(
        file for file in path.rglob("*") if file.suffix in _SUFFIXES and (file.is_file() or not file.exists())
    )
    if not files:
        raise _refused(path, "holds no recorded traffic", "Name a folder with .har, .json or .yaml files.")
    return files


def recorded_exchanges(path: Path) -> Iterator[HttpTransaction]:
    """Return the exchanges of a file; raise InvalidSpecError naming the fault's place and remedy."""
    content = _content(path)
    if is_deep(content):
        raise _refused(path, "is nested too deeply", "Leave out the exchange with that body.")
    for fits, exchanges in _FORMS:
        if fits(content):
            return exchanges(Entry(str(path), (), content))
    raise _refused(
        path,
        "is neither a HAR, nor a VCR cassette, nor plain JSON of exchanges",
        "If it is the body of an answer alone, say of which operation: --as list_accounts. The forms that "
        "are read stand at the head of generator/observe/recordings/plain_json.py and cassettes.py.",
    )


def _content(path: Path) -> Any:
    text = _text(path)
    try:
        return json.loads(text) if text.lstrip().startswith(("{", "[")) else read_cassette(text)
    except json.JSONDecodeError as error:
        raise _refused(f"{path}:{error.lineno}", "is no JSON", f"Look at column {error.colno}.") from None
    except yaml.YAMLError as error:
        # The library's own words may quote the file, so only the place is passed on.
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise _refused(f"{path}{line}", "is no YAML of a cassette", "Mend it or record again.") from None
    except (RecursionError, ValueError):
        advice = "A number is too long or it is nested too deeply: leave out the exchange with it."
        raise _refused(path, "cannot be parsed", advice) from None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(path, "is not UTF-8", "Save the recording as UTF-8.") from None
    except OSError as error:
        raise _refused(path, f"cannot be read: {error.strerror}", "Name a file that is there.") from None


def _refused(file: Path | str, reason: str, advice: str) -> InvalidSpecError:
    return InvalidSpecError([Finding(str(file), "", RULE, reason, advice)])
