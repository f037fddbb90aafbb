"""`threecommas api METHOD PATH`: any request, for what the document does not describe.

It is signed and guarded like all others: a guard refuses a write of which it cannot tell what it does.
"""

from typing import Annotated
from urllib.parse import urlencode

import httpx
import typer
from threecommas_rest.json_text import dumps, loads

from threecommas.cli.context import command_session
from threecommas.cli.help_options import HelpfulCommand
from threecommas.cli.options import AsJson, Yes, confirmed
from threecommas.cli.output import Output
from threecommas.cli.request_bodies import content_of
from threecommas.cli.terminal_text import ascii_json, printable
from threecommas.errors import EncodeError
from threecommas.messages.request import is_write
from threecommas.messages.routes import operation_of

app = typer.Typer(add_completion=False)

_BODY = "The body as JSON, which is sent as it is: a file, - for standard input, or the JSON itself."


@app.command(cls=HelpfulCommand)
def api(
    context: typer.Context,
    method: Annotated[str, typer.Argument(help="GET, POST, …")],
    path: Annotated[str, typer.Argument(help="Path and query, such as /ver1/bots?limit=10.")],
    *,
    query: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="A parameter of the query; repeatable.")
    ] = None,
    body: Annotated[str | None, typer.Option(metavar="FILE|-|JSON", help=_BODY)] = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Send any request, also one that no other command has.

    It is signed, and held back by --read-only, --mode paper and --max-total like all others: what they
    cannot judge, they refuse.
    """
    with command_session(context, as_json=as_json) as (client, out):
        verb = method.upper()
        asks = is_write(operation_of(verb, path.partition("?")[0]), verb) and not yes
        would_send = not (context.obj.dry_run or context.obj.read_only)
        content = None if body is None else content_of(body, "a body", asks=asks and would_send)
        if asks:
            confirmed(f"{verb} {path}?", context, client.mode, yes=False)
        headers = None if content is None else {"Content-Type": "application/json"}
        try:
            response = client.http.request(
                verb, _address(path, query or []), content=content, headers=headers
            )
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise EncodeError(f"is not a path: {error}", path="path") from None
        _show(response.content, out)


def _address(path: str, query: list[str]) -> str:
    """Return the path with its query, to which more is added."""
    more = urlencode([_pair(each) for each in query])
    return f"{path}{'&' if '?' in path else '?'}{more}" if more else path


def _pair(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not (name and equals):
        raise typer.BadParameter(f"{given!r} is not NAME=VALUE", param_hint="--query")
    return name, value


def _show(content: bytes, out: Output) -> None:
    """Print an answer with its digits as they came; one that is no JSON as text."""
    try:
        value = loads(content)
    except ValueError:
        text = content.decode("utf-8", "replace")
        out.show(text, printable(text.strip() or "Done."))
    else:
        out.show(value, ascii_json(dumps(value)))
