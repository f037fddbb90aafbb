"""Files of recorded traffic, told apart by what they hold and not by their names."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from generator.findings import Finding, Refused
from generator.observe.cassettes import cassette_exchanges, is_cassette, read_cassette
from generator.observe.entries import RULE, Entry
from generator.observe.exchanges import Exchange, is_deep
from generator.observe.har import har_exchanges, is_har
from generator.observe.plain import is_plain, plain_exchanges

_SUFFIXES = {".har", ".json", ".yaml", ".yml"}
_FORMS = ((is_har, har_exchanges), (is_cassette, cassette_exchanges), (is_plain, plain_exchanges))


def read_traffic(paths: Sequence[Path]) -> list[Exchange]:
    """Return the exchanges of files and folders; raise Refused naming each fault's file, place and remedy."""
    exchanges: list[Exchange] = []
    findings: list[Finding] = []
    for path in paths:
        try:
            for file in _files(path):
                exchanges += _exchanges(file)
        except Refused as refused:
            findings += refused.findings
    if findings:
        raise Refused(findings)
    return exchanges


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.rglob("*") if file.suffix in _SUFFIXES and file.is_file())
    if not files:
        raise _refused(path, "holds no recorded traffic", "Name a folder with .har, .json or .yaml files.")
    return files


def _exchanges(path: Path) -> Iterator[Exchange]:
    content = _content(path)
    if is_deep(content):
        raise _refused(path, "is nested too deeply", "Leave out the exchange with that body.")
    for fits, exchanges in _FORMS:
        if fits(content):
            return exchanges(Entry(str(path), (), content))
    raise _refused(
        path,
        "is neither a HAR, nor a VCR cassette, nor plain JSON of exchanges",
        "See the head of generator/observe/plain.py and cassettes.py for the forms that are read.",
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


def _refused(file: Path | str, reason: str, advice: str) -> Refused:
    return Refused([Finding(str(file), "", RULE, reason, advice)])
