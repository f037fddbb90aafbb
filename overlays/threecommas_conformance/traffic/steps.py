"""The calls that lead to a request: what made its objects, and what changed them before.

What those needed goes before them: the account of an order, the bot of a deal with what happened to it. Calls
about other objects are left out, even on the same account. As shell lines, each id of a new object is a
variable, filled from the answer of the line that makes it. So the lines run again on another day, on objects
of their own.
"""

import json
import re
import shlex
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from threecommas_conformance.traffic.interactions import Interaction

# Shorter numbers are positions and counts, not ids.
_ID = re.compile(r"[0-9]{4,}|[0-9a-f]{8}-[0-9a-f-]{27}")
_VARIABLE = re.compile("<id([0-9]+)>")
# Looks in a row by which something comes to rest; more tell nothing.
_LOOKS = 3

Made = dict[str, tuple[int, str]]
"""Where the id of a new object comes from: the number of the call, and the jq filter of its answer."""


def steps_to(last: Interaction, interactions: Sequence[Interaction]) -> tuple[Interaction, ...]:
    """Return the calls from the first one that a request depends on to that request itself."""
    before = [each for each in interactions if each.number < last.number and 200 <= each.status < 300]
    wanted, known = [last], set[tuple[str, bool]]()
    needed = {last.number: last}
    while wanted:
        call = wanted.pop()
        for text, is_about in _named(call):
            maker = None if (text, is_about) in known else _maker(text, before)
            known.add((text, is_about))
            if maker is not None:
                # An object that a body names has to be there. What happened to it is another matter.
                since = [each for each in before if each.number > maker.number] if is_about else []
                acts = [each for each in since if _acts_on(each, text, may_make=call is last)]
                found = [maker, *_few_looks(acts)]
                wanted += [each for each in found if each.number not in needed]
                needed |= {each.number: each for each in found}
    return tuple(needed[number] for number in sorted(needed))


def shell_lines(steps: Sequence[Interaction]) -> list[str]:
    """Return the calls as shell commands, with the ids of new objects as variables."""
    makers = {text: found for text in _all_ids(steps) if (found := _made_by(text, steps)) is not None}
    names = {text: f"id{place}" for place, text in enumerate(makers, 1)}
    lines = []
    for each in steps:
        line = each.curl(partial(_with_variables, number=each.number, makers=makers, names=names))
        made = [text for text, (number, _) in makers.items() if number == each.number]
        if len(made) == 1:
            line = f"{names[made[0]]}=$({line} | jq -r {shlex.quote(makers[made[0]][1])})"
        elif made:
            # One answer has several ids that later lines need.
            parts = [f'{names[text]}=$(jq -r {shlex.quote(makers[text][1])} <<<"$answer")' for text in made]
            line = "; ".join([f"answer=$({line})", *parts])
        lines.append(line)
    return lines


def _with_variables(text: str, number: int, makers: Made, names: dict[str, str]) -> str:
    """Return a text as a word of a shell, with variables for the ids that earlier calls made."""
    for made, (maker, _) in makers.items():
        if maker < number:
            text = re.sub(rf"(?<![\w-]){re.escape(made)}(?![\w-])", f"<{names[made]}>", text)
    parts = _VARIABLE.split(text)
    words = [shlex.quote(part) if part else "" for part in parts[::2]]
    variables = [f'"$id{number}"' for number in parts[1::2]]
    joined = [words[0], *(each for pair in zip(variables, words[1:], strict=True) for each in pair)]
    return "".join(joined) or "''"


def _maker(text: str, before: Sequence[Interaction]) -> Interaction | None:
    """Return the first write whose answer has an id that it did not name itself; None for older objects."""
    for each in before:
        if each.method != "GET" and text in each.answer and text not in _ids(each):
            return each if _filter(each.answer, text) else None
    return None


def _made_by(text: str, steps: Sequence[Interaction]) -> tuple[int, str] | None:
    maker = _maker(text, steps[:-1])
    return None if maker is None else (maker.number, _filter(maker.answer, text))


def _acts_on(each: Interaction, text: str, *, may_make: bool) -> bool:
    """Whether a call looks at an object or changes it; `may_make` counts what makes another one of it."""
    named = dict(_named(each))
    if each.method == "GET" or text not in named:
        return named.get(text, False)
    shown = _own_id(each)
    return shown == text or (named[text] and (may_make or shown in {"", *named}))


def _own_id(each: Interaction) -> str:
    """Return the id of the object that an answer shows, "" if it shows none."""
    answered = _parsed(each.answer)
    return str(answered.get("id", "")) if isinstance(answered, dict) else ""


def _few_looks(acts: Sequence[Interaction]) -> Iterator[Interaction]:
    """Yield the calls, and of many looks in a row the last ones alone."""
    for place, each in enumerate(acts):
        following = acts[place + 1 : place + 1 + _LOOKS]
        if (
            each.method != "GET"
            or len(following) < _LOOKS
            or any(next_.method != "GET" for next_ in following)
        ):
            yield each


def _ids(sent: Interaction) -> list[str]:
    """Return the ids that a request names, in its path and its body."""
    return [text for text, _ in _named(sent)]


def _named(sent: Interaction) -> list[tuple[str, bool]]:
    """Return the ids that a request names, and whether its path does, so that the request is about it."""
    in_path = _ID.findall(urlsplit(sent.url).path)
    return [
        *((text, False) for text in _ID.findall(sent.body) if text not in in_path),
        *((text, True) for text in in_path),
    ]


def _all_ids(steps: Sequence[Interaction]) -> dict[str, None]:
    return dict.fromkeys(text for each in steps for text in _ids(each))


def _filter(answer: str, text: str) -> str:
    """Return the jq filter that finds an id in an answer, "" if it is none there."""
    return next(_filters(_parsed(answer), text, ""), "")


def _parsed(answer: str) -> Any:
    try:
        return json.loads(answer)
    except (ValueError, RecursionError):
        return None


def _filters(value: Any, text: str, way: str) -> Iterator[str]:
    """Yield the members called id, or like it, that have a value; the outermost first."""
    inner = value.items() if isinstance(value, dict) else ()
    for name, each in inner:
        if name.endswith("id") and not isinstance(each, dict | list) and str(each) == text:
            yield f"{way}.{name}"
    for name, each in inner:
        yield from _filters(each, text, f"{way}.{name}")
    for place, each in enumerate(value if isinstance(value, list) else ()):
        yield from _filters(each, text, f"{way or '.'}[{place}]")
