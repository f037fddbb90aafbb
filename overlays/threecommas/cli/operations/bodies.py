"""The body of a request out of options or JSON.

The JSON is in a file, on standard input or on the command line.
"""

from collections.abc import Mapping
from typing import Any

import typer
from threecommas_rest import models
from threecommas_rest.json_text import dumps

from threecommas.cli.operations.described import Body
from threecommas.cli.request_bodies import content_of
from threecommas.undocumented_fields import documented_body


def body_given(body: Body, given: Mapping[str, Any], *, asks: bool) -> Any:
    """Return the body that was typed, None for none; raise a usage error, or `EncodeError` naming a field.

    `asks` says that there will be a question, which standard input cannot answer if it holds the body.
    """
    members = {
        each.name: each.type.member(given[each.variable], each.flag)
        for each in body.members
        if given[each.variable] not in (None, [], ())
    }
    model = getattr(models, body.model)
    if given["body"] is not None:
        if members:
            flag = next(each.flag for each in body.members if each.name in members)
            raise typer.BadParameter(f"it is the whole body: leave out {flag}", param_hint="--body")
        return documented_body(model, content_of(given["body"], "a body", asks=asks, secrets=body.secrets))
    if not members and not body.is_needed:
        return None
    _check(body, members)
    return documented_body(model, dumps(members).encode())


def _check(body: Body, members: Mapping[str, Any]) -> None:
    """Refuse options that make no body."""
    for each in body.members:
        if each.is_required and each.name not in members:
            raise _missing("give it, or the whole body with --body", each.flag)
    if not members:
        raise _missing("give it, or options of its members", "--body")


def _missing(remedy: str, flag: str) -> typer.BadParameter:
    return typer.BadParameter(f"is missing; {remedy}", param_hint=flag)
