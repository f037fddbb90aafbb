"""`python -m generator watch`: a build after each edit, until it is interrupted.

The modules of the generator itself are loaded once; after a change of one of them, start it anew.
"""

import time
import traceback
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path

from generator.commands import build
from generator.commands.arguments import Folders, report_success, run_on_folders
from generator.commands.file_changes import changed_files
from generator.document.files import Read
from generator.document.yaml_io import read_yaml

# Seconds between looks: while nothing changes, of which a look takes a tenth, and until a change is complete.
_INTERVAL, _SETTLING = 0.1, 0.03
# How many files are kept as they were read, those of a document and of some edits.
_REMEMBERED = 4096
_GENERATOR = Path(__file__).parents[1]
# Whatever a build reads beside the document.
_INPUTS = tuple(_GENERATOR / name for name in ("templates", "publish/templates", "publish/sources"))


def main(argv: Sequence[str], *, sleep: Callable[[float], None] = time.sleep) -> int:
    """Run the command; return its exit code. *sleep* waits so many seconds between two looks."""
    # Of hundreds of files an edit changes one or two.
    read = lru_cache(_REMEMBERED)(read_yaml)

    def watch(folders: Folders) -> int:
        """Make the output anew after each change of the document or a template; stop it with Ctrl-C."""
        try:
            for changed in changed_files(
                (folders.spec, *_INPUTS), partial(sleep, _INTERVAL), settle=partial(sleep, _SETTLING)
            ):
                _rebuild(changed, folders, read)
        except KeyboardInterrupt:
            pass
        return report_success("stopped watching")

    return run_on_folders("watch", argv, watch)


def _rebuild(changed: frozenset[Path], folders: Folders, read: Read) -> None:
    spec = folders.spec
    for path in sorted(changed):
        print(f"changed: {_shown(path, spec)}")
    output = ["--generated", str(folders.generated), "--package", folders.package]
    try:
        build.main(["--spec", str(spec), *output], read=read)
    except Exception:
        # A template can raise anything, and the next edit may repair it.
        traceback.print_exc()
    print(f"watching {spec.name}/ and the templates", flush=True)


def _shown(path: Path, spec: Path) -> Path:
    home = spec if path.is_relative_to(spec) else _GENERATOR
    return home.name / path.relative_to(home)
