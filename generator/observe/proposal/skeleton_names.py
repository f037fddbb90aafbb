"""Names for an operation that is not documented, made of its method and path.

GET /ver1/bots/{bot_id}/orders is list_bot_orders, and bots.list_orders in the client. A person knows better.
"""

import keyword
import re
from dataclasses import dataclass

from generator.client.names import MEMBER_WORDS
from generator.client.resources import ROOT, class_name
from generator.observe.proposal.draft import Draft
from generator.observe.redaction import MARK, NUMBER

_VERSION = re.compile(r"v(?:er)?[0-9]+")
_OTHER_STEPS = frozenset({MARK, NUMBER})


@dataclass(frozen=True, slots=True)
class Names:
    """The operationId, its tag and folder, and its place in the client."""

    operation: str
    tag: str
    resource: str
    method: str


def is_withheld(path: str) -> bool:
    """Tell whether the first step below the version is withheld, so that the path tells nothing."""
    steps = [step for step in path.strip("/").split("/") if not _VERSION.fullmatch(step)]
    return bool(steps) and steps[0] == MARK


def templated(path: str) -> str:
    """Return a path with a parameter, named after the step before, for each step withheld or a number."""
    steps: list[str] = []
    for step in path.strip("/").split("/"):
        if step in _OTHER_STEPS:
            before = next((each for each in reversed(steps) if not each.startswith("{")), "object")
            name = f"{_one('_'.join(_words(before)))}_id"
            count = sum(each.startswith(f"{{{name}") for each in steps)
            steps.append(f"{{{name}_{count + 1}}}" if count else f"{{{name}}}")
        else:
            steps.append(step)
    return f"/{'/'.join(steps)}"


def names_of(method: str, url: str, is_list: bool, draft: Draft) -> Names:
    """Return names that no other operation has."""
    steps = url.strip("/").split("/")
    steps = steps[1:] if _VERSION.fullmatch(steps[0]) and len(steps) > 1 else steps
    plural = ["_".join(_words(step)) for step in steps if not step.startswith("{")] or ["calls"]
    single = [
        _one("_".join(_words(step))) if after.startswith("{") else "_".join(_words(step))
        for step, after in zip(steps, [*steps[1:], ""], strict=True)
        if not step.startswith("{")
    ] or ["call"]
    verb = "list" if is_list and method == "get" else method
    resource = plural[0] if _can_be_resource(plural[0], draft) else f"{plural[0]}_calls"
    name, number = "_".join([verb, *single]), ""
    place = "_".join([verb, *plural[1:]])
    count = 1
    while name + number in draft.operations or f"{resource}.{place}{number}" in draft.methods:
        count += 1
        number = f"_{count}"
    draft.operations.add(name + number)
    draft.methods.add(f"{resource}.{place}{number}")
    return Names(name + number, plural[0], resource, place + number)


def _can_be_resource(name: str, draft: Draft) -> bool:
    resources = {method.rpartition(".")[0] for method in draft.methods} - {name}
    classes = {ROOT, "Resource", *map(class_name, filter(None, resources))}
    return (
        not keyword.iskeyword(name)
        and name not in MEMBER_WORDS | draft.methods
        and (class_name(name) not in classes)
    )


def _words(step: str) -> list[str]:
    """Return the words of a step in small letters; one that has none of its own is called a call."""
    spelled = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", step)
    words = [word.lower() for word in re.findall(r"[A-Za-z0-9]+", spelled)]
    return words if words and words[0][0].isalpha() else ["call", *words]


def _one(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
