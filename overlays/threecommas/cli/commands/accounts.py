"""`threecommas accounts`: the exchange accounts that are connected to 3Commas."""

import typer

from threecommas.cli.context import command_session
from threecommas.cli.options import AsJson
from threecommas.cli.tables.accounts import accounts_table

app = typer.Typer()


@app.command()
def accounts(context: typer.Context, as_json: AsJson = False) -> None:
    """List the exchange accounts that are connected to 3Commas."""
    with command_session(context, as_json=as_json) as (client, out):
        with out.remarks.status("Asking 3Commas"):
            found = list(client.accounts.iterate())
        out.show_all(found, accounts_table)
