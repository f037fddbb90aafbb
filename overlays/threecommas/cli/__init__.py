"""The command `threecommas`: a thin shell over the client, for people and for scripts.

`threecommas --help` lists the commands, `--help-all` the exit codes too. Keys come from the environment
alone, never from an argument, which other users of the machine could read:

    THREECOMMAS_API_KEY             the key
    THREECOMMAS_SECRET              its secret, for a system generated key
    THREECOMMAS_PRIVATE_KEY_FILE    or the file of the private key, for a self generated one
    THREECOMMAS_MODE                paper or real
    THREECOMMAS_BASE_URL            another address, such as that of a mock

It needs the extra `cli`: pip install "threecommas-sdk[cli]". Nothing here is imported by the client.
"""

import importlib.util
import sys

from threecommas.version import installed_version

_NEEDED = ("typer", "rich")


def main() -> None:
    """Run the command and leave with its exit code."""
    if sys.argv[1:] == ["--version"]:
        # One line needs no client, which takes far longer to load.
        print(installed_version())
        return
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        names = " and ".join(missing)
        sys.exit(f'The command needs {names}. Install them: pip install "threecommas-sdk[cli]"')
    # Deferred, because it cannot be imported without the extra.
    from threecommas.cli.app import run  # noqa: PLC0415

    run()
