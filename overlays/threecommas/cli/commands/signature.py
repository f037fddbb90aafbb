"""`threecommas explain`: the signed text of a request, byte for byte."""

from typing import Annotated

import typer

from threecommas.cli.context import command_session
from threecommas.cli.help_options import HelpfulCommand
from threecommas.cli.options import AsJson
from threecommas.cli.output import explanation_json
from threecommas.cli.terminal_text import printable

app = typer.Typer(add_completion=False)


@app.command(cls=HelpfulCommand)
def explain(
    context: typer.Context,
    method: Annotated[str, typer.Argument(help="GET, POST, …")],
    path: Annotated[str, typer.Argument(help="Path and query, such as /v2/smart_trades?page=1.")],
    data: Annotated[str | None, typer.Option(help="The JSON body, in exactly these characters.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what is signed of a request, byte for byte; nothing is sent.

    No secret is shown.
    """
    with command_session(context, as_json=as_json) as (client, out):
        body = None if data is None else data.encode()
        headers = None if data is None else {"Content-Type": "application/json"}
        explanation = client.explain_signature(method.upper(), path, content=body, headers=headers)
        out.show(explanation_json(explanation), printable(str(explanation)))
